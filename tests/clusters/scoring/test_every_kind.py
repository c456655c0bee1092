"""A table with every kind of rule: exact totals to the last digit, the same on both databases."""

from decimal import Decimal

import pytest

from clusters.scoring.models import Mark, SheetTotal
from clusters.scoring.reading import stored_sums, sums_from_marks, table_of
from clusters.scoring.rules import Sums, worth
from clusters.scoring.services import MarkChange, recalculate, save, save_mark, totals
from emulation.audit.models import Entry
from emulation.core.errors import NotPermitted, Refused
from tests.factories import make_every_kind, make_sheet, open_windows
from tests.people import make_cast
from tests.refusing import refused

# What each member reports, line by line: points given directly, or figures.
CONTACT = {
    "I.1": "9.5",
    "I.2": {"answer": True},
    "I.3": {"option": "thieu"},
    "I.4": {"numerator": "19", "denominator": "20"},
    "I.5": {"days": "2"},
    "I.6": {"sent": True, "date": "01/03/2022"},
    "I.7": {"numerator": "7", "denominator": "6"},
    "I.8": "11.25",
    "II.1": {"target": "100", "done": "110"},
    "II.2": {"count": "7"},
    "II.3": {"count": "3"},
    "II.4": {"numerator": "15", "denominator": "100"},
    "II.5": {"count": "2"},
    "III": {"amount": "10"},
}
DEPUTY = {**CONTACT, "II.1": {"target": "50", "done": "60"}, "I.7": {"numerator": "1", "denominator": "3"}}
HEAD = {**CONTACT, "II.1": {"target": "", "done": "30"}, "I.1": "10", "III": {"amount": "0"}}
POINTS = {
    "I.1": "9.50",
    "I.2": "2.00",
    "I.3": "0.50",
    "I.4": "2.00",
    "I.5": "1.50",
    "I.6": "0.50",
    "I.7": "11.67",
    "I.8": "11.25",
    "II.1": "15.00",
    "II.2": "3.50",
    "II.3": "5.25",
    "II.4": "5.00",
    "II.5": "2.00",
    "III": "10.00",
}


@pytest.fixture
def cast(db):
    cast = make_cast()
    make_every_kind(cast.cycle.groups.get(), not_arisen="excluded", ranked_by="rescaled")
    open_windows(cast.cycle, "self-scoring", "cross-inspection", "verification")
    for member in cast.cycle.memberships.all():
        make_sheet(member, "submitted")
    return cast


@pytest.fixture
def member(cast):
    units = {"head": cast.head_unit, "deputy": cast.deputy_unit, "contact": cast.contact_unit}
    return lambda name: cast.cycle.memberships.get(unit=units[name])


def change(member, code, given, **more):
    if isinstance(given, str):
        return MarkChange(member=member.pk, criterion=code, points=Decimal(given), **more)
    return MarkChange(member=member.pk, criterion=code, inputs=given, **more)


def verify(cast, member, given):
    changes = [change(member, code, one) for code, one in given.items()]
    return save(source="verified", changes=changes, actor=cast.standing_body)


def points_of(member, source="verified"):
    rows = Mark.objects.filter(sheet__membership=member, source=source).order_by("criterion__position")
    return {
        code: None if points is None else str(points)
        for code, points in rows.values_list("criterion__code", "points")
    }


def test_every_line_gives_its_exact_points_and_the_total_is_their_sum(cast, member):
    for name, given in (("contact", CONTACT), ("deputy", DEPUTY), ("head", HEAD)):
        verify(cast, member(name), given)
    assert points_of(member("contact")) == POINTS
    assert points_of(member("deputy")) == {**POINTS, "I.7": "3.33", "II.1": "20.00"}
    assert points_of(member("head")) == {**POINTS, "I.1": "10.00", "II.1": "20.00", "III": "0.00"}
    assert stored_sums(cast.cycle.groups.get(), "verified") == {
        member("contact").pk: Sums(Decimal("79.67"), Decimal("10.00"), Decimal("0.00"), 14, 3),
        member("deputy").pk: Sums(Decimal("76.33"), Decimal("10.00"), Decimal("0.00"), 14, 3),
        member("head").pk: Sums(Decimal("75.17"), Decimal("0.00"), Decimal("0.00"), 14, 5),
    }


