"""What tables, groups and marks say beside names and points goes out and comes in again."""

from decimal import Decimal

import pytest

from awards.exchange.exporting import document_of
from clusters.criteria.models import CriteriaTable
from clusters.cycles.models import Cycle
from clusters.scoring.models import Mark, SheetTotal
from tests.awards.exchange.documents import SMALL, load_text
from tests.awards.exchange.test_rejections import errors
from tests.refusing import everything

pytestmark = pytest.mark.django_db

TABLE = """criteria:
  - code: bang-thu
    name: Bảng thử
    scale: 12
    not_arisen: excluded
    ranked_by: rescaled
    inner_places: 3
    bands:
      - {name: A, from: 9, gates: [[{criteria: [I.1, I.2], at_least: 1, share: 90}], [{criteria: [I.1]}]], quota: {share: 50, of: ranked, round: up}}
      - {name: B, to: 9, to_open: true}
    lines:
      - {code: I, name: Mục một, kind: group, maximum: 12}
      - {code: I.1, parent: I, name: Kế hoạch, kind: yes_no, maximum: 2}
      - {code: I.2, parent: I, name: Chất lượng, kind: manual, maximum: 10, ceiling: 11}
"""
HEAD, _lines, REST = SMALL.partition("criteria:\n")
WHOLE = HEAD + TABLE + REST[REST.index("groups:") :]
TIES = "{code: chung, name: Các vụ, table: bang-thu, ties: [{kind: section, section: I}, {kind: votes}]}"
DECIDED = "- {unit: vu-mot, group: chung, votes: {votes: 7, note: Biên bản}, decided_band: {band: B, reason: Hội đồng}}"


def test_everything_a_table_says_is_kept_and_written_again():
    cycle = load_text(WHOLE).cycle
    table = CriteriaTable.objects.get()
    assert (table.not_arisen, table.ranked_by, table.inner_places) == ("excluded", "rescaled", 3)
    assert table.criteria.get(code="I.2").ceiling == Decimal(11)
    (said,) = document_of(cycle)["criteria"]
    assert said["bands"] == [
        {
            "name": "A",
            "from": "9.00",
            "gates": [
                [{"criteria": ["I.1", "I.2"], "at_least": 1, "share": "90.00"}],
                [{"criteria": ["I.1"]}],
            ],
            "quota": {"share": "50.00", "of": "ranked", "round": "up"},
        },
        {"name": "B", "to": "9.00", "to_open": True},
    ]
    assert load_text(WHOLE).outcome == "unchanged"


def test_bands_with_a_gap_are_told_at_the_band():
    text = WHOLE.replace("{name: B, to: 9,", "{name: B, to: 8,")
    (said,) = errors(text.encode())
    assert "criteria[0].bands[1]: There is a gap between the bands" in said


def test_what_decides_ties_votes_and_bands_are_kept_and_change():
    text = WHOLE.replace("{code: chung, name: Các vụ, table: bang-thu}", TIES)
    text = text.replace("- {unit: vu-mot, group: chung}", DECIDED)
    cycle = load_text(text).cycle
    group = cycle.groups.get()
    assert list(group.tie_rules.values_list("position", "kind", "section")) == [
        (1, "section", "I"),
        (2, "votes", ""),
    ]
    member = cycle.memberships.get(unit__code="vu-mot")
    assert (member.vote_count.votes, member.vote_count.note) == (7, "Biên bản")
    assert (member.band_decision.band, member.band_decision.reason) == ("B", "Hội đồng")
    assert load_text(text).outcome == "unchanged"
    before = everything()
    assert load_text(text, update=True).outcome == "unchanged"
    assert everything() == before
    load_text(text.replace("votes: 7", "votes: 8").replace(", {kind: votes}", ""), update=True)
    assert group.tie_rules.count() == 1
    assert Cycle.objects.get().memberships.get(unit__code="vu-mot").vote_count.votes == 8


