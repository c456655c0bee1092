"""What is logged about the register of units and clusters, in the chain of the platform."""

from emulation.audit.verbs import verb
from emulation.core.errors import gettext_noop

CHAIN = "platform"

UNIT_ADDED = verb("organisation.unit-added", gettext_noop("added the unit %(code)s"))
UNIT_CHANGED = verb("organisation.unit-changed", gettext_noop("changed the unit %(code)s"))
CLUSTER_ADDED = verb("organisation.cluster-added", gettext_noop("added the cluster %(code)s"))
CLUSTER_CHANGED = verb("organisation.cluster-changed", gettext_noop("changed the cluster %(code)s"))
