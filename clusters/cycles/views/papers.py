"""What can be printed of a year."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clusters.cycles.models import Membership
from clusters.cycles.pages import CyclePage
from emulation.core.permissions import can
from emulation.core.views import TemplatePage
from emulation.documents.kinds import kinds


class PapersPage(CyclePage, TemplatePage):
    """Every kind of document with its print buttons, for the whole year and by group."""

    template_name = "clusters/cycles/papers.html"
    title = _("Documents")
    lead = _("Made on request as PDF, laid out by Nghị định 30/2020/NĐ-CP.")
    law = "Nghị định 30/2020/NĐ-CP, Phụ lục I"
    tab = "papers"
    help_topic = "papers"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups = list(self.cycle.groups.all())
        rows = [
            {
                "kind": one,
                "url": self.address("paper", one.key),
                "groups": [
                    (group.name, f"{self.address('paper', one.key)}?group={group.code}")
                    for group in (groups if len(groups) > 1 else [])
                ],
            }
            for one in kinds()
            if not one.of_member and can(self.request.user, one.permission, self.cycle)
        ]
        return super().get_context_data(rows=[*rows, *self._of_own_units()], **kwargs)

    def _of_own_units(self) -> list[dict[str, Any]]:
        """What is printed of one member, for the units the person acts for; of others on their own pages."""
        own = Membership.objects.filter(cycle=self.cycle, unit__in=self.parts.member_units)
        members = own.select_related("unit", "group__binding", "sheet").in_order()
        rows = []
        for member in members if self.parts.member_units else []:
            member.cycle = member.group.cycle = self.cycle
            rows += [
                {
                    "kind": one,
                    "unit": member.unit.name,
                    "url": f"{self.address('paper', one.key)}?unit={member.unit.code}",
                }
                for one in kinds()
                if one.of_member and can(self.request.user, one.permission, member)
            ]
        return rows
