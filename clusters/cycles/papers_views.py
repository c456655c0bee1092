"""The print button of every page: a PDF made on request."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from clusters.cycles.pages import visible_cycle
from clusters.cycles.papers import group_at, member_at
from emulation.core.permissions import Denied, can, require
from emulation.documents.kinds import UnknownKind, kind, printed


@require_safe
def paper(request: HttpRequest, code: str, year: int, what: str) -> HttpResponse:
    """Send a document of a year, of one group with `?group=`, or of one member with `?unit=`.

    `?download` saves it instead of showing it.
    """
    try:
        chosen = kind(what)
    except UnknownKind as error:
        raise Http404(str(error)) from error
    cycle = visible_cycle(request.user, code, year)
    member = member_at(cycle, request.GET.get("unit", "")) if chosen.of_member else None
    if chosen.of_member and member is None:
        raise Http404
    subject = member or cycle
    answer = can(request.user, chosen.permission, subject)
    if isinstance(answer, Denied) and answer.hidden:
        raise Http404
    require(request.user, chosen.permission, subject)
    group = None if chosen.of_member else group_at(cycle, request.GET.get("group", ""))
    made = printed(chosen, cycle, member or group, request.user)
    disposition = "attachment" if "download" in request.GET else "inline"
    part = member.unit.code if member else group.code if group else ""
    name = "-".join(one for one in (what, code, str(year), part) if one)
    return HttpResponse(
        made.pdf,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'{disposition}; filename="{name}.pdf"',
            "Cache-Control": "private, no-store",
        },
    )
