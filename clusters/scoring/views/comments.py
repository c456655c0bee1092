"""What is said about the lines of a sheet: read by whom it is meant for, written, taken back."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.criteria.models import Criterion
from clusters.scoring.cells import words_of
from clusters.scoring.commenting import WRITES, comments_on, readable_by
from clusters.scoring.editorforms import CommentForm
from clusters.scoring.models import Comment
from clusters.scoring.services.comments import add_comment, withdraw_comment
from clusters.scoring.views.base import SheetPage, scores_url, sheet_url, table_of
from emulation.core.page import Link
from emulation.core.permissions import can
from emulation.core.views import ActionPage, FormPage


class CommentsPage(SheetPage):
    """A page about the comments of a sheet."""

    permission = "scoring.see"
    help_topic = "sheets"

    def get_further_crumbs(self) -> list[Link]:
        return [
            Link(gettext("Scores"), scores_url(self.cycle)),
            Link(self.unit_name(), sheet_url(self.cycle, self.member)),
            Link(gettext("Comments")),
        ]

    def get_success_url(self) -> str:
        line = self.request.GET.get("line", "")
        known = line.isascii() and line.isdigit()
        return sheet_url(self.cycle, self.member, "comments") + (f"?line={line}" if known else "")


class Comments(CommentsPage, FormPage):
    """All comments the person reads, line by line, or those of one line; and a form for another."""

    template_name = "clusters/scoring/comments/page.html"
    title = _("Comments")
    form_class = CommentForm
    button = _("Add the comment")
    success = _("Your comment is kept.")

    def get_lead(self) -> str:
        return self.unit_name()

    @cached_property
    def line(self) -> Criterion | None:
        """The line of the address; None for all."""
        text = self.request.GET.get("line", "")
        if not text:
            return None
        found = self.leaves().filter(pk=int(text)).first() if text.isascii() and text.isdigit() else None
        if found is None:
            raise Http404
        return found

    def leaves(self) -> Any:
        """The lines of the sheet's table."""
        table = table_of(self.member.group)
        return Criterion.objects.filter(table=table).exclude(kind="group").order_by("position")

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "criterion": self.line}

    def get_form_kwargs(self) -> dict[str, Any]:
        readable = readable_by(self.request.user, self.sheet)
        return {**super().get_form_kwargs(), "lines": self.leaves(), "readable": readable}

    def act(self, form: Any) -> Comment:
        return add_comment(sheet=self.sheet, actor=self.request.user, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        narrowed = {"criterion": self.line} if self.line else {}
        comments = comments_on(self.sheet, self.request.user, **narrowed)
        place = sheet_url(self.cycle, self.member, "comments")
        by_line: dict[Criterion, list[Comment]] = {}
        for one in comments:
            if one.author_id == self.request.user.pk:
                one.withdraw_url = f"{place}{one.public_id}/withdraw/"  # type: ignore[attr-defined]
            by_line.setdefault(one.criterion, []).append(one)
        may = can(self.request.user, WRITES, self.sheet)
        return super().get_context_data(
            said=list(by_line.items()),
            line=self.line,
            may_write=bool(may),
            why_not=words_of(may),
            all_url=place,
            sheet_url=sheet_url(self.cycle, self.member),
            **kwargs,
        )


class WithdrawComment(CommentsPage, ActionPage):
    """Take the own comment back."""

    template_name = "clusters/cycle_action.html"
    title = _("Take the comment back")
    button = _("Take it back")
    success = _("Your comment was taken back.")
    permission = "scoring.withdraw-comment"

    def get_subject(self) -> Comment:
        return self.comment

    @cached_property
    def comment(self) -> Comment:
        rows = Comment.objects.filter(sheet=self.sheet.pk, public_id=self.kwargs["comment"])
        found = rows.select_related("criterion").first()
        if found is None:
            raise Http404
        found.sheet = self.sheet
        return found

    def get_lead(self) -> str:
        return str(self.comment.criterion)

    def get_affected(self) -> list[str]:
        return [self.comment.text] if self.comment.withdrawn_at is None else []

    def get_seen(self) -> str:
        return str(self.comment.withdrawn_at)

    def get_consequences(self) -> list[str]:
        return [gettext("Nobody reads its text any more; that there was one stays on record.")]

    def get_cancel_url(self) -> str:
        return self.get_success_url()

    def act(self, _form: Any) -> Comment:
        return withdraw_comment(comment=self.comment, actor=self.request.user)
