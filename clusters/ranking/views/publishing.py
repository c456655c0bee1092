"""Publishing a ranking and withdrawing it."""

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.cycles.models import MemberGroup
from clusters.cycles.pages import CyclePage
from clusters.ranking.models import Publication, Standing
from clusters.ranking.services import publish, withdraw
from clusters.ranking.standings import Standing as Row
from clusters.ranking.standings import standings
from clusters.scoring.models import Source
from emulation.core.page import Link
from emulation.core.templatetags.ui import moment, points
from emulation.core.views import ActionPage


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
    def rows(self) -> list[Row]:
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
        return " ".join(f"{row.member}:{row.rank}:{row.total}:{row.band}" for row in self.rows)

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
            f"{row.rank}. {row.unit_name}: {points(row.total)}{f' – {row.band}' if row.band else ''}"
            if row.rank
            else gettext("%(unit)s: %(k)s of %(n)s, no rank")
            % {"unit": row.unit_name, "k": row.answered, "n": row.asked}
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
