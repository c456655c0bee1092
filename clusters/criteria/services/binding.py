"""Which member group is scored by which table."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from clusters.criteria import history
from clusters.criteria.models import CriteriaBinding, CriteriaTable
from clusters.cycles.models import MemberGroup
from emulation.audit.services import record
from emulation.core.errors import Refused, gettext_noop
from emulation.core.locking import locked
from emulation.core.permissions import require


@transaction.atomic
def bind(
    *, group: MemberGroup, table: CriteriaTable, actor: Any, bound_on: dt.date | None = None
) -> CriteriaBinding:
    """Score a member group by a table. Locks the group; refuses once the group has marks."""
    require(actor, "criteria.manage", table)
    group = locked(group, "cycle")
    binding = CriteriaBinding.objects.filter(group=group).select_related("table").first()
    if binding and binding.table.criteria.filter(marks__sheet__membership__group=group).exists():
        raise Refused(
            gettext_noop("The group has marks by another table; it keeps that table."), field="table"
        )
    if not table.criteria.exists():
        raise Refused(gettext_noop("The table has no criteria."), field="table")
    binding, _made = CriteriaBinding.objects.update_or_create(
        group=group, defaults={"table": table, "bound_on": bound_on or timezone.localdate()}
    )
    data = {"table": str(table), "group": group.code}
    record(history.TABLE_BOUND, group.cycle, chain=group.cycle.chain, actor=actor, data=data)
    return binding
