"""What people decide about a ranking: ties, votes, bands; refused where a published one would silently differ."""

from decimal import Decimal

import pytest

from clusters.ranking.models import BandDecision, TieRule, VoteCount
from clusters.ranking.services import (
    TieStep,
    decide_band,
    publish,
    set_tie_rules,
    set_votes,
    undo_band,
    withdraw,
)
from clusters.ranking.standings import standings
from clusters.scoring.models import Source
from emulation.core.errors import Conflict, NotPermitted, Refused
from tests.factories import add_members, give_marks
from tests.refusing import logged, refused

pytestmark = pytest.mark.django_db
SECTION_B = TieStep("section", "B")


def ranks(group, source=Source.VERIFIED, **options):
    return [(row.unit_name, row.rank) for row in standings(group, source, **options)]


def told(group):
    return {row.unit_name: row.ties for row in standings(group, Source.VERIFIED)}


# --- Ties ------------------------------------------------------------------------------------------


def test_without_a_list_equal_totals_share_their_rank(year, ranked_group):
    assert ranks(ranked_group) == [("Cục Kế hoạch", 1), ("Thanh tra", 1), ("Văn phòng", 3)]


@pytest.mark.parametrize(
    ("steps", "first", "figures"),
    [
        ([TieStep("without-bonus")], "Cục Kế hoạch", ("19.00", "18.50")),
        ([SECTION_B], "Cục Kế hoạch", ("6.00", "5.50")),
        ([TieStep("section", "A")], "Thanh tra", ("13.50", "13.00")),
        ([TieStep("full-count")], "Cục Kế hoạch", ("3", "2")),
        ([TieStep("votes"), SECTION_B], "Cục Kế hoạch", ("6.00", "5.50")),
    ],
)
@pytest.mark.parametrize("from_marks", [False, True])
def test_the_list_decides_and_says_by_what(year, ranked_group, steps, first, figures, from_marks):
    set_tie_rules(group=ranked_group, rules=steps, actor=year.head)
    rows = standings(ranked_group, Source.VERIFIED, from_marks=from_marks)
    second = {"Cục Kế hoạch": "Thanh tra", "Thanh tra": "Cục Kế hoạch"}[first]
    assert [(row.unit_name, row.rank) for row in rows] == [(first, 1), (second, 2), ("Văn phòng", 3)]
    better, worse = figures
    assert [row.ties[-1:] for row in rows] == [
        ({**rows[0].ties[-1], "verdict": "decided", "own": better, "against": [worse]},),
        ({**rows[0].ties[-1], "verdict": "decided", "own": worse, "against": [better]},),
        (),
    ]


def test_a_complete_inspection_and_votes_decide(year, members, ranked_group):
    set_tie_rules(
        group=ranked_group, rules=[TieStep("inspection"), TieStep("votes")], actor=year.standing_body
    )
    give_marks(members["head"], "inspection", ["9", "2", "2", "5", "0"])
    assert told(ranked_group)["Thanh tra"] == (
        {"kind": "inspection", "verdict": "unknown"},
        {"kind": "votes", "verdict": "unknown"},
    )
    give_marks(members["deputy"], "inspection", ["9", "2", "2", "5", "0"])
    votes = {members["head"].pk: 5, members["deputy"].pk: 7}
    set_votes(group=ranked_group, votes=votes, note="Biên bản kiểm phiếu", actor=year.head)
    assert ranks(ranked_group) == [("Thanh tra", 1), ("Cục Kế hoạch", 2), ("Văn phòng", 3)]
    assert told(ranked_group)["Thanh tra"] == (
        {"kind": "inspection", "verdict": "equal", "own": "18.00"},
        {"kind": "votes", "verdict": "decided", "own": "7", "against": ["5"]},
    )


def test_the_list_is_kept_in_order_and_logged_once(year, ranked_group):
    steps = [SECTION_B, TieStep("votes")]
    for _click in range(2):
        set_tie_rules(group=ranked_group, rules=steps, actor=year.head)
    rows = TieRule.objects.order_by("position").values_list("position", "kind", "section")
    assert list(rows) == [(1, "section", "B"), (2, "votes", "")]
    set_tie_rules(group=ranked_group, rules=[], actor=year.head)
    assert logged() == [("ranking.ties", "Phan Văn Trưởng", "")] * 2


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([TieStep("section", "Z")], "The table has no section “Z”."),
        ([TieStep("section", "A.1")], "The table has no section “A.1”."),
        ([TieStep("section")], "The table has no section “”."),
        ([TieStep("luck")], "Choose what decides from the list."),
        ([TieStep("votes", "A")], "Choose what decides from the list."),
        ([SECTION_B, SECTION_B], "A step stands in the list twice."),
    ],
)
def test_a_list_that_cannot_decide_is_refused(year, ranked_group, steps, said):
    with refused(Refused, said):
        set_tie_rules(group=ranked_group, rules=steps, actor=year.head)


