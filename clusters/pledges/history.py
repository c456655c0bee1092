"""What is logged about pledges."""

from emulation.audit.verbs import verb
from emulation.core.errors import gettext_noop

BEGUN = verb("pledges.begun", gettext_noop("began the pledge"))
SAVED = verb("pledges.saved", gettext_noop("changed the pledge"))
SIGNED = verb("pledges.signed", gettext_noop("recorded the pledge as signed on %(signed_on)s"))
REOPENED = verb("pledges.reopened", gettext_noop("reopened the pledge as a draft"))