def test_a_task_that_did_not_arise_has_no_points_and_a_reason():
    text = WHOLE.replace("points: 9.5, reason: Chậm một việc", "not_arisen: true, reason: Không phát sinh")
    cycle = load_text(text).cycle
    mark = Mark.objects.get(criterion__code="I.2")
    assert (mark.not_arisen, mark.points, mark.reason) == (True, None, "Không phát sinh")
    total = SheetTotal.objects.get(sheet__membership__unit__code="vu-mot", source="verified")
    assert (total.points, total.excluded, total.answered) == (Decimal(2), Decimal(10), 2)
    assert load_text(text).outcome == "unchanged"
    assert document_of(cycle)["marks"][1]["not_arisen"] is True


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (", reason: Chậm một việc", "", "A mark of a task that did not arise has a reason and no inputs."),
        ("points: 9.5,", "points: 9.5,", "A task that did not arise has the points the table says."),
    ],
)
def test_a_task_that_did_not_arise_is_refused_where_it_makes_no_sense(old, new, said):
    text = WHOLE.replace(old, new)
    if "has a reason" in said:
        text = text.replace("points: 9.5", "not_arisen: true")
    else:
        text = text.replace("points: 9.5,", "points: 9.5, not_arisen: true,")
    (problem,) = errors(text.encode())
    assert problem.endswith(f"marks[1].not_arisen: {said}")


def test_a_table_that_does_not_provide_for_it_refuses_it():
    text = WHOLE.replace("not_arisen: excluded", "not_arisen: never").replace(
        "points: 9.5", "not_arisen: true"
    )
    (problem,) = errors(text.encode())
    assert problem.endswith("marks[1].not_arisen: The table does not provide for tasks that did not arise.")


LEADER = WHOLE.replace(
    "{code: I.2, parent: I, name: Chất lượng, kind: manual, maximum: 10, ceiling: 11}",
    "{code: I.2, parent: I, name: Chỉ tiêu, kind: leader_target, maximum: 10}",
).replace(
    "points: 9.5, reason: Chậm một việc}",
    "inputs: {target: 100, done: 120}}\n  - {unit: vu-hai, criterion: I.2, source: verified, inputs: {target: 100, done: 110}}",
)


def test_points_against_the_leader_follow_from_all_members():
    cycle = load_text(LEADER).cycle
    found = dict(
        Mark.objects.filter(criterion__code="I.2").values_list("sheet__membership__unit__code", "points")
    )
    assert found == {"vu-mot": Decimal("10.00"), "vu-hai": Decimal("7.50")}
    assert all(mark.explanation for mark in Mark.objects.filter(criterion__code="I.2"))
    assert load_text(LEADER).outcome == "unchanged"
    given = {
        mark["unit"]: mark["points"] for mark in document_of(cycle)["marks"] if mark["criterion"] == "I.2"
    }
    assert given == {"vu-mot": "10.00", "vu-hai": "7.50"}


def test_given_points_against_the_leader_must_agree():
    (problem,) = errors(LEADER.replace("done: 110}}", "done: 110}, points: 8}").encode())
    assert problem.endswith("marks[2].inputs: The inputs give 7.50 points, not 8.00.")


SECOND = WHOLE.replace("code: bang-thu\n", "code: bang-thu\n    version: 2\n").replace(
    "year: 2026\n", "year: 2027\n"
)
SECOND = SECOND.replace("2026-01-01", "2027-01-01").replace("2026-12-31", "2027-12-31")


def lines_of(table):
    return dict(table.criteria.order_by("position").values_list("code", "replaces__code"))


def test_a_version_remembers_what_its_lines_stand_for():
    load_text(WHOLE)
    text = SECOND.replace("name: Kế hoạch, kind", "name: Kế hoạch, replaces: I.2, kind").replace(
        "name: Chất lượng, kind", 'name: Chất lượng, replaces: "-", kind'
    )
    load_text(text)
    table = CriteriaTable.objects.get(version=2)
    assert table.previous.version == 1
    assert lines_of(table) == {"I": "I", "I.1": "I.2", "I.2": None}
    assert load_text(text).outcome == "unchanged"


def test_where_the_table_before_is_not_known_nothing_is_kept_of_it():
    text = SECOND.replace("name: Kế hoạch, kind", "name: Kế hoạch, replaces: I.9, kind")
    load_text(text)
    assert lines_of(CriteriaTable.objects.get()) == {"I": None, "I.1": None, "I.2": None}
    assert load_text(text).outcome == "unchanged"


def test_a_line_that_stands_for_none_there_is_refused():
    load_text(WHOLE)
    text = SECOND.replace("name: Kế hoạch, kind", "name: Kế hoạch, replaces: I.9, kind")
    (problem,) = errors(text.encode())
    assert problem.endswith("criteria[0].lines[1].replaces: The table before has no line “I.9”.")
