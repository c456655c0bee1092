"""The pledges of a year: read by all who see it, written by those who run it."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.cycles.editing import EditPage
from clusters.cycles.lineforms import units_of_year
from clusters.cycles.models import MemberGroup
from clusters.cycles.pages import CyclePage
from clusters.pledges.content import PledgeContent, content_of
from clusters.pledges.forms import PledgeForm, SignForm
from clusters.pledges.models import Pledge, PledgeTitle, Signatory
from clusters.pledges.services import begin_pledge, reopen_pledge, save_pledge, sign_pledge
from clusters.pledges.states import PLEDGE
from emulation.core.page import Action, Link
from emulation.core.permissions import Denied, can
from emulation.core.views import ActionPage, TemplatePage

ACTS = {"sign": "pledge-sign", "reopen": "pledge-reopen"}


def whole(rows: QuerySet[Pledge]) -> QuerySet[Pledge]:
    """Load pledges with everything that stands in them."""
    return rows.select_related("group").prefetch_related(
        "targets",
        Prefetch("titles", PledgeTitle.objects.select_related("unit")),
        Prefetch("signatories", Signatory.objects.select_related("unit")),
    )


class PledgePage(CyclePage, TemplatePage):
    """What the members promise, by group where groups sign apart."""

    template_name = "clusters/pledges/pledge.html"
    title = _("Emulation pledge")
    lead = _("What the members promise for the year, and who signs.")
    tab = "pledge"
    help_topic = "pledge"

    def _acts(self, pledge: Pledge) -> list[Action]:
        """Return the buttons of a pledge from the table of moves; a refused one says why."""
        if not self.parts.runs:
            return []
        acts = []
        if pledge.state == "draft":
            acts.append(self._act(_("Edit the pledge"), "pledge-edit", pledge, "pledges.edit", "edit"))
        acts.extend(
            self._act(move.label, ACTS[move.name], pledge, move.permission, "check")
            for move in PLEDGE.leaving(pledge.state)
        )
        return acts

    def _act(self, label: Any, name: str, pledge: Pledge, right: str, icon: str) -> Action:
        answer = can(self.request.user, right, self.cycle)
        refusal = answer.reason if isinstance(answer, Denied) else ""
        return Action(label, self.address(name, pledge.public_id), icon=icon, refusal=refusal)

    @cached_property
    def pledges(self) -> list[Pledge]:
        return list(whole(self.cycle.pledges.all()))

    def get_primary(self) -> Action | None:
        return self.print_action("pledge") if self.pledges else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pledges = self.pledges
        groups = list(self.cycle.groups.all())
        begun = {pledge.group_id for pledge in pledges}
        may_begin = bool(can(self.request.user, "pledges.edit", self.cycle))
        begin: list[tuple[Any, str]] = []
        if may_begin and None not in begun:
            if not begun:
                begin.append((_("Begin one pledge for the year"), self.address("pledge-begin")))
            if len(groups) > 1:
                begin.extend(
                    (
                        gettext("Begin the pledge of %(group)s") % {"group": group.name},
                        f"{self.address('pledge-begin')}?group={group.code}",
                    )
                    for group in groups
                    if group.pk not in begun
                )
        drawn = [
            {"pledge": pledge, "acts": self._acts(pledge), "state": PLEDGE.states[pledge.state]}
            for pledge in pledges
        ]
        return super().get_context_data(drawn=drawn, begin=begin, **kwargs)


class BeginPledge(CyclePage, ActionPage):
    """Begin the draft of a pledge."""

    template_name = "clusters/cycle_action.html"
    title = _("Begin the pledge")
    tab = "pledge"
    permission = "pledges.edit"
    button = _("Begin the pledge")
    success = _("The draft is begun. Add its theme, goals and targets.")

    @cached_property
    def group(self) -> MemberGroup | None:
        code = self.request.GET.get("group")
        if not code:
            return None
        group = self.cycle.groups.filter(code=code).first()
        if group is None:
            raise Http404
        return group

    def get_lead(self) -> str:
        return self.group.name if self.group else ""

    def get_consequences(self) -> list[Any]:
        return [
            _("A draft with one signature block for each member is made; the head signs first."),
            _("All who see the year can read the draft; those who run the year can change it."),
        ]

    def get_cancel_url(self) -> str:
        return self.address("pledge")

    def get_success_url(self) -> str:
        return self.address("pledge")

    def act(self, _form: Any) -> Pledge:
        return begin_pledge(cycle=self.cycle, group=self.group, actor=self.request.user)


class OnePledge(CyclePage):
    """A page about one pledge of the year."""

    tab = "pledge"
    permission = "pledges.edit"
    kwargs: dict[str, Any]

    @cached_property
    def pledge(self) -> Pledge:
        pledge = whole(self.cycle.pledges.filter(public_id=self.kwargs["public_id"])).first()
        if pledge is None:
            raise Http404
        return pledge

    def get_lead(self) -> str:
        return self.pledge.group.name if self.pledge.group else ""

    def get_further_crumbs(self) -> list[Link]:
        return [Link(gettext("Emulation pledge"), self.address("pledge")), Link(str(self.get_title()))]

    def get_cancel_url(self) -> str:
        return self.address("pledge")

    def get_success_url(self) -> str:
        return self.address("pledge")

    def get_seen(self) -> str:
        return str(self.pledge.version)


class EditPledge(OnePledge, EditPage):
    """Write the draft of a pledge."""

    title = _("Edit the pledge")
    form_class = PledgeForm
    button = _("Save the pledge")
    success = _("The pledge is saved.")
    now_template = "clusters/pledges/content.html"

    @cached_property
    def content(self) -> PledgeContent:
        return content_of(self.pledge)

    def get_version(self) -> str:
        return str(Pledge.objects.values_list("version", flat=True).get(pk=self.pledge.pk))

    def get_now(self) -> dict[str, Any]:
        return {"pledge": whole(Pledge.objects.filter(pk=self.pledge.pk)).get()}

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), **PledgeForm.initial_of(self.content)}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "line_initial": PledgeForm.lines_of(self.content),
            "line_kwargs": {"units": units_of_year(self.cycle, self.content.units)},
        }

    def act(self, form: Any) -> Pledge:
        version = form.cleaned_data["version"]
        return save_pledge(
            pledge=self.pledge,
            actor=self.request.user,
            version=int(version) if version.isascii() and version.isdigit() else 0,
            content=form.content(),
        )


class SignPledge(OnePledge, ActionPage):
    """Record that the pledge was signed."""

    template_name = "clusters/cycle_action.html"
    title = _("Record the pledge as signed")
    form_class = SignForm
    button = _("Record as signed")
    success = _("The pledge is recorded as signed.")

    def get_consequences(self) -> list[Any]:
        return [
            _(
                "From then on the pledge no longer changes; only the standing body can reopen it, with a reason."
            ),
            _("Signature blocks without a day of their own get this day."),
        ]

    def get_affected(self) -> list[str]:
        return [block.unit.name for block in self.pledge.signatories.all()]

    def act(self, form: Any) -> Pledge:
        return sign_pledge(
            pledge=self.pledge,
            actor=self.request.user,
            version=self.pledge.version,
            signed_on=form.cleaned_data["signed_on"],
        )


class ReopenPledge(OnePledge, ActionPage):
    """Turn a signed pledge back into a draft."""

    template_name = "clusters/cycle_action.html"
    title = _("Reopen the pledge as a draft")
    permission = "pledges.reopen"
    needs_reason = True
    button = _("Reopen as a draft")
    success = _("The pledge is a draft again.")

    def get_consequences(self) -> list[Any]:
        return [_("The pledge can be changed again, and has to be recorded as signed anew.")]

    def act(self, form: Any) -> Pledge:
        return reopen_pledge(
            pledge=self.pledge,
            actor=self.request.user,
            version=self.pledge.version,
            reason=form.cleaned_data["reason"],
        )