def test_the_order_of_entry_does_not_matter(cast, member):
    for name, given in (("head", HEAD), ("deputy", DEPUTY), ("contact", CONTACT)):
        for code, one in reversed(given.items()):
            save_mark(source="verified", change=change(member(name), code, one), actor=cast.standing_body)
    assert points_of(member("contact")) == POINTS
    assert stored_sums(cast.cycle.groups.get(), "verified")[member("deputy").pk].points == Decimal("76.33")


def test_totals_from_marks_equal_the_stored_ones(cast, member):
    group = cast.cycle.groups.get()
    for name, given in (("contact", CONTACT), ("deputy", DEPUTY)):
        verify(cast, member(name), given)
    leave_out(cast, member("deputy"), "I.2")
    assert sums_from_marks(group, table_of(group), "verified") == stored_sums(group, "verified")
    assert totals.recompute(member.sheet.pk for member in cast.cycle.memberships.all()) == 0


# --- Rules that look across the units ---------------------------------------------------------------


def test_a_better_leader_gives_the_others_new_points_in_the_same_source_alone(cast, member):
    own = change(member("contact"), "II.1", {"target": "100", "done": "110"})
    save(source="inspection", changes=[own], actor=cast.standing_body)
    save(source="verified", changes=[own], actor=cast.standing_body)
    assert points_of(member("contact")) == {"II.1": "20.00"}
    saved = verify(cast, member("deputy"), {"II.1": {"target": "50", "done": "60"}})
    assert [(one.mark.sheet.membership_id, one.before, one.mark.points) for one in saved.recalculated] == [
        (member("contact").pk, Decimal("20.00"), Decimal("15.00"))
    ]
    assert points_of(member("contact")) == {"II.1": "15.00"}
    assert points_of(member("contact"), "inspection") == {"II.1": "20.00"}
    assert stored_sums(cast.cycle.groups.get(), "verified")[member("contact").pk].points == Decimal("15.00")
    assert Entry.objects.get(verb="scoring.recalculated").data == {
        "criterion": "II.1",
        "source": "verified",
        "count": 1,
        "changes": [["Văn phòng", "20,00", "15,00"]],
    }


def test_a_recalculation_leaves_version_giver_and_time_of_the_others(cast, member):
    verify(cast, member("contact"), {"II.1": {"target": "100", "done": "110"}})
    before = Mark.objects.values("version", "given_by", "given_at", "inputs", "reason").get()
    verify(cast, member("deputy"), {"II.1": {"target": "50", "done": "60"}})
    mark = Mark.objects.filter(sheet__membership=member("contact"))
    assert mark.values("version", "given_by", "given_at", "inputs", "reason").get() == before


def test_points_that_a_person_gave_are_never_touched_and_lead_nobody(cast, member):
    verify(cast, member("contact"), {"II.1": "7"})
    verify(cast, member("deputy"), {"II.1": {"target": "50", "done": "60"}})
    assert points_of(member("contact")) == {"II.1": "7.00"}
    assert points_of(member("deputy")) == {"II.1": "20.00"}
    assert recalculate(group=cast.cycle.groups.get(), source="verified", actor=cast.standing_body) == 0


def test_taking_the_leaders_figures_away_gives_the_others_new_points(cast, member):
    verify(cast, member("contact"), {"II.1": {"target": "100", "done": "110"}})
    verify(cast, member("deputy"), {"II.1": {"target": "50", "done": "60"}})
    cleared = MarkChange(member=member("deputy").pk, criterion="II.1", clear=True)
    save_mark(source="verified", change=cleared, actor=cast.standing_body)
    assert points_of(member("contact")) == {"II.1": "20.00"}
    assert points_of(member("deputy")) == {"II.1": None}


def test_computing_anew_mends_what_was_changed_behind_the_rules(cast, member):
    verify(cast, member("contact"), {"II.1": {"target": "100", "done": "110"}})
    verify(cast, member("deputy"), {"II.1": {"target": "50", "done": "60"}})
    Mark.objects.filter(sheet__membership=member("contact")).update(points=Decimal(1))
    totals.recompute([member("contact").sheet.pk])
    assert recalculate(group=cast.cycle.groups.get(), source="verified", actor=cast.standing_body) == 1
    assert points_of(member("contact")) == {"II.1": "15.00"}
    assert stored_sums(cast.cycle.groups.get(), "verified")[member("contact").pk].points == Decimal("15.00")


def test_only_the_standing_body_computes_anew(cast):
    with refused(NotPermitted, "Only the standing body may do this."):
        recalculate(group=cast.cycle.groups.get(), source="verified", actor=cast.head)


