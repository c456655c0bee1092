"""Sending, returning, confirming and reopening a sheet: each act on its own page, with what stands in the way."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from clusters.scoring.models import Sheet, Source
from clusters.scoring.services import confirm_verified, reopen_verification, return_sheet, submit_sheet
from clusters.scoring.services.accepting import Equal, accept_equal, equal_marks
from clusters.scoring.services.sheets import what_is_missing
from clusters.scoring.states import SHEET
from clusters.scoring.views.base import SheetPage, scores_url, sheet_url
from emulation.core.dates import date_text
from emulation.core.errors import Refused, gettext_noop
from emulation.core.forms import DayField, say
from emulation.core.numbers import short_points
from emulation.core.page import Link
from emulation.core.views import ActionForm, ActionPage

NO_POINTS = gettext_noop("No points are given.")


class SheetAct(SheetPage, ActionPage):
    """An act on a sheet. It comes back to the sheet."""

    template_name = "clusters/cycle_action.html"
    help_topic = "sheets"

    def get_further_crumbs(self) -> list[Link]:
        return [
            Link(gettext("Scores"), scores_url(self.cycle)),
            Link(self.unit_name(), sheet_url(self.cycle, self.member)),
            Link(self.title),
        ]

    def get_lead(self) -> Any:
        return self.unit_name()

    def get_seen(self) -> str:
        return self.sheet.state

    def begun(self, move: str) -> Sheet:
        """The sheet as a row; a move that nobody can make from a sheet not begun is refused."""
        if self.sheet.pk is None:
            SHEET.target(move, current=self.sheet.state, reason="–")
            raise Refused(NO_POINTS)
        return self.sheet

    def get_success_url(self) -> str:
        return sheet_url(self.cycle, self.member)

    def get_cancel_url(self) -> str:
        return sheet_url(self.cycle, self.member)


class CompleteAct(SheetAct):
    """An act that a complete sheet is needed for: what is missing is shown before, and locks the button."""

    template_name = "clusters/scoring/complete_act.html"
    source: str

    @cached_property
    def missing(self) -> list[Refused]:
        return what_is_missing(self.sheet, self.source)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [{"place": row.place, "message": say(row)} for row in self.missing]
        count = ngettext(
            "%(count)s line is missing something", "%(count)s lines are missing something", len(rows)
        ) % {"count": len(rows)}
        return super().get_context_data(missing=rows, missing_count=count, **kwargs)


class Submit(CompleteAct):
    """Send the sheet."""

    title = _("Submit the sheet")
    button = _("Submit")
    success = _("The sheet was sent.")
    permission = "scoring.submit"
    source = Source.SELF
    asks_reason = True

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.fields["reason"].label = gettext("Note to those who verify")
        return form

    def get_consequences(self) -> Iterable[Any]:
        return [
            gettext("The sheet is locked; it can be changed again only when it is returned."),
            gettext("Those who run the year can then verify it."),
        ]

    def act(self, form: Any) -> Sheet:
        note = form.cleaned_data["reason"]
        return submit_sheet(sheet=self.begun("submit"), actor=self.request.user, note=note)


class ReturnForm(ActionForm):
    """Why, and until when the unit sends it again."""

    until = DayField(label=_("To be sent again by"))
    field_order = ("reason", "until")


class Return(SheetAct):
    """Give a sent sheet back to its unit."""

    title = _("Return the sheet")
    button = _("Return to the unit")
    success = _("The sheet was returned.")
    permission = "scoring.return"
    form_class = ReturnForm
    needs_reason = True

    def get_consequences(self) -> Iterable[Any]:
        return [
            gettext("The unit can change its points again and reads your reason on top of its sheet."),
            gettext("Verified points stay as they are."),
        ]

    def act(self, form: Any) -> Sheet:
        data = form.cleaned_data
        return return_sheet(
            sheet=self.begun("return"), actor=self.request.user, reason=data["reason"], until=data["until"]
        )


class Verify(CompleteAct):
    """Confirm all verified points of a sheet."""

    title = _("Confirm as verified")
    button = _("Confirm as verified")
    success = _("The sheet is confirmed as verified.")
    permission = "scoring.verify"
    source = Source.VERIFIED

    def get_consequences(self) -> Iterable[Any]:
        return [gettext("The verified points are locked; changing them means reopening the verification.")]

    def act(self, _form: Any) -> Sheet:
        return confirm_verified(sheet=self.begun("verify"), actor=self.request.user)


class Reopen(SheetAct):
    """Open a confirmed verification again."""

    title = _("Reopen the verification")
    button = _("Reopen the verification")
    success = _("The verification is open again.")
    permission = "scoring.verify"
    needs_reason = True

    def get_consequences(self) -> Iterable[Any]:
        said = [gettext("The verified points can be changed again.")]
        if self.sheet.submitted_at:
            said.append(
                gettext("The unit sent the sheet on %(day)s.")
                % {"day": date_text(timezone.localdate(self.sheet.submitted_at))}
            )
        return said

    def act(self, form: Any) -> Sheet:
        reason = form.cleaned_data["reason"]
        return reopen_verification(sheet=self.begun("reopen"), actor=self.request.user, reason=reason)


class Accept(SheetAct):
    """Accept every self-score that nobody doubts."""

    template_name = "clusters/scoring/accept_act.html"
    title = _("Accept all equal points")
    button = _("Accept them as verified")
    permission = "scoring.verify"

    @cached_property
    def equal(self) -> Equal:
        return equal_marks(self.sheet)

    def get_success(self) -> str:
        if self.result is None:
            return gettext("The equal points were accepted.")
        said = ngettext(
            "Accepted %(count)s line as verified.", "Accepted %(count)s lines as verified.", self.result
        )
        return said % {"count": self.result}

    def get_seen(self) -> str:
        return f"{self.sheet.state} {equal_marks(self.sheet).seen}"

    def get_affected(self) -> Iterable[Any]:
        return [f"{line}: {short_points(own.points)}" for line, own, _version in self.equal.accepted]

    def get_consequences(self) -> Iterable[Any]:
        found = self.equal
        taken, open_ = len(found.accepted), len(found.differing) + len(found.not_arisen) + len(found.ungiven)
        return [
            ngettext(
                "%(count)s line without verified points is accepted with the unit's own figures and reason.",
                "%(count)s lines without verified points are accepted with the unit's own figures and reasons.",
                taken,
            )
            % {"count": taken},
            ngettext(
                "%(count)s line stays open and is verified by hand.",
                "%(count)s lines stay open and are verified by hand.",
                open_,
            )
            % {"count": open_},
        ]

    def act(self, _form: Any) -> int:
        return accept_equal(sheet=self.begun("verify"), actor=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        count = len(self.equal.accepted)
        words = ngettext("%(n)s line is accepted", "%(n)s lines are accepted", count) % {"n": count}
        return super().get_context_data(equal=self.equal, affected_count=words, **kwargs)
