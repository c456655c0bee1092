"""The score page in a real browser."""

from decimal import Decimal

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from clusters.scoring.models import Mark
from tests.browser.deeds import other_person_gives, paste, stored


def test_a_cell_is_saved_on_enter_and_totals_follow(verifying, member):
    contact = member("contact")
    verifying.cell(contact, "A.1").click()
    verifying.page.keyboard.type("9,5")
    expect(verifying.page.locator(f"#t-{contact.pk}")).to_have_text("9.50")
    verifying.page.keyboard.press("Enter")
    expect(verifying.status).to_contain_text("Văn phòng, A.1 = 9.5")
    expect(verifying.status).to_contain_text("Saved")
    expect(verifying.cell(contact, "A.2")).to_be_focused()
    expect(verifying.page.locator(f"#k-{contact.pk}")).to_have_text("1/5")
    assert stored(contact) == Decimal("9.50")
    for text in ("2", "2", "6", "0"):
        verifying.page.keyboard.type(text)
        verifying.page.keyboard.press("Enter")
    expect(verifying.page.locator(f"#k-rank-{contact.pk}")).to_have_text("1")
    expect(verifying.page.locator(f"#t-{contact.pk}")).to_have_text("19.50")
    expect(verifying.box(contact, "A.1").locator("small")).to_have_text("10 ▼")


def test_a_refusal_stands_at_the_cell_and_what_was_typed_stays(verifying, member):
    cell = verifying.cell(member("contact"), "A.1")
    cell.fill("1.234")
    cell.press("Enter")
    expect(verifying.status).to_contain_text("could be a decimal or a thousand")
    expect(cell).to_have_value("1.234")
    expect(cell).to_have_attribute("aria-invalid", "true")
    cell.fill("5000")
    cell.press("Tab")
    expect(verifying.status).to_contain_text("5000 is outside 0 to 10.")
    cell.fill("9")
    cell.press("Enter")
    expect(verifying.status).to_contain_text("Saved")
    expect(cell).not_to_have_attribute("aria-invalid", "true")
    assert stored(member("contact")) == Decimal("9.00")


@pytest.mark.parametrize(("button", "points"), [("Take theirs", "8.00"), ("Keep mine", "9.00")])
def test_a_cell_changed_meanwhile_is_never_overwritten_unasked(verifying, cast, member, button, points):
    contact = member("contact")
    other_person_gives(cast, contact, "8")
    cell = verifying.cell(contact, "A.1")
    cell.fill("9")
    cell.press("Enter")
    dialog = verifying.page.locator("#conflict")
    expect(dialog).to_contain_text("Lê Thị Phó set Văn phòng, A.1 to 8")
    expect(dialog).to_contain_text("You typed 9.")
    assert stored(contact) == Decimal("8.00")
    dialog.get_by_role("button", name=button).click()
    if button == "Keep mine":
        asked = verifying.page.locator("#ask-reason")
        expect(asked).to_contain_text("Say why these points are changed.")
        asked.locator("textarea").fill("xem lại hồ sơ")
        asked.get_by_role("button", name="Save with this reason").click()
        expect(verifying.status).to_contain_text("Saved")
    else:
        expect(cell).to_have_value("8")
    assert stored(contact) == Decimal(points)


def test_an_ended_session_loses_nothing(verifying, member):
    contact = member("contact")
    Session.objects.all().delete()
    cell = verifying.cell(contact, "A.1")
    cell.fill("9")
    cell.press("Enter")
    dialog = verifying.page.locator("#session-ended")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("link", name="Sign in again")).to_be_visible()
    dialog.get_by_role("button").click()
    expect(cell).to_have_value("9")
    expect(verifying.page.locator("#kept")).to_be_visible()
    assert stored(contact) is None
    verifying.sign_in("head")
    verifying.page.reload()
    cell = verifying.cell(contact, "A.1")
    expect(cell).to_have_value("9")
    verifying.page.get_by_role("button", name="Send now").click()
    expect(verifying.status).to_contain_text("Saved")
    expect(verifying.page.locator("#kept")).to_be_hidden()
    assert stored(contact) == Decimal("9.00")


