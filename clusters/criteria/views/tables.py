"""The register of tables, and one table in words."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.criteria.models import CriteriaBinding, CriteriaTable, TableState
from clusters.criteria.wording import worded
from clusters.cycles.models import Cycle
from emulation.core.page import Action, Link
from emulation.core.permissions import can
from emulation.core.templatetags.ui import chip, day, shortpoints
from emulation.core.views import Column, Filter, ListPage, TemplatePage
from emulation.core.views.page import Page


def table_url(table: CriteriaTable, act: str = "") -> str:
    """Return the address of a table, or of an act on it."""
    name = f"clusters:table-{act}" if act else "clusters:table"
    return reverse(name, args=[table.code, table.version])


def version_words(table: CriteriaTable) -> str:
    """Name a table's version and state in one phrase."""
    return gettext("version %(version)s") % {"version": table.version}


def state_chip(table: CriteriaTable) -> Any:
    """Draw whether a table may still change."""
    return chip(table.get_state_display(), "done" if table.is_frozen else "work")


class TableList(ListPage):
    """All tables and their versions, for those who see everything."""

    title = _("Criteria tables")
    lead = _("Every table that was issued, with its corrections; a frozen one never changes.")
    permission = "criteria.list"
    help_topic = "criteria"
    order = ("code", "-version")
    empty_text = _("No criteria table has been entered yet.")
    columns = [
        Column(_("Table"), "name", sort=("name", "-version"), url=table_url),
        Column(_("Code"), "code", sort=("code", "-version")),
        Column(_("Version"), "version", kind="number"),
        Column(_("State"), state_chip, sort=("state", "code", "-version")),
        Column(_("Points in all"), lambda table: shortpoints(table.scale), kind="number", sort=("scale",)),
        Column(_("Decision"), lambda table: f"{table.decision_number} {day(table.decided_on)}".strip()),
        Column(_("Groups scored by it"), "groups", kind="number", sort=("groups",)),
    ]
    filters = [
        Filter("state", _("State"), lambda: TableState.choices, lambda rows, value: rows.filter(state=value))
    ]

    def get_queryset_base(self) -> QuerySet[CriteriaTable]:
        return CriteriaTable.objects.annotate(groups=Count("bindings"))

    def get_crumbs(self) -> list[Link]:
        return [Link(gettext("Home"), reverse("home:home")), Link(gettext("Criteria tables"))]


class OneTable(Page):
    """A page about one table; 404 for who may not know of it."""

    permission = "criteria.see"
    help_topic = "criteria"
    kwargs: dict[str, Any]

    @cached_property
    def table(self) -> CriteriaTable:
        found = (
            CriteriaTable.objects.filter(code=self.kwargs["code"], version=self.kwargs["number"])
            .select_related("previous")
            .first()
        )
        if found is None:
            raise Http404
        return found

    def get_subject(self) -> CriteriaTable:
        return self.table

    def get_crumbs(self) -> Iterable[Link]:
        table = self.table
        first = Link(gettext("Home"), reverse("home:home"))
        if can(self.request.user, "criteria.list"):
            first = Link(gettext("Criteria tables"), reverse("clusters:tables"))
        named = f"{table.name}, {version_words(table)}"
        further = list(self.get_further_crumbs())
        return [first, Link(named, table_url(table) if further else ""), *further]

    def get_further_crumbs(self) -> Iterable[Link]:
        """Return what follows the table in the breadcrumb."""
        return []


class TablePage(OneTable, TemplatePage):
    """A table in words, its versions, and the groups that are scored by it."""

    template_name = "clusters/criteria/table.html"

    def get_title(self) -> str:
        return self.table.name

    @cached_property
    def versions(self) -> list[CriteriaTable]:
        """All versions of the table, the newest first."""
        return list(CriteriaTable.objects.filter(code=self.table.code).order_by("-version"))

    def get_primary(self) -> Action | None:
        if not can(self.request.user, "criteria.manage", self.table):
            return None
        if self.table.is_frozen:
            newest = self.versions[0]
            refusal = (
                gettext("There is version %(version)s already: correct that one.")
                % {"version": newest.version}
                if newest != self.table
                else ""
            )
            return Action(_("Correct this table"), table_url(self.table, "correct"), "edit", refusal)
        if self.request.user.is_staff:
            address = reverse("admin:clusters_criteriatable_change", args=[self.table.pk])
            return Action(_("Enter the lines"), address, "edit")
        return None

    def get_more(self) -> list[Action]:
        acts = [Action(_("Compare with another table"), table_url(self.table, "compare"), "list")]
        if can(self.request.user, "criteria.manage", self.table):
            acts.append(
                Action(_("Copy as the draft of another table"), table_url(self.table, "copy"), "plus")
            )
        return acts

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        table = self.table
        return super().get_context_data(
            words=worded(table),
            state=state_chip(table),
            versions=[(one, table_url(one), one == table) for one in self.versions],
            groups=self._groups(),
            **kwargs,
        )

    def _groups(self) -> list[dict[str, Any]]:
        """The groups of this table that the person may know of, and for older versions the way to this one."""
        manages = bool(can(self.request.user, "criteria.manage", self.table))
        rows = (
            CriteriaBinding.objects.filter(
                table__code=self.table.code,
                table__version__lte=self.table.version,
                group__cycle__in=Cycle.objects.visible_to(self.request.user).values("pk"),
            )
            .select_related("table", "group__cycle__cluster")
            .order_by("-group__cycle__year", "group__cycle__cluster__position", "group__position", "pk")
        )
        found = []
        for row in rows:
            cycle = row.group.cycle
            place = [cycle.cluster.code, cycle.year]
            older = row.table_id != self.table.pk
            adopt = reverse("clusters:table-adopt", args=[*place, row.group.code, self.table.version])
            found.append(
                {
                    "cycle": cycle,
                    "group": row.group,
                    "url": f"{reverse('clusters:criteria', args=place)}?group={row.group.code}",
                    "version": row.table.version,
                    "adopt": adopt if older and manages else "",
                }
            )
        return found
