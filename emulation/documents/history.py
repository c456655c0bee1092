"""What is logged about documents."""

from emulation.audit.verbs import verb
from emulation.core.errors import gettext_noop

STORED = verb("documents.stored", gettext_noop("made and stored the document “%(title)s”"))