def test_without_a_connection_cells_wait_and_are_sent_later(verifying, member):
    contact = member("contact")
    verifying.page.context.set_offline(True)
    verifying.cell(contact, "A.1").fill("9")
    verifying.cell(contact, "A.1").press("Enter")
    expect(verifying.status).to_contain_text("Not sent yet: 1.")
    verifying.cell(contact, "A.2").fill("2")
    verifying.cell(contact, "A.2").press("Enter")
    expect(verifying.status).to_contain_text("Not sent yet: 2.")
    verifying.page.context.set_offline(False)
    expect(verifying.status).to_contain_text("A.2 = 2")
    expect(verifying.page.locator("#kept")).to_be_hidden()
    expect(verifying.page.locator(f"#k-{contact.pk}")).to_have_text("2/5")
    assert (stored(contact, "A.1"), stored(contact, "A.2")) == (Decimal("9.00"), Decimal("2.00"))


def test_what_waits_can_be_given_up(verifying, member):
    verifying.page.context.set_offline(True)
    cell = verifying.cell(member("contact"), "A.1")
    cell.fill("9")
    cell.press("Enter")
    expect(verifying.page.locator("#kept")).to_be_visible()
    verifying.page.get_by_role("button", name="Drop them").click()
    verifying.page.context.set_offline(False)
    expect(cell).to_have_value("")
    verifying.page.reload()
    expect(verifying.page.locator("#kept")).to_be_hidden()


def test_a_block_is_shown_pasted_and_taken_back(verifying, member):
    deputy, contact = member("deputy"), member("contact")
    verifying.cell(contact, "A.1").fill("7")
    verifying.cell(contact, "A.1").press("Enter")
    expect(verifying.status).to_contain_text("Saved")
    # Official order: the head's own column comes first, then deputy and contact.
    paste(verifying, verifying.cell(deputy, "A.1"), "9\t9,5\n2\t2\n\t1,5\r\n5\t99\n")
    dialog = verifying.page.locator("#paste")
    expect(dialog).to_contain_text("1 figures cannot be saved.")
    expect(dialog.locator("tr.wrong")).to_contain_text("99 is outside 1 to 6.")
    expect(dialog.get_by_role("button", name="Paste and save")).to_be_disabled()
    dialog.get_by_role("button", name="Leave it").click()
    paste(verifying, verifying.cell(deputy, "A.1"), "9\t9,5\n2\t2\n\t1,5\r\n5\t5\n")
    expect(dialog).to_contain_text("7 cells will change, 0 stay as they are.")
    dialog.get_by_role("button", name="Paste and save").click()
    expect(verifying.page.locator(f"#t-{contact.pk}")).to_have_text("18.00")
    assert (stored(contact, "A.1"), stored(deputy, "A.3"), stored(contact, "A.3")) == (
        Decimal("9.50"),
        None,
        Decimal("1.50"),
    )
    verifying.page.get_by_role("button", name="Take the paste back").click()
    expect(verifying.status).to_contain_text("The paste was taken back.")
    expect(verifying.cell(contact, "A.1")).to_have_value("7")
    assert (stored(contact, "A.1"), stored(deputy, "A.1"), stored(contact, "B.1")) == (
        Decimal("7.00"),
        None,
        None,
    )


def test_a_block_with_rows_of_sections_and_one_outside(verifying, member):
    contact = member("contact")
    paste(verifying, verifying.cell(contact, "A.3"), "1,5\t1\nx\ty\n5\t1\n")
    dialog = verifying.page.locator("#paste")
    expect(dialog).to_contain_text("lie outside what you may write")
    dialog.get_by_label("The block also holds the rows of the sections").check()
    expect(dialog.locator("tbody tr:not(.left-out)")).to_have_count(2)
    dialog.get_by_role("button", name="Paste and save").click()
    expect(verifying.status).to_contain_text("Saved")
    assert (stored(contact, "A.3"), stored(contact, "B.1")) == (Decimal("1.50"), Decimal("5.00"))


