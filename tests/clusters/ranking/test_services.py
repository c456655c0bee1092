"""Publishing freezes a ranking, withdrawing keeps it readable; final marks come from verified ones."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from clusters.criteria.models import CriteriaTable
from clusters.cycles.models import MemberGroup
from clusters.organisation.models import UnitName
from clusters.ranking.models import Publication
from clusters.ranking.services import publish, withdraw
from clusters.ranking.standings import standings
from clusters.scoring.models import Mark, Sheet, Source
from clusters.scoring.services import MarkChange, reopen_verification, save_mark
from clusters.scoring.services.totals import recompute
from emulation.core.errors import Conflict, NotPermitted, Refused, RefusedRows
from tests.factories import add_members, give_marks, make_mixed_table, open_windows
from tests.people import make_cast
from tests.refusing import logged, refused

pytestmark = pytest.mark.django_db
MARKS = {
    "head": ["9", "2", "2", "6", "0"],
    "deputy": ["10", "2", "1.5", "5", "0.5"],
    "contact": ["8", "2", "2", "6", "0"],
}


@pytest.fixture
def cast():
    cast = make_cast()
    make_mixed_table(cast.cycle.groups.get())
    open_windows(cast.cycle, "self-scoring", "verification")
    return cast


@pytest.fixture
def group(cast):
    return cast.cycle.groups.get()


@pytest.fixture
def verified(cast):
    """All three sheets confirmed: 19, 19 and 18 points."""
    units = {"head": cast.head_unit, "deputy": cast.deputy_unit, "contact": cast.contact_unit}
    for name, points in MARKS.items():
        give_marks(
            cast.cycle.memberships.get(unit=units[name]),
            "verified",
            points,
            state="verified",
            reason="vì thế",
        )
    return cast


def table(group, source):
    return [(row.unit_name, row.rank, row.total, row.answered, row.asked) for row in standings(group, source)]


def test_a_ranking_is_of_one_source_and_equal_totals_stand_in_official_order(verified, group):
    assert table(group, Source.VERIFIED) == [
        ("Cục Kế hoạch", 1, Decimal("19.00"), 5, 5),
        ("Thanh tra", 1, Decimal("19.00"), 5, 5),
        ("Văn phòng", 3, Decimal("18.00"), 5, 5),
    ]
    assert {row[1] for row in table(group, Source.FINAL)} == {None}


def test_sections_are_summed_and_the_bonus_counts(verified, group):
    assert [dict(row.sections) for row in standings(group, Source.VERIFIED)] == [
        {"A": Decimal("13.00"), "B": Decimal("6.00")},
        {"A": Decimal("13.50"), "B": Decimal("5.50")},
        {"A": Decimal("12.00"), "B": Decimal("6.00")},
    ]


def test_an_incomplete_sheet_has_k_of_n_and_no_rank(verified, group):
    Mark.objects.filter(sheet__membership__unit__name="Thanh tra", criterion__code="B.2").update(points=None)
    recompute(Sheet.objects.values_list("pk", flat=True))
    assert table(group, Source.VERIFIED) == [
        ("Cục Kế hoạch", 1, Decimal("19.00"), 5, 5),
        ("Văn phòng", 2, Decimal("18.00"), 5, 5),
        ("Thanh tra", None, None, 4, 5),
    ]


def test_a_member_that_left_is_not_ranked(verified, group):
    verified.cycle.memberships.filter(unit=verified.head_unit).update(until=dt.date(2026, 6, 30))
    assert [row[0] for row in table(group, Source.VERIFIED)] == ["Thanh tra", "Văn phòng"]


@pytest.mark.parametrize("members", [0, 2, 11])
def test_a_ranking_asks_the_same_questions_whatever_the_size(cast, group, members, exactly_queries):
    """Table and its lines (the table is a draft here), totals; sections; the list that decides between equals."""
    for member in add_members(cast.cycle, members):
        give_marks(member, "verified", MARKS["head"])
    with exactly_queries(3 + (members > 1)):
        standings(group, Source.VERIFIED, with_sections=False)
    with exactly_queries(4):
        standings(group, Source.VERIFIED, tie_rules=[])
    CriteriaTable.objects.update(state="frozen", frozen_at=timezone.now())
    standings(group, Source.VERIFIED)
    with exactly_queries(2):
        standings(group, Source.VERIFIED, with_sections=False, tie_rules=[])
    with exactly_queries(3):
        standings(group, Source.VERIFIED, with_sections=False, tie_rules=[], from_marks=True)


# --- Provisional -----------------------------------------------------------------------------------


def test_the_provisional_ranking_is_frozen_with_the_names_of_that_year(verified, group):
    UnitName.objects.create(unit=verified.head_unit, name="Vụ Kế hoạch", valid_to=dt.date(2027, 1, 1))
    publication = publish(group=group, standing="provisional", actor=verified.standing_body)
    Mark.objects.filter(criterion__code="A.1").update(points=Decimal(0))
    assert [
        (row.position, row.unit_name, row.rank, row.total, row.sections) for row in publication.rows.all()
    ] == [
        (1, "Vụ Kế hoạch", 1, Decimal("19.00"), {"A": "13.00", "B": "6.00"}),
        (2, "Thanh tra", 1, Decimal("19.00"), {"A": "13.50", "B": "5.50"}),
        (3, "Văn phòng", 3, Decimal("18.00"), {"A": "12.00", "B": "6.00"}),
    ]
    assert logged() == [("ranking.published", "Nguyễn Thị Trực", "")]
    assert set(Sheet.objects.values_list("state", flat=True)) == {"verified"}


def test_a_second_publication_waits_for_the_first_to_be_withdrawn(verified, group):
    first = publish(group=group, standing="provisional", actor=verified.standing_body)
    with refused(Conflict, "This ranking is published already."):
        publish(group=group, standing="provisional", actor=verified.standing_body)
    withdrawn = withdraw(publication=first, actor=verified.standing_body, reason=" sai điểm ")
    assert (withdrawn.withdrawn_by, withdrawn.withdrawal_reason) == (verified.standing_body, "sai điểm")
    assert withdrawn.rows.count() == 3
    publish(group=group, standing="provisional", actor=verified.standing_body)
    assert Publication.objects.count() == 2


def test_a_withdrawal_needs_a_reason_and_happens_once(verified, group):
    publication = publish(group=group, standing="provisional", actor=verified.standing_body)
    with refused(Refused, "Give a reason."):
        withdraw(publication=publication, actor=verified.standing_body, reason=" ")
    withdraw(publication=publication, actor=verified.standing_body, reason="sai")
    with refused(Conflict, "This ranking was withdrawn already."):
        withdraw(publication=publication, actor=verified.standing_body, reason="sai")


@pytest.mark.parametrize("name", ["head", "deputy", "contact", "viewer", "administrator"])
def test_only_the_standing_body_publishes_and_withdraws(verified, group, name):
    said = "Only the standing body may do this."
    with refused(NotPermitted, said):
        publish(group=group, standing="provisional", actor=verified.fresh(name))
    publication = publish(group=group, standing="provisional", actor=verified.standing_body)
    with refused(NotPermitted, said):
        withdraw(publication=publication, actor=verified.fresh(name), reason="x")


def test_nothing_is_published_while_nobody_has_a_rank(cast, group):
    with refused(Refused, "No unit has all its points: there is no ranking to publish."):
        publish(group=group, standing="provisional", actor=cast.standing_body)


# --- Final -----------------------------------------------------------------------------------------


def test_the_final_ranking_makes_the_verified_marks_final(verified, group):
    publish(group=group, standing="final", actor=verified.standing_body)
    assert table(group, Source.FINAL) == table(group, Source.VERIFIED)
    assert set(Sheet.objects.values_list("state", flat=True)) == {"final"}
    final = Mark.objects.get(
        source="final", sheet__membership__unit=verified.head_unit, criterion__code="A.1"
    )
    assert (final.points, final.reason, final.version, final.given_by) == (
        Decimal("9.00"),
        "vì thế",
        1,
        verified.standing_body,
    )
    assert [verb for verb, *_rest in logged()] == ["scoring.final", "ranking.published"]


def test_while_a_sheet_is_not_confirmed_nothing_is_final(verified, group):
    Sheet.objects.filter(membership__unit=verified.contact_unit).update(state="submitted")
    Sheet.objects.filter(membership__unit=verified.deputy_unit).update(state="in-work")
    with refused(RefusedRows, "2 sheets are not confirmed as verified.") as caught:
        publish(group=group, standing="final", actor=verified.standing_body)
    assert [(row.place, str(row)) for row in caught.value.rows] == [
        ("Thanh tra", "in work"),
        ("Văn phòng", "submitted"),
    ]


def test_a_member_that_never_began_stands_in_the_way_too(verified, group):
    (late,) = add_members(verified.cycle, 1)
    with refused(RefusedRows, "1 sheets are not confirmed as verified.") as caught:
        publish(group=group, standing="final", actor=verified.standing_body)
    assert [(row.place, str(row)) for row in caught.value.rows] == [(late.unit.name, "not begun")]


def test_a_withdrawn_final_ranking_gives_the_sheets_back_and_keeps_the_marks(verified, group):
    publication = publish(group=group, standing="final", actor=verified.standing_body)
    withdraw(publication=publication, actor=verified.standing_body, reason="sót hồ sơ")
    assert set(Sheet.objects.values_list("state", flat=True)) == {"verified"}
    assert Mark.objects.filter(source="final").count() == 15
    assert [verb for verb, *_rest in logged()] == [
        "scoring.final",
        "ranking.published",
        "scoring.not-final",
        "ranking.withdrawn",
    ]


def correct(verified, points):
    member = verified.cycle.memberships.get(unit=verified.contact_unit)
    change = MarkChange(member=member.pk, criterion="A.1", points=Decimal(points), reason="theo khiếu nại")
    return save_mark(source="final", change=change, actor=verified.fresh("standing_body"))


def final_points(verified):
    return Mark.objects.get(
        source="final", sheet__membership__unit=verified.contact_unit, criterion__code="A.1"
    ).points


def test_published_again_a_corrected_final_mark_stays(verified, group):
    first = publish(group=group, standing="final", actor=verified.standing_body)
    correct(verified, "9.5")
    withdraw(publication=first, actor=verified.standing_body, reason="sai")
    publish(group=group, standing="final", actor=verified.standing_body)
    assert final_points(verified) == Decimal("9.50")
    assert table(group, Source.FINAL)[0][:3] == ("Văn phòng", 1, Decimal("19.50"))


def test_published_again_a_mark_verified_later_becomes_final(verified, group):
    first = publish(group=group, standing="final", actor=verified.standing_body)
    correct(verified, "9.5")
    withdraw(publication=first, actor=verified.standing_body, reason="sai")
    member = verified.cycle.memberships.get(unit=verified.contact_unit)
    reopen_verification(sheet=member.sheet, actor=verified.head, reason="hồ sơ mới")
    change = MarkChange(member=member.pk, criterion="A.1", points=Decimal(7), reason="hồ sơ mới")
    save_mark(source="verified", change=change, actor=verified.fresh("head"))
    Sheet.objects.filter(membership=member).update(state="verified")
    publish(group=group, standing="final", actor=verified.standing_body)
    assert final_points(verified) == Decimal("7.00")


def test_an_empty_group_has_nothing_to_publish(verified, group):

    empty = MemberGroup.objects.create(cycle=verified.cycle, code="trong", name="Trống", position=2)
    with refused(Refused, "The group has no members."):
        publish(group=empty, standing="final", actor=verified.standing_body)
