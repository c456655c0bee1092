"""Bands on the total: how they are written, whether they hold together, and who falls where."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters.criteria.explaining import sentences
from clusters.criteria.rules.banding import BandEntry, assign_bands, quota_size
from clusters.criteria.rules.bands import Band, Quota, band_problems, read_bands
from clusters.criteria.rules.table import Line, problems
from emulation.core.errors import Refused

TARGETS = ["viec", "tien", "N1"]
# THADS 2015: A from 180 and all three targets met; B 160–<180 and two met, the third not more than 15 % below,
# or one met and the rest not more than 5 % below. C and D are ours: their bounds were not recovered.
THADS = [
    {"name": "Hạng A", "from": "180", "gates": [[{"criteria": TARGETS, "at_least": 3, "share": "100"}]]},
    {
        "name": "Hạng B",
        "from": "160",
        "to": "180",
        "to_open": True,
        "gates": [
            [
                {"criteria": TARGETS, "at_least": 2, "share": "100"},
                {"criteria": TARGETS, "at_least": 3, "share": "85"},
            ],
            [
                {"criteria": TARGETS, "at_least": 1, "share": "100"},
                {"criteria": TARGETS, "at_least": 3, "share": "95"},
            ],
        ],
    },
    {"name": "Hạng C", "from": "140", "to": "160", "to_open": True},
    {"name": "Hạng D", "to": "140", "to_open": True},
]
SIMPLE = [
    {"name": "A", "from": "90"},
    {"name": "B", "from": "70", "to": "89.99"},
    {"name": "C", "to": "69.99"},
]


def said(data, scale="200", codes=TARGETS):
    return [(one.place, str(one)) for one in band_problems(read_bands(data), codes, Decimal(scale))]


def unit(key, total, *shares, rank=None):
    """A unit whose three targets of 40 points are reached to these shares."""
    points = {
        code: (Decimal(share) * 40 / 100, Decimal(40)) for code, share in zip(TARGETS, shares, strict=False)
    }
    return BandEntry(key, None if total is None else Decimal(total), rank, points)


def names(data, *units):
    return {key: one.name for key, one in assign_bands(read_bands(data), units).items()}


def test_bands_are_read_and_hold_together():
    bands = read_bands(json.loads(json.dumps(THADS)))
    assert [(one.name, one.bounds, len(one.gates)) for one in bands] == [
        ("Hạng A", "≥ 180", 1),
        ("Hạng B", "≥ 160, < 180", 2),
        ("Hạng C", "≥ 140, < 160", 0),
        ("Hạng D", "< 140", 0),
    ]
    assert said(THADS) == []
    assert said(SIMPLE, "100") == []
    assert band_problems((), (), Decimal(100)) == []


BAND = "A band is written with name, from, from_open, to, to_open, gates and quota."
CONDITION = "A condition of a band is written with criteria, at_least and share."
QUOTA = "A quota is written with count, or with share, of (members, ranked) and round (down, up, half_up)."


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({"name": "A"}, BAND),
        (["A"], BAND),
        ([{"name": "A", "above": "1"}], BAND),
        ([{"from": "1"}], "A band needs a name."),
        ([{"name": "A", "from_open": "true"}], "“from_open” is true or false."),
        ([{"name": "A", "from": 1.5}], "“from” must be written as text or a whole number."),
        ([{"name": "A", "gates": [{}]}], "“gates” is a list of alternatives, each a list of conditions."),
        ([{"name": "A", "gates": [[]]}], "“gates” is a list of alternatives, each a list of conditions."),
        ([{"name": "A", "gates": [[{"criteria": []}]]}], CONDITION),
        ([{"name": "A", "gates": [[{"criteria": ["x"], "at_least": "1"}]]}], CONDITION),
        ([{"name": "A", "quota": {"count": "1"}}], QUOTA),
        ([{"name": "A", "quota": {"count": 1, "share": "1"}}], QUOTA),
        ([{"name": "A", "quota": {"share": "1", "round": "even"}}], QUOTA),
    ],
)
def test_what_is_not_written_as_a_band_is_refused(data, text):
    with pytest.raises(Refused) as refusal:
        read_bands(data)
    assert str(refusal.value) == text


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ([{"name": "A", "from": "180"}, {"name": "B", "from": "160"}, {"name": "C", "to": "159.99"}], [("B", "The band has no upper end.")]),
        ([{"name": "A"}, {"name": "B", "to": "179.99"}], [("A", "The band has no lower end.")]),
        ([{"name": "A", "from": "180"}, {"name": "B", "from": "100", "to": "179.99"}], [("B", "The last band begins above 0: lower totals are in no band.")]),
        ([{"name": "A", "from": "180", "to": "199"}, {"name": "B", "to": "179.99"}], [("A", "The best band ends below the 200 points of the table.")]),
        ([{"name": "A", "from": "180"}, {"name": "B", "to": "179.98"}], [("B", "There is a gap between the bands “A” (≥ 180) and “B” (≤ 179,98).")]),
        ([{"name": "A", "from": "180"}, {"name": "B", "to": "180"}], [("B", "The bands “A” (≥ 180) and “B” (≤ 180) overlap.")]),
        ([{"name": "A", "from": "180", "from_open": True}, {"name": "B", "to": "180"}], []),
        ([{"name": "A", "from": "180", "from_open": True}, {"name": "B", "to": "180", "to_open": True}], [("B", "There is a gap between the bands “A” (> 180) and “B” (< 180).")]),
        ([{"name": "A", "from": "180"}, {"name": "B", "from": "190", "to": "170"}, {"name": "C", "to": "179.99"}], [("B", "No total falls into the band.")]),
        ([{"name": "A", "from": "180"}, {"name": "A", "to": "179.99"}], [("A", "The name of the band stands twice.")]),
        ([{"name": "A", "from": "180", "quota": {"count": -1}}, {"name": "B", "to": "179.99"}], [("A", "A quota is a number from 0, or a share from 0 to 100 percent.")]),
        ([{"name": "A", "from": "180", "quota": {"share": "101"}}, {"name": "B", "to": "179.99"}], [("A", "A quota is a number from 0, or a share from 0 to 100 percent.")]),
        ([{"name": "A", "from": "180"}, {"name": "B", "to": "179.99", "quota": {"count": 1}}], [("B", "The last band takes everyone: it has neither gates nor a quota.")]),
        (
            [{"name": "A", "from": "180", "gates": [[{"criteria": ["viec", "X", "viec"], "at_least": 4, "share": "0"}]]}, {"name": "B", "to": "179.99"}],
            [
                ("A", "“X” is not a criterion of the table that takes marks."),
                ("A", "A condition names a criterion twice."),
                ("A", "“at_least” is from 1 to the number of criteria named."),
                ("A", "“share” of a condition is above zero."),
            ],
        ),
    ],
    ids=[
        "no-upper", "no-lower", "last", "best", "gap", "overlap", "open-meets", "open-gap", "empty", "name",
        "quota", "share", "last-quota", "condition",
    ],
)  # fmt: skip
def test_bands_that_do_not_hold_together_are_named(data, expected):
    assert said(data) == expected


def test_a_table_is_checked_with_its_bands():
    lines = [
        Line("I", "I", "group", Decimal(200)),
        Line("viec", "viec", "manual", Decimal(200), parent="I"),
    ]
    bands = read_bands(
        [{"name": "A", "from": "180", "gates": [[{"criteria": ["I"]}]]}, {"name": "B", "to": "170"}]
    )
    assert [(one.place, str(one)) for one in problems(lines, Decimal(200), bands)] == [
        ("B", "There is a gap between the bands “A” (≥ 180) and “B” (≤ 170)."),
        ("A", "“I” is not a criterion of the table that takes marks."),
    ]


# --- Who falls where -----------------------------------------------------------------------------


def test_bounds_then_gates():
    assert names(
        THADS,
        unit("all met", "185", 100, 100, 100),
        unit("two met, one 15 % below", "185", 100, 100, 85),
        unit("one met, the rest 5 % below", "170", 100, 95, 95),
        unit("one far below", "190", 100, 100, 84),
        unit("met, but few points", "150", 100, 100, 100),
        unit("just below", "179.99", 100, 100, 100),
        unit("lowest", "0", 0, 0, 0),
        unit("incomplete", None),
    ) == {
        "all met": "Hạng A",
        "two met, one 15 % below": "Hạng B",
        "one met, the rest 5 % below": "Hạng B",
        "one far below": "Hạng C",
        "met, but few points": "Hạng C",
        "just below": "Hạng B",
        "lowest": "Hạng D",
        "incomplete": None,
    }


def test_above_the_scale_stays_in_the_best_band():
    assert names(SIMPLE, unit("bonus", "107")) == {"bonus": "A"}


def test_a_criterion_without_points_does_not_reach_and_one_that_did_not_arise_does():
    entry = unit("one", "185", 100, 100)
    arisen_not = BandEntry("two", Decimal(185), None, {**entry.points, "N1": (Decimal(0), Decimal(0))})
    assert names(THADS, entry, arisen_not) == {"one": "Hạng C", "two": "Hạng A"}


@pytest.mark.parametrize(
    ("quota", "size"),
    [
        (Quota(count=3), 3),
        (Quota(share=Decimal(20)), 2),
        (Quota(share=Decimal(20), round="up"), 3),
        (Quota(share=Decimal(20), round="half_up"), 3),
        (Quota(share=Decimal(20), of="ranked"), 2),
        (Quota(share=Decimal("33.33"), of="ranked", round="half_up"), 3),
        (Quota(share=Decimal(100)), 13),
        (Quota(share=Decimal(0), round="up"), 0),
    ],
)
def test_a_quota_of_13_members_of_whom_10_are_ranked(quota, size):
    assert quota_size(quota, members=13, ranked=10) == size


QUOTED = [{**SIMPLE[0], "quota": {"count": 2}}, {**SIMPLE[1], "quota": {"count": 1}}, SIMPLE[2]]


def test_a_quota_takes_the_best_ranks_and_the_rest_falls_one_band():
    units = [unit(f"unit {rank}", str(100 - rank), rank=rank) for rank in (1, 2, 3, 4)]
    assert names(QUOTED, *units) == {"unit 1": "A", "unit 2": "A", "unit 3": "B", "unit 4": "C"}


def test_equal_ranks_across_the_edge_of_a_quota_all_stay_out():
    units = [unit("first", "99", rank=1), unit("b", "98", rank=2), unit("c", "98", rank=2)]
    assert names(QUOTED, *units) == {"first": "A", "b": "C", "c": "C"}
    two = [{**SIMPLE[0], "quota": {"count": 2}}, *SIMPLE[1:]]
    assert names(two, *units) == {"first": "A", "b": "B", "c": "B"}
    exactly = [unit("b", "98", rank=1), unit("c", "98", rank=1), unit("d", "97", rank=3)]
    assert names(two, *exactly) == {"b": "A", "c": "A", "d": "B"}


def test_who_has_no_rank_stands_behind_all_who_have():
    two = [{**SIMPLE[0], "quota": {"count": 1}}, *SIMPLE[1:]]
    assert names(two, unit("guest", "99"), unit("ranked", "95", rank=1)) == {"guest": "B", "ranked": "A"}


def test_the_reason_names_the_gate_and_the_quota(settings):
    settings.LANGUAGE_CODE = "en"
    result = assign_bands(
        read_bands(THADS), [unit("in", "185", 100, 100, 100), unit("out", "185", 100, 90, 90)]
    )
    assert sentences(result["in"].explanation) == ["185 points lie in “Hạng A” (≥ 180)."]
    assert sentences(result["out"].explanation) == [
        "185 points; falls to “Hạng C”.",
        "Gate of “Hạng A” not met: at least 3 of viec, tien, N1 at 100 % of their standard points, 1 reached it.",
        "Gate of “Hạng B” not met: at least 2 of viec, tien, N1 at 100 % of their standard points, 1 reached it.",
        "Gate of “Hạng B” not met: at least 3 of viec, tien, N1 at 95 % of their standard points, 1 reached it.",
    ]
    units = [unit("a", "99", rank=1), unit("b", "98", rank=2), unit("c", "98", rank=2), unit("d", None)]
    result = assign_bands(read_bands(QUOTED), units)
    assert sentences(result["b"].explanation) == [
        "98 points; falls to “C”.",
        "“A” takes 2 units: 1 places are left for 2 units of equal rank, so none of them goes in.",
        "“B” takes 1 units: 1 places are left for 2 units of equal rank, so none of them goes in.",
    ]
    assert sentences(result["d"].explanation) == ["The sheet is not complete: no band yet."]


def test_a_band_alone_may_leave_a_total_out(settings):
    settings.LANGUAGE_CODE = "en"
    result = assign_bands([Band("A", low=Decimal(90))], [unit("one", "80")])
    assert (result["one"].name, sentences(result["one"].explanation)) == (None, ["80 points are in no band."])


# --- Properties ----------------------------------------------------------------------------------

totals = st.none() | st.integers(0, 20_000).map(lambda value: Decimal(value).scaleb(-2))
clusters = st.lists(
    st.tuples(totals, st.lists(st.integers(80, 100), min_size=3, max_size=3)), min_size=1, max_size=10
)
quotas = st.one_of(
    st.none(),
    st.builds(Quota, count=st.integers(0, 5)),
    st.builds(
        Quota,
        share=st.integers(0, 100).map(Decimal),
        of=st.sampled_from(["members", "ranked"]),
        round=st.sampled_from(["down", "up", "half_up"]),
    ),
)


def ranked(drawn):
    """Rank by total, equal totals alike: 1, 2, 2, 4."""
    given_totals = [total for total, _shares in drawn if total is not None]
    return [
        unit(
            place,
            total,
            *shares,
            rank=None if total is None else 1 + sum(other > total for other in given_totals),
        )
        for place, (total, shares) in enumerate(drawn)
    ]


@given(drawn=clusters, first=quotas, second=quotas, data=st.data())
def test_every_complete_unit_has_one_band_whatever_the_order_and_no_quota_is_exceeded(
    drawn, first, second, data
):
    best, good, *rest = read_bands(THADS)
    bands = [
        Band(best.name, best.low, gates=best.gates, quota=first),
        Band(good.name, good.low, False, good.high, True, good.gates, second),
        *rest,
    ]
    units = ranked(drawn)
    result = assign_bands(bands, units)
    assert assign_bands(bands, data.draw(st.permutations(units))) == result
    place = {band.name: number for number, band in enumerate(bands)}
    complete = [one for one in units if one.total is not None]
    for one in units:
        assert (result[one.key].name is None) == (one.total is None)
    for band in bands[:2]:
        if band.quota is not None:
            size = quota_size(band.quota, members=len(units), ranked=len(complete))
            assert sum(one.name == band.name for one in result.values()) <= size
    for one in complete:
        natural = next(number for number, band in enumerate(bands) if band.holds(one.total))
        assert place[result[one.key].name] >= natural
    assert json.loads(json.dumps([one.explanation for one in result.values()])) == [
        one.explanation for one in result.values()
    ]


@given(total=totals.filter(lambda value: value is not None))
def test_bands_that_hold_together_have_a_place_for_every_total(total):
    for data in (THADS, SIMPLE):
        assert sum(band.holds(total) for band in read_bands(data)) == 1
