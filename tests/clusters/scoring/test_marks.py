"""Giving, changing and clearing marks; whatever is refused changes nothing and logs nothing."""

from decimal import Decimal

import pytest

from clusters.criteria.explaining import sentence
from clusters.cycles.models import Membership
from clusters.scoring.models import Mark, Sheet
from clusters.scoring.services import CellsRefused, MarkChange, save_mark, save_marks, try_marks
from emulation.audit.models import Entry
from emulation.core.errors import Conflict, NotPermitted, Refused
from tests.factories import add_members, close_windows, give_marks, make_cycle, make_sheet, make_table
from tests.refusing import everything, logged, refused


def change(member, criterion="A.1", points=None, **more):
    return MarkChange(
        member=member.pk, criterion=criterion, points=None if points is None else Decimal(points), **more
    )


def give(member, actor, criterion="A.1", points=None, source="self", **more):
    return save_mark(source=source, change=change(member, criterion, points, **more), actor=actor)


def marks():
    return list(Mark.objects.order_by("pk").values_list("criterion__code", "source", "points", "version"))


def test_the_first_mark_begins_the_sheet_freezes_the_table_and_is_logged(cast, member):
    table = cast.cycle.groups.get().binding.table
    mark = give(
        member("contact"), cast.contact, points="9.5", reason="chậm một việc", evidence="Báo cáo 12/BC"
    )
    table.refresh_from_db()
    assert (mark.points, mark.version, mark.reason, mark.evidence) == (
        Decimal("9.50"),
        1,
        "chậm một việc",
        "Báo cáo 12/BC",
    )
    assert (mark.given_by, mark.given_for) == (cast.contact, None)
    assert Sheet.objects.get().state == "in-work"
    assert table.is_frozen
    assert logged() == [
        ("criteria.frozen", "Trần Thị Mối", ""),
        ("scoring.mark", "Trần Thị Mối", "chậm một việc"),
    ]
    assert Entry.objects.get(verb="scoring.mark").data == {
        "unit": "Văn phòng",
        "criterion": "A.1",
        "source": "self",
        "before": "–",
        "after": "9,50",
        "inputs": {},
    }


def test_zero_is_a_score_and_a_cleared_mark_is_missing(cast, member):
    assert give(member("contact"), cast.contact, points="0").points == Decimal("0.00")
    cleared = give(member("contact"), cast.contact, clear=True)
    assert (cleared.points, cleared.version) == (None, 2)
    assert Mark.objects.given().count() == 0
    assert Entry.objects.filter(verb="scoring.mark").last().data["after"] == "–"


def test_figures_become_points_with_an_explanation(cast, member):
    mark = give(member("contact"), cast.contact, "A.3", inputs={"numerator": "19", "denominator": "20"})
    assert (mark.points, mark.inputs) == (Decimal("2.00"), {"numerator": "19", "denominator": "20"})
    assert sentence(mark.explanation) != ""
    direct = give(member("contact"), cast.contact, "A.3", points="1.5")
    assert (direct.points, direct.inputs, direct.explanation) == (Decimal("1.50"), {}, {})


def test_a_reason_alone_changes_the_reason_alone(cast, member):
    give(member("contact"), cast.contact, points="9")
    mark = give(member("contact"), cast.contact, reason="thêm lý do")
    assert (mark.points, mark.reason, mark.version) == (Decimal("9.00"), "thêm lý do", 2)


def test_what_changes_nothing_is_not_written_and_not_logged(cast, member):
    give(member("contact"), cast.contact, points="9")
    before = everything()
    mark = give(member("contact"), cast.contact, points="9.00")
    assert (mark.version, everything()) == (1, before)


@pytest.mark.parametrize(
    ("criterion", "asked", "said", "field"),
    [
        ("A.1", {"points": "10.01"}, "10,01 is outside 0 to 10.", "points"),
        ("A.1", {"points": "-1"}, "-1 is outside 0 to 10.", "points"),
        ("A.1", {"points": "5000"}, "5000 is outside 0 to 10.", "points"),
        ("A.2", {"points": "1"}, "1 cannot come out of this rule; possible are 2; 0.", "points"),
        ("A.3", {"points": "1"}, "1 cannot come out of this rule; possible are 2; 1,5; 0.", "points"),
        ("A.3", {"inputs": {"numerator": "1"}}, "A figure is missing.", "denominator"),
        ("A.2", {"inputs": {"answer": "yes"}}, "Answer yes or no.", "answer"),
        (
            "B.2",
            {"inputs": {"count": "x"}},
            "“x” is not a number. Type figures with a comma, for example 9,5.",
            "count",
        ),
        ("A", {"points": "1"}, "A group of criteria takes no marks; mark its lines.", "points"),
        ("X", {"points": "1"}, "The criterion “X” is not in the table of this group.", ""),
    ],
)
def test_the_rule_of_the_line_refuses(cast, member, criterion, asked, said, field):
    if "points" in asked:
        asked = {"points": Decimal(asked["points"])}
    one = MarkChange(member=member("contact").pk, criterion=criterion, **asked)
    with refused(Refused, said) as caught:
        save_mark(source="self", change=one, actor=cast.contact)
    assert caught.value.field == field


