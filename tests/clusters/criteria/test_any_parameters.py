"""Whatever somebody writes into the parameters or sends as inputs is answered in words, never with a crash."""

from decimal import Decimal

from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from clusters.criteria.describing import describe
from clusters.criteria.rules.bands import band_problems, read_bands
from clusters.criteria.rules.kinds import KINDS, rule_for
from emulation.core.errors import Refused
from tests.clusters.criteria.samples import SAMPLES

plain = (
    st.none()
    | st.booleans()
    | st.integers(-5, 200)
    | st.floats(allow_nan=False)
    | st.sampled_from(
        ["0", "1", "2", "9,5", "95", "100", "exact", "0.01", "2022-02-28", "31/3/2022", "a", "", "NaN"]
    )
)
TIER_KEYS = ["from", "to", "from_open", "to_open", "points", "off"]
OTHER_KEYS = [
    "value",
    "label",
    "points",
    "each",
    "count",
    "share",
    "of",
    "round",
    "criteria",
    "at_least",
    "name",
]
tier_like = st.dictionaries(st.sampled_from(TIER_KEYS), plain, max_size=5)
case_like = st.dictionaries(st.sampled_from(OTHER_KEYS), plain, max_size=5)
anything = plain | tier_like | case_like | st.lists(plain | tier_like | case_like, max_size=4)
NAMES = sorted(set().union(*(rule.known_parameters for rule in KINDS.values())))
parameter_sets = st.dictionaries(st.sampled_from(NAMES), anything, max_size=6)
points = st.integers(-200, 20_000).map(lambda value: Decimal(value).scaleb(-2))


@given(kind=st.sampled_from(list(KINDS)), drawn=parameter_sets, minimum=points, maximum=points)
def test_any_parameters_are_judged_and_sound_ones_can_be_told(kind, drawn, minimum, maximum):
    known = {name: value for name, value in drawn.items() if name in KINDS[kind].known_parameters}
    rule = rule_for(kind, known, minimum=minimum, maximum=maximum)
    found = rule.problems()
    assert all(isinstance(one, Refused) and str(one) for one in found)
    if not found:
        assert all(one.name and one.label for one in rule.inputs)
        with override("en"):
            assert describe(rule).text


@given(kind=st.sampled_from(list(SAMPLES)), data=st.data())
def test_any_inputs_are_scored_within_bounds_or_refused(kind, data):
    minimum, maximum, parameters = SAMPLES[kind]
    rule = rule_for(kind, parameters, minimum=Decimal(minimum), maximum=Decimal(maximum))
    names = st.sampled_from([*(one.name for one in rule.inputs), "other"])
    sent = data.draw(st.dictionaries(names, anything, max_size=3))
    try:
        outcome = rule.score_group({"one": sent})["one"]
    except Refused:
        return
    assert rule.minimum <= outcome.points <= rule.most


band_like = st.dictionaries(
    st.sampled_from(["name", "from", "to", "from_open", "to_open", "gates", "quota"]),
    anything | st.lists(st.lists(case_like, max_size=2), max_size=2),
    max_size=7,
)


@given(data=plain | st.lists(band_like | plain, max_size=4))
def test_any_bands_are_judged(data):
    try:
        found = band_problems(read_bands(data), {"a"}, Decimal(100))
    except Refused as error:
        found = [error]
    assert all(str(one) for one in found)
