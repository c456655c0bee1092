"""Clusters by year: the list of everybody's own, and all clusters of a year on one page."""

from collections.abc import Callable
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from clusters.cycles.columns import heads_of, table_for
from clusters.cycles.models import Cycle, PhaseWindow
from clusters.cycles.rules import PHASE_LABELS, PHASE_NAMES
from clusters.organisation.models import Cluster, ClusterKind, Unit
from emulation.core.page import Action, Link
from emulation.core.permissions import can
from emulation.core.templatetags.ui import chip
from emulation.core.views import Column, Filter, ListPage

IN_FORCE = Q(memberships__until__isnull=True)


def cycle_url(cycle: Cycle) -> str:
    return reverse("clusters:cycle", args=[cycle.cluster.code, cycle.year])


def open_phases(cycle: Cycle) -> list[str]:
    """Return the labels of the phases that are open; the windows have to be loaded."""
    names = {window.phase for window in cycle.windows.all() if window.is_open}
    return [gettext(PHASE_LABELS[name]) for name in PHASE_NAMES if name in names]


def cluster_name(cycle: Cycle) -> str:
    """Name the cluster; a year of sample data says so."""
    name = cycle.cluster.name
    return f"{name} [{gettext('sample data')}]" if cycle.is_sample else name


def phase_chips(cycle: Cycle) -> SafeString:
    """Draw the open phases; a year with all phases behind it is closed, one before them not begun."""
    labels = open_phases(cycle)
    if labels:
        chips = format_html_join(" ", "{}", ((chip(label, "work"),) for label in labels))
        return format_html('<span class="chips">{}</span>', chips)
    closed = any(window.state == "closed" for window in cycle.windows.all())
    return chip(pgettext("phase", "closed"), "done") if closed else chip(gettext("not begun"), "none")


def with_facts(rows: QuerySet[Cycle]) -> QuerySet[Cycle]:
    """Load what lists of years show: cluster, owner, number of members, windows."""
    return (
        rows.select_related("cluster__owner")
        .annotate(members_count=Count("memberships", filter=IN_FORCE))
        .prefetch_related(Prefetch("windows", PhaseWindow.objects.order_by("pk")))
    )


class CycleList(ListPage):
    """The years a person may know of, newest first."""

    title = _("Emulation clusters")
    search_fields = ("cluster__search_key",)
    search_label = _("Search by name of the cluster")
    order = ("-year", "cluster__position", "cluster__order_key")
    empty_text = _("You take part in no emulation year yet.")
    empty_hint = _("The standing body makes a unit member of a cluster, and names who acts for the unit.")
    help_topic = "clusters"
    columns = [
        Column(
            _("Cluster"),
            cluster_name,
            sort=("cluster__order_key", "-year"),
            url=cycle_url,
        ),
        Column(_("Year"), "year", kind="number", sort=("year",)),
        Column(_("Kind"), lambda cycle: cycle.cluster.get_kind_display(), sort=("cluster__kind",)),
        Column(
            _("Organised by"), lambda cycle: cycle.cluster.owner.name, sort=("cluster__owner__order_key",)
        ),
        Column(_("Members"), "members_count", kind="number", sort=("members_count",)),
        Column(_("Phases"), phase_chips),
    ]

    @cached_property
    def visible(self) -> QuerySet[Cycle]:
        return Cycle.objects.visible_to(self.request.user)

    def get_queryset_base(self) -> QuerySet[Cycle]:
        return with_facts(self.visible)

    def years(self) -> list[tuple[str, Any]]:
        found = self.visible.order_by("-year").values_list("year", flat=True).distinct()
        return [(str(year), year) for year in found]

    def owners(self) -> list[tuple[str, Any]]:
        owners = Unit.objects.filter(owned_clusters__in=self.visible.values("cluster")).distinct()
        return [(str(pk), name) for pk, name in owners.values_list("pk", "name")]

    def clusters(self) -> list[tuple[str, str]]:
        return list(Cluster.objects.filter(pk__in=self.visible.values("cluster")).values_list("code", "name"))

    def get_filters(self) -> list[Filter]:
        return [
            Filter("year", _("Year"), self.years, lambda rows, value: rows.filter(year=value)),
            Filter(
                "owner", _("Organised by"), self.owners, lambda rows, value: rows.filter(cluster__owner=value)
            ),
            Filter(
                "kind",
                _("Kind"),
                lambda: ClusterKind.choices,
                lambda rows, value: rows.filter(cluster__kind=value),
            ),
            Filter(
                "cluster",
                _("Cluster"),
                self.clusters,
                lambda rows, value: rows.filter(cluster__code=value),
            ),
        ]

    def get_primary(self) -> Action | None:
        if not can(self.request.user, "cycles.manage"):
            return None
        return Action(_("Open a year"), reverse("clusters:open-years"), icon="plus")

    def get_more(self) -> list[Action]:
        if not can(self.request.user, "cycles.overview"):
            return []
        latest = self.visible.order_by("-year").values_list("year", flat=True).first()
        tables = Action(_("Criteria tables"), reverse("clusters:tables"), icon="list")
        if latest is None:
            return [tables]
        year = Action(_("All clusters of a year"), reverse("clusters:overview", args=[latest]), icon="list")
        return [year, tables]

    def get_crumbs(self) -> list[Link]:
        return [Link(gettext("Home"), reverse("home:home")), Link(gettext("Clusters"))]


