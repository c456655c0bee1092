"""The rankings of a year: as published, and for those who run it as they stand now."""

from dataclasses import dataclass, field
from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.cycles.models import MemberGroup
from clusters.cycles.pages import CyclePage
from clusters.ranking.lines import Drawn, published, running
from clusters.ranking.models import Publication, Standing
from clusters.ranking.services import publish, withdraw
from clusters.ranking.standings import standings
from clusters.scoring.models import Source
from emulation.core.page import Action, Link
from emulation.core.permissions import Denied, can
from emulation.core.templatetags.ui import moment, points
from emulation.core.views import ActionPage, TemplatePage

LIVE = "running"
LABELS = {
    Standing.FINAL.value: _("Final ranking"),
    Standing.PROVISIONAL.value: _("PROVISIONAL ranking"),
    LIVE: _("Running totals"),
}


@dataclass
class GroupRanking:
    """What the page shows of one member group."""

    group: MemberGroup
    shown: str = ""
    publication: Publication | None = None
    ranking: Drawn | None = None
    choices: list[tuple[str, Any, bool]] = field(default_factory=list)
    acts: list[Action] = field(default_factory=list)
    withdrawn: list[Publication] = field(default_factory=list)

    @property
    def title(self) -> Any:
        """Say which ranking this is; a provisional one says so."""
        return LABELS.get(self.shown, _("Ranking"))


class RankingPage(CyclePage, TemplatePage):
    """By group: the final ranking, else the provisional one; `?show=` chooses another that may be seen."""

    template_name = "clusters/ranking/ranking.html"
    tab = "ranking"
    help_topic = "ranking"

    def get_title(self) -> str:
        if all(item.shown == Standing.PROVISIONAL for item in self.rankings if item.shown):
            only = any(item.shown for item in self.rankings)
            return gettext("Ranking (PROVISIONAL)") if only else gettext("Ranking")
        return gettext("Ranking")

    def get_lead(self) -> str:
        return gettext("Totals are the sums of the marks of one source; equal totals share a rank.")

    @cached_property
    def rankings(self) -> list[GroupRanking]:
        groups = list(self.cycle.groups.all())
        publications = list(
            Publication.objects.filter(group__in=groups)
            .select_related("published_by", "withdrawn_by", "group")
            .order_by("published_at")
        )
        sees_live = bool(can(self.request.user, "ranking.see-live", self.cycle))
        return [self._ranking(group, publications, sees_live=sees_live) for group in groups]

    def _ranking(self, group: MemberGroup, rows: list[Publication], *, sees_live: bool) -> GroupRanking:
        group.cycle = self.cycle
        mine = [row for row in rows if row.group_id == group.pk]
        in_force = {row.standing: row for row in mine if row.withdrawn_at is None}
        offered = [name for name in (Standing.FINAL.value, Standing.PROVISIONAL.value) if name in in_force]
        if sees_live:
            offered.append(LIVE)
        item = GroupRanking(group, withdrawn=[row for row in mine if row.withdrawn_at])
        item.acts = self._acts(group, in_force)
        if not offered:
            return item
        wish = self.request.GET.get("show", "")
        item.shown = wish if wish in offered else offered[0]
        item.choices = [(name, LABELS[name], name == item.shown) for name in offered]
        own = self.parts.units
        if item.shown == LIVE:
            item.ranking = running(group, own=own)
        else:
            item.publication = in_force[item.shown]
            item.publication.group = group
            final = item.shown == Standing.FINAL
            before = in_force.get(Standing.PROVISIONAL.value) if final else None
            item.ranking = published(item.publication, before, own=own)
        return item

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
        return acts

    def get_primary(self) -> Action | None:
        return self.print_action("ranking") if any(item.publication for item in self.rankings) else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rankings=self.rankings, **kwargs)