# --- What a body supplies, and what did not arise ----------------------------------------------------


def test_what_a_body_supplies_is_never_asked_of_the_unit(cast, member):
    make_sheet(member("contact"), "in-work")
    with refused(NotPermitted, "The points of this criterion are supplied by Cục Công nghệ thông tin."):
        save_mark(source="self", change=change(member("contact"), "I.8", "12"), actor=cast.contact)
    table = table_of(cast.cycle.groups.get())
    assert (len(table.asked("self")), len(table.asked("verified"))) == (13, 14)


def leave_out(cast, member, code, reason="Năm nay không được giao"):
    one = MarkChange(member=member.pk, criterion=code, not_arisen=True, reason=reason)
    return save_mark(source="verified", change=one, actor=cast.standing_body)


def test_a_task_that_did_not_arise_leaves_the_denominator(cast, member):
    verify(cast, member("contact"), CONTACT)
    mark = leave_out(cast, member("contact"), "II.4")
    assert (mark.points, mark.not_arisen, mark.inputs) == (None, True, {})
    sums = stored_sums(cast.cycle.groups.get(), "verified")[member("contact").pk]
    assert sums == Sums(Decimal("79.67"), Decimal("10.00"), Decimal("25.00"), 14, 4)
    told = worth(sums, scale=Decimal(100), ranked_by="rescaled")
    # The only unit leads: 20 points for II.1. 69,67 × 100 ÷ 75 = 92,893… and 10 on top; 79,67 ÷ 75 = 106,226… %.
    assert (told.raw, told.available) == (Decimal("79.67"), Decimal("75.00"))
    assert (told.rescaled, told.completion, told.counted) == (
        Decimal("102.89"),
        Decimal("106.23"),
        Decimal("102.89"),
    )
    assert Entry.objects.filter(verb="scoring.mark").last().data["not_arisen"] is True


def test_a_task_that_arose_after_all_counts_again(cast, member):
    verify(cast, member("contact"), CONTACT)
    before = stored_sums(cast.cycle.groups.get(), "verified")
    leave_out(cast, member("contact"), "II.4")
    again = change(member("contact"), "II.4", CONTACT["II.4"], reason="Đã xác minh")
    mark = save_mark(source="verified", change=again, actor=cast.standing_body)
    assert (mark.points, mark.not_arisen) == (Decimal("5.00"), False)
    assert stored_sums(cast.cycle.groups.get(), "verified") == before


def test_a_task_that_did_not_arise_needs_a_reason_and_a_line_that_may_be_left_out(cast, member):
    with refused(Refused, "Say why the task did not arise."):
        leave_out(cast, member("contact"), "II.4", reason=" ")
    with refused(Refused, "This criterion cannot be left out; give points."):
        leave_out(cast, member("contact"), "III")


def test_a_table_that_gives_full_points_for_it_does(db):
    cast = make_cast()
    make_every_kind(cast.cycle.groups.get(), not_arisen="full")
    open_windows(cast.cycle, "verification")
    member = cast.cycle.memberships.get(unit=cast.contact_unit)
    make_sheet(member, "submitted")
    mark = leave_out(cast, member, "II.4")
    assert (mark.points, mark.not_arisen) == (Decimal("25.00"), True)
    assert stored_sums(cast.cycle.groups.get(), "verified")[member.pk] == Sums(
        Decimal("25.00"), Decimal("0.00"), Decimal("0.00"), 1, 1
    )


def test_a_table_that_does_not_provide_for_it_refuses(db):
    cast = make_cast()
    make_every_kind(cast.cycle.groups.get())
    open_windows(cast.cycle, "verification")
    member = cast.cycle.memberships.get(unit=cast.contact_unit)
    make_sheet(member, "submitted")
    with refused(Refused, "This table does not provide for tasks that did not arise; give points."):
        leave_out(cast, member, "II.4")


# --- Stored totals ------------------------------------------------------------------------------------


def test_a_wrong_total_is_found_and_mended(cast, member, capsys):
    from django.core.management import CommandError, call_command

    verify(cast, member("contact"), CONTACT)
    call_command("check_totals")
    SheetTotal.objects.update(points=Decimal(1))
    with pytest.raises(CommandError, match="1 totals differ"):
        call_command("check_totals")
    call_command("check_totals", "--mend")
    assert SheetTotal.objects.get().points == Decimal("79.67") + Decimal("5.00")
    assert "1 totals mended" in capsys.readouterr().out
