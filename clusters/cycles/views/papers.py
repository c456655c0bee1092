"""What can be printed of a year."""

from typing import Any

from django.utils.translation import gettext_lazy as _

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
            if can(self.request.user, one.permission, self.cycle)
        ]
        return super().get_context_data(rows=rows, **kwargs)
