"""Stored totals and marks rank alike; tasks that did not arise leave the denominator; gates and quotas hold."""

from decimal import Decimal

import pytest
from django.utils import timezone

from clusters.criteria.models import CriteriaTable
from clusters.ranking.models import TieRule
from clusters.ranking.services import publish
from clusters.ranking.standings import standings
from clusters.scoring import ranks
from clusters.scoring.models import Mark, Source
from clusters.scoring.reading import table_of
from clusters.scoring.services.totals import recompute
from tests.factories import add_members, give_marks

pytestmark = pytest.mark.django_db
D = Decimal


def away(member, code, source="verified"):
    """Say that the task of a line did not arise: no points, out of the denominator."""
    criterion = CriteriaTable.objects.get().criteria.get(code=code)
    Mark.objects.update_or_create(
        sheet=member.sheet,
        criterion=criterion,
        source=source,
        defaults={
            "points": None,
            "not_arisen": True,
            "reason": "không phát sinh",
            "given_at": timezone.now(),
        },
    )
    recompute([member.sheet.pk])


def lines(group, **options):
    return [
        (row.unit_name, row.rank, row.total, row.running, row.worth.completion, row.answered)
        for row in standings(group, Source.VERIFIED, **options)
    ]


@pytest.mark.parametrize("from_marks", [False, True])
def test_what_did_not_arise_leaves_the_denominator(year, members, ranked_group, from_marks):
    CriteriaTable.objects.update(not_arisen="excluded", ranked_by="rescaled")
    away(members["contact"], "A.2")
    # 16 of 18 points: 16 × 20 ÷ 18 = 17,78. The bonus of the deputy stands on top: 18,5 + 0,5.
    assert lines(ranked_group, from_marks=from_marks) == [
        ("Cục Kế hoạch", 1, D("19.00"), D("19.00"), D("95.00"), 5),
        ("Thanh tra", 1, D("19.00"), D("19.00"), D("95.00"), 5),
        ("Văn phòng", 3, D("17.78"), D("16.00"), D("88.89"), 5),
    ]
    away(members["head"], "A.1")
    assert lines(ranked_group, from_marks=from_marks)[0] == (
        "Cục Kế hoạch",
        1,
        D("20.00"),
        D("10.00"),
        D("100.00"),
        5,
    )


def test_the_table_says_which_total_ranks(year, members, ranked_group):
    CriteriaTable.objects.update(not_arisen="excluded", ranked_by="raw")
    away(members["head"], "A.1")
    assert [line[:4] for line in lines(ranked_group)] == [
        ("Thanh tra", 1, D("19.00"), D("19.00")),
        ("Văn phòng", 2, D("18.00"), D("18.00")),
        ("Cục Kế hoạch", 3, D("10.00"), D("10.00")),
    ]


def test_raw_rescaled_and_completion_are_frozen(year, members, ranked_group):
    CriteriaTable.objects.update(not_arisen="excluded", ranked_by="rescaled")
    away(members["contact"], "A.2")
    publication = publish(group=ranked_group, standing="provisional", actor=year.standing_body)
    row = publication.rows.get(membership=members["contact"])
    assert (row.total, row.raw_total, row.rescaled_total, row.completion) == (
        D("17.78"),
        D("16.00"),
        D("17.78"),
        D("88.89"),
    )


def test_a_section_in_which_nothing_arose_is_not_known(year, members, ranked_group):
    CriteriaTable.objects.update(not_arisen="excluded", ranked_by="raw")
    TieRule.objects.create(group=ranked_group, position=1, kind="section", section="B")
    for name in ("head", "deputy"):
        away(members[name], "B.1")
    Mark.objects.filter(sheet=members["head"].sheet, criterion__code="B.2").update(
        points=None, not_arisen=True, reason="x"
    )
    give_marks(members["contact"], "self", [])
    Mark.objects.filter(sheet=members["head"].sheet, criterion__code="A.1").update(points=D("10"))
    Mark.objects.filter(sheet=members["deputy"].sheet, criterion__code="B.2").update(points=D("0.5"))
    recompute([members[name].sheet.pk for name in ("head", "deputy")])
    found = {row.unit_name: (row.rank, row.total, row.ties) for row in standings(ranked_group, "verified")}
    unknown = {"kind": "section", "section": "B", "name": "Mục B", "verdict": "unknown"}
    assert found["Cục Kế hoạch"] == (2, D("14.00"), (unknown,))
    assert found["Thanh tra"] == (2, D("14.00"), (unknown,))


def test_gates_and_quotas_decide_the_band(year, members, ranked_group):
    gate = [[{"criteria": ["A.1", "B.1"], "share": "90"}]]
    CriteriaTable.objects.update(
        bands=[
            {"name": "A", "from": "18", "gates": gate, "quota": {"count": 1}},
            {"name": "B", "to": "18", "to_open": True},
        ]
    )
    rows = standings(ranked_group, Source.VERIFIED)
    assert [(row.unit_name, row.computed_band) for row in rows] == [
        ("Cục Kế hoạch", "A"),
        ("Thanh tra", "B"),
        ("Văn phòng", "B"),
    ]
    publication = publish(group=ranked_group, standing="provisional", actor=year.standing_body)
    assert [bool(row.band_reason) for row in publication.rows.order_by("position")] == [False, True, True]


@pytest.mark.parametrize("count", [0, 2, 11])
def test_all_that_may_be_asked_is_asked_in_a_fixed_number_of_queries(
    year, ranked_group, exactly_queries, count
):
    for place, kind in enumerate(("without-bonus", "full-count", "inspection", "votes"), start=1):
        TieRule.objects.create(group=ranked_group, position=place, kind=kind)
    TieRule.objects.create(group=ranked_group, position=5, kind="section", section="B")
    for member in add_members(year.cycle, count):
        give_marks(member, "verified", ["9", "2", "2", "6", "0"], state="verified")
    # Table, lines of the draft, totals, sections; list, inspection, votes, section; decided bands.
    with exactly_queries(9):
        standings(ranked_group, Source.VERIFIED)


def test_sources_are_asked_for_what_they_give(year, members, ranked_group):
    CriteriaTable.objects.get().criteria.filter(code="A.1").update(kind="external", parameters={})
    give_marks(members["contact"], "self", [None, "2", "2", "6", "0"])
    row = next(row for row in standings(ranked_group, Source.SELF) if row.member == members["contact"].pk)
    assert (row.answered, row.asked, row.total, row.rank) == (4, 4, D("10.00"), 1)


def test_a_section_without_points_has_no_sum(year, ranked_group):
    (late,) = add_members(year.cycle, 1)
    give_marks(late, "verified", ["9"])
    row = next(row for row in standings(ranked_group, Source.VERIFIED) if row.member == late.pk)
    assert row.sections == {"A": D("9.00")}


@pytest.mark.parametrize("decided", [False, True])
def test_the_score_page_ranks_equal_totals_as_the_ranking_does(year, members, ranked_group, decided):
    if decided:
        TieRule.objects.create(group=ranked_group, position=1, kind="without-bonus")
    keys = [member.pk for member in members.values()]
    shown = ranks.totals(ranked_group, table_of(ranked_group), "verified", keys)
    assert {key: total.rank for key, total in shown.items()} == {
        row.member: row.rank for row in standings(ranked_group, "verified")
    }
    assert sorted(total.rank for total in shown.values()) == ([1, 2, 3] if decided else [1, 1, 3])
