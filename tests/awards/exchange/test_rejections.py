"""What a broken file is told: every error at once, each with its line, its path and what was expected."""

import pytest

from awards.exchange.models import LoadedCycle
from awards.exchange.reading import Source
from awards.exchange.services import FilesRefused, load
from clusters.cycles.models import Cycle
from clusters.organisation.models import Unit
from emulation.audit.models import Entry
from tests.awards.exchange.documents import SMALL, changed, load_text, run

pytestmark = pytest.mark.django_db

# what is wrong: (texts to replace, the errors in the order of the file)
BROKEN = {
    "an unknown key": (
        [("kind: yes_no, ", "kind: yes_no, most: 2, ")],
        [
            "21: criteria[0].lines[1].most: The key “most” is not known here; known are code, parent, name, "
            "kind, minimum, maximum, ceiling, on_top, parameters, verified_by, replaces, note."
        ],
    ),
    "a key twice": (
        [("year: 2026\n", "year: 2026\nyear: 2027\n")],
        ["9: year: The key “year” stands twice."],
    ),
    "a missing key": (
        [("  code: cum-thu\n", ""), ("name: Kế hoạch, ", "")],
        ["3: cluster: “code” is missing.", "20: criteria[0].lines[1]: “name” is missing."],
    ),
    "a unit that nobody knows": (
        [("{unit: vu-hai, group: chung}", "{unit: vu-ba, group: chung}")],
        ["27: members[1].unit: “vu-ba” is neither a unit of this file nor one of the register."],
    ),
    "a code that bears another name": (
        [("owner: bo", "owner: {code: bo, name: Bộ Khác}")],
        ["7: cluster.owner: “bo” is called “Bộ Thử”, not “Bộ Khác”."],
    ),
    "a name that two units bear": (
        [("name: Vụ Hai, kind", "name: Vụ Một, kind"), ("{unit: vu-mot, group", "{unit: Vụ Một, group")],
        ["26: members[0].unit: “Vụ Một” could be vu-hai, vu-mot; write the code."],
    ),
    "a unit twice": (
        [("  - {code: vu-hai,", "  - {code: vu-hai, name: Vụ Hai}\n  - {code: vu-hai,")],
        ["15: units[3]: The same code (vu-hai) stands in line 14 already."],
    ),
    "a criterion twice": (
        [
            (
                "      - {code: I.2,",
                "      - {code: I.1, parent: I, name: Lại, kind: yes_no, maximum: 2}\n      - {code: I.2,",
            )
        ],
        [
            "20: criteria[0].lines[0]: The group has 12 points, its lines sum to 14.",
            "22: criteria[0].lines[2]: The code stands twice in the table.",
        ],
    ),
    "a membership twice, once by another spelling": (
        [
            (
                "  - {unit: vu-hai, group: chung}",
                "  - {unit: vu-hai, group: chung}\n  - {unit: Vụ số 1, group: chung}",
            )
        ],
        ["28: members[2]: The same unit (vu-mot) stands in line 26 already."],
    ),
    "a mark twice": (
        [
            (
                "{unit: vu-hai, criterion: I.1, source: verified",
                "{unit: vu-mot, criterion: I.1, source: verified",
            )
        ],
        ["33: marks[2]: The same unit, criterion, source (vu-mot, I.1, verified) stands in line 31 already."],
    ),
    "points above the maximum, and points the rule cannot give": (
        [("points: 9.5", "points: 10.25"), ("points: 0}", "points: 1}")],
        [
            "32: marks[1].points: 10,25 is outside 0 to 10.",
            "33: marks[2].points: 1 cannot come out of this rule; possible are 2; 0.",
        ],
    ),
    "marks of what takes none": (
        [
            ("criterion: I.2, source", "criterion: I.9, source"),
            ("criterion: I.1, source: verified, points: 0", "criterion: I, source: verified, points: 0"),
        ],
        [
            "32: marks[1].criterion: The table “bang-thu” has no criterion “I.9”.",
            "33: marks[2].points: A group of criteria takes no marks; mark its lines.",
        ],
    ),
    "a parent that is not the sum": (
        [("scale: 12", "scale: 13"), ("kind: group, maximum: 12", "kind: group, maximum: 11")],
        [
            "16: criteria[0]: The table has 13 points, its sections sum to 11.",
            "20: criteria[0].lines[0]: The group has 11 points, its lines sum to 12.",
        ],
    ),
    "a parent that is no group": (
        [("parent: I, name: Kế hoạch", "parent: I.2, name: Kế hoạch")],
        ["21: criteria[0].lines[1]: The parent “I.2” is not a group."],
    ),
    "a kind of rule that does not exist": (
        [("kind: manual", "kind: guessed")],
        [
            "22: criteria[0].lines[2].kind: “guessed” is not one of group, manual, yes_no, choice, "
            "percent_tiers, days_late_tiers, date_tiers, proportional, leader_target, count, deduction, "
            "deduction_tiers, bonus, external."
        ],
    ),
    "days that are none": (
        [("starts_on: 2026-01-01", "starts_on: 2026-02-30"), ("ends_on: 2026-12-31", "ends_on: 31/12/2026")],
        [
            "9: starts_on: “2026-02-30” is not a day; write year-month-day, for example 2022-11-25.",
            "10: ends_on: “31/12/2026” is not a day; write year-month-day, for example 2022-11-25.",
        ],
    ),
    "a year that ends before it starts": (
        [("ends_on: 2026-12-31", "ends_on: 2025-12-31")],
        ["10: ends_on: The year ends (2025-12-31) before it starts (2026-01-01)."],
    ),
    "figures that could be read in two ways": (
        [("points: 2}", "points: 1_0}"), ("points: 9.5", "points: 9.555"), ("points: 0}", "points: 1e1}")],
        [
            "31: marks[0].points: “1_0” is not a number with at most two decimals, such as 1.25.",
            "32: marks[1].points: “9.555” is not a number with at most two decimals, such as 1.25.",
            "33: marks[2].points: “1e1” is not a number with at most two decimals, such as 1.25.",
        ],
    ),
    "yes where true is meant": (
        [("year: 2026\n", "year: 2026\nis_sample: yes\n")],
        ["9: is_sample: “yes” is not true or false."],
    ),
    "words outside the list": (
        [("level: ministry", "level: bộ"), ("source: verified, points: 0", "source: thẩm định, points: 0")],
        [
            "6: cluster.level: “bộ” is not one of national, ministry, province.",
            "33: marks[2].source: “thẩm định” is not one of self, inspection, verified, final.",
        ],
    ),
    "a group and a table that are not there": (
        [
            ("table: bang-thu", "table: bang-khac"),
            ("  - {unit: vu-hai, group: chung}", "  - {unit: vu-hai, group: so}"),
        ],
        [
            "24: groups[0].table: “bang-khac” is neither a table of this file nor one of the register.",
            "27: members[1].group: “so” is not a group of this year.",
        ],
    ),
    "marks and nominations of those who are no members": (
        [("members:\n  - {unit: vu-mot, group: chung}\n", "members:\n")],
        [
            "30: marks[0].unit: “vu-mot” is not a member of this year.",
            "31: marks[1].unit: “vu-mot” is not a member of this year.",
            "34: nominations[0].unit: “vu-mot” is not a member of this year.",
        ],
    ),
    "an award outside the catalogue": (
        [("award: Cờ thi đua ngành Tư pháp", "award: Cờ lạ")],
        ["35: nominations[0].award: “Cờ lạ” is not an award of the catalogue."],
    ),
    "leaders twice and too many": (
        [("deputies: [{code: vu-hai}]", "deputies: [{code: vu-mot}, {code: bo}, {code: vu-hai}]")],
        [
            "29: leadership.2026.deputies: A cluster has at most 2 deputies, here are 3.",
            "29: leadership.2026.deputies[0]: “vu-mot” leads the same year in another role.",
        ],
    ),
    "states without their reasons": (
        [
            (
                "marks:",
                "publications:\n"
                "  - {group: chung, standing: final, published_at: 2026-12-01, withdrawn_at: 2026-11-01}\n"
                "sheets:\n"
                "  - {unit: vu-mot, state: returned}\n"
                "marks:",
            ),
            ("award: Cờ", "votes_for: 3, votes_of: 2, award: Cờ"),
        ],
        [
            "31: publications[0].withdrawn_at: The last day (2026-11-01T00:00:00+07:00) comes before the first "
            "(2026-12-01T00:00:00+07:00).",
            "31: publications[0].withdrawn_at: A withdrawn ranking has a withdrawal_reason.",
            "33: sheets[0].state: A returned sheet has a return_reason.",
            "39: nominations[0].votes_for: There are more votes for than votes.",
        ],
    ),
    "much at once": (
        [
            ("starts_on: 2026-01-01", "starts_on: 2026-13-01"),
            ("kind: group, maximum: 12", "kind: group, maximum: 11"),
            (
                "  - {unit: vu-hai, group: chung}",
                "  - {unit: vu-hai, group: chung}\n  - {unit: vu-mot, group: chung}",
            ),
            ("points: 9.5", "points: 95"),
            ("award: Cờ", "prize: 1, award: Cờ"),
        ],
        [
            "9: starts_on: “2026-13-01” is not a day; write year-month-day, for example 2022-11-25.",
            "16: criteria[0]: The table has 12 points, its sections sum to 11.",
            "20: criteria[0].lines[0]: The group has 11 points, its lines sum to 12.",
            "28: members[2]: The same unit (vu-mot) stands in line 26 already.",
            "33: marks[1].points: 95 is outside 0 to 10.",
            "36: nominations[0].prize: The key “prize” is not known here; known are unit, award, state, origin, "
            "votes_for, votes_of, withdrawal_reason, note.",
        ],
    ),
}

