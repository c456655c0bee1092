"""The three forms of import and export."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from import_export.forms import ConfirmImportForm, ExportForm, ImportForm

from emulation.core.tabular.grid import MAX_BYTES, MAX_ROWS

MEGABYTES = MAX_BYTES // 1024 // 1024
ACCEPTED = ".xlsx,.csv"
_REFUSED_ENDINGS = {
    "xlsm": _("The file holds macros. Save it as .xlsx without them and try again."),
    "xls": _("This is an old Excel file (.xls). Save it as .xlsx and try again."),
}


class ImportFileForm(ImportForm):
    """One file; its kind follows from its name."""

    media = forms.Media()

    def __init__(self, formats: Any, resources: Any, **kwargs: Any) -> None:
        super().__init__(formats, resources, **kwargs)
        self.endings = [kind().get_extension() for kind in formats]
        self.fields["format"] = forms.CharField(required=False, widget=forms.HiddenInput)
        field = self.fields["import_file"]
        field.label = _("File")
        field.help_text = gettext(
            "An .xlsx or .csv file (UTF-8) of at most %(size)s MB and %(rows)s rows."
        ) % {
            "size": MEGABYTES,
            "rows": f"{MAX_ROWS:,}".replace(",", "."),
        }
        field.widget.attrs = {"accept": ACCEPTED}

    def clean_import_file(self) -> UploadedFile[bytes]:
        upload: UploadedFile[bytes] = self.cleaned_data["import_file"]
        ending = (upload.name or "").rpartition(".")[2].lower()
        if ending in _REFUSED_ENDINGS:
            raise ValidationError(_REFUSED_ENDINGS[ending])
        if ending not in self.endings:
            raise ValidationError(_("Choose an .xlsx or .csv file."))
        if (upload.size or 0) > MAX_BYTES:
            raise ValidationError(
                _("The file is larger than %(size)s MB. Split it."), params={"size": MEGABYTES}
            )
        self.chosen_format = str(self.endings.index(ending))
        return upload

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["format"] = getattr(self, "chosen_format", "0")
        return cleaned


class ConfirmForm(ConfirmImportForm):
    """What the preview hands on: the kept file, and a fingerprint of what was shown."""

    fingerprint = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_format(self) -> str:
        value: str = self.cleaned_data["format"]
        if value not in ("0", "1"):
            raise ValidationError(_("Choose an .xlsx or .csv file."))
        return value


class ExportFileForm(ExportForm):
    """The kind of file."""

    def __init__(self, formats: Any, resources: Any, **kwargs: Any) -> None:
        super().__init__(formats, resources, **kwargs)
        field = self.fields["format"]
        field.label = _("Kind of file")
        field.widget = forms.RadioSelect()
        field.choices = [(str(number), kind().get_title()) for number, kind in enumerate(formats)]
        self.initial.setdefault("format", "0")