class PublishRanking(CyclePage, ActionPage):
    """Publish the provisional or the final ranking of a group."""

    template_name = "clusters/cycle_action.html"
    tab = "ranking"
    permission = "ranking.publish"

    @cached_property
    def group(self) -> MemberGroup:
        group = self.cycle.groups.filter(code=self.kwargs["group"]).first()
        if group is None or self.kwargs["standing"] not in Standing.values:
            raise Http404
        group.cycle = self.cycle
        return group

    @property
    def is_final(self) -> bool:
        return bool(self.kwargs["standing"] == Standing.FINAL)

    @cached_property
    def rows(self) -> list[Any]:
        return standings(self.group, Source.VERIFIED, with_sections=False)

    def get_subject(self) -> MemberGroup:
        return self.group

    def get_title(self) -> str:
        return (
            gettext("Publish the final ranking")
            if self.is_final
            else gettext("Publish the provisional ranking")
        )

    def get_lead(self) -> str:
        return self.group.name

    def get_button(self) -> str:
        return self.get_title()

    def get_success(self) -> str:
        return gettext("The ranking is published.")

    def get_further_crumbs(self) -> list[Link]:
        return [Link(gettext("Ranking"), self.address("ranking")), Link(self.get_title())]

    def get_seen(self) -> str:
        return " ".join(f"{row.membership.pk}:{row.rank}:{row.total}" for row in self.rows)

    def get_consequences(self) -> list[Any]:
        shared = _("All members of the year see this ranking, frozen as it stands now.")
        if not self.is_final:
            return [
                shared,
                _("It says PROVISIONAL on the page and on paper; verified marks can still change."),
            ]
        return [
            shared,
            _("The verified marks become final; from then on only a correction with a reason changes them."),
            _("It is refused while a sheet is not confirmed as verified."),
        ]

    def get_affected(self) -> list[str]:
        return [
            f"{row.rank}. {row.membership.unit.name}: {points(row.total)}"
            if row.rank
            else gettext("%(unit)s: %(k)s of %(n)s, no rank")
            % {"unit": row.membership.unit.name, "k": row.answered, "n": row.asked}
            for row in self.rows
        ]

    def get_cancel_url(self) -> str:
        return self.address("ranking")

    def get_success_url(self) -> str:
        return self.address("ranking")

    def act(self, _form: Any) -> Publication:
        return publish(group=self.group, standing=self.kwargs["standing"], actor=self.request.user)


class WithdrawRanking(CyclePage, ActionPage):
    """Withdraw a published ranking; it stays readable."""

    template_name = "clusters/cycle_action.html"
    tab = "ranking"
    permission = "ranking.publish"
    needs_reason = True

    @cached_property
    def publication(self) -> Publication:
        found = Publication.objects.filter(
            public_id=self.kwargs["public_id"], group__cycle=self.cycle
        ).select_related("group")
        publication = found.first()
        if publication is None:
            raise Http404
        publication.group.cycle = self.cycle
        return publication

    def get_subject(self) -> MemberGroup:
        return self.publication.group

    @property
    def is_final(self) -> bool:
        return bool(self.publication.standing == Standing.FINAL)

    def get_title(self) -> str:
        if self.is_final:
            return gettext("Withdraw the final ranking")
        return gettext("Withdraw the provisional ranking")

    def get_lead(self) -> str:
        words = {"group": self.publication.group.name, "when": moment(self.publication.published_at)}
        return gettext("%(group)s, published %(when)s") % words

    def get_button(self) -> str:
        return self.get_title()

    def get_success(self) -> str:
        return gettext("The ranking is withdrawn.")

    def get_further_crumbs(self) -> list[Link]:
        return [Link(gettext("Ranking"), self.address("ranking")), Link(self.get_title())]

    def get_seen(self) -> str:
        return str(self.publication.withdrawn_at)

    def get_consequences(self) -> list[Any]:
        lines = [
            _(
                "Members no longer see this ranking; that it was published and why it was withdrawn stays readable."
            )
        ]
        if self.is_final:
            lines.append(_("The sheets go back to the state “confirmed as verified”."))
        return lines

    def get_cancel_url(self) -> str:
        return self.address("ranking")

    def get_success_url(self) -> str:
        return self.address("ranking")

    def act(self, form: Any) -> Publication:
        return withdraw(
            publication=self.publication, actor=self.request.user, reason=form.cleaned_data["reason"]
        )