def test_a_member_that_is_gone_is_refused(cast):
    one = MarkChange(member=0, criterion="A.1", points=Decimal(1))
    with refused(Refused, "This member is gone. Reload the page."):
        save_mark(source="self", change=one, actor=cast.contact)


def test_a_group_without_a_table_takes_no_marks(cast):
    other = make_cycle(members=1)
    with refused(Refused, "No criteria table is bound to the group “Các đơn vị thành viên”."):
        save_mark(source="self", change=change(other.memberships.get(), points="1"), actor=cast.standing_body)


def test_marks_of_two_years_are_not_saved_together(cast, member):
    other = make_cycle(members=1)
    make_table(other.groups.get())
    changes = [change(member("contact"), points="1"), change(other.memberships.get(), "I.1", "1")]
    with refused(Refused, "Marks of several years are not saved together."):
        save_marks(source="self", changes=changes, actor=cast.standing_body)


# --- Versions --------------------------------------------------------------------------------------


def test_who_saw_an_older_version_is_told_who_set_what(cast, member):
    give(member("contact"), cast.contact, points="9")
    with refused(Conflict, "Trần Thị Mối changed this to 9,00 meanwhile.") as caught:
        give(member("contact"), cast.fresh("contact"), points="8", version=0)
    assert (caught.value.current.points, caught.value.current.version) == (Decimal("9.00"), 1)


def test_who_saw_the_present_version_goes_on(cast, member):
    give(member("contact"), cast.contact, points="9", version=0)
    assert give(member("contact"), cast.contact, points="8", version=1).version == 2


def test_a_mark_of_a_file_has_no_name_in_the_conflict(cast, member):
    give_marks(member("contact"), "self", ["9"])
    with refused(Conflict, "– changed this to 9,00 meanwhile."):
        give(member("contact"), cast.contact, points="8", version=0)


# --- Reasons ---------------------------------------------------------------------------------------


def test_changing_what_somebody_else_gave_needs_a_new_reason(cast, member):
    make_sheet(member("contact"), "submitted")
    give(member("contact"), cast.head, points="9", source="verified", reason="theo biên bản")
    for reason in (None, "", "  ", "theo biên bản"):
        with refused(Refused, "Say why these points are changed.") as caught:
            give(member("contact"), cast.deputy, points="8", source="verified", reason=reason)
        assert caught.value.field == "reason"
    mark = give(member("contact"), cast.deputy, points="8", source="verified", reason="xem lại hồ sơ")
    assert (mark.points, mark.given_by, mark.reason) == (Decimal("8.00"), cast.deputy, "xem lại hồ sơ")


def test_clearing_what_somebody_else_gave_needs_a_reason_too(cast, member):
    make_sheet(member("contact"), "submitted")
    give(member("contact"), cast.head, points="9", source="verified")
    with refused(Refused, "Say why these points are changed."):
        give(member("contact"), cast.deputy, clear=True, source="verified")


def test_the_own_mark_is_changed_without_a_reason(cast, member):
    give(member("contact"), cast.contact, points="9")
    assert give(member("contact"), cast.contact, points="8").points == Decimal("8.00")


def test_a_mark_of_a_loaded_file_is_changed_without_a_reason(cast, member):
    give_marks(member("contact"), "self", ["9"])
    assert give(member("contact"), cast.contact, points="8").points == Decimal("8.00")


def test_a_final_mark_is_corrected_by_the_standing_body_with_a_reason(cast, member):
    give_marks(member("contact"), "final", ["9"], state="final")
    with refused(Refused, "Say why these points are changed."):
        give(member("contact"), cast.standing_body, points="8", source="final")
    mark = give(member("contact"), cast.standing_body, points="8", source="final", reason="theo khiếu nại")
    assert mark.points == Decimal("8.00")
    with refused(NotPermitted, "Only the standing body may do this."):
        give(member("contact"), cast.head, points="7", source="final", reason="x")


# --- Paper -----------------------------------------------------------------------------------------


def test_who_types_a_paper_and_for_whom_are_both_kept(cast, member):
    mark = give(member("contact"), cast.standing_body, points="9")
    assert (mark.given_by, mark.given_for) == (cast.standing_body, cast.contact_unit)
    entry = Entry.objects.get(verb="scoring.mark")
    assert (entry.personal.actor_name, entry.personal.on_behalf_of) == ("Nguyễn Thị Trực", "Văn phòng")


def test_only_the_unit_or_those_who_run_the_year_write_self_scores(cast, member):
    for name, said in {
        "viewer": "Only the unit itself fills its sheet.",
        "administrator": "Only the unit itself fills its sheet.",
        "outsider": "There is no such page for you.",
    }.items():
        with refused(NotPermitted, said):
            give(member("contact"), cast.fresh(name), points="9")
    with refused(NotPermitted, "Only the unit itself fills its sheet."):
        give(member("head"), cast.contact, points="9")


