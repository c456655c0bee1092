"""Import and export in the console: upload, a preview of every line, one button that writes all or nothing."""

import re
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from import_export.admin import ImportExportMixin
from import_export.forms import ExportForm

from emulation.core.errors import Refused
from emulation.core.exchange_forms import ConfirmForm, ExportFileForm, ImportFileForm
from emulation.core.forms import say
from emulation.core.permissions import can
from emulation.core.preview import Preview
from emulation.core.resources import FORMATS, SheetResult, Xlsx
from emulation.core.resources.lines import CHANGED, NEW, REMOVED, UNCHANGED
from emulation.core.tabular import Page

FOLDER = "django-import-export"
KEPT = timedelta(hours=12)
_STORED_NAME = re.compile(r"[0-9a-f]{32}")


def sweep() -> None:
    """Remove uploads that were never confirmed."""
    if not default_storage.exists(FOLDER):
        return
    before = timezone.now() - KEPT
    for name in default_storage.listdir(FOLDER)[1]:
        if default_storage.get_modified_time(f"{FOLDER}/{name}") < before:
            default_storage.delete(f"{FOLDER}/{name}")


class ExchangeMixin(ImportExportMixin):
    """Adds both buttons to a list. `imports` names the right that opens the import page.

    What an import may write is decided by the services, for the person who imports.
    """

    import_formats = FORMATS
    export_formats = FORMATS
    import_form_class = ImportFileForm
    confirm_form_class = ConfirmForm
    export_form_class: type[ExportForm] = ExportFileForm
    imports: str = ""

    # --- Who ------------------------------------------------------------------------------------

    def has_import_permission(self, request: HttpRequest) -> bool:
        return bool(self.imports) and bool(can(request.user, self.imports))

    def has_export_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_view_permission(request))

    # --- Addresses ------------------------------------------------------------------------------

    def get_urls(self) -> list[Any]:
        label, name = self.get_model_info()
        template = path(
            "import/template/",
            self.admin_site.admin_view(self.import_template),
            name=f"{label}_{name}_import_template",
        )
        return [template, *super().get_urls()]

    def _address(self, act: str) -> str:
        label, name = self.get_model_info()
        return reverse(f"admin:{label}_{name}_{act}")

    # --- Import ---------------------------------------------------------------------------------

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form; after an upload, show what would happen. Nothing of it stays."""
        sweep()
        response = super().import_action(request, **kwargs)
        context = response.context_data
        form, result = context["form"], context.get("result")
        if result is not None:
            confirm = context.get("confirm_form") or self.create_confirm_form(request, import_form=form)
            confirm.initial["fingerprint"] = result.fingerprint
            context["confirm_form"] = confirm
        elif form.is_bound:
            self._forget(getattr(form.files.get("import_file"), "tmp_storage_name", ""))
        return self._dress(response, result)

    def _dress(self, response: TemplateResponse, result: SheetResult | None) -> TemplateResponse:
        """Add to the library's context what our page shows."""
        resource = self.get_import_resource_classes(None)[0]()
        context: dict[str, Any] = response.context_data or {}
        context |= {
            "title": gettext("Import: %(what)s") % {"what": self.opts.verbose_name_plural},
            "columns": [column for column in resource.columns.values() if not column.info],
            "preview": Preview(resource, result) if result is not None else None,
            "template_url": self._address("import_template"),
        }
        return response

    def _forget(self, name: str) -> None:
        if _STORED_NAME.fullmatch(name):
            default_storage.delete(f"{FOLDER}/{name}")

    def add_data_read_fail_error_to_form(self, form: Any, e: Exception) -> None:
        """Say in the reader's language why the file was not read; faults of our own are not hidden."""
        if not isinstance(e, Refused):
            raise e
        form.add_error("import_file", say(e))

    def get_import_data_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None)
        if form is not None and form.cleaned_data.get("fingerprint"):
            kwargs["expected"] = form.cleaned_data["fingerprint"]
        return kwargs

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Write what was previewed, or give the file back with its errors."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_import_permission(request):
            raise PermissionDenied
        name = request.POST.get("import_file_name", "")
        if not _STORED_NAME.fullmatch(name) or not default_storage.exists(f"{FOLDER}/{name}"):
            messages.error(request, gettext("The file is no longer kept here. Choose it again."))
            return HttpResponseRedirect(self._address("import"))
        if "errors" in request.POST:
            return self._error_file(request)
        return super().process_import(request, **kwargs)

    def process_result(self, result: SheetResult, request: HttpRequest) -> HttpResponse:
        if not result.has_errors():
            return super().process_result(result, request)
        context = {
            **self.admin_site.each_context(request),
            "form": self.get_import_form_class(request)(
                self.get_import_formats(), self.get_import_resource_classes(request)
            ),
            "opts": self.opts,
            "result": result,
        }
        response = TemplateResponse(request, [self.import_template_name], context, status=409)
        return self._dress(response, result)

    def add_success_message(self, result: SheetResult, request: HttpRequest) -> None:
        counts = Preview.count(result)
        text = gettext(
            "Imported: %(new)s new, %(changed)s changed, %(removed)s removed, %(unchanged)s unchanged."
        )
        values = {name: counts[name] for name in (NEW, CHANGED, REMOVED, UNCHANGED)}
        messages.success(request, text % values)

    def _error_file(self, request: HttpRequest) -> HttpResponse:
        form = self.create_confirm_form(request)
        if not form.is_valid():
            return HttpResponseRedirect(self._address("import"))
        with default_storage.open(f"{FOLDER}/{form.cleaned_data['import_file_name']}") as kept:
            data = kept.read()
        grid = self.get_import_formats()[int(form.cleaned_data["format"])]().create_dataset(data)
        resource_class = self.choose_import_resource_class(form, request)
        resource = resource_class(**self.get_import_resource_kwargs(request, form=form))
        result = resource.import_data(grid, dry_run=True, user=request.user)
        pages = resource.error_pages(result)
        whole = [[str(problem)] for problem in result.base_errors]
        if whole:
            pages.append(Page(gettext("The whole file"), ["Lỗi"], whole, frozenset({"Lỗi"})))
        return _download(Xlsx().export_data(pages), f"{resource.file_name}-loi", Xlsx())

    def import_template(self, request: HttpRequest) -> HttpResponse:
        """Give an empty table with the headings, to be filled in Excel."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        resource = self.get_import_resource_classes(request)[0]()
        pages = [Page(resource.page_title, resource.headings(), [])]
        return _download(Xlsx().export_data(pages), f"{resource.file_name}-mau", Xlsx())

    # --- Export ---------------------------------------------------------------------------------

    def export_action(self, request: HttpRequest) -> HttpResponse:
        response = super().export_action(request)
        if isinstance(response, TemplateResponse):
            resource = self.get_export_resource_classes(request)[0]()
            context: dict[str, Any] = response.context_data or {}
            context |= {
                "title": gettext("Export: %(what)s") % {"what": self.opts.verbose_name_plural},
                "headings": resource.headings(),
                "count": self.get_export_queryset(request).count(),
                "what": capfirst(self.opts.verbose_name_plural),
            }
        return response

    def get_export_filename(self, request: HttpRequest, _queryset: Any, file_format: Any) -> str:
        resource = self.get_export_resource_classes(request)[0]
        return _file_name(resource.file_name, file_format)


def _file_name(name: str, file_format: Any) -> str:
    return f"{name}-{timezone.localdate():%Y-%m-%d}.{file_format.get_extension()}"


def _download(data: bytes, name: str, file_format: Any) -> HttpResponse:
    response = HttpResponse(data, content_type=file_format.get_content_type())
    response["Content-Disposition"] = f'attachment; filename="{_file_name(name, file_format)}"'
    return response