def test_everything_can_be_done_from_the_keyboard(verifying, member):
    page, contact, deputy = verifying.page, member("contact"), member("deputy")
    verifying.cell(deputy, "A.1").focus()
    page.keyboard.press("ArrowRight")
    expect(verifying.cell(contact, "A.1")).to_be_focused()
    page.keyboard.press("End")
    expect(verifying.cell(contact, "A.1")).to_be_focused()
    page.keyboard.press("Home")
    expect(verifying.box(member("head"), "A.1")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(verifying.cell(deputy, "A.2")).to_be_focused()
    page.keyboard.type("1")
    page.keyboard.press("Escape")
    expect(verifying.cell(deputy, "A.2")).to_have_value("")
    page.keyboard.press("Shift+Enter")
    expect(verifying.cell(deputy, "A.1")).to_be_focused()
    page.keyboard.type("9")
    page.keyboard.press("Tab")
    expect(verifying.cell(contact, "A.1")).to_be_focused()
    expect(verifying.status).to_contain_text("Thanh tra, A.1 = 9")
    page.keyboard.press("F2")
    drawer = page.locator("#drawer")
    expect(drawer).to_contain_text("Judged: 0 to 10 points")
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(verifying.cell(contact, "A.1")).to_be_focused()
    fold = page.get_by_role("button", name="A Mục A")
    fold.focus()
    page.keyboard.press("Enter")
    expect(verifying.box(contact, "A.1")).to_be_hidden()
    expect(fold).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(verifying.box(contact, "A.1")).to_be_visible()


def test_the_drawer_saves_figures_a_reason_and_evidence(verifying, member):
    page, contact = verifying.page, member("contact")
    verifying.cell(contact, "A.3").dblclick()
    drawer = page.locator("#drawer")
    drawer.get_by_label("Số việc hoàn thành đúng hạn").fill("19")
    drawer.get_by_label("Tổng số việc được giao").fill("20")
    drawer.get_by_label("Tổng số việc được giao").press("Tab")
    expect(drawer.locator("[data-explanation]")).to_contain_text("19 ÷ 20 = 95 %")
    expect(verifying.cell(contact, "A.3")).to_have_value("2")
    drawer.get_by_role("textbox", name="Evidence").fill("BC 12")
    drawer.get_by_role("textbox", name="Evidence").press("Tab")
    expect(drawer.locator("[data-said]")).to_contain_text("Saved")
    mark = Mark.objects.get(sheet__membership=contact, criterion__code="A.3", source="verified")
    assert (mark.inputs, mark.evidence, mark.version) == (
        {"numerator": "19", "denominator": "20"},
        "BC 12",
        2,
    )


@pytest.mark.parametrize("width", [360, 1280])
def test_only_the_grid_scrolls_sideways(verifying, member, width):
    page = verifying.page
    page.set_viewport_size({"width": width, "height": 720})
    verifying.scores(source="verified")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    verifying.cell(member("contact"), "A.1").dblclick()
    expect(page.locator("#drawer")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    visit_sheet = verifying.sheet
    visit_sheet(member("contact"))
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_heads_stay_while_the_grid_scrolls(verifying, member):
    page = verifying.page
    page.set_viewport_size({"width": 360, "height": 480})
    verifying.scores(source="verified")
    page.locator(".score-box").evaluate("box => box.scrollTo(400, 400)")
    head = page.locator("thead th").first.bounding_box()
    box = page.locator(".score-box").bounding_box()
    name = page.locator("tbody th").last.bounding_box()
    assert (round(head["x"] - box["x"]), round(head["y"] - box["y"])) == (1, 1)
    assert round(name["x"] - box["x"]) == 1


def test_a_reader_moves_about_and_opens_the_drawer(visit, member):
    from tests.factories import give_marks

    give_marks(member("contact"), "self", ["10"], state="submitted")
    visit.sign_in("viewer")
    visit.scores(source="self")
    first = visit.box(member("head"), "A.1")
    assert first.get_attribute("tabindex") == "0"
    first.focus()
    visit.page.keyboard.press("ArrowRight")
    visit.page.keyboard.press("ArrowRight")
    expect(visit.box(member("contact"), "A.1")).to_be_focused()
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator("#drawer")).to_contain_text("What each source gave")
