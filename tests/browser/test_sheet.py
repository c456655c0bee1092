"""A unit fills its sheet in a real browser."""

from decimal import Decimal

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from clusters.scoring.models import Mark, Sheet
from tests.browser.conftest import Visit
from tests.factories import give_marks


@pytest.fixture
def filling(visit, member):
    visit.sign_in("contact")
    visit.sheet(member("contact"))
    return visit


def points():
    return dict(Mark.objects.filter(source="self").values_list("criterion__code", "points"))


def leave(field):
    field.press("Tab")


def test_each_line_saves_itself_and_the_rail_follows(filling, member):
    page = filling.page
    rail = page.locator(".sheet-rail li")
    expect(rail.first).to_contain_text("3 left")
    points_field = filling.line("A.1").get_by_label("Points", exact=True)
    points_field.fill("9,5")
    leave(points_field)
    expect(filling.line("A.1")).to_contain_text("Saved")
    expect(rail.first).to_contain_text("3 left")
    reason = filling.line("A.1").get_by_label("Reason")
    reason.fill("chậm một việc")
    leave(reason)
    expect(rail.first).to_contain_text("2 left")
    filling.line("A.2").get_by_label("Met").select_option("yes")
    expect(filling.line("A.2").get_by_label("Points", exact=True)).to_have_value("2")
    done = filling.line("A.3").get_by_label("Số việc hoàn thành đúng hạn")
    done.fill("19")
    leave(done)
    expect(filling.line("A.3")).to_contain_text("Give all figures of this line")
    out_of = filling.line("A.3").get_by_label("Tổng số việc được giao")
    out_of.fill("20")
    leave(out_of)
    expect(filling.line("A.3")).to_contain_text("falls in the tier")
    expect(rail.first).to_contain_text("✓")
    expect(page.locator("#sheet-total")).to_have_text("13.50")
    assert points() == {"A.1": Decimal("9.50"), "A.2": Decimal("2.00"), "A.3": Decimal("2.00")}
    assert Mark.objects.get(criterion__code="A.1").reason == "chậm một việc"


def test_an_ended_session_keeps_the_sheet_as_it_was_typed(filling, member):
    Session.objects.all().delete()
    line = filling.line("A.1")
    line.get_by_label("Reason").fill("chậm một việc")
    leave(line.get_by_label("Reason"))
    expect(filling.page.locator("#session-ended")).to_be_visible()
    filling.page.locator("#session-ended").get_by_role("button").click()
    line.get_by_label("Points", exact=True).fill("9")
    leave(line.get_by_label("Points", exact=True))
    expect(filling.page.locator("#session-ended")).to_be_visible()
    filling.sign_in("contact")
    filling.page.reload()
    expect(line.get_by_label("Points", exact=True)).to_have_value("9")
    expect(line.get_by_label("Reason")).to_have_value("chậm một việc")
    filling.page.get_by_role("button", name="Send now").click()
    expect(line).to_contain_text("Saved")
    mark = Mark.objects.get()
    assert (mark.points, mark.reason) == (Decimal("9.00"), "chậm một việc")


def test_a_sheet_is_sent_only_when_nothing_is_missing(filling, member):
    page = filling.page
    page.get_by_role("link", name="Submit").first.click()
    expect(page.locator("main")).to_contain_text("5 lines are missing something")
    give_marks(member("contact"), "self", ["10", "2", "2", "6", "0"])
    filling.sheet(member("contact"))
    page.get_by_role("link", name="Submit").first.click()
    page.get_by_role("button", name="Submit").click()
    expect(page.locator("main")).to_contain_text("The sheet was sent.")
    assert Sheet.objects.get().state == "submitted"
    expect(page.get_by_label("Points", exact=True)).to_have_count(0)


def test_the_plain_form_works_without_scripts(browser, live_server, cast, member):
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(15_000)
    visit = Visit(context.new_page(), live_server, cast)
    visit.sign_in("contact")
    visit.sheet(member("contact"))
    visit.line("A.1").get_by_label("Points", exact=True).fill("10")
    visit.line("A.2").get_by_label("Met").select_option("yes")
    visit.page.get_by_role("button", name="Save").click()
    expect(visit.page.locator("main")).to_contain_text("Saved 2 lines.")
    visit.sign_in("standing_body")
    visit.scores(source="self")
    visit.cell(member("head"), "A.1").fill("8,5")
    visit.page.get_by_role("button", name="Save").click()
    expect(visit.page.locator("main")).to_contain_text("Saved 1 cell.")
    context.close()
    assert sorted(Mark.objects.values_list("criterion__code", "points")) == [
        ("A.1", Decimal("8.50")),
        ("A.1", Decimal("10.00")),
        ("A.2", Decimal("2.00")),
    ]
