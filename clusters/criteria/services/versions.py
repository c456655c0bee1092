"""Corrections and copies: drafts that remember, line by line, what they stand for."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import transaction

from clusters.criteria import history
from clusters.criteria.models import CriteriaTable
from clusters.criteria.services.entering import draft_of, write_lines
from emulation.audit.services import record
from emulation.core.errors import Conflict, Refused, gettext_noop
from emulation.core.locking import locked
from emulation.core.permissions import require

# What a table says about itself beside its lines; a copy says the same until somebody changes it.
COPIED = ("scale", "issued_by", "is_partial", "not_arisen", "ranked_by", "inner_places", "bands", "note")


def _draft_from(source: CriteriaTable, **fields: Any) -> CriteriaTable:
    """Make a draft with all lines of a table, each standing for the line it was copied from."""
    copied = {name: getattr(source, name) for name in COPIED}
    made = CriteriaTable.objects.create(**{**copied, **fields})
    write_lines(made, draft_of(source), base=source)
    return made


@transaction.atomic
def new_version(*, table: CriteriaTable, actor: Any, note: str = "") -> CriteriaTable:
    """Begin the correction of a frozen table: a draft with the next number and the same lines.

    Locks the table. Refuses a draft, which is changed as it is, and a table that has a later version.
    """
    require(actor, "criteria.manage", table)
    table = locked(table)
    if not table.is_frozen:
        raise Refused(gettext_noop("The table is a draft: change its lines, it needs no new version."))
    newest = CriteriaTable.objects.filter(code=table.code).order_by("-version")[0]
    if newest.pk != table.pk:
        raise Conflict(
            gettext_noop("There is version %(version)s already: correct that one."),
            current=newest,
            version=newest.version,
        )
    made = _draft_from(
        table,
        code=table.code,
        version=table.version + 1,
        name=table.name,
        previous=table,
        decision_number=table.decision_number,
        decided_on=table.decided_on,
    )
    data = {"version": made.version, "lines": made.criteria.count()}
    record(history.TABLE_CORRECTED, made, chain=made.chain, actor=actor, data=data, reason=note)
    return made


@transaction.atomic
def copy_table(*, table: CriteriaTable, code: str, name: str, actor: Any) -> CriteriaTable:
    """Copy a table as the draft of another one, for example of a new year; decision and date stay behind.

    Locks the table that is copied. Refuses a code that is taken or is no code, and an empty name.
    """
    require(actor, "criteria.manage", table)
    table = locked(table)
    code, name = code.strip(), name.strip()
    try:
        validate_slug(code)
    except ValidationError as error:
        raise Refused(
            gettext_noop("A code has letters without accents, figures, - and _ only."), field="code"
        ) from error
    if CriteriaTable.objects.filter(code=code).exists():
        raise Refused(
            gettext_noop("There is a table with the code “%(code)s” already."), field="code", code=code
        )
    if not name:
        raise Refused(gettext_noop("Name the table."), field="name")
    made = _draft_from(table, code=code, name=name)
    data = {"source": f"{table.code} v{table.version}", "lines": made.criteria.count()}
    record(history.TABLE_COPIED, made, chain=made.chain, actor=actor, data=data)
    return made
