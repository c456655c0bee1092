"""What is logged about loading."""

from emulation.audit.verbs import verb
from emulation.core.errors import gettext_noop

LOADED = verb("exchange.loaded", gettext_noop("loaded the year from the file %(file)s"))
UPDATED = verb("exchange.updated", gettext_noop("updated the year from the file %(file)s: %(count)s changes"))