class YearOverview(ListPage):
    """All clusters of a year on one page, for those who see everything."""

    template_name = "clusters/cycles/year_overview.html"
    permission = "cycles.overview"
    search_fields = ("cluster__search_key",)
    search_label = _("Search by name of the cluster")
    order = ("cluster__position", "cluster__order_key")
    empty_text = _("No cluster has opened this year.")
    columns = [
        Column(_("Cluster"), cluster_name, sort=("cluster__order_key",), url=cycle_url),
        Column(_("Members"), "members_count", kind="number", sort=("members_count",)),
        Column(_("Phases"), phase_chips),
    ]
    help_topic = "clusters"

    @property
    def year(self) -> int:
        return int(self.kwargs["year"])

    def get_title(self) -> str:
        return gettext("All clusters of %(year)s") % {"year": self.year}

    def get_queryset_base(self) -> QuerySet[Cycle]:
        return with_facts(Cycle.objects.visible_to(self.request.user).filter(year=self.year))

    def get_crumbs(self) -> list[Link]:
        return [Link(gettext("Clusters"), reverse("clusters:cycles")), Link(self.get_title())]

    def get_primary(self) -> Action | None:
        if not can(self.request.user, "cycles.manage"):
            return None
        url = f"{reverse('clusters:open-years')}?year={self.year}"
        return Action(_("Open this year for more clusters"), url, icon="plus")

    def get_filters(self) -> list[Filter]:
        return [
            Filter(
                "phase",
                _("Phase that is open"),
                lambda: [(name, gettext(PHASE_LABELS[name])) for name in PHASE_NAMES],
                lambda rows, value: rows.filter(
                    pk__in=PhaseWindow.objects.filter(
                        phase=value, opened_at__isnull=False, closed_at__isnull=True
                    ).values("cycle")
                ),
            )
        ]

    def get_columns(self) -> list[Column]:
        def drawn(place: int) -> Callable[[Cycle], SafeString]:
            return lambda cycle: self.cells[cycle.pk][place]

        added = [Column(label, drawn(place)) for place, label in enumerate(heads_of("overview"))]
        return [*self.columns, *added]

    @cached_property
    def cells(self) -> dict[int, list[SafeString]]:
        """The drawn cells of the slices' columns, for the rows of this page."""
        table = table_for("overview", self.request.user, self.page_rows)
        return {
            cycle.pk: [render_to_string("clusters/cell.html", {"cell": cell}) for _label, cell in cells]
            for cycle, cells in table.rows
        }

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        paginator, page, rows, others = super().paginate_queryset(queryset, page_size)
        self.page_rows = page.object_list = list(rows)
        return paginator, page, self.page_rows, others

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        years = (
            Cycle.objects.visible_to(self.request.user)
            .order_by("-year")
            .values_list("year", flat=True)
            .distinct()
        )
        links = [(year, reverse("clusters:overview", args=[year])) for year in years]
        return super().get_context_data(other_years=links, year=self.year, **kwargs)


def members_text(number: int) -> str:
    """Say how many members there are."""
    return ngettext("%(n)s member", "%(n)s members", number) % {"n": number}
