"""The files of one criterion of a sheet: to look at, attach, download and withdraw."""

import hashlib
import uuid
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from clusters.criteria.models import Criterion
from clusters.cycles.models import Membership
from clusters.scoring.attaching import attach
from clusters.scoring.cells import words_of
from clusters.scoring.evidence import described, evidence_url, pieces_of, visible_evidence
from clusters.scoring.files import previews, store
from clusters.scoring.files.reading import Upload, content_type, read_upload
from clusters.scoring.models import Evidence, Sheet
from clusters.scoring.services.evidence import add_evidence, withdraw_evidence
from clusters.scoring.views.base import SheetPage, scores_url, sheet_url, table_of
from emulation.core.errors import Refused
from emulation.core.forms import DayField, say
from emulation.core.page import Link
from emulation.core.views import ActionPage, FormPage

ACCEPTED = ".pdf,.png,.jpg,.jpeg,.docx,.xlsx"


class EvidenceForm(forms.Form):
    """A file with what it is, its number and its date. The file is read before anything is locked."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    title = forms.CharField(
        label=_("What it is"),
        required=False,
        max_length=300,
        help_text=_("Such as “Summary report of 2025”. Empty: the name of the file."),
    )
    number = forms.CharField(label=_("Document number"), required=False, max_length=100)
    dated = DayField(label=_("Date of the document"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = gettext(
            "PDF, picture (PNG, JPEG), Word (.docx) or Excel (.xlsx), at most %(most)s MB."
        ) % {"most": settings.EVIDENCE_MAX_MEGABYTES}

    def clean_file(self) -> Upload:
        file = self.cleaned_data["file"]
        try:
            return read_upload(file, file.name)
        except Refused as error:
            raise forms.ValidationError(say(error)) from error


def digest_of(file: Any) -> str:
    """Return the SHA-256 of an upload, which can be read again afterwards."""
    found = hashlib.sha256()
    for piece in file.chunks():
        found.update(piece)
    file.seek(0)
    return found.hexdigest()


def criterion_of(sheet: Sheet, key: int) -> Criterion:
    """Return a line of the sheet that takes marks, or 404."""
    table = table_of(sheet.membership.group)
    found = Criterion.objects.filter(table=table, pk=key).first() if table else None
    if found is None or not found.is_leaf:
        raise Http404
    return found


class EvidencePage(SheetPage, FormPage):
    """The files of one criterion, with the form that attaches one more; for scripts only the files.

    Who may see the sheet may open it; the form is for who may write the self-score of the criterion.
    """

    template_name = "clusters/scoring/evidence/page.html"
    permission = "scoring.see"
    help_topic = "sheets"
    form_class = EvidenceForm
    button = _("Attach")
    success = _("The file was attached.")

    @cached_property
    def criterion(self) -> Criterion:
        return criterion_of(self.sheet, self.kwargs["criterion"])

    def get_title(self) -> str:
        return gettext("Evidence for %(criterion)s") % {"criterion": self.criterion.code}

    @cached_property
    def named(self) -> str:
        """The name of the unit, asked for once."""
        return self.unit_name()

    def get_lead(self) -> str:
        return f"{self.named} – {self.criterion.name}"

    def get_further_crumbs(self) -> list[Link]:
        return [
            Link(gettext("Scores"), scores_url(self.cycle)),
            Link(self.named, self.get_cancel_url()),
            Link(self.get_title()),
        ]

    def get_act(self) -> uuid.UUID | None:
        """Another file is another act, even from a form that was sent before and gone back to."""
        act = super().get_act()
        file = self.request.FILES.get("file")
        return uuid.uuid5(act, digest_of(file)) if act and file else act

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.headers.get("HX-Request"):
            return render(request, "clusters/scoring/evidence/beside.html", self.facts())
        return super().get(request, *args, **kwargs)

    def facts(self) -> dict[str, Any]:
        """What the files need to be shown."""
        shown, page = self.request.GET.get("piece", ""), self.request.GET.get("page", "")
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
        return {
            "criterion": self.criterion,
            "member": self.member,
            "pieces": pieces_of(self.sheet, self.criterion, self.request.user, shown=shown, page=number),
            "may_attach": attach(self.request.user, (self.sheet, self.criterion)),
            "evidence_url": evidence_url(self.member, self.criterion.pk),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts = self.facts()
        return super().get_context_data(**facts, why_not=words_of(facts["may_attach"]), **kwargs)

    def act(self, form: EvidenceForm) -> Evidence:
        data = form.cleaned_data
        return add_evidence(
            sheet=self.sheet,
            criterion=self.criterion,
            upload=data["file"],
            title=data["title"],
            number=data["number"],
            dated=data["dated"],
            actor=self.request.user,
        )

    def get_success_url(self) -> str:
        return evidence_url(self.member, self.criterion.pk)

    def get_cancel_url(self) -> str:
        return f"{sheet_url(self.cycle, self.member)}#line-{self.criterion.pk}"


def piece_of(page: SheetPage, rows: Any = None) -> Evidence:
    """Return the file of an address, with its criterion; 404 for one of another sheet or that is not shown."""
    if rows is None:
        rows = visible_evidence(page.sheet, page.request.user)
    found: Evidence | None = (
        rows.filter(public_id=page.kwargs["public_id"]).select_related("criterion").first()
    )
    if found is None:
        raise Http404
    found.sheet = page.sheet
    return found


SEALED = "sandbox; default-src 'none'"
# Browsers lay a picture that is opened by itself out with a style of their own.
SEALED_PICTURE = f"{SEALED}; style-src 'unsafe-inline'"


def sealed(response: HttpResponse, policy: str = SEALED) -> HttpResponse:
    """Let a browser neither keep nor interpret what a stranger wrote."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = policy
    return response


