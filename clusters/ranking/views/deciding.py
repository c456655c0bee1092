"""What people decide about a ranking: ties, votes, bands. Each page says where it stands if it is stale."""

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.cycles.changes import fingerprint
from clusters.cycles.editing import EditPage
from clusters.cycles.models import MemberGroup, Membership
from clusters.cycles.pages import CyclePage
from clusters.ranking.banding import Banded
from clusters.ranking.forms import BandForm, TiesForm, VotesForm
from clusters.ranking.models import BandDecision, VoteCount
from clusters.ranking.reading import Bound, bound_table, names_on, ties_content, votes_content
from clusters.ranking.services import decide_band, set_tie_rules, set_votes, undo_band
from clusters.ranking.standings import standings
from clusters.ranking.telling import band_sentence, band_words
from clusters.scoring.models import Source
from emulation.core.page import Link
from emulation.core.views import ActionPage


class DecidingPage(CyclePage):
    """A page about the ranking of one group; it leads back to the ranking."""

    tab = "ranking"
    permission = "ranking.settle"

    @cached_property
    def group(self) -> MemberGroup:
        group = self.cycle.groups.filter(code=self.kwargs["group"]).first()
        if group is None:
            raise Http404
        group.cycle = self.cycle
        return group

    def get_subject(self) -> Any:
        return self.group

    def get_further_crumbs(self) -> list[Link]:
        return [Link(gettext("Ranking"), self.address("ranking")), Link(str(self.get_title()))]

    def get_cancel_url(self) -> str:
        return self.address("ranking")

    def get_success_url(self) -> str:
        return f"{self.address('ranking')}?show=running"


class TiesPage(DecidingPage, EditPage):
    """Write the ordered list that decides between equal totals."""

    form_class = TiesForm
    title = _("What decides equal totals")
    button = _("Save the list")
    success = _("The list is saved; the running totals follow it.")
    now_template = "clusters/ranking/ties_now.html"

    def get_lead(self) -> str:
        return gettext("%(group)s: no list is laid down by law; without one equal totals share a rank.") % {
            "group": self.group.name
        }

    def get_version(self) -> str:
        return fingerprint(ties_content(self.group))

    @cached_property
    def kept(self) -> list[tuple[str, str]]:
        return [(kind, section) for kind, section in ties_content(self.group)["steps"]]

    @cached_property
    def choices(self) -> list[tuple[str, str]]:
        bound = bound_table(self.group)
        sections = [(line.code, line.name) for line in bound.lines if not line.is_leaf] if bound else []
        return TiesForm.choices(sections, self.kept)

    def get_now(self) -> dict[str, Any]:
        labels = dict(self.choices)
        steps = [TiesForm.chosen(*step) for step in ties_content(self.group)["steps"]]
        return {"now_steps": [labels.get(step, step) for step in steps]}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "line_initial": {"steps": [{"what": TiesForm.chosen(*step)} for step in self.kept]},
            "line_kwargs": {"choices": self.choices},
        }

    def act(self, form: Any) -> Any:
        return set_tie_rules(
            group=self.group, rules=form.steps(), actor=self.request.user, seen=form.cleaned_data["version"]
        )


class VotesPage(DecidingPage, EditPage):
    """Write down the votes of the meeting, from its minutes."""

    form_class = VotesForm
    title = _("Votes of the meeting")
    button = _("Save the votes")
    success = _("The votes are written down.")
    now_template = "clusters/ranking/votes_now.html"

    def get_lead(self) -> str:
        return gettext(
            "%(group)s: the votes decide only between equal totals, and only where the list names them."
        ) % {"group": self.group.name}

    def get_version(self) -> str:
        return fingerprint(votes_content(self.group))

    @cached_property
    def members(self) -> list[tuple[Membership, str]]:
        names = names_on(self.group, self.cycle.ends_on)
        rows = self.group.memberships.filter(until__isnull=True).select_related("unit").in_order()
        return [(row, names.get(row.unit_id, row.unit.name)) for row in rows]

    @property
    def counts(self) -> list[VoteCount]:
        rows = VoteCount.objects.filter(membership__group=self.group).order_by("membership")
        return list(rows.select_related("membership__unit"))

    def get_now(self) -> dict[str, Any]:
        return {"now_votes": self.counts}

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), **VotesForm.initial_of(self.counts)}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "members": self.members}

    def act(self, form: Any) -> int:
        return set_votes(
            group=self.group,
            votes=form.votes(),
            note=form.cleaned_data["note"],
            actor=self.request.user,
            seen=form.cleaned_data["version"],
        )


class BandPage(DecidingPage):
    """A page about the band of one member."""

    permission = "ranking.decide-band"

    @cached_property
    def member(self) -> Membership:
        found = (
            Membership.objects.filter(cycle=self.cycle, unit__code=self.kwargs["unit"], until__isnull=True)
            .select_related("unit", "group")
            .first()
        )
        if found is None:
            raise Http404
        found.cycle = found.group.cycle = self.cycle
        return found

    @cached_property
    def bound(self) -> Bound:
        bound = bound_table(self.member.group)
        if bound is None or not bound.bands:
            raise Http404
        return bound

    @cached_property
    def banded(self) -> Banded:
        rows = standings(self.member.group, Source.VERIFIED, with_sections=False)
        return next(row.banded for row in rows if row.member == self.member.pk)

    def get_subject(self) -> Membership:
        return self.member

    def get_lead(self) -> str:
        told = band_words(self.banded) or band_sentence(self.banded)
        return gettext("%(unit)s. Computed: %(band)s. %(told)s") % {
            "unit": self.member.unit.name,
            "band": self.banded.computed or "–",
            "told": told,
        }


class DecideBand(BandPage, EditPage):
    """Decide another band than the computed one."""

    form_class = BandForm
    title = _("Decide the band")
    button = _("Decide the band")
    success = _("The band is decided; the computed one stays beside it.")
    now_template = "clusters/ranking/band_now.html"

    @property
    def decision(self) -> BandDecision | None:
        return BandDecision.objects.filter(membership=self.member).select_related("decided_by").first()

    def get_version(self) -> str:
        decision = self.decision
        return decision.band if decision else ""

    def get_now(self) -> dict[str, Any]:
        return {"now_band": self.decision}

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), **BandForm.initial_of(self.decision)}

    def get_form_kwargs(self) -> dict[str, Any]:
        bands = [band.name for band in self.bound.bands]
        return {**super().get_form_kwargs(), "bands": bands, "computed": self.banded.computed}

    def act(self, form: Any) -> BandDecision:
        return decide_band(
            membership=self.member,
            band=form.cleaned_data["band"],
            reason=form.cleaned_data["reason"],
            actor=self.request.user,
            seen=form.cleaned_data["version"],
        )


class UndoBand(BandPage, ActionPage):
    """Take a decided band back."""

    template_name = "clusters/cycle_action.html"
    title = _("Take the decided band back")
    button = _("Take the decided band back")
    success = _("The computed band counts again.")
    needs_reason = True

    def get_seen(self) -> str:
        decision = BandDecision.objects.filter(membership=self.member).first()
        return decision.band if decision else ""

    def get_consequences(self) -> list[Any]:
        words = {"band": self.banded.computed or "–"}
        return [gettext("The computed band counts again: %(band)s.") % words]

    def act(self, form: Any) -> None:
        undo_band(membership=self.member, actor=self.request.user, reason=form.cleaned_data["reason"])
