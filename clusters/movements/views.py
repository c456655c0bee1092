"""The movements of a year and what they brought: read by all who see it, written by those who run it."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.cycles.changes import fingerprint
from clusters.cycles.editing import EditPage
from clusters.cycles.lineforms import units_of_year
from clusters.cycles.pages import CyclePage
from clusters.movements.content import MovementContent, ResultLine, content_of, other_results
from clusters.movements.forms import MovementForm, OtherResultsForm, typed_results
from clusters.movements.models import Movement, Result
from clusters.movements.services import (
    add_movement,
    remove_movement,
    save_movement,
    save_other_results,
    seen_results,
)
from emulation.core.page import Action, Link
from emulation.core.permissions import can
from emulation.core.views import ActionPage, TemplatePage

UNITS = Result.objects.select_related("unit")


def whole(rows: QuerySet[Movement]) -> QuerySet[Movement]:
    """Load movements with their results."""
    return rows.prefetch_related(Prefetch("results", UNITS))


class MovementsPage(CyclePage, TemplatePage):
    """Every movement with its results, then the results outside any movement."""

    template_name = "clusters/movements/movements.html"
    title = _("Movements and results")
    lead = _("What was launched in the year, by whom, and what it brought, with figures.")
    tab = "movements"
    help_topic = "movements"

    @cached_property
    def may_edit(self) -> bool:
        return bool(can(self.request.user, "movements.edit", self.cycle))

    def get_primary(self) -> Action | None:
        if not self.may_edit:
            return None
        return Action(_("Add a movement"), self.address("movement-add"), icon="plus")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            movements=list(whole(self.cycle.movements.all())),
            others=list(UNITS.filter(cycle=self.cycle, movement__isnull=True)),
            may_edit=self.may_edit,
            **kwargs,
        )


class MovementEdit(CyclePage):
    """A page that writes movements."""

    tab = "movements"
    permission = "movements.edit"

    def get_further_crumbs(self) -> list[Link]:
        return [
            Link(gettext("Movements and results"), self.address("movements")),
            Link(str(self.get_title())),
        ]

    def get_cancel_url(self) -> str:
        return self.address("movements")

    def get_success_url(self) -> str:
        return self.address("movements")

    def lines(self, results: list[ResultLine]) -> dict[str, Any]:
        """Return the initial lines, and the units they may name."""
        named = [line.unit for line in results if line.unit]
        return {
            "line_initial": {"results": [vars(line) for line in results]},
            "line_kwargs": {"units": units_of_year(self.cycle, named)},
        }


class AddMovement(MovementEdit, EditPage):
    """Add a movement at the end of the list."""

    title = _("Add a movement")
    form_class = MovementForm
    button = _("Add the movement")
    success = _("The movement is added.")

    def get_version(self) -> str:
        return ""

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), **self.lines([])}

    def act(self, form: Any) -> Movement:
        return add_movement(cycle=self.cycle, actor=self.request.user, content=form.content())


class OneMovement(MovementEdit):
    """A page about one movement of the year."""

    kwargs: dict[str, Any]

    @cached_property
    def movement(self) -> Movement:
        movement = whole(self.cycle.movements.filter(pk=self.kwargs["pk"])).first()
        if movement is None:
            raise Http404
        movement.cycle = self.cycle
        return movement


class EditMovement(OneMovement, EditPage):
    """Write a movement and its results."""

    title = _("Edit the movement")
    form_class = MovementForm
    button = _("Save the movement")
    success = _("The movement is saved.")
    now_template = "clusters/movements/movement.html"

    @cached_property
    def content(self) -> MovementContent:
        return content_of(self.movement)

    def get_version(self) -> str:
        fresh = Movement.objects.filter(pk=self.movement.pk).first()
        return fingerprint(content_of(fresh).as_data()) if fresh else ""

    def get_now(self) -> dict[str, Any]:
        return {"movement": whole(Movement.objects.filter(pk=self.movement.pk)).first()}

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), **MovementForm.initial_of(self.content)}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), **self.lines(self.content.results)}

    def act(self, form: Any) -> Movement:
        return save_movement(
            movement=self.movement,
            actor=self.request.user,
            seen=form.cleaned_data["version"],
            content=form.content(),
        )


class EditOtherResults(MovementEdit, EditPage):
    """Write the results that belong to no movement."""

    title = _("Results outside any movement")
    form_class = OtherResultsForm
    button = _("Save the results")
    success = _("The results are saved.")
    now_template = "clusters/movements/results.html"

    def get_version(self) -> str:
        return seen_results(self.cycle)

    def get_now(self) -> dict[str, Any]:
        return {"results": list(UNITS.filter(cycle=self.cycle, movement__isnull=True))}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), **self.lines(other_results(self.cycle))}

    def act(self, form: Any) -> None:
        save_other_results(
            cycle=self.cycle,
            actor=self.request.user,
            seen=form.cleaned_data["version"],
            lines=typed_results(form),
        )


class RemoveMovement(OneMovement, ActionPage):
    """Remove a movement that was entered by mistake."""

    template_name = "clusters/cycle_action.html"
    title = _("Remove the movement")
    needs_reason = True
    button = _("Remove the movement")
    success = _("The movement is removed.")

    def get_lead(self) -> str:
        return self.movement.name

    def get_seen(self) -> str:
        return fingerprint(content_of(self.movement).as_data())

    def get_consequences(self) -> list[Any]:
        return [_("The movement and its results disappear from the year; the log keeps them.")]

    def get_affected(self) -> list[str]:
        return [result.content for result in self.movement.results.all()]

    def act(self, form: Any) -> None:
        remove_movement(movement=self.movement, actor=self.request.user, reason=form.cleaned_data["reason"])