@pytest.mark.parametrize("state", ["submitted", "verified", "final"])
def test_a_sent_sheet_is_locked(cast, member, state):
    make_sheet(member("contact"), state)
    said = "The sheet was sent; it can be changed again when it is returned."
    for actor in (cast.contact, cast.standing_body):
        with refused(NotPermitted, said):
            give(member("contact"), actor, points="9")


def test_a_closed_window_locks_too(cast, member):
    close_windows(cast.cycle, "self-scoring", "cross-inspection", "verification")
    make_sheet(member("deputy"), "submitted")
    for source, actor, name, said in [
        ("self", cast.contact, "contact", "Self-scoring is not open."),
        ("inspection", cast.head, "contact", "Cross-inspection is not open."),
        ("verified", cast.head, "deputy", "Verification is not open."),
    ]:
        with refused(NotPermitted, said):
            give(member(name), actor, points="9", source=source)


# --- Many at once ----------------------------------------------------------------------------------


def test_many_cells_are_all_saved_in_the_order_asked(cast, member):
    changes = [
        change(member("contact"), "B.2", "2.5"),
        change(member("head"), "A.1", "10"),
        change(member("contact"), "A.1", "9"),
    ]
    saved = save_marks(source="self", changes=changes, actor=cast.standing_body)
    assert [(one.sheet.membership.unit.name, one.criterion.code, one.points) for one in saved] == [
        ("Văn phòng", "B.2", Decimal("2.50")),
        ("Cục Kế hoạch", "A.1", Decimal("10.00")),
        ("Văn phòng", "A.1", Decimal("9.00")),
    ]
    assert len({entry.action for entry in Entry.objects.filter(verb="scoring.mark")}) == 1


def test_one_refused_cell_refuses_all_and_each_is_named(cast, member):
    changes = [
        change(member("contact"), "A.1", "9"),
        change(member("contact"), "A.2", "1"),
        change(member("head"), "A.1", "11"),
    ]
    with refused(CellsRefused, "Nothing was saved: 2 cells are refused.") as caught:
        save_marks(source="self", changes=changes, actor=cast.standing_body)
    assert [(one.criterion, error.place, str(error)) for one, error in caught.value.cells] == [
        ("A.2", "Văn phòng, A.2", "1 cannot come out of this rule; possible are 2; 0."),
        ("A.1", "Cục Kế hoạch, A.1", "11 is outside 0 to 10."),
    ]


def test_a_cell_given_twice_is_refused(cast, member):
    changes = [change(member("contact"), points="9"), change(member("contact"), points="8")]
    with refused(CellsRefused, "Nothing was saved: 1 cells are refused.") as caught:
        save_marks(source="self", changes=changes, actor=cast.contact)
    assert [str(error) for _one, error in caught.value.cells] == ["This cell is given twice."]


def test_trying_tells_the_same_and_leaves_no_trace(cast, member):
    before = everything()
    changes = [change(member("contact"), "A.1", "9"), change(member("contact"), "A.2", "2")]
    tried = try_marks(source="self", changes=changes, actor=cast.contact)
    assert [(one.points, one.version) for one in tried] == [(Decimal("9.00"), 1), (Decimal("2.00"), 1)]
    assert everything() == before
    with refused(CellsRefused, "Nothing was saved: 1 cells are refused."):
        try_marks(
            source="self", changes=[*changes, change(member("contact"), "A.3", "7")], actor=cast.contact
        )


@pytest.mark.parametrize("members", [1, 3, 12])
def test_saving_many_asks_as_much_of_the_database_as_saving_few(cast, exactly_queries, members):
    add_members(cast.cycle, 9)
    found = list(Membership.objects.filter(cycle=cast.cycle)[:members])
    for one in found:
        make_sheet(one)
    actor = cast.fresh("standing_body")
    changes = [change(one, code, "2") for one in found for code in ("A.2", "A.3")]
    with exactly_queries(25):
        save_marks(source="self", changes=changes, actor=actor)
    assert Mark.objects.count() == 2 * members


def test_saving_one_mark_again_asks_little(cast, member, exactly_queries):
    give(member("contact"), cast.contact, points="9")
    actor = cast.fresh("contact")
    with exactly_queries(15):
        give(member("contact"), actor, points="8", version=1)


def test_the_log_of_a_mark_is_chained_in_the_year(cast, member):
    give(member("contact"), cast.contact, points="9")
    give(member("contact"), cast.contact, points="8")
    entries = list(Entry.objects.filter(chain=cast.cycle.chain).order_by("sequence"))
    assert [(one.sequence, one.data["before"], one.data["after"]) for one in entries] == [
        (1, "–", "9,00"),
        (2, "9,00", "8,00"),
    ]
    assert entries[1].previous == entries[0].digest