def test_the_list_stays_while_a_ranking_follows_from_it(year, ranked_group):
    publication = publish(group=ranked_group, standing="provisional", actor=year.standing_body)
    said = (
        "A ranking of this group is published by the list as it stands. "
        "Withdraw it with a reason, change the list, then publish again."
    )
    with refused(Refused, said):
        set_tie_rules(group=ranked_group, rules=[SECTION_B], actor=year.head)
    withdraw(publication=publication, actor=year.standing_body, reason="đổi cách xét")
    set_tie_rules(group=ranked_group, rules=[SECTION_B], actor=year.head)
    assert ranks(ranked_group)[1] == ("Thanh tra", 2)


@pytest.mark.parametrize("name", ["contact", "viewer", "administrator"])
def test_only_those_who_run_the_year_decide(year, members, ranked_group, name):
    said = "Only the head, a deputy or the standing body may do this."
    with refused(NotPermitted, said):
        set_tie_rules(group=ranked_group, rules=[], actor=year.fresh(name))
    with refused(NotPermitted, said):
        set_votes(group=ranked_group, votes={members["head"].pk: 1}, note="x", actor=year.fresh(name))
    with refused(NotPermitted, said):
        decide_band(membership=members["head"], band="Hạng B", reason="x", actor=year.fresh(name))


def test_a_stale_list_is_refused(year, ranked_group):
    with refused(
        Conflict,
        "Somebody else changed this meanwhile. Nothing was saved; what you typed is still here. "
        "Compare it with what stands now, then save again.",
    ):
        set_tie_rules(group=ranked_group, rules=[SECTION_B], actor=year.head, seen="older")


# --- Votes -----------------------------------------------------------------------------------------


def test_votes_are_written_changed_and_taken_out(year, members, ranked_group):
    head, deputy = members["head"].pk, members["deputy"].pk
    set_votes(group=ranked_group, votes={head: 5, deputy: 0}, note="BB 12", actor=year.head)
    assert set_votes(group=ranked_group, votes={head: 5, deputy: 0}, note="BB 12", actor=year.head) == 0
    assert set_votes(group=ranked_group, votes={head: 6, deputy: None}, note="BB 12", actor=year.head) == 2
    assert list(VoteCount.objects.values_list("membership", "votes", "note")) == [(head, 6, "BB 12")]
    assert [verb for verb, *_rest in logged()] == ["ranking.votes", "ranking.votes"]


def test_votes_need_a_document_and_members_of_the_group(year, members, ranked_group):
    head = members["head"].pk
    with refused(Refused, "Name the document the votes stand in, for example the counting minutes."):
        set_votes(group=ranked_group, votes={head: 5}, note=" ", actor=year.head)
    with refused(Refused, "A number of votes is not below zero."):
        set_votes(group=ranked_group, votes={head: -1}, note="BB", actor=year.head)
    other = year.outside_cycle.memberships.get().pk
    with refused(Refused, "Votes are written down for the members of the group only."):
        set_votes(group=ranked_group, votes={other: 1}, note="BB", actor=year.head)


def test_votes_come_after_the_provisional_ranking_and_before_the_final_one(year, members, ranked_group):
    votes = {members["head"].pk: 5}
    publish(group=ranked_group, standing="provisional", actor=year.standing_body)
    set_votes(group=ranked_group, votes=votes, note="BB 12", actor=year.head)
    publish(group=ranked_group, standing="final", actor=year.standing_body)
    said = (
        "The final ranking is published by the votes as they stand. "
        "Withdraw it with a reason, correct the votes, then publish again."
    )
    with refused(Refused, said):
        set_votes(group=ranked_group, votes={members["head"].pk: 6}, note="BB 12", actor=year.head)


# --- Bands -----------------------------------------------------------------------------------------


def bands(group):
    rows = standings(group, Source.VERIFIED)
    return [(row.unit_name, row.computed_band, row.band, row.banded.reason) for row in rows]


