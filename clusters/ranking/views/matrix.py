"""The scores of a group as a workbook."""

from io import BytesIO
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views import View

from clusters.cycles.pages import CyclePage
from clusters.ranking.matrix import write_matrix
from clusters.scoring.models import Source

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class MatrixExport(CyclePage, View):
    """All members × all criteria of a source (`?source=`, verified unless named) of a group (`?group=`)."""

    permission = "scoring.see-grid"
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        source = request.GET.get("source", "") or Source.VERIFIED.value
        groups = list(self.cycle.groups.order_by("position", "code"))
        wish = request.GET.get("group", "")
        group = next((one for one in groups if not wish or one.code == wish), None)
        if group is None or source not in Source.values:
            raise Http404
        group.cycle = self.cycle
        stream = BytesIO()
        write_matrix(group, source, stream)
        name = f"diem-{self.cycle.cluster.code}-{self.cycle.year}-{group.code}-{source}.xlsx"
        return HttpResponse(
            stream.getvalue(),
            content_type=XLSX,
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "Cache-Control": "private, no-store",
            },
        )
