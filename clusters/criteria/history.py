"""What is logged about criteria tables."""

from emulation.audit.verbs import verb
from emulation.core.errors import gettext_noop

TABLE_CREATED = verb("criteria.created", gettext_noop("entered the criteria table, %(lines)s lines"))
TABLE_CHANGED = verb("criteria.changed", gettext_noop("changed the criteria table, %(lines)s lines"))
TABLE_FROZEN = verb("criteria.frozen", gettext_noop("froze the criteria table"))
TABLE_BOUND = verb("criteria.bound", gettext_noop("bound the table %(table)s to the group %(group)s"))
TABLE_CORRECTED = verb(
    "criteria.corrected", gettext_noop("began version %(version)s of the criteria table, %(lines)s lines")
)
TABLE_COPIED = verb(
    "criteria.copied", gettext_noop("copied the criteria table from %(source)s, %(lines)s lines")
)
