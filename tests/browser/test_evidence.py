"""Files of evidence in a real browser: attached, seen beside the sheet, turned, on a screen and on a phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from clusters.criteria.models import Criterion
from clusters.scoring.files.reading import read_upload
from clusters.scoring.models import Evidence
from clusters.scoring.reading import sheet_of
from clusters.scoring.services.evidence import add_evidence
from tests.browser.conftest import WHOLE, Visit
from tests.clusters.scoring.samples import docx, pdf, sent
from tests.factories import give_marks


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.STORAGE_ROOT = tmp_path / "storage"


@pytest.fixture
def attached(cast, member):
    """A PDF of three pages and a Word file beside the contact's first line."""
    line = Criterion.objects.get(code="A.1")
    for content, title, number in (
        (pdf("Một", "Hai", "Ba"), "Báo cáo tổng kết", "15/BC"),
        (docx(), "Phụ lục", ""),
    ):
        add_evidence(
            sheet=sheet_of(member("contact")),
            criterion=line,
            upload=read_upload(sent(content), f"{title}.pdf"),
            title=title,
            number=number,
            actor=cast.contact,
        )


def drawn(picture):
    """The picture was loaded and is as wide as the server makes it."""
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    return picture.evaluate("image => image.naturalWidth")


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("width", [1280, 360])
def test_a_pdf_is_attached_and_seen(visit, member, tmp_path, width):
    page = visit.page
    page.set_viewport_size({"width": width, "height": 800})
    visit.sign_in("contact")
    page.goto(visit.server.url + address(visit, member, "A.1"))
    file = tmp_path / "Quyết định số 12.pdf"
    file.write_bytes(pdf("Quyết định số 12/QĐ-UBND"))
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_label("What it is").fill("Quyết định giao chỉ tiêu")
    page.get_by_label("Document number").fill("12/QĐ-UBND")
    page.get_by_label("Date of the document").fill("05/01/2026")
    page.get_by_role("button", name="Attach").click()
    expect(page.locator("main")).to_contain_text("The file was attached.")
    assert drawn(page.locator(".piece-picture img")) == 1200
    assert fits(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Quyết định số 12.pdf").click()
    assert download.value.suggested_filename == "Quyết định số 12.pdf"
    page.get_by_role("link", name="Withdraw").click()
    page.get_by_role("button", name="Withdraw").click()
    expect(page.locator("main")).to_contain_text("No file is attached.")
    assert Evidence.objects.get().withdrawn_at is not None


@pytest.mark.parametrize("width", [1280, 360])
def test_the_files_open_beside_the_sheet(visit, member, attached, width):
    page = visit.page
    page.set_viewport_size({"width": width, "height": 800})
    visit.sign_in("contact")
    visit.sheet(member("contact"))
    link = visit.line("A.1").get_by_role("link", name="2 files of evidence")
    link.click()
    beside = page.locator(".sheet-layout > .drawer")
    expect(beside).to_contain_text("Báo cáo tổng kết")
    expect(beside.get_by_role("button", name="Close")).to_be_focused()
    assert drawn(beside.locator("img")) == 1200
    expect(beside.locator("img")).to_have_count(1)
    expect(beside).to_contain_text("page 1 of 3")
    beside.get_by_role("link", name="Page after").click()
    beside.get_by_role("link", name="Page after").click()
    expect(beside).to_contain_text("page 3 of 3")
    expect(beside.get_by_role("link", name="Page after")).to_have_count(0)
    expect(beside.get_by_role("link", name="Page before")).to_be_focused()
    assert beside.locator("img").get_attribute("src").endswith("/3/")
    assert drawn(beside.locator("img")) == 1200
    assert fits(page)
    with page.context.expect_page() as opened:
        beside.locator(".piece-picture").click()
    opened.value.wait_for_function("document.images.length === 1 && document.images[0].complete")
    assert opened.value.evaluate("document.images[0].naturalWidth") == 1200
    opened.value.wait_for_load_state("networkidle")
    opened.value.close()
    beside.get_by_role("button", name="Close").focus()
    page.keyboard.press("Escape")
    expect(beside).to_have_count(0)
    expect(link).to_be_focused()


def test_the_drawer_of_a_cell_shows_the_files(visit, member, attached):
    give_marks(member("contact"), "self", WHOLE, state="submitted")
    visit.sign_in("head")
    visit.scores(source="verified")
    visit.cell(member("contact"), "A.1").click()
    visit.page.keyboard.press("F2")
    drawer = visit.page.locator("#drawer")
    expect(drawer).to_contain_text("Báo cáo tổng kết")
    assert drawn(drawer.locator("img")) == 1200
    drawer.get_by_role("link", name="Page after").click()
    expect(drawer).to_contain_text("page 2 of 3")
    assert drawer.locator("img").get_attribute("src").endswith("/2/")
    assert drawn(drawer.locator("img")) == 1200
    visit.page.wait_for_load_state("networkidle")


def test_pages_are_turned_without_scripts(browser, live_server, cast, member, attached):
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(15_000)
    visit = Visit(context.new_page(), live_server, cast)
    visit.sign_in("contact")
    visit.sheet(member("contact"))
    visit.line("A.1").get_by_role("link", name="2 files of evidence").click()
    visit.page.get_by_role("link", name="Page after").click()
    expect(visit.page.locator("main")).to_contain_text("page 2 of 3")
    visit.page.get_by_role("link", name="Page before").click()
    expect(visit.page.locator("main")).to_contain_text("page 1 of 3")
    visit.page.wait_for_load_state("networkidle")
    context.close()


def address(visit, member, code):
    line = Criterion.objects.get(code=code)
    cycle = visit.cast.cycle
    return reverse(
        "clusters:evidence", args=[cycle.cluster.code, cycle.year, member("contact").unit.code, line.pk]
    )
