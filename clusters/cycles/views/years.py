"""Opening a year for many clusters at once: choose, look at what will be copied, do it."""

from typing import Any

from django.db.models import Count, Q
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.cycles.forms import OpenYearsForm, YearForm
from clusters.cycles.models import Cycle
from clusters.cycles.services import YearPlan, open_years
from clusters.cycles.views.lists import members_text
from clusters.organisation.models import Cluster
from emulation.core.page import Link
from emulation.core.views import ActionPage, TemplatePage

COPIED = Q(memberships__until__isnull=True, memberships__unit__dissolved_on__isnull=True)


def preview(year: int, codes: list[str] | None = None) -> list[dict[str, Any]]:
    """List the clusters with what opening the year would copy: from which year, how many members.

    Clusters that have the year already are told apart by `is_open`. Two queries.
    """
    clusters = Cluster.objects.select_related("owner")
    if codes is not None:
        clusters = clusters.filter(code__in=codes)
    cycles = (
        Cycle.objects.filter(cluster__in=clusters, year__lte=year)
        .annotate(copied=Count("memberships", filter=COPIED))
        .order_by("year")
        .values_list("cluster_id", "year", "copied")
    )
    last: dict[int, tuple[int, int]] = {}
    already = set()
    for cluster_id, of_year, copied in cycles:
        if of_year == year:
            already.add(cluster_id)
        else:
            last[cluster_id] = (of_year, copied)
    return [
        {
            "cluster": cluster,
            "is_open": cluster.pk in already,
            "from_year": last.get(cluster.pk, (None, 0))[0],
            "copied": last.get(cluster.pk, (None, 0))[1],
        }
        for cluster in clusters
    ]


class ChooseYears(TemplatePage):
    """Choose the year and the clusters; nothing is changed here."""

    template_name = "clusters/cycles/open_years.html"
    title = _("Open an emulation year")
    lead = _(
        "Choose the year and the clusters; the next page shows what will happen before anything is done."
    )
    permission = "cycles.manage"
    help_topic = "clusters"

    def get_crumbs(self) -> list[Link]:
        return [Link(gettext("Clusters"), reverse("clusters:cycles")), Link(str(self.title))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("year")
        form = YearForm({"year": asked or timezone.localdate().year + 1})
        rows = preview(form.cleaned_data["year"]) if form.is_valid() else []
        return super().get_context_data(
            form=form,
            year=form.cleaned_data.get("year"),
            rows=rows,
            can_open=sum(not row["is_open"] for row in rows),
            **kwargs,
        )


class OpenYears(ActionPage):
    """Open the year for the chosen clusters, all or none."""

    template_name = "generic/action.html"
    form_class = OpenYearsForm
    permission = "cycles.manage"
    help_topic = "clusters"

    @cached_property
    def year(self) -> int:
        form = YearForm(self.request.GET)
        if not form.is_valid():
            raise Http404
        return int(form.cleaned_data["year"])

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        return preview(self.year, self.request.GET.getlist("cluster"))

    def get_title(self) -> str:
        return gettext("Open the year %(year)s") % {"year": self.year}

    def get_crumbs(self) -> list[Link]:
        return [
            Link(gettext("Clusters"), reverse("clusters:cycles")),
            Link(gettext("Open an emulation year"), self.get_cancel_url()),
            Link(self.get_title()),
        ]

    def get_button(self) -> str:
        return gettext("Open the year %(year)s") % {"year": self.year}

    def get_success(self) -> str:
        return gettext("The year %(year)s is open.") % {"year": self.year}

    def get_cancel_url(self) -> str:
        return f"{reverse('clusters:open-years')}?year={self.year}"

    def get_success_url(self) -> str:
        return reverse("clusters:overview", args=[self.year])

    def get_seen(self) -> str:
        return " ".join(f"{row['cluster'].code}:{row['is_open']}:{row['copied']}" for row in self.rows)

    def get_affected(self) -> list[str]:
        return [self._line(row) for row in self.rows]

    def _line(self, row: dict[str, Any]) -> str:
        name = row["cluster"].name
        if row["is_open"]:
            return gettext("%(cluster)s: has this year already") % {"cluster": name}
        if row["from_year"] is None:
            return gettext("%(cluster)s: no year before; begins without members") % {"cluster": name}
        words = {"cluster": name, "members": members_text(row["copied"]), "year": row["from_year"]}
        return gettext("%(cluster)s: %(members)s copied from %(year)s") % words

    def get_consequences(self) -> list[Any]:
        total = sum(row["copied"] for row in self.rows if not row["is_open"])
        return [
            gettext("%(members)s copied in all, with their groups; no head, no points, no pledge is copied.")
            % {"members": members_text(total)},
            _("The phase “Preparation” opens at once; every other phase waits until a person opens it."),
            _("If one of the clusters stands in the way, none is opened."),
        ]

    def act(self, form: Any) -> list[Cycle]:
        starts_on, ends_on = form.dates()
        plan = YearPlan(self.year, starts_on, ends_on)
        clusters = [row["cluster"] for row in self.rows]
        return open_years(clusters=clusters, plan=plan, actor=self.request.user)
