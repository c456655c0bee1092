"""The print button of every page: a PDF made on request."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from clusters.cycles.pages import visible_cycle
from clusters.cycles.papers import group_at
from emulation.core.permissions import Denied, can, require
from emulation.documents.kinds import UnknownKind, kind, printed


@require_safe
def paper(request: HttpRequest, code: str, year: int, what: str) -> HttpResponse:
    """Send a document of a year, or of one group with `?group=`; `?download` saves it instead of showing it."""
    try:
        chosen = kind(what)
    except UnknownKind as error:
        raise Http404(str(error)) from error
    cycle = visible_cycle(request.user, code, year)
    answer = can(request.user, chosen.permission, cycle)
    if isinstance(answer, Denied) and answer.hidden:
        raise Http404
    require(request.user, chosen.permission, cycle)
    group = group_at(cycle, request.GET.get("group", ""))
    made = printed(chosen, cycle, group)
    disposition = "attachment" if "download" in request.GET else "inline"
    name = "-".join(part for part in (what, code, str(year), group.code if group else "") if part)
    return HttpResponse(
        made.pdf,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'{disposition}; filename="{name}.pdf"',
            "Cache-Control": "private, no-store",
        },
    )
