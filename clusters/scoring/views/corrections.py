"""The register of corrections of a year: every final mark that was changed after the close."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from clusters.cycles.models import Cycle
from clusters.cycles.pages import CyclePage, visible_cycle
from clusters.scoring.models import Correction, Ground
from clusters.scoring.views.base import scores_url, sheet_url
from emulation.core.numbers import short_points
from emulation.core.page import Link
from emulation.core.permissions import require
from emulation.core.tabular.writing import Page, write_xlsx
from emulation.core.templatetags.ui import moment
from emulation.core.views import Column, Filter, ListPage

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIRST_LATEST = ("-made_at",)


def rows_of(cycle: Cycle) -> QuerySet[Correction]:
    """Return the corrections of a year with what their lines show."""
    return Correction.objects.filter(sheet__membership__cycle=cycle).select_related(
        "sheet__membership__unit", "criterion", "made_by"
    )


class Corrections(CyclePage, ListPage):
    """Old points, new points, the reason and who, the latest first."""

    template_name = "clusters/scoring/corrections.html"
    title = _("Corrections")
    lead = _("Every final mark that was changed after the close, with who changed it and why.")
    tab = "scores"
    permission = "scoring.see-grid"
    help_topic = "scores"
    order = FIRST_LATEST
    empty_text = _("No final mark was changed.")
    filters = [
        Filter("ground", _("Ground"), lambda: Ground.choices, lambda rows, value: rows.filter(ground=value))
    ]

    def get_columns(self) -> list[Column]:
        return [
            Column(
                _("Unit"),
                lambda row: row.sheet.membership.unit.name,
                sort=("sheet__membership__position", "sheet__membership__unit__order_key"),
                url=lambda row: f"{sheet_url(self.cycle, row.sheet.membership)}?source=final",
            ),
            Column(_("Criterion"), lambda row: str(row.criterion), sort=("criterion__position",)),
            Column(_("Points before"), lambda row: short_points(row.old_points) or "–", kind="number"),
            Column(_("Points after"), lambda row: short_points(row.new_points) or "–", kind="number"),
            Column(_("Reason"), "reason"),
            Column(_("Ground"), "get_ground_display"),
            Column(_("By"), lambda row: str(row.made_by or "–")),
            Column(_("When"), lambda row: moment(row.made_at), kind="day", sort=("made_at",)),
        ]

    def get_queryset_base(self) -> QuerySet[Correction]:
        return rows_of(self.cycle)

    @property
    def export_url(self) -> str:  # type: ignore[override]
        return self.address("corrections-export")

    def get_further_crumbs(self) -> list[Link]:
        return [Link(gettext("Scores"), scores_url(self.cycle)), Link(gettext("Corrections"))]


@require_safe
def export(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """The same register as a workbook, with the filters of the address."""
    cycle = visible_cycle(request.user, code, year)
    require(request.user, "scoring.see-grid", cycle)
    rows = rows_of(cycle).order_by(*FIRST_LATEST, "-pk")
    if request.GET.get("ground") in Ground.values:
        rows = rows.filter(ground=request.GET["ground"])
    headings = [
        gettext("Unit"),
        gettext("Code"),
        gettext("Criterion"),
        gettext("Points before"),
        gettext("Points after"),
        gettext("Reason"),
        gettext("Ground"),
        gettext("By"),
        gettext("When"),
    ]
    cells: list[list[Any]] = [
        [
            row.sheet.membership.unit.name,
            row.criterion.code,
            row.criterion.name,
            row.old_points,
            row.new_points,
            row.reason,
            str(row.get_ground_display()),
            str(row.made_by or ""),
            timezone.localdate(row.made_at),
        ]
        for row in rows
    ]
    book = write_xlsx([Page(gettext("Corrections"), headings, cells)])
    name = f"corrections-{code}-{year}.xlsx"
    return HttpResponse(
        book,
        content_type=XLSX,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )
