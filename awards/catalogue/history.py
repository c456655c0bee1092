"""What is logged about the catalogue of awards."""

from emulation.audit.verbs import verb
from emulation.core.errors import gettext_noop

SEEDED = verb("catalogue.seeded", gettext_noop("added the award %(code)s from the sources"))