# Files that cannot even be gone through.
UNREADABLE = {
    "nothing": (b"", "1: The file is empty."),
    "only a comment": (b"# later\n", "1: The file is empty."),
    "no keys": (b"- 1\n", "1: Expected keys with values."),
    "not YAML": (
        b"format: 1\nyear: [2026\n",
        "3: This is not YAML or JSON: did not find expected ',' or ']'.",
    ),
    "two documents": (b"format: 1\n---\nformat: 1\n", "2: A file holds one document; a second begins here."),
    "not UTF-8": (
        "year: 1\nname: Bộ".encode("cp1258", "replace") + b"\xe9",
        "2: The file is not UTF-8 text; save it as UTF-8.",
    ),
    "UTF-16": ("year: 2026".encode("utf-16"), "1: The file is UTF-16; save it as UTF-8."),
    "a control character": (b"format: 1\nnote: a\x00b\n", "2: The control character U+0000 is not text."),
    "an alias": (
        b"note: &x a\nyear: *x\n",
        "1: note: Anchors and aliases (& and *) are not part of the format.",
    ),
    "a bomb of aliases": (
        b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
        "1: a: Anchors and aliases (& and *) are not part of the format.",
    ),
    "a foreign object": (
        b"note: !!python/object/apply:os.system [ls]\n",
        "1: note: The tag “tag:yaml.org,2002:python/object/apply:os.system” is not part of the format.",
    ),
    "a bottomless pit": (
        b"note: " + b"[" * 100_000,
        "1: note" + "[0]" * 19 + ": Lists and keys are nested deeper than 20.",
    ),
    "a pit of indents": (
        b"- " * 100_000 + b"x",
        "1: " + "[0]" * 20 + ": Lists and keys are nested deeper than 20.",
    ),
}


