"""Who fills which sections of a unit's sheet: appointed by the unit, filling only what is theirs."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from clusters.cycles.models import Cycle
from clusters.cycles.parts import parts_in, prepare_parts
from clusters.scoring.editing import sections_of_editor
from clusters.scoring.models import Mark, SectionEditor
from clusters.scoring.permissions import give
from clusters.scoring.services import MarkChange, save_marks, submit_sheet
from clusters.scoring.services.editors import end_editor, set_editors
from clusters.scoring.services.preparing import CellsRefused
from clusters.scoring.worklist import own_sheets
from emulation.accounts.models import Role, RoleGrant, User
from emulation.audit.models import Entry
from emulation.core.errors import NotPermitted, Refused
from emulation.core.permissions import can
from tests.factories import close_windows, give_marks, make_sheet, make_user
from tests.refusing import refused

TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)


@pytest.fixture
def editor(db):
    return make_user("bien-tap", full_name="Ngô Thị Biên")


@pytest.fixture
def appoint(cast, member, editor):
    def appointed(*sections, user=editor, actor=None, since=TODAY, until=None):
        return set_editors(
            membership=member("contact"),
            user=user,
            sections=sections,
            since=since,
            until=until,
            actor=actor or cast.fresh("contact"),
        )

    return appointed


def again(user):
    """Read a person again: rights are kept on the object for one request."""
    return User.objects.get(pk=user.pk)


def rows():
    return list(SectionEditor.objects.values_list("section", "since", "until"))


def test_the_unit_gives_sections_to_a_person(appoint, cast):
    appoint("A", "B.1")
    assert rows() == [("A", TODAY, None), ("B.1", TODAY, None)]
    entry = Entry.objects.get()
    assert entry.verb == "scoring.editors-set"
    assert (entry.data["unit"], entry.data["sections"]) == ("Văn phòng", "A, B.1")
    assert "Biên" not in str(entry.data)


def test_the_same_once_more_changes_and_logs_nothing(appoint):
    appoint("A")
    assert appoint("A") == []
    assert Entry.objects.count() == 1


def test_new_days_replace_the_last_day_and_keep_the_first(appoint):
    appoint("A")
    appoint("A", since=TODAY + DAY, until=TODAY + 5 * DAY)
    assert rows() == [("A", TODAY, TODAY + 5 * DAY)]


def test_what_began_today_ends_without_a_row_and_what_began_before_yesterday(appoint, cast):
    appoint("A", "B")
    SectionEditor.objects.filter(section="B").update(since=TODAY - 3 * DAY)
    for row in SectionEditor.objects.all():
        end_editor(editor=row, actor=cast.fresh("contact"))
    assert rows() == [("B", TODAY - 3 * DAY, TODAY - DAY)]
    assert [entry.verb for entry in Entry.objects.order_by("pk")][1:] == ["scoring.editor-ended"] * 2


def test_what_is_over_is_not_ended_again(appoint, cast):
    appoint("A")
    SectionEditor.objects.update(since=TODAY - 3 * DAY, until=TODAY - DAY)
    with refused(Refused, "This person does not fill the section any more."):
        end_editor(editor=SectionEditor.objects.get(), actor=cast.fresh("contact"))


@pytest.mark.parametrize("name", ["standing_body", "head", "deputy", "viewer", "administrator", "outsider"])
def test_only_those_who_act_for_the_unit_appoint(appoint, cast, name):
    said = "Only those who act for the unit say who fills its sheet."
    if name == "outsider":
        said = "There is no such page for you."
    with refused(NotPermitted, said):
        appoint("A", actor=cast.fresh(name))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("contact", "This person acts for the unit and fills every section."),
        ("head", "This person verifies the sheets of the year and cannot fill one of them."),
        ("standing_body", "This person verifies the sheets of the year and cannot fill one of them."),
    ],
)
def test_who_fills_all_or_verifies_is_not_appointed(appoint, cast, name, said):
    with refused(Refused, said):
        appoint("A", user=cast.fresh(name))


def test_sections_and_days_make_sense(appoint, editor):
    with refused(Refused, "The criterion “Z.9” is not in the table of this group."):
        appoint("A", "Z.9")
    with refused(Refused, "Choose at least one section."):
        appoint()
    with refused(Refused, "The last day comes before the first."):
        appoint("A", since=TODAY, until=TODAY - DAY)
    with refused(Refused, "The last day is over."):
        appoint("A", since=TODAY - 5 * DAY, until=TODAY - DAY)
    User.objects.filter(pk=editor.pk).update(is_active=False)
    with refused(Refused, "This person's account is closed."):
        appoint("A", user=again(editor))


def test_an_editor_sees_the_year_and_the_sheet_and_nobody_else_s(appoint, cast, member, editor):
    cycle = cast.cycle
    assert list(Cycle.objects.visible_to(again(editor))) == []
    assert parts_in(cycle, again(editor)).sees is False
    appoint("A")
    user = again(editor)
    assert list(Cycle.objects.visible_to(user)) == [cycle]
    assert parts_in(cycle, user).sees is True
    prepared = again(editor)
    prepare_parts(prepared, [cycle, cast.outside_cycle])
    assert [parts_in(one, prepared).sees for one in (cycle, cast.outside_cycle)] == [True, False]
    own, other = make_sheet(member("contact")), make_sheet(member("head"))
    assert bool(can(user, "scoring.see", own)) is True
    assert can(user, "scoring.see", other).reason == (
        "Sheets of other units can be read once the provisional ranking is published."
    )


def test_an_editor_fills_own_lines_and_those_below_and_no_others(appoint, cast, member, editor):
    appoint("A", "B.1")
    one = member("contact")

    def save(*codes):
        changes = [MarkChange(member=one.pk, criterion=code, points=Decimal(2)) for code in codes]
        return save_marks(source="self", changes=changes, actor=again(editor))

    assert [mark.points for mark in save("A.1", "A.2", "B.1")] == [Decimal(2)] * 3
    assert Mark.objects.filter(given_for__isnull=False).count() == 0
    with refused(NotPermitted, "You fill other lines of this sheet: A, B.1."):
        save("B.2")
    with refused(CellsRefused, "Nothing was saved: 1 cells are refused."):
        save("A.3", "B.2")


@pytest.mark.parametrize("source", ["inspection", "verified", "final"])
def test_an_editor_gives_no_other_points(appoint, cast, member, editor, source):
    appoint("A")
    give_marks(member("contact"), "self", ["10"], state="submitted")
    with pytest.raises(NotPermitted):
        save_marks(
            source=source,
            changes=[MarkChange(member=member("contact").pk, criterion="A.1", points=Decimal(2))],
            actor=again(editor),
        )


def test_an_editor_does_not_send_the_sheet(appoint, member, editor):
    appoint("A", "B")
    sheet = give_marks(member("contact"), "self", ["10", "2", "2", "6", "0"])
    with refused(NotPermitted, "The sheet is sent by those who act for the unit."):
        submit_sheet(sheet=sheet, actor=again(editor))


def test_rights_end_with_the_last_day_and_begin_with_the_first(appoint, member, editor):
    appoint("A")
    sheet = make_sheet(member("contact"))
    for since, until, may in (
        (TODAY - 5 * DAY, TODAY - DAY, False),
        (TODAY + DAY, None, False),
        (TODAY, TODAY, True),
    ):
        SectionEditor.objects.update(since=since, until=until)
        assert bool(give(again(editor), sheet, "self")) is may
        assert sections_of_editor(again(editor), sheet.membership) == (
            frozenset({"A"}) if may else frozenset()
        )


def test_the_sections_of_a_person_are_asked_once(appoint, member, editor, exactly_queries):
    appoint("A", "B")
    user, memberships = again(editor), [member("contact"), member("head")]
    with exactly_queries(1):
        for one in memberships:
            sections_of_editor(user, one)


def test_filling_waits_while_self_scoring_is_open(appoint, cast, editor):
    appoint("A")
    with translation.override("en"):
        waiting = [item.what for item in own_sheets(again(editor))]
    assert waiting == ["Fill your sections of the sheet of Văn phòng"]
    close_windows(cast.cycle, "self-scoring")
    assert list(own_sheets(again(editor))) == []


def test_who_fills_a_section_and_comes_to_the_standing_body_later_judges_other_sheets_only(
    appoint, cast, member, editor
):
    appoint("A")
    RoleGrant.objects.create(user=editor, role=Role.STANDING_BODY, since=TODAY)
    for name in ("contact", "deputy"):
        give_marks(member(name), "self", ["10", "2", "2", "6", "0"], state="submitted")

    def verify(name):
        change = MarkChange(member=member(name).pk, criterion="A.1", points=Decimal(9))
        return save_marks(source="verified", changes=[change], actor=again(editor))

    said = "You fill sections of this sheet: its points are set by somebody who does not."
    with refused(NotPermitted, said):
        verify("contact")
    assert can(again(editor), "scoring.return", member("contact").sheet).reason == said
    assert [mark.points for mark in verify("deputy")] == [Decimal("9.00")]
