"""The nominations of a year: read by all who see it, written by those who run it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View

from awards.nominations.forms import GroundsForm, NominateForm, StepForm
from awards.nominations.models import Nomination
from awards.nominations.services import (
    change_grounds,
    change_state,
    grounds_of,
    move_nomination,
    nominate,
)
from awards.nominations.states import NOMINATION
from clusters.cycles.changes import fingerprint
from clusters.cycles.editing import EditPage
from clusters.cycles.pages import CyclePage
from emulation.core.page import Action, Link
from emulation.core.permissions import Denied, can
from emulation.core.views import ActionPage, TemplatePage

ICONS = {"send": "sent", "withdraw": "back", "propose-again": "history"}


class NominationsPage(CyclePage, TemplatePage):
    """The list in the order in which it goes up."""

    template_name = "awards/nominations/nominations.html"
    title = _("Nominations")
    lead = _("Which member is proposed for which award, on what ground, in the order in which they go up.")
    tab = "nominations"
    help_topic = "nominations"

    def get_primary(self) -> Action | None:
        if not self.parts.runs:
            return None
        answer = can(self.request.user, "nominations.manage", self.cycle)
        refusal = answer.reason if isinstance(answer, Denied) else ""
        return Action(_("Nominate a unit"), self.address("awards:nominate"), icon="plus", refusal=refusal)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(
            self.cycle.nominations.select_related("unit", "award")
            .prefetch_related("unit__names")
            .order_by("position", "pk")
        )
        manages = bool(can(self.request.user, "nominations.manage", self.cycle))
        return super().get_context_data(
            rows=[
                {
                    "place": place,
                    "nomination": row,
                    "name": row.unit.name_on(self.cycle.ends_on),
                    "state": NOMINATION.states[row.state],
                    "acts": self._acts(row) if manages else [],
                    "move_url": self.address("awards:nomination-move", row.public_id),
                    "up": place - 1 if place > 1 else None,
                    "down": place + 1 if place < len(rows) else None,
                }
                for place, row in enumerate(rows, start=1)
            ],
            manages=manages,
            **kwargs,
        )

    def _acts(self, row: Nomination) -> list[Action]:
        acts = []
        if row.state == "proposed":
            acts.append(Action(_("Edit"), self.address("awards:nomination-edit", row.public_id), icon="edit"))
        acts.extend(
            Action(
                move.label,
                self.address("awards:nomination-step", row.public_id, move.name),
                icon=ICONS[move.name],
            )
            for move in NOMINATION.leaving(row.state)
        )
        return acts


class NominationEdit(CyclePage):
    """A page that writes nominations."""

    tab = "nominations"
    permission = "nominations.manage"
    kwargs: dict[str, Any]

    @cached_property
    def nomination(self) -> Nomination:
        found = self.cycle.nominations.select_related("unit", "award").filter(
            public_id=self.kwargs["public_id"]
        )
        nomination = found.first()
        if nomination is None:
            raise Http404
        nomination.cycle = self.cycle
        return nomination

    def get_further_crumbs(self) -> list[Link]:
        return [Link(gettext("Nominations"), self.address("awards:nominations")), Link(str(self.get_title()))]

    def get_cancel_url(self) -> str:
        return self.address("awards:nominations")

    def get_success_url(self) -> str:
        return self.address("awards:nominations")


class Nominate(NominationEdit, EditPage):
    """Propose a member for an award."""

    title = _("Nominate a unit")
    form_class = NominateForm
    button = _("Nominate")
    success = _("The unit is nominated.")

    def get_version(self) -> str:
        return ""

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "cycle": self.cycle}

    def act(self, form: Any) -> Nomination:
        return nominate(
            cycle=self.cycle,
            unit=form.cleaned_data["unit"],
            award=form.cleaned_data["award"],
            actor=self.request.user,
            grounds=form.grounds(),
        )


class EditNomination(NominationEdit, EditPage):
    """Correct what a nomination rests on."""

    title = _("Edit the nomination")
    form_class = GroundsForm
    button = _("Save the nomination")
    success = _("The nomination is saved.")
    now_template = "awards/nominations/grounds.html"

    def get_lead(self) -> str:
        return str(self.nomination)

    def fresh(self) -> Nomination:
        return Nomination.objects.get(pk=self.nomination.pk)

    def get_version(self) -> str:
        return fingerprint(grounds_of(self.fresh()).as_data())

    def get_now(self) -> dict[str, Any]:
        return {"nomination": self.fresh()}

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), **vars(grounds_of(self.nomination))}

    def act(self, form: Any) -> Nomination:
        return change_grounds(
            nomination=self.nomination,
            actor=self.request.user,
            seen=form.cleaned_data["version"],
            grounds=form.grounds(),
        )


class StepOfNomination(NominationEdit, ActionPage):
    """Send a nomination to the council, withdraw it, propose it again."""

    template_name = "clusters/cycle_action.html"
    form_class = StepForm

    @cached_property
    def move(self) -> Any:
        move = NOMINATION.moves.get(self.kwargs["move"])
        if move is None:
            raise Http404
        return move

    @property
    def needs_reason(self) -> bool:  # type: ignore[override]
        return bool(self.move.needs_reason)

    def get_title(self) -> str:
        return gettext(self.move.label)

    def get_button(self) -> str:
        return gettext(self.move.label)

    def get_success(self) -> str:
        words = {"state": gettext(NOMINATION.states[self.move.target].label)}
        return gettext("The nomination is now in the state “%(state)s”.") % words

    def get_seen(self) -> str:
        return self.nomination.state

    def get_consequences(self) -> list[Any]:
        return {
            "send": [_("The nomination goes to the council; what it rests on can no longer be changed.")],
            "withdraw": [_("The nomination stays in the list, marked as withdrawn, with the reason.")],
            "propose-again": [_("The nomination is proposed again, at the place where it stood.")],
        }[self.move.name]

    def get_affected(self) -> list[str]:
        return [str(self.nomination)]

    def act(self, form: Any) -> Nomination:
        return change_state(
            nomination=self.nomination,
            move=self.move.name,
            actor=self.request.user,
            reason=form.cleaned_data.get("reason", ""),
        )


class MoveNomination(NominationEdit, View):
    """Put a nomination at another place of the list; a plain button, so only POST."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        place = request.POST.get("place", "")
        if not (place.isascii() and place.isdigit()):
            raise Http404
        move_nomination(nomination=self.nomination, actor=request.user, place=int(place))
        return HttpResponseRedirect(self.address("awards:nominations"))