def errors(data):
    with pytest.raises(FilesRefused) as refused:
        load(sources=[Source("tệp.yaml", data)], actor=None)
    return [str(problem).removeprefix("tệp.yaml:") for problem in refused.value.problems]


def nothing_was_written():
    return not (
        Cycle.objects.exists()
        or Unit.objects.exists()
        or LoadedCycle.objects.exists()
        or Entry.objects.exists()
    )


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_hears_all_its_errors(case):
    replacements, expected = BROKEN[case]
    assert errors(changed(*replacements).encode()) == expected
    assert nothing_was_written()


@pytest.mark.parametrize("case", UNREADABLE)
def test_an_unreadable_file_hears_why(case):
    data, expected = UNREADABLE[case]
    assert errors(data) == [expected]
    assert nothing_was_written()


def test_the_small_document_is_sound():
    assert load_text(SMALL).outcome == "new"


def test_one_broken_file_holds_up_all(tmp_path):
    sound, broken = tmp_path / "a.yaml", tmp_path / "b.yaml"
    sound.write_text(SMALL, encoding="utf-8")
    broken.write_text(
        changed(("code: cum-thu", "code: cum-hai"), ("points: 9.5", "points: 95")), encoding="utf-8"
    )
    status, said, errors_said = run("load_cycle", sound, broken)
    assert (status, said) == (2, "")
    assert errors_said.splitlines()[0].startswith(f"{broken}:32: marks[1].points: ")
    assert nothing_was_written()


def test_a_file_may_refer_to_the_units_of_the_file_before_it(tmp_path):
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    first.write_text(SMALL, encoding="utf-8")
    units = SMALL[SMALL.index("units:") : SMALL.index("criteria:")]
    second.write_text(changed(("code: cum-thu", "code: cum-hai"), (units, "")), encoding="utf-8")
    assert run("load_cycle", first, second)[0] == 0
    assert Cycle.objects.count() == 2


def test_a_file_that_is_not_there(tmp_path):
    status, said, _errors = run("load_cycle", tmp_path / "none.yaml")
    assert (status, said) == (2, "")