def test_bands_are_computed_and_another_is_decided_with_a_reason(year, members, ranked_group):
    assert bands(ranked_group) == [
        ("Cục Kế hoạch", "Hạng A", "Hạng A", ""),
        ("Thanh tra", "Hạng A", "Hạng A", ""),
        ("Văn phòng", "Hạng B", "Hạng B", ""),
    ]
    decide_band(membership=members["contact"], band="Hạng A", reason=" theo hội nghị ", actor=year.head)
    assert bands(ranked_group)[2] == ("Văn phòng", "Hạng B", "Hạng A", "theo hội nghị")
    undo_band(membership=members["contact"], actor=year.head, reason="nhầm")
    assert bands(ranked_group)[2] == ("Văn phòng", "Hạng B", "Hạng B", "")
    assert logged() == [
        ("ranking.band", "Phan Văn Trưởng", "theo hội nghị"),
        ("ranking.band-undone", "Phan Văn Trưởng", "nhầm"),
    ]


def test_nobody_decides_the_band_of_the_own_unit(year, members):
    said = "You act for this unit: its band is decided by the deputy, the head or the standing body."
    with refused(NotPermitted, said):
        decide_band(membership=members["head"], band="Hạng B", reason="x", actor=year.head)
    decide_band(membership=members["head"], band="Hạng B", reason="x", actor=year.deputy)
    with refused(NotPermitted, said):
        undo_band(membership=members["head"], actor=year.fresh("head"), reason="x")


def test_a_band_is_one_of_the_table_and_not_the_computed_one(year, members):
    with refused(Refused, "The table has no band “Hạng Z”."):
        decide_band(membership=members["contact"], band="Hạng Z", reason="x", actor=year.head)
    with refused(Refused, "“Hạng B” is the computed band: there is nothing to decide."):
        decide_band(membership=members["contact"], band="Hạng B", reason="x", actor=year.head)
    with refused(Refused, "Give a reason."):
        decide_band(membership=members["contact"], band="Hạng A", reason=" ", actor=year.head)
    with refused(Conflict, "No band is decided for this unit: the computed one counts."):
        undo_band(membership=members["contact"], actor=year.head, reason="x")


def test_of_two_who_decide_the_second_is_told(year, members):
    decide_band(membership=members["contact"], band="Hạng A", reason="x", actor=year.head, seen="")
    with refused(Conflict, "Somebody else decided this band meanwhile. Nothing was saved; look at it again."):
        decide_band(membership=members["contact"], band="Hạng C", reason="y", actor=year.deputy, seen="")
    assert BandDecision.objects.get().band == "Hạng A"


def test_an_incomplete_sheet_has_no_band_to_decide(year):
    (late,) = add_members(year.cycle, 1)
    with refused(Refused, "The sheet is not complete: its band is decided once all points are there."):
        decide_band(membership=late, band="Hạng A", reason="x", actor=year.head)


def test_bands_stay_once_the_final_ranking_is_published(year, members, ranked_group):
    decide_band(membership=members["contact"], band="Hạng A", reason="x", actor=year.head)
    publish(group=ranked_group, standing="final", actor=year.standing_body)
    said = (
        "The final ranking is published with the bands as they stand. "
        "Withdraw it with a reason, decide the band, then publish again."
    )
    with refused(Refused, said):
        decide_band(membership=members["contact"], band="Hạng C", reason="x", actor=year.head)
    with refused(Refused, said):
        undo_band(membership=members["contact"], actor=year.head, reason="x")


# --- Publishing freezes all of it ------------------------------------------------------------------


def test_everything_decided_is_frozen_with_the_ranking(year, members, ranked_group):
    set_tie_rules(group=ranked_group, rules=[SECTION_B], actor=year.head)
    decide_band(membership=members["contact"], band="Hạng A", reason="theo hội nghị", actor=year.head)
    publication = publish(group=ranked_group, standing="provisional", actor=year.standing_body)
    undo_band(membership=members["contact"], actor=year.head, reason="nhầm")
    rows = publication.rows.order_by("position").values_list(
        "unit_name", "rank", "raw_total", "completion", "computed_band", "band", "band_reason"
    )
    assert list(rows) == [
        ("Cục Kế hoạch", 1, Decimal("19.00"), None, "Hạng A", "Hạng A", ""),
        ("Thanh tra", 2, Decimal("19.00"), None, "Hạng A", "Hạng A", ""),
        ("Văn phòng", 3, Decimal("18.00"), None, "Hạng B", "Hạng A", "theo hội nghị"),
    ]
    step = {"kind": "section", "section": "B", "name": "Mục B", "verdict": "decided"}
    assert [row.ties for row in publication.rows.order_by("position")] == [
        [{**step, "own": "6.00", "against": ["5.50"]}],
        [{**step, "own": "5.50", "against": ["6.00"]}],
        [],
    ]
