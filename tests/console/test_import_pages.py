"""The pages of import and export: upload, preview, confirm, the file with its errors."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import escape

from clusters.criteria.models import CriteriaTable
from clusters.organisation.models import Unit
from clusters.scoring.models import Mark
from tests.console.files import cells, comma, repacked, xlsx
from tests.factories import make_table, make_unit, open_windows
from tests.factories.scoring import give_marks
from tests.people import make_cast
from tests.platform.reading import read
from tests.refusing import everything, logged

pytestmark = pytest.mark.django_db

HEADINGS = ["Mã đơn vị", "Tên đơn vị", "Thứ tự"]


@pytest.fixture
def cast():
    made = make_cast()
    for name in ("standing_body", "viewer", "head"):
        person = getattr(made, name)
        person.is_staff = True
        person.save(update_fields=["is_staff"])
    return made


def address(model, act):
    return reverse(f"admin:clusters_{model}_{act}")


@pytest.fixture
def signed_in(client, cast):
    client.cookies["django_language"] = "en"

    def sign_in(name="standing_body"):
        client.force_login(cast.fresh(name))
        return client

    return sign_in


def upload(client, data, name="bang.xlsx", model="unit", **extra):
    return client.post(
        address(model, "import"), {"resource": "0", "import_file": SimpleUploadedFile(name, data), **extra}
    )


def hidden(response):
    """Return what the confirmation form sends back."""
    form = response.context["confirm_form"]
    return {name: form.initial.get(name) or "" for name in form.fields}


def stored(folder):
    kept = folder / "django-import-export"
    return sorted(path.name for path in kept.iterdir()) if kept.exists() else []


def test_a_file_is_previewed_then_written(signed_in, cast, storage):
    client = signed_in()
    make_unit("Vụ cũ", code="vu-1", position=1)
    make_unit("Vụ hai", code="vu-2", position=2)
    before = everything()
    data = xlsx(HEADINGS, ["vu-1", "Vụ mới", 1], ["vu-2", "Vụ hai", 2], ["vu-3", "Vụ <b>ba</b>", 3])
    page = upload(client, data)
    assert everything() == before
    assert dict(page.context["preview"].counts) == {"changed": 1, "unchanged": 1, "new": 1}
    text = page.content.decode()
    for part in ("<del>Vụ cũ</del>", "<ins>Vụ mới</ins>", escape("Vụ <b>ba</b>"), "Write 2 lines"):
        assert part in text
    done = client.post(address("unit", "process_import"), {**hidden(page), "confirm": "x"}, follow=True)
    assert [str(message) for message in done.context["messages"]] == [
        "Imported: 1 new, 1 changed, 0 removed, 1 unchanged."
    ]
    assert Unit.objects.get(code="vu-1").name == "Vụ mới"
    assert [entry[0] for entry in logged()] == ["organisation.unit-changed", "organisation.unit-added"]
    assert stored(storage) == []


def test_a_file_with_errors_is_told_and_given_back_with_a_red_column(signed_in, cast, storage):
    client = signed_in()
    before = everything()
    data = xlsx(["TT", *HEADINGS, "Lỗi"], [1, "vu-1", "Vụ", "nhất", "cũ"], [2, "vu-2", "Vụ hai", 3, None])
    page = upload(client, data)
    preview = page.context["preview"]
    assert dict(preview.counts) == {"error": 1, "new": 1}
    assert preview.notes == ["These columns are not used: TT."]
    assert [row.reasons for row in preview.errors.rows] == [["Thứ tự: “nhất” is not a whole number."]]
    assert "Write" not in page.content.decode()
    given = client.post(address("unit", "process_import"), {**hidden(page), "errors": "x"})
    assert given["Content-Disposition"].startswith('attachment; filename="don-vi-loi-')
    book = openpyxl.load_workbook(io.BytesIO(given.content)).active
    assert list(book.values) == [
        ("TT", *HEADINGS, "Lỗi"),
        (1, "vu-1", "Vụ", "nhất", "“nhất” is not a whole number."),
        (2, "vu-2", "Vụ hai", 3, None),
    ]
    assert book["E2"].font.color.rgb == "00C00000"
    assert everything() == before


def test_a_confirmation_after_the_data_changed_writes_nothing(signed_in, cast):
    client = signed_in()
    unit = make_unit("Vụ cũ", code="vu-1")
    page = upload(client, comma(HEADINGS[:2], ["vu-1", "Vụ mới"]), "bang.csv")
    Unit.objects.filter(pk=unit.pk).update(name="Vụ khác")
    before = everything()
    answer = client.post(address("unit", "process_import"), {**hidden(page), "confirm": "x"})
    assert answer.status_code == 409
    assert answer.context["preview"].problems == [
        "The data changed since the preview. Nothing was written: look at the new preview."
    ]
    assert everything() == before


def test_a_second_confirmation_finds_no_file(signed_in, cast):
    client = signed_in()
    page = upload(client, comma(HEADINGS[:2], ["vu-1", "Vụ mới"]), "bang.csv")
    client.post(address("unit", "process_import"), {**hidden(page), "confirm": "x"}, follow=True)
    before = everything()
    again = client.post(address("unit", "process_import"), {**hidden(page), "confirm": "x"}, follow=True)
    assert [str(message) for message in again.context["messages"]] == [
        "The file is no longer kept here. Choose it again."
    ]
    assert everything() == before


@pytest.mark.parametrize("name", ["../../settings.py", "/etc/passwd", "", "0" * 31, "G" * 32])
def test_no_other_file_can_be_named(signed_in, cast, name):
    data = {"import_file_name": name, "original_file_name": "x", "format": "0", "errors": "x"}
    answer = signed_in().post(address("unit", "process_import"), data)
    assert answer.url == address("unit", "import")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("bang.xlsm", xlsx(["a"]), "The file holds macros. Save it as .xlsx without them and try again."),
        ("bang.xls", xlsx(["a"]), "This is an old Excel file (.xls). Save it as .xlsx and try again."),
        ("bang.pdf", b"%PDF", "Choose an .xlsx or .csv file."),
        ("bang.xlsx", b"not a zip", "The file is damaged or is not an Excel workbook (.xlsx)."),
        (
            "bang.xlsx",
            repacked(xlsx(["a"]), add={"xl/worksheets/sheet9.xml": b"0" * 61 * 1024 * 1024}),
            "The file unpacks to far more than a table needs; it was not opened.",
        ),
        ("bang.csv", "Mã,§¬n vÞ".encode("latin-1", "replace"), None),
        ("bang.csv", b"\n\n", "Nothing is written in the file."),
    ],
)
def test_files_that_cannot_be_read_are_refused_on_the_form(signed_in, cast, storage, name, data, message):
    page = upload(signed_in(), data, name)
    errors = page.context["form"].errors["import_file"]
    assert message is None or list(errors) == [message]
    assert "preview" not in page.context or page.context["preview"] is None
    assert stored(storage) == []


def test_a_file_that_lacks_columns_is_refused_as_a_whole(signed_in, cast):
    page = upload(signed_in(), comma(["Mã đơn vị", "Điểm"], ["a", "1"]), "bang.csv")
    assert page.context["preview"].problems == ["The table lacks the columns: Tên đơn vị."]


@pytest.mark.parametrize("model", ["unit", "cluster", "membership", "criteriatable", "mark"])
def test_each_table_goes_out_in_both_kinds_and_has_an_empty_form(signed_in, cast, model):
    client = signed_in()
    make_table(cast.cycle.groups.first())
    give_marks(cast.cycle.memberships.get(unit=cast.head_unit), "self", ["9.50"])
    assert client.get(address(model, "export")).status_code == 200
    out = client.post(address(model, "export"), {"format": "0", "resource": "0"})
    rows = cells(out.content)
    text = client.post(address(model, "export"), {"format": "1", "resource": "0"}).content
    assert text.startswith(b"\xef\xbb\xbf")
    assert text.decode("utf-8-sig").splitlines()[0].split(",")[0] == rows[0][0]
    assert len(text.decode("utf-8-sig").splitlines()) == len(rows) > 1
    template = cells(client.get(address(model, "import_template")).content)
    assert template == [rows[0]]


def test_an_export_takes_the_search_of_the_list(signed_in, cast):
    make_unit("Tòa án nhân dân", code="toa-an")
    out = signed_in().post(address("unit", "export") + "?q=toa+an", {"format": "1", "resource": "0"})
    assert [row.split(",")[0] for row in out.content.decode("utf-8-sig").splitlines()] == [
        "Mã đơn vị",
        "toa-an",
    ]


def test_what_people_typed_is_no_live_formula_in_an_export(signed_in, cast):
    live = ["=1+1", "+1+1", "-2+3", "@SUM(A1)", "- Kế hoạch"]
    for number, name in enumerate(live):
        make_unit(name, code=f"nguy-{number}")
    client = signed_in()
    out = client.post(address("unit", "export") + "?q=nguy", {"format": "0", "resource": "0"})
    sheet = openpyxl.load_workbook(io.BytesIO(out.content)).active
    assert [(cell.value, cell.data_type) for cell in sheet["B"][1:]] == [(f"'{name}", "s") for name in live]
    text = client.post(address("unit", "export") + "?q=nguy", {"format": "1", "resource": "0"}).content
    assert [row.split(",")[1] for row in text.decode("utf-8-sig").splitlines()[1:]] == [
        f"'{name}" for name in live
    ]


def test_criteria_go_into_the_chosen_draft(signed_in, cast):
    draft = CriteriaTable.objects.create(code="bang", name="Bảng", scale=10)
    client = signed_in()
    data = comma(["Mã tiêu chí", "Nội dung", "Loại", "Điểm chuẩn"], ["I", "Một", "manual", "10"])
    page = upload(client, data, "bang.csv", model="criteriatable", table=draft.pk)
    assert dict(page.context["preview"].counts) == {"new": 1}
    sent = {**hidden(page), "table": draft.pk, "confirm": "x"}
    client.post(address("criteriatable", "process_import"), sent)
    assert list(draft.criteria.values_list("code", "name")) == [("I", "Một")]


def test_marks_come_in_through_the_page_by_the_rights_of_the_person(signed_in, cast):
    make_table(cast.cycle.groups.first())
    open_windows(cast.cycle, "self-scoring")
    headings = ["Mã cụm", "Năm", "Mã đơn vị", "Mã tiêu chí", "Nguồn điểm", "Điểm"]
    data = comma(headings, [cast.cycle.cluster.code, 2026, cast.contact_unit.code, "I.1", "self", "9,5"])
    refused = upload(signed_in("viewer"), data, "diem.csv", model="mark")
    assert [row.reasons for row in refused.context["preview"].errors.rows] == [
        ["Only the unit itself fills its sheet."]
    ]
    client = signed_in("standing_body")
    page = upload(client, data, "diem.csv", model="mark")
    client.post(address("mark", "process_import"), {**hidden(page), "confirm": "x"})
    mark = Mark.objects.get()
    assert (str(mark.points), mark.given_by, mark.given_for) == (
        "9.50",
        cast.standing_body,
        cast.contact_unit,
    )


IMPORTS = {
    "unit": {"standing_body", "administrator"},
    "cluster": {"standing_body", "administrator"},
    "membership": {"standing_body"},
    "criteriatable": {"standing_body"},
    "mark": {"standing_body", "administrator", "viewer"},
}


@pytest.mark.parametrize("model", IMPORTS)
def test_who_may_open_an_import(signed_in, cast, model):
    for person in ("standing_body", "administrator", "viewer", "head"):
        client = signed_in(person)
        may = person in IMPORTS[model]
        for act in ("import", "import_template"):
            assert (person, client.get(address(model, act)).status_code) == (person, 200 if may else 403)
        sent = client.post(address(model, "process_import"), {"import_file_name": "0" * 32})
        assert (person, sent.status_code) == (person, 302 if may else 403)
        assert client.get(address(model, "process_import")).status_code == 405


def test_people_without_the_console_are_kept_out(signed_in, cast):
    answer = signed_in("contact").get(address("unit", "import"))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("admin:login"))


def test_no_page_of_the_exchange_holds_anything_inline(signed_in, cast):
    client = signed_in()
    make_unit("Vụ", code="vu")
    preview = upload(client, xlsx(HEADINGS, ["vu", "Vụ mới", 1], ["cuc", "Cục", "nhất"]))
    pages = [client.get(address("unit", act)) for act in ("import", "export", "changelist", "add")]
    assert [(page.status_code, read(page).inline) for page in [preview, *pages]] == [(200, [])] * 5
