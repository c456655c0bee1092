"""The rankings of a year: as published, as they stand now, and what changed between two of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.cycles.models import MemberGroup
from clusters.cycles.pages import CyclePage
from clusters.ranking.changes import Change, changes_between
from clusters.ranking.lines import Drawn, published, running
from clusters.ranking.models import Publication, Standing, TieRule
from clusters.ranking.telling import step_name
from emulation.core.page import Action
from emulation.core.permissions import Denied, can
from emulation.core.views import TemplatePage

LIVE, CHANGES = "running", "changes"
LABELS = {
    Standing.FINAL.value: _("Final ranking"),
    Standing.PROVISIONAL.value: _("PROVISIONAL ranking"),
    CHANGES: _("What changed"),
    LIVE: _("Running totals"),
}


@dataclass
class GroupRanking:
    """What the page shows of one member group."""

    group: MemberGroup
    shown: str = ""
    publication: Publication | None = None
    ranking: Drawn | None = None
    # Between the provisional and the final ranking, and corrected since the final one.
    changes: list[Change] | None = None
    corrected: list[Change] = field(default_factory=list)
    choices: list[tuple[str, Any, bool]] = field(default_factory=list)
    acts: list[Action] = field(default_factory=list)
    withdrawn: list[Publication] = field(default_factory=list)
    tie_rules: list[TieRule] = field(default_factory=list)
    # Whether the person may decide bands here.
    deciding: bool = False

    @property
    def title(self) -> Any:
        """Say which ranking this is; a provisional one says so, and so does a withdrawn one."""
        if self.publication and self.publication.withdrawn_at:
            return gettext("%(ranking)s, WITHDRAWN") % {"ranking": LABELS[self.publication.standing]}
        return LABELS.get(self.shown, _("Ranking"))

    @property
    def tie_list(self) -> list[str]:
        """What decides between equal totals, in order."""
        return [step_name(row.kind, row.section) for row in self.tie_rules]

    @property
    def is_live(self) -> bool:
        return self.shown == LIVE


class RankingPage(CyclePage, TemplatePage):
    """By group: the final ranking, else the provisional one; `?show=` chooses another that may be seen.

    Who runs or reads the year can also look at the running totals and open withdrawn rankings by their id.
    """

    template_name = "clusters/ranking/ranking.html"
    tab = "ranking"
    help_topic = "ranking"

    def get_title(self) -> str:
        if all(item.shown == Standing.PROVISIONAL for item in self.rankings if item.shown):
            only = any(item.shown for item in self.rankings)
            return gettext("Ranking (PROVISIONAL)") if only else gettext("Ranking")
        return gettext("Ranking")

    def get_lead(self) -> str:
        return gettext(
            "Totals are of one source. Equal totals are decided by the list of the group, else they share a rank."
        )

    @cached_property
    def sees_live(self) -> bool:
        return bool(can(self.request.user, "ranking.see-live", self.cycle))

    @cached_property
    def rankings(self) -> list[GroupRanking]:
        groups = list(self.cycle.groups.select_related("binding__table"))
        publications = list(
            Publication.objects.filter(group__in=groups)
            .select_related("published_by", "withdrawn_by", "group")
            .order_by("published_at")
        )
        steps = list(TieRule.objects.filter(group__in=groups).order_by("position"))
        return [self._ranking(group, publications, steps) for group in groups]

    def _ranking(
        self, group: MemberGroup, rows: Sequence[Publication], steps: Sequence[TieRule]
    ) -> GroupRanking:
        group.cycle = self.cycle
        mine = [row for row in rows if row.group_id == group.pk]
        for row in mine:
            row.group = group
        in_force = {row.standing: row for row in mine if row.withdrawn_at is None}
        offered = [name for name in (Standing.FINAL.value, Standing.PROVISIONAL.value) if name in in_force]
        if len(offered) == 2:
            offered.append(CHANGES)
        if self.sees_live:
            offered.append(LIVE)
        item = GroupRanking(group, withdrawn=[row for row in mine if row.withdrawn_at])
        item.tie_rules = [row for row in steps if row.group_id == group.pk]
        item.acts = self._acts(group, in_force)
        wish = self.request.GET.get("show", "")
        withdrawn = {str(row.public_id): row for row in item.withdrawn} if self.sees_live else {}
        if not offered and wish not in withdrawn:
            return item
        item.shown = wish if wish in offered or wish in withdrawn else offered[0]
        item.choices = [(name, LABELS[name], name == item.shown) for name in offered]
        self._draw(item, in_force, withdrawn)
        return item

    def _draw(
        self, item: GroupRanking, in_force: dict[str, Publication], withdrawn: dict[str, Publication]
    ) -> None:
        own = self.parts.units
        if item.is_live:
            item.deciding = self.parts.runs
            item.ranking = running(item.group, own=own, tie_rules=item.tie_rules)
        elif item.shown == CHANGES:
            provisional, final = in_force[Standing.PROVISIONAL.value], in_force[Standing.FINAL.value]
            item.changes, item.corrected = changes_between(item.group, provisional, final)
        else:
            item.publication = withdrawn.get(item.shown) or in_force[item.shown]
            final_shown = item.shown == Standing.FINAL
            before = in_force.get(Standing.PROVISIONAL.value) if final_shown else None
            item.ranking = published(item.publication, before, own=own)

    def _acts(self, group: MemberGroup, in_force: dict[str, Publication]) -> list[Action]:
        if not self.parts.runs:
            return []
        answer = can(self.request.user, "ranking.publish", group)
        refusal = answer.reason if isinstance(answer, Denied) else ""
        acts = []
        for standing, label in (
            (Standing.PROVISIONAL.value, _("Publish the provisional ranking")),
            (Standing.FINAL.value, _("Publish the final ranking")),
        ):
            if standing not in in_force and Standing.FINAL.value not in in_force:
                url = self.address("ranking-publish", group.code, standing)
                acts.append(Action(label, url, icon="check", refusal=refusal))
        for standing, label in (
            (Standing.FINAL.value, _("Withdraw the final ranking")),
            (Standing.PROVISIONAL.value, _("Withdraw the provisional ranking")),
        ):
            if standing in in_force:
                url = self.address("ranking-withdraw", in_force[standing].public_id)
                acts.append(Action(label, url, icon="history", refusal=refusal))
        acts.append(Action(_("What decides equal totals"), self.address("ranking-ties", group.code)))
        acts.append(Action(_("Votes of the meeting"), self.address("ranking-votes", group.code)))
        return acts

    def get_primary(self) -> Action | None:
        return self.print_action("ranking") if any(item.publication for item in self.rankings) else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rankings=self.rankings, sees_live=self.sees_live, **kwargs)
