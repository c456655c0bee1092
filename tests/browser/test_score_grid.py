"""The score page in a real browser: bad times, moving, the paste, the filters, paper."""

import io
import re
from decimal import Decimal

from playwright.sync_api import expect
from pypdf import PdfReader

from clusters.criteria.models import CriteriaTable, Criterion
from clusters.scoring.models import Mark
from clusters.scoring.services import MarkChange, save_mark
from tests.browser.conftest import WHOLE
from tests.browser.deeds import other_person_gives, paste, stored
from tests.factories import give_marks, make_every_kind, make_sheet

# --- Saving in bad times -----------------------------------------------------------------------------


def busy(page, times, seconds="1"):
    """Answer the next saves as a server does that cannot serve in time."""
    left = [times]

    def answer(route):
        if left[0] == 0:
            return route.continue_()
        left[0] -= 1
        return route.fulfill(
            status=503,
            headers={"Retry-After": seconds, "Content-Type": "application/json"},
            body='{"error": "The server is busy."}',
        )

    page.route("**/scores/mark/", answer)


def test_a_busy_server_is_asked_again_by_itself_and_nothing_is_lost(verifying, member):
    contact = member("contact")
    busy(verifying.page, 2)
    verifying.cell(contact, "A.1").fill("9")
    verifying.cell(contact, "A.1").press("Enter")
    expect(verifying.status).to_contain_text("The server is busy. Not saved yet: 1.")
    expect(verifying.box(contact, "A.1")).to_have_class("cell unsent")
    expect(verifying.page.locator("#kept")).to_be_visible()
    expect(verifying.status).to_contain_text("A.1 = 9", timeout=15_000)
    expect(verifying.page.locator("#kept")).to_be_hidden()
    assert stored(contact) == Decimal("9.00")


def test_what_waited_never_overwrites_what_came_meanwhile(verifying, cast, member):
    contact = member("contact")
    busy(verifying.page, 1)
    verifying.cell(contact, "A.1").fill("9")
    verifying.cell(contact, "A.1").press("Enter")
    expect(verifying.status).to_contain_text("Not saved yet: 1.")
    other_person_gives(cast, contact, "8")
    dialog = verifying.page.locator("#conflict")
    expect(dialog).to_contain_text("Lê Thị Phó set Văn phòng, A.1 to 8", timeout=15_000)
    dialog.get_by_role("button", name="Take theirs").click()
    expect(verifying.cell(contact, "A.1")).to_have_value("8")
    assert stored(contact) == Decimal("8.00")


# --- Moving, totals, the paste -------------------------------------------------------------------------


def test_control_and_enter_save_and_stay(verifying, member):
    contact = member("contact")
    verifying.cell(contact, "A.1").click()
    verifying.page.keyboard.type("9")
    verifying.page.keyboard.press("Control+Enter")
    expect(verifying.status).to_contain_text("A.1 = 9")
    expect(verifying.cell(contact, "A.1")).to_be_focused()
    verifying.page.keyboard.press("F2")
    drawer = verifying.page.locator("#drawer")
    drawer.get_by_label("Reason").fill("chậm")
    drawer.get_by_label("Reason").press("Control+Enter")
    expect(drawer.locator("[data-said]")).to_contain_text("Saved")
    expect(drawer.get_by_label("Reason")).to_be_focused()
    mark = Mark.objects.get(sheet__membership=contact, criterion__code="A.1", source="verified")
    assert (mark.points, mark.reason, mark.version) == (Decimal("9.00"), "chậm", 2)


def test_ranks_and_section_sums_follow_a_moment_after_the_save(verifying, member):
    deputy, contact = member("deputy"), member("contact")
    give_marks(deputy, "verified", WHOLE)
    give_marks(contact, "verified", ["9", "2", "2", "6"])
    verifying.scores(source="verified")
    page = verifying.page
    expect(page.locator(f"#k-rank-{deputy.pk}")).to_have_text("1")
    verifying.cell(contact, "B.2").fill("2")
    verifying.cell(contact, "B.2").press("Enter")
    expect(page.locator(f"#k-rank-{contact.pk}")).to_have_text("1")
    expect(page.locator(f"#k-rank-{deputy.pk}")).to_have_text("2")
    section = Criterion.objects.get(code="B").pk
    expect(page.locator(f"#s-{contact.pk}-{section}")).to_have_text("8.00")


def test_the_paste_lists_every_cell_old_and_new_and_says_what_is_left_out_and_why(verifying, member):
    contact = member("contact")
    verifying.cell(contact, "A.1").fill("7")
    verifying.cell(contact, "A.1").press("Enter")
    expect(verifying.status).to_contain_text("Saved")
    deputy = member("deputy")
    paste(verifying, verifying.cell(deputy, "A.1"), "9\t8\t5\n2\t99\t5\n")
    rows = verifying.page.locator("#paste tbody tr")
    expect(rows).to_have_count(6)
    listed = [row.split("\t") for row in rows.all_inner_texts()]
    assert listed[0] == ["A.2", "Văn phòng", "empty", "99", "99 is outside 0 to 2."]
    assert ["A.1", "Văn phòng", "7", "8", ""] in listed
    assert ["A.1", "Thanh tra", "empty", "9", ""] in listed
    assert listed[-1] == ["–", "–", "", "5", "Left out: outside the table"]
    verifying.page.keyboard.press("Escape")
    assert stored(deputy) is None


