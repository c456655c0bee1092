"""Opening, closing and planning the phases of a year."""

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from clusters.cycles.forms import OpenPhaseForm, PlanPhaseForm
from clusters.cycles.models import PhaseWindow
from clusters.cycles.pages import CyclePage
from clusters.cycles.rules import PHASE_LABELS, PHASES
from clusters.cycles.services import close_phase, open_phase, plan_phase
from clusters.cycles.steps import TONES
from clusters.cycles.windows import windows_of
from emulation.core.page import Link
from emulation.core.views import ActionPage, TemplatePage

STATES = {
    "waiting": pgettext_lazy("phase", "not open"),
    "open": pgettext_lazy("phase", "open"),
    "closed": pgettext_lazy("phase", "closed"),
}


class PhasesPage(CyclePage, TemplatePage):
    """Every phase with its plan, what really happened, and what can be done with it."""

    template_name = "clusters/cycles/phases.html"
    title = _("Phases of the year")
    lead = _("Each phase is opened and closed by a person; several may be open at once.")
    permission = "cycles.windows"
    help_topic = "phases"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        windows = windows_of(self.cycle)
        rows = []
        for phase in PHASES:
            window = windows.get(phase.name) or PhaseWindow(cycle=self.cycle, phase=phase.name)
            rows.append(
                {
                    "phase": phase,
                    "window": window,
                    "label": STATES[window.state],
                    "tone": TONES[window.state],
                    "plan_url": self.address("phase-plan", phase.name),
                    "open_url": "" if window.is_open else self.address("phase-open", phase.name),
                    "close_url": self.address("phase-close", phase.name) if window.is_open else "",
                }
            )
        return super().get_context_data(rows=rows, **kwargs)


class OnePhase(CyclePage):
    """A page about one phase of a year."""

    permission = "cycles.windows"
    kwargs: dict[str, Any]

    @cached_property
    def window(self) -> PhaseWindow:
        phase = self.kwargs["phase"]
        if phase not in PHASE_LABELS:
            raise Http404
        return windows_of(self.cycle).get(phase) or PhaseWindow(cycle=self.cycle, phase=phase)

    @property
    def phase_name(self) -> str:
        return gettext(PHASE_LABELS[self.window.phase])

    def get_further_crumbs(self) -> list[Link]:
        return [Link(gettext("Phases of the year"), self.address("phases")), Link(self.phase_name)]

    def get_cancel_url(self) -> str:
        return self.address("phases")

    def get_success_url(self) -> str:
        return f"{self.address('phases')}#{self.window.phase}"

    def get_seen(self) -> str:
        return f"{self.window.state} {self.window.opened_at} {self.window.closed_at}"


class OpenPhase(OnePhase, ActionPage):
    """Open a phase; opening it again after it was closed needs a reason."""

    template_name = "clusters/cycle_action.html"
    form_class = OpenPhaseForm
    button = _("Open the phase")
    success = _("The phase is open.")

    def get_title(self) -> str:
        return gettext("Open the phase “%(phase)s”") % {"phase": self.phase_name}

    def get_form_kwargs(self) -> dict[str, Any]:
        again = self.window.state == "closed"
        return {**super().get_form_kwargs(), "needs_reason": again, "asks_reason": True}

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "until": self.window.planned_until}

    def get_consequences(self) -> list[Any]:
        lines = [_("What members may do in this phase becomes possible at once.")]
        if self.window.state == "closed":
            lines.append(_("The phase was closed before: say why it is opened again; the log keeps it."))
        return lines

    def act(self, form: Any) -> PhaseWindow:
        return open_phase(
            cycle=self.cycle,
            phase=self.window.phase,
            actor=self.request.user,
            until=form.cleaned_data["until"],
            reason=form.cleaned_data["reason"],
        )


class ClosePhase(OnePhase, ActionPage):
    """Close a phase that is open."""

    template_name = "clusters/cycle_action.html"
    button = _("Close the phase")
    success = _("The phase is closed.")
    asks_reason = True

    def get_title(self) -> str:
        return gettext("Close the phase “%(phase)s”") % {"phase": self.phase_name}

    def get_consequences(self) -> list[Any]:
        return [
            _("What belongs to this phase can no longer be entered or changed by anybody."),
            _("Those who run the year can open it again, with a reason."),
        ]

    def act(self, form: Any) -> PhaseWindow:
        return close_phase(
            cycle=self.cycle,
            phase=self.window.phase,
            actor=self.request.user,
            reason=form.cleaned_data["reason"],
        )


class PlanPhase(OnePhase, ActionPage):
    """Set the planned days of a phase; nothing is opened or closed by them."""

    template_name = "clusters/cycle_action.html"
    form_class = PlanPhaseForm
    button = _("Save the days")
    success = _("The planned days are saved.")
    lead = _("The days are shown to all members. Nothing opens or closes by itself.")

    def get_title(self) -> str:
        return gettext("Days of the phase “%(phase)s”") % {"phase": self.phase_name}

    def get_initial(self) -> dict[str, Any]:
        window = self.window
        return {
            **super().get_initial(),
            "planned_from": window.planned_from,
            "planned_until": window.planned_until,
        }

    def get_seen(self) -> str:
        return f"{self.window.planned_from} {self.window.planned_until}"

    def act(self, form: Any) -> PhaseWindow:
        return plan_phase(
            cycle=self.cycle,
            phase=self.window.phase,
            actor=self.request.user,
            planned_from=form.cleaned_data["planned_from"],
            planned_until=form.cleaned_data["planned_until"],
        )
