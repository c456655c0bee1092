"""A table corrected in the middle of the year: what carries over, what must be given again, what is refused."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from clusters.criteria.models import CriteriaTable
from clusters.criteria.rules.table import Line
from clusters.criteria.services import Draft, Extras, draft_of, freeze, new_version, save_lines
from clusters.ranking.models import Publication, TieRule
from clusters.scoring.adoption import preview_adoption
from clusters.scoring.models import Comment, Evidence, Mark, SectionEditor, Sheet
from clusters.scoring.services.adopting import adopt
from emulation.audit.models import Entry
from emulation.core.errors import Conflict, NotPermitted, Refused, RefusedRows
from tests.clusters.scoring.conftest import WHOLE
from tests.factories import add_members, give_marks, make_sheet, make_table
from tests.refusing import logged, refused

REASON = "Sửa điểm chuẩn theo công văn 15"


@pytest.fixture
def group(cast):
    return cast.cycle.groups.get()


@pytest.fixture
def first(cast, group):
    return freeze(table=group.binding.table, actor=cast.standing_body)


@pytest.fixture
def soon():
    return timezone.localdate() + dt.timedelta(days=5)


@pytest.fixture
def corrected(cast, first):
    """Version 2: A.1 renamed in words, A.2 with 4 points, A.3 gone, B.1 with another rule, B.3 new on top."""
    draft = new_version(table=first, actor=cast.standing_body)
    changed = {
        "A.1": {"name": "Tên rõ hơn"},
        "A.2": {"maximum": Decimal("4.00")},
        "B.1": {"parameters": {"each": "0.25"}},
    }
    lines = [
        Line(**{**vars(line), **changed.get(line.code, {})})
        for line in draft_of(draft).lines
        if line.code != "A.3"
    ]
    added = Line("B.3", "Mới", "bonus", Decimal("1.00"), parent="B", on_top=True)
    return save_lines(table=draft, draft=Draft([*lines, added]), actor=cast.standing_body)


@pytest.fixture
def unchanged(cast, first):
    """Version 2 with one name corrected and a section under another code: every mark stands."""
    draft = new_version(table=first, actor=cast.standing_body)
    renamed = [
        Line(**{**vars(line), "code": line.code.replace("B", "C"), "parent": line.parent.replace("B", "C")})
        for line in draft_of(draft).lines
    ]
    extras = {line.code: Extras(replaces=line.code.replace("C", "B")) for line in renamed}
    return save_lines(table=draft, draft=Draft(renamed, extras), actor=cast.standing_body)


def marks_by(table, source):
    rows = Mark.objects.filter(criterion__table=table, source=source)
    return sorted(rows.values_list("sheet__membership__unit__name", "criterion__code", "points"))


def states():
    return dict(Sheet.objects.values_list("membership__unit__name", "state"))


def test_a_preview_says_line_by_line_what_carries_over_and_why_not(cast, member, group, first, corrected):
    give_marks(member("contact"), "self", WHOLE, state="submitted")
    give_marks(member("contact"), "verified", WHOLE)
    give_marks(member("deputy"), "self", [None, "2"])
    plan = preview_adoption(group, corrected)
    assert [(fate.pair.line.code, fate.verdict, fate.marks) for fate in plan.fates] == [
        ("A.1", "kept", 2),
        ("A.2", "points", 3),
        ("A.3", "removed", 2),
        ("B.1", "rule", 2),
        ("B.2", "kept", 2),
        ("B.3", "new", 0),
    ]
    assert (plan.kept_marks, plan.lost_marks) == (4, 7)


def test_marks_of_unchanged_lines_carry_over_whole_and_the_old_ones_stay(
    cast, member, group, first, corrected, soon
):
    contact = cast.fresh("contact")
    given = {
        "reason": "Chậm",
        "evidence": "Báo cáo 15",
        "given_by": contact,
        "given_for": cast.contact_unit,
        "inputs": {"x": "1"},
        "explanation": {"text": "t", "values": {}},
        "version": 4,
    }
    give_marks(member("contact"), "self", WHOLE, state="submitted", **given)
    give_marks(member("contact"), "verified", ["9.5"])
    before = list(Mark.objects.filter(criterion__table=first).order_by("pk").values())
    adoption = adopt(group=group, table=corrected, actor=cast.standing_body, reason=REASON, until=soon)
    assert adoption.carried == 3
    assert list(Mark.objects.filter(criterion__table=first).order_by("pk").values()) == before
    fields = [*given, "points", "given_at", "not_arisen"]
    carried = Mark.objects.filter(criterion__table=corrected, source="self").order_by("criterion__position")
    old = Mark.objects.filter(criterion__table=first, source="self", criterion__code__in=["A.1", "B.2"])
    assert list(carried.values(*fields)) == list(old.order_by("criterion__position").values(*fields))
    assert marks_by(corrected, "verified") == [("Văn phòng", "A.1", Decimal("9.50"))]
    corrected.refresh_from_db()
    group.refresh_from_db()
    assert (group.binding.table, corrected.state) == (corrected, "frozen")
    assert group.binding.bound_on == timezone.localdate()


def test_sheets_that_miss_something_go_back_with_the_reason_and_a_day(cast, member, group, corrected, soon):
    give_marks(member("contact"), "self", WHOLE, state="submitted")
    give_marks(member("deputy"), "self", WHOLE, state="verified")
    make_sheet(member("head"), "in-work")
    adoption = adopt(group=group, table=corrected, actor=cast.standing_body, reason=REASON, until=soon)
    assert [str(sheet.membership.unit) for sheet in adoption.returned] == ["Văn phòng", "Thanh tra"]
    rows = Sheet.objects.order_by("membership__unit__name").values_list(
        "state", "return_reason", "return_until"
    )
    assert list(rows) == [
        ("in-work", "", None),
        ("returned", REASON, soon),
        ("returned", REASON, soon),
    ]


def test_where_every_mark_stands_no_sheet_goes_back_and_no_day_is_asked(cast, member, group, unchanged):
    give_marks(member("contact"), "self", WHOLE, state="submitted")
    give_marks(member("deputy"), "verified", WHOLE, state="verified")
    adoption = adopt(group=group, table=unchanged, actor=cast.standing_body, reason=REASON)
    assert (adoption.carried, adoption.returned, adoption.reopened) == (10, (), ())
    assert states() == {"Văn phòng": "submitted", "Thanh tra": "verified", "Cục Kế hoạch": "not-begun"}
    assert [code for _unit, code, _points in marks_by(unchanged, "self")] == [
        "A.1", "A.2", "A.3", "C.1", "C.2",
    ]  # fmt: skip


def test_evidence_comments_editors_and_tie_rules_follow_their_lines(cast, member, group, first, unchanged):
    sheet = give_marks(member("contact"), "self", WHOLE, state="submitted")
    line = first.criteria.get(code="B.1")
    now, contact = timezone.now(), cast.fresh("contact")
    common = {"sheet": sheet, "criterion": line}
    evidence = Evidence.objects.create(
        **common, title="Báo cáo", kind="pdf", path="x", file_name="x.pdf", size=1, digest="0", added_at=now,
        added_by=contact,
    )  # fmt: skip
    comment = Comment.objects.create(**common, visibility="unit", text="Rõ", author=contact, said_at=now)
    editor = SectionEditor.objects.create(membership=member("contact"), user=contact, section="B")
    rule = TieRule.objects.create(group=group, position=1, kind="section", section="B")
    adopt(group=group, table=unchanged, actor=cast.standing_body, reason=REASON)
    for row in (evidence, comment, editor, rule):
        row.refresh_from_db()
    assert (evidence.criterion.code, comment.criterion.code) == ("C.1", "C.1")
    assert (evidence.criterion.table, comment.criterion.table) == (unchanged, unchanged)
    assert (editor.section, rule.section) == ("C", "C")


def test_evidence_of_a_changed_line_follows_and_that_of_a_removed_one_stays(
    cast, member, group, first, corrected, soon
):
    sheet = give_marks(member("contact"), "self", WHOLE)
    for code in ("A.2", "A.3"):
        Comment.objects.create(
            sheet=sheet, criterion=first.criteria.get(code=code), visibility="unit", text=code,
            author=cast.fresh("contact"), said_at=timezone.now(),
        )  # fmt: skip
    adopt(group=group, table=corrected, actor=cast.standing_body, reason=REASON, until=soon)
    rows = Comment.objects.order_by("text").values_list("text", "criterion__table__version")
    assert list(rows) == [("A.2", 2), ("A.3", 1)]


def test_one_entry_of_the_log_tells_all(cast, member, group, corrected, soon):
    give_marks(member("contact"), "self", WHOLE, state="submitted")
    adopt(group=group, table=corrected, actor=cast.standing_body, reason=REASON, until=soon)
    assert logged()[-2:] == [
        ("criteria.frozen", "Nguyễn Thị Trực", ""),
        ("scoring.table-adopted", "Nguyễn Thị Trực", REASON),
    ]
    data = Entry.objects.get(verb="scoring.table-adopted").data
    assert {key: data[key] for key in ("before", "after", "marks", "lost", "lines", "returned", "reopened")} == {
        "before": 1, "after": 2, "marks": 2, "lost": 3, "lines": 3, "returned": 1, "reopened": 0,
    }  # fmt: skip
    assert data["mapping"] == [
        ["A.1", "A.1", "kept"],
        ["A.2", "A.2", "points"],
        ["A.3", "", "removed"],
        ["B.1", "B.1", "rule"],
        ["B.2", "B.2", "kept"],
        ["", "B.3", "new"],
    ]


def test_one_line_split_into_two_must_be_given_again(cast, member, group, first, soon):
    draft = new_version(table=first, actor=cast.standing_body)
    lines = []
    for line in draft_of(draft).lines:
        if line.code == "A.1":
            lines += [
                Line(**{**vars(line), "maximum": Decimal("5.00"), "code": code}) for code in ("A.1", "A.4")
            ]
        else:
            lines.append(line)
    save_lines(table=draft, draft=Draft(lines, {"A.4": Extras(replaces="A.1")}), actor=cast.standing_body)
    give_marks(member("contact"), "self", WHOLE)
    plan = preview_adoption(group, draft)
    found = [(fate.pair.line.code, fate.verdict, fate.marks) for fate in plan.fates[:2]]
    assert found == [("A.1", "split", 1), ("A.4", "split", 0)]


def test_a_line_only_a_body_is_asked_for_opens_the_verification_and_not_the_sheet(
    cast, member, group, first, soon
):
    draft = new_version(table=first, actor=cast.standing_body)
    whole = draft_of(draft).lines
    extra = Line(
        "B.3", "Mới", "external", Decimal("1.00"), parent="B", on_top=True, parameters={"body": "Cục C"}
    )
    save_lines(table=draft, draft=Draft([*whole, extra]), actor=cast.standing_body)
    give_marks(member("contact"), "self", WHOLE, state="submitted")
    give_marks(member("deputy"), "self", WHOLE, state="verified")
    adoption = adopt(group=group, table=draft, actor=cast.standing_body, reason=REASON)
    assert (len(adoption.returned), len(adoption.reopened)) == (0, 1)
    assert states() == {"Văn phòng": "submitted", "Thanh tra": "submitted", "Cục Kế hoạch": "not-begun"}


def test_a_task_that_did_not_arise_is_judged_again_when_the_table_treats_it_otherwise(
    cast, member, group, first, unchanged, soon
):
    CriteriaTable.objects.filter(pk=unchanged.pk).update(not_arisen="excluded")
    unchanged.refresh_from_db()
    give_marks(member("contact"), "self", WHOLE, state="submitted")
    give_marks(member("deputy"), "self", WHOLE, state="submitted")
    Mark.objects.filter(sheet__membership=member("deputy"), criterion__code="A.3").update(
        not_arisen=True, reason="Không phát sinh"
    )
    plan = preview_adoption(group, unchanged)
    assert (plan.kept_marks, plan.lost_marks) == (9, 1)
    adoption = adopt(group=group, table=unchanged, actor=cast.standing_body, reason=REASON, until=soon)
    assert adoption.carried == 9
    assert [str(sheet.membership.unit) for sheet in adoption.returned] == ["Thanh tra"]


def test_computed_marks_are_given_again_when_the_table_rounds_otherwise(cast, member, group, unchanged):
    CriteriaTable.objects.filter(pk=unchanged.pk).update(inner_places=2)
    unchanged.refresh_from_db()
    verdicts = [(fate.pair.line.code, fate.verdict) for fate in preview_adoption(group, unchanged).fates]
    assert verdicts == [
        ("A.1", "kept"),
        ("A.2", "rounding"),
        ("A.3", "rounding"),
        ("C.1", "rounding"),
        ("C.2", "rounding"),
    ]


# --- Refused --------------------------------------------------------------------------------------


def test_a_reason_is_needed(cast, group, unchanged):
    with refused(Refused, "Give a reason.") as caught:
        adopt(group=group, table=unchanged, actor=cast.standing_body, reason="  ")
    assert caught.value.field == "reason"


def test_a_day_is_needed_when_a_sheet_goes_back(cast, member, group, corrected):
    give_marks(member("contact"), "self", WHOLE, state="submitted")
    said = "1 sheets go back to their units: say by when they are to be sent again."
    with refused(Refused, said) as caught:
        adopt(group=group, table=corrected, actor=cast.standing_body, reason=REASON)
    assert caught.value.field == "until"
    with refused(Refused, "This day has passed."):
        adopt(
            group=group,
            table=corrected,
            actor=cast.standing_body,
            reason=REASON,
            until=timezone.localdate() - dt.timedelta(days=1),
        )


def test_a_ranking_in_force_stands_in_the_way_and_a_withdrawn_one_does_not(cast, group, unchanged):
    published = Publication.objects.create(group=group, standing="provisional", published_at=timezone.now())
    said = "A ranking of this group is published: withdraw it before its table is corrected."
    with refused(Refused, said):
        adopt(group=group, table=unchanged, actor=cast.standing_body, reason=REASON)
    published.withdrawn_at, published.withdrawal_reason = timezone.now(), "Sai"
    published.save()
    assert adopt(group=group, table=unchanged, actor=cast.standing_body, reason=REASON).carried == 0


def test_final_sheets_stand_in_the_way(cast, member, group, unchanged):
    give_marks(member("contact"), "final", WHOLE, state="final")
    with refused(RefusedRows, "1 sheets are final: their table is no longer corrected.") as caught:
        adopt(group=group, table=unchanged, actor=cast.standing_body, reason=REASON)
    assert [(row.place, str(row)) for row in caught.value.rows] == [("Văn phòng", "final")]


def test_only_a_later_version_of_the_same_table_is_adopted(cast, group, first, unchanged):
    other = make_table()
    with refused(Refused, "This is no later version of the table that scores the group."):
        adopt(group=group, table=other, actor=cast.standing_body, reason=REASON)


def test_a_version_is_adopted_once_and_never_left_for_an_older_one(cast, group, first, unchanged):
    adopt(group=group, table=unchanged, actor=cast.standing_body, reason=REASON)
    with refused(Conflict, "The group is scored by this version already."):
        adopt(group=group, table=unchanged, actor=cast.standing_body, reason=REASON)
    with refused(Refused, "This is no later version of the table that scores the group."):
        adopt(group=group, table=first, actor=cast.standing_body, reason=REASON)


def test_a_draft_that_does_not_hold_together_is_not_adopted(cast, group, member, first):
    draft = new_version(table=first, actor=cast.standing_body)
    draft.criteria.filter(code="A.1").update(maximum=Decimal(9))
    with refused(RefusedRows, "The table has 1 errors."):
        adopt(group=group, table=draft, actor=cast.standing_body, reason=REASON)


@pytest.mark.parametrize("name", ["head", "deputy", "contact", "viewer", "administrator", "outsider"])
def test_only_the_standing_body_adopts(cast, group, unchanged, name):
    with refused(NotPermitted, "Only the standing body may do this."):
        adopt(group=group, table=unchanged, actor=cast.fresh(name), reason=REASON)


@pytest.mark.parametrize("leaves", [1, 3, 12])
def test_the_query_count_of_a_preview_does_not_grow(cast, exactly_queries, leaves):
    group = cast.outside_cycle.groups.get()
    draft = new_version(
        table=freeze(table=make_table(group, leaves=leaves), actor=cast.standing_body),
        actor=cast.standing_body,
    )
    for one in [*cast.outside_cycle.memberships.all(), *add_members(cast.outside_cycle, leaves)]:
        give_marks(one, "self", ["9"] * leaves)
    with exactly_queries(6):
        assert preview_adoption(group, draft).kept_marks == leaves * (leaves + 1)