class EvidenceFile(SheetPage, View):
    """The file as it came, to be saved: never shown by the browser."""

    permission = "scoring.see"

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        piece = piece_of(self)
        content = store.read(piece.path, piece.digest)
        response = HttpResponse(content, content_type=content_type(piece.file_name))
        response.headers["Content-Disposition"] = content_disposition_header(
            as_attachment=True, filename=piece.file_name
        )
        return sealed(response)


class EvidencePreview(SheetPage, View):
    """One page as a picture made by the server."""

    permission = "scoring.see"

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        piece = piece_of(self)
        try:
            picture = previews.preview(piece, self.kwargs["page"])
        except IndexError as error:
            raise Http404 from error
        return sealed(HttpResponse(picture, content_type=previews.CONTENT_TYPE), SEALED_PICTURE)


class WithdrawEvidence(SheetPage, ActionPage):
    """Take a file back while the sheet may still be filled."""

    template_name = "clusters/cycle_action.html"
    help_topic = "sheets"
    permission = "scoring.attach"
    title = _("Withdraw the file")
    button = _("Withdraw")
    success = _("The file was withdrawn.")

    @cached_property
    def piece(self) -> Evidence:
        # Also once it is withdrawn: the second click of a double click is led back like the first.
        return piece_of(self, Evidence.objects.filter(sheet=self.sheet.pk))

    def get_subject(self) -> Any:
        return self.sheet, self.piece.criterion

    def get_further_crumbs(self) -> list[Link]:
        return [
            Link(gettext("Scores"), scores_url(self.cycle)),
            Link(self.unit_name(), sheet_url(self.cycle, self.member)),
            Link(self.piece.criterion.code, self.get_cancel_url()),
            Link(self.title),
        ]

    def get_lead(self) -> str:
        return described(self.piece)

    def get_seen(self) -> str:
        return str(self.piece.withdrawn_at or "")

    def get_consequences(self) -> Iterable[Any]:
        return [
            gettext("The file no longer counts as evidence; the unit and the other members do not see it."),
            gettext("It stays as a record for those who run the year."),
        ]

    def act(self, _form: Any) -> Evidence:
        return withdraw_evidence(evidence=self.piece, actor=self.request.user)

    def get_success_url(self) -> str:
        return self.get_cancel_url()

    def get_cancel_url(self) -> str:
        return evidence_url(self.member, self.piece.criterion_id)


def files_beside(sheet: Sheet, criterion: Criterion, user: Any) -> dict[str, Any]:
    """What the drawer of a cell shows of the files; one query."""
    member: Membership = sheet.membership
    return {
        "pieces": pieces_of(sheet, criterion, user),
        "may_attach": attach(user, (sheet, criterion)),
        "evidence_url": evidence_url(member, criterion.pk),
    }
