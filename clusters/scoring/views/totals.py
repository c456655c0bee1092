"""Totals, ranks and section sums as they stand, for the scripts of the score page and of a sheet."""

from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.views.generic import View

from clusters.criteria.compiled import compiled
from clusters.cycles.models import Membership
from clusters.cycles.pages import CyclePage
from clusters.scoring import gathering, ranks
from clusters.scoring.models import Source
from clusters.scoring.permissions import sees_source
from clusters.scoring.reading import sheet_of
from clusters.scoring.views.answers import figure
from clusters.scoring.views.base import groups_of, page_number
from emulation.core.permissions import can


class Totals(CyclePage, View):
    """What the members of a group have, by the source of the address.

    Who may not see the grid learns of the own sheets alone, of sources the unit reads, and of no rank.
    """

    permission = "cycles.see"

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> JsonResponse:
        source, code = request.GET.get("source", ""), request.GET.get("group", "")
        group = next((one for one in groups_of(self.cycle) if one.code == code), None)
        binding = getattr(group, "binding", None)
        if group is None or binding is None or source not in Source.values:
            raise Http404
        table = compiled(binding.table)
        everybody = [self._whole(member, group) for member in gathering.members_of(group)]
        all_members = bool(can(request.user, "scoring.see-grid", self.cycle))
        shown = everybody if all_members else [one for one in everybody if self._reads(one, source)]
        wish = request.GET.get("member", "")
        first = gathering.COLUMNS * (page_number(request) - 1)
        page = (
            [one for one in shown if str(one.pk) == wish]
            if wish
            else shown[first : first + gathering.COLUMNS]
        )
        stored = ranks.totals(group, table, source, [member.pk for member in everybody])
        sheets = {sheet.pk: sheet.membership_id for sheet in map(sheet_of, page) if sheet.pk}
        marks = gathering.marks_of(sheets, source)
        sums = gathering.section_sums_of(table, source, [member.pk for member in page], marks)
        return JsonResponse(
            {
                "asked": len(table.asked(source)),
                "members": {
                    member.pk: {
                        **self._total(stored.get(member.pk, ranks.NO_TOTAL), with_rank=all_members),
                        "sums": {line: figure(value) for line, value in sums[member.pk].items()},
                    }
                    for member in page
                },
            }
        )

    def _whole(self, member: Membership, group: Any) -> Membership:
        member.cycle, member.group = self.cycle, group
        if hasattr(member, "sheet"):
            member.sheet.membership = member
        return member

    def _reads(self, member: Membership, source: str) -> bool:
        sheet = sheet_of(member)
        return bool(can(self.request.user, "scoring.see", sheet)) and sees_source(
            self.request.user, sheet, source
        )

    @staticmethod
    def _total(total: ranks.Total, *, with_rank: bool) -> dict[str, Any]:
        told = {"points": figure(total.points), "answered": total.answered}
        return {**told, "rank": total.rank} if with_rank else told