def test_a_paste_over_what_somebody_else_gave_meanwhile_names_them_first(verifying, cast, member):
    deputy, contact = member("deputy"), member("contact")
    other_person_gives(cast, contact, "8")
    paste(verifying, verifying.cell(deputy, "A.1"), "9\t9,5\n")
    dialog = verifying.page.locator("#paste")
    expect(dialog).to_contain_text("Lê Thị Phó changed this to 8,00 meanwhile.")
    expect(dialog.locator("tbody tr").filter(has_text="Văn phòng").locator("td").nth(2)).to_have_text("8")
    assert stored(contact) == Decimal("8.00")
    dialog.get_by_label("Reason for changing points that somebody else gave").fill("xem lại hồ sơ")
    dialog.get_by_role("button", name="Paste and save").click()
    expect(verifying.page.locator("#undo")).to_be_visible()
    assert (stored(contact), stored(deputy)) == (Decimal("9.50"), Decimal("9.00"))


def test_a_block_the_server_does_not_take_stays_in_its_list(verifying, member):
    deputy = member("deputy")
    paste(verifying, verifying.cell(deputy, "A.1"), "9\t9,5\n")
    dialog = verifying.page.locator("#paste")
    expect(dialog).to_contain_text("2 cells will change")
    verifying.page.context.set_offline(True)
    dialog.get_by_role("button", name="Paste and save").click()
    expect(dialog).to_contain_text("nothing was saved")
    verifying.page.context.set_offline(False)
    dialog.get_by_role("button", name="Paste and save").click()
    expect(verifying.page.locator("#undo")).to_be_visible()
    assert stored(deputy) == Decimal("9.00")


def test_what_did_not_arise_is_typed_asks_why_and_shows(verifying, member):
    CriteriaTable.objects.update(not_arisen="excluded")
    verifying.scores(source="verified")
    contact, page = member("contact"), verifying.page
    verifying.cell(contact, "A.1").fill("kps")
    verifying.cell(contact, "A.1").press("Enter")
    asked = page.locator("#ask-reason")
    expect(asked).to_contain_text("Say why the task did not arise.")
    asked.locator("textarea").fill("không có vụ việc")
    asked.get_by_role("button", name="Save with this reason").click()
    expect(verifying.status).to_contain_text("A.1 = n/a")
    expect(verifying.cell(contact, "A.1")).to_have_value("n/a")
    expect(page.locator(f"#k-{contact.pk}")).to_have_text("1/5")
    verifying.cell(contact, "A.1").fill("9")
    verifying.cell(contact, "A.1").press("Enter")
    expect(verifying.status).to_contain_text("A.1 = 9")
    assert stored(contact) == Decimal("9.00")


def test_the_filter_works_from_the_menu_and_frames_the_cells(verifying, member):
    give_marks(member("contact"), "verified", ["9", "2", "2", "6", "0"])
    verifying.page.get_by_label("Show").select_option("differs")
    expect(verifying.page).to_have_url(re.compile("show=differs"))
    expect(verifying.box(member("contact"), "A.1")).to_have_class(re.compile("sought"))
    expect(verifying.page.locator("tbody tr")).to_have_count(2)
    verifying.page.get_by_role("link", name="Show all lines").click()
    expect(verifying.page.locator("tbody tr")).to_have_count(7)


def test_the_printed_page_holds_the_table_and_nothing_to_press(verifying, member):
    give_marks(member("contact"), "verified", ["9", "2", "2", "6", "0"])
    verifying.scores(source="verified")
    verifying.page.emulate_media(media="print")
    for away in (".bar", ".grid-tools", ".grid-foot", ".cycle-head", ".fold"):
        expect(verifying.page.locator(away).first).to_be_hidden()
    (paper,) = PdfReader(io.BytesIO(verifying.page.pdf(prefer_css_page_size=True))).pages
    assert paper.mediabox.width > paper.mediabox.height
    words = paper.extract_text().replace(" ", "")
    for told in ("Scores:verified", "A.1", "19.00", "Vănphòng", "Total", "Rank"):
        assert told in words


def test_a_rule_across_the_units_shows_the_new_points_of_the_others(visit, cast, member):
    cast.cycle.groups.get().binding.delete()
    make_every_kind(cast.cycle.groups.get())
    for name in ("deputy", "contact"):
        make_sheet(member(name), "submitted")
    change = MarkChange(
        member=member("contact").pk, criterion="II.1", inputs={"target": "100", "done": "110"}
    )
    save_mark(source="verified", change=change, actor=cast.standing_body)
    visit.sign_in("standing_body")
    visit.scores(source="verified")
    expect(visit.cell(member("contact"), "II.1")).to_have_value("20")
    visit.cell(member("deputy"), "II.1").dblclick()
    figures = visit.page.locator("#drawer [data-input]")
    figures.nth(0).fill("50")
    figures.nth(1).fill("60")
    figures.nth(1).press("Tab")
    expect(visit.cell(member("deputy"), "II.1")).to_have_value("20")
    expect(visit.cell(member("contact"), "II.1")).to_have_value("15")
    expect(visit.page.locator(f"#t-{member('contact').pk}")).to_have_text("15.00")
