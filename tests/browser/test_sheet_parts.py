"""Around the lines of a sheet in a real browser: tasks that did not arise, last year's texts, section editors."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from clusters.criteria.models import CriteriaTable, Criterion
from clusters.scoring.models import Mark, SectionEditor
from clusters.scoring.services.comments import add_comment
from tests.factories import add_members, give_marks, make_cycle, make_table

WIDTHS = (1280, 360)


@pytest.fixture
def provided(cast, member):
    """Tasks may be left out, and the unit wrote something last year."""
    CriteriaTable.objects.update(not_arisen="excluded")
    before = make_cycle(cast.cycle.cluster, cast.cycle.year - 1)
    [old] = add_members(before, units=[cast.contact_unit])
    make_table(before.groups.get(), leaves=1)
    give_marks(old, "self", ["9"], reason="chậm một việc", evidence="Báo cáo 12/BC-VP")
    line = Criterion.objects.get(table=old.group.binding.table, code="I.1")
    Criterion.objects.filter(code="A.1").update(replaces=line)


def saved(code, source="self"):
    return Mark.objects.filter(criterion__code=code, source=source).first()


def test_a_ticked_box_asks_for_the_reason_and_saves_with_it(visit, provided, member):
    visit.sign_in("contact")
    visit.sheet(member("contact"))
    line = visit.line("A.2")
    line.get_by_label("The task did not arise").check()
    dialog = visit.page.locator("#ask-reason")
    expect(dialog).to_contain_text("Say why the task did not arise.")
    assert saved("A.2") is None
    dialog.get_by_label("Reason").fill("không được giao")
    dialog.get_by_role("button", name="Save with this reason").click()
    expect(line).to_contain_text("Saved")
    mark = saved("A.2")
    assert (mark.not_arisen, mark.points, mark.reason) == (True, None, "không được giao")
    expect(line).not_to_have_class("line line-open")
    line.get_by_label("Met").select_option("yes")
    expect(line.get_by_label("The task did not arise")).not_to_be_checked()
    assert (saved("A.2").not_arisen, saved("A.2").points) == (False, Decimal(2))


def test_the_verifier_accepts_with_one_click(visit, provided, member, cast):
    sheet = give_marks(member("contact"), "self", [None, None, "2"], state="submitted")
    line = Criterion.objects.get(code="A.2")
    Mark.objects.create(
        sheet=sheet,
        criterion=line,
        source="self",
        not_arisen=True,
        reason="không được giao",
        given_at=timezone.now(),
    )
    visit.sign_in("head")
    visit.sheet(member("contact"))
    visit.line("A.2").get_by_label("Accept that the task did not arise").check()
    expect(visit.line("A.2").get_by_label("Reason")).to_have_value("không được giao")
    expect(visit.line("A.2")).to_contain_text("Saved")
    assert (saved("A.2", "verified").not_arisen, saved("A.2", "verified").reason) == (True, "không được giao")


def test_last_year_s_texts_are_copied_behind_what_stands_there(visit, provided, member):
    visit.sign_in("contact")
    visit.sheet(member("contact"))
    line = visit.line("A.1")
    line.locator(".line-before summary").click()
    line.get_by_role("button", name="Copy these texts").click()
    expect(line.get_by_label("Reason")).to_have_value("chậm một việc")
    expect(line).to_contain_text("Saved")
    mark = saved("A.1")
    assert (mark.reason, mark.evidence, mark.points) == ("chậm một việc", "Báo cáo 12/BC-VP", None)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_around_the_sheet_fits(visit, provided, member, cast, width, tmp_path):
    one = member("contact")
    sheet = give_marks(one, "self", ["10", None, "2", "6", "0"], state="returned")
    sheet.return_until = timezone.localdate() + dt.timedelta(days=3)
    sheet.save(update_fields=["return_until"])
    SectionEditor.objects.create(membership=one, user=cast.viewer, section="A")
    for visibility in ("unit", "public"):
        add_comment(
            sheet=sheet,
            criterion=Criterion.objects.get(code="A.1"),
            visibility=visibility,
            text="Đề nghị bổ sung tài liệu minh chứng cho nội dung này trước ngày họp của Cụm. " * 2,
            actor=cast.fresh("head"),
        )
    visit.page.set_viewport_size({"width": width, "height": 800})
    visit.sign_in("contact")
    place = [cast.cycle.cluster.code, cast.cycle.year, one.unit.code]
    for name in ("sheet", "sheet-editors", "sheet-comments"):
        visit.page.goto(visit.server.url + reverse(f"clusters:{name}", args=place))
        visit.page.screenshot(path=tmp_path / f"{name}-{width}.png", full_page=True)
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width, name
    give_marks(one, "inspection", ["9"])
    give_marks(one, "final", ["9"])
    type(sheet).objects.update(state="submitted")
    visit.sign_in("head")
    for name in ("sheet-accept", "sheet-return"):
        visit.page.goto(visit.server.url + reverse(f"clusters:{name}", args=place))
        visit.page.screenshot(path=tmp_path / f"{name}-{width}.png", full_page=True)
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width, name
    visit.page.goto(visit.server.url + reverse("clusters:corrections", args=place[:2]))
    visit.page.screenshot(path=tmp_path / f"corrections-{width}.png", full_page=True)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
