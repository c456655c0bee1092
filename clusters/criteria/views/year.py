"""The table that scores a group of a year, in words, for everybody who takes part in the year."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.criteria.models import CriteriaTable
from clusters.criteria.views.tables import state_chip, table_url
from clusters.criteria.wording import worded
from clusters.cycles.models import MemberGroup, Membership
from clusters.cycles.pages import CyclePage
from emulation.core.page import Action, Tab
from emulation.core.permissions import can
from emulation.core.views import TemplatePage


class YearTable(CyclePage, TemplatePage):
    """Each group has its own table; the person's own group comes first."""

    template_name = "clusters/criteria/year.html"
    title = _("Criteria table")
    tab = "criteria"
    help_topic = "criteria"

    @cached_property
    def groups(self) -> list[MemberGroup]:
        """The groups of the year with their tables."""
        return list(self.cycle.groups.select_related("binding__table").order_by("position", "code"))

    @cached_property
    def group(self) -> MemberGroup | None:
        """The group of the address, else the person's own, else the first."""
        wish = self.request.GET.get("group", "")
        if wish:
            found = next((one for one in self.groups if one.code == wish), None)
            if found is None:
                raise Http404
            return found
        if len(self.groups) > 1 and self.parts.member_units:
            own = Membership.objects.filter(cycle=self.cycle, unit__in=self.parts.member_units)
            first = own.order_by("position").values_list("group", flat=True).first()
            return next((one for one in self.groups if one.pk == first), self.groups[0])
        return self.groups[0] if self.groups else None

    @cached_property
    def table(self) -> CriteriaTable | None:
        binding = getattr(self.group, "binding", None)
        return binding.table if binding else None

    @cached_property
    def later(self) -> CriteriaTable | None:
        """The newest later version of the table, for those who may adopt it."""
        if self.table is None or not can(self.request.user, "criteria.manage", self.table):
            return None
        newer = CriteriaTable.objects.filter(code=self.table.code, version__gt=self.table.version)
        return newer.order_by("-version").first()

    def get_primary(self) -> Action | None:
        if self.later is None or self.group is None:
            return None
        label = gettext("Adopt version %(version)s") % {"version": self.later.version}
        return Action(label, self.address("table-adopt", self.group.code, self.later.version), icon="check")

    def get_more(self) -> list[Action]:
        table, user = self.table, self.request.user
        if table is None:
            return []
        acts = [Action(_("Compare with another table"), table_url(table, "compare"), "list")]
        if can(user, "criteria.list"):
            acts.append(Action(_("Versions and groups"), table_url(table), "history"))
        if self.later is None and table.is_frozen and can(user, "criteria.manage", table):
            acts.append(Action(_("Correct this table"), table_url(table, "correct"), "edit"))
        return acts

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        table = self.table
        address = reverse("clusters:criteria", args=[self.cycle.cluster.code, self.cycle.year])
        return super().get_context_data(
            words=worded(table) if table else None,
            state=state_chip(table) if table else "",
            group_tabs=[
                Tab(one.name, f"{address}?group={one.code}", current=one == self.group) for one in self.groups
            ]
            if len(self.groups) > 1
            else [],
            **kwargs,
        )
