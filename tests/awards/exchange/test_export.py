"""What an export holds."""

import json

import pytest
import yaml

from tests.awards.exchange.documents import changed, load_text, run

pytestmark = pytest.mark.django_db

COMPUTED = changed(
    (
        "{unit: vu-hai, criterion: I.1, source: verified, points: 0}",
        "{unit: vu-hai, criterion: I.1, source: verified, inputs: {answer: false}}",
    )
)
ONE = {"code": "vu-mot", "name": "Vụ Một"}
TWO = {"code": "vu-hai", "name": "Vụ Hai"}


@pytest.fixture
def exported():
    load_text(COMPUTED)
    status, said, errors = run("export_cycle", "cum-thu", 2026, "--format", "json")
    assert (status, errors) == (0, "")
    return json.loads(said)


def test_who(exported):
    assert (exported["cluster"]["code"], exported["year"]) == ("cum-thu", 2026)
    assert exported["members"] == [{"unit": ONE, "group": "chung"}, {"unit": TWO, "group": "chung"}]
    assert exported["leadership"] == {
        "2026": {"head": {**ONE, "person": "Nguyễn Văn A"}, "deputies": [TWO]},
    }


def test_marks_with_their_explanations(exported):
    assert exported["marks"] == [
        {"unit": ONE, "criterion": "I.1", "source": "verified", "points": "2.00", "explanation": ""},
        {
            "unit": ONE,
            "criterion": "I.2",
            "source": "verified",
            "points": "9.50",
            "reason": "Chậm một việc",
            "explanation": "",
        },
        {
            "unit": TWO,
            "criterion": "I.1",
            "source": "verified",
            "points": "0.00",
            "inputs": {"answer": False},
            "explanation": exported["marks"][2]["explanation"],
        },
    ]
    assert exported["marks"][2]["explanation"]


def test_the_ranking_never_counts_what_is_missing(exported):
    shared = {"group": "chung", "source": "verified", "band": None, "asked": 2}
    assert exported["ranking"] == [
        {**shared, "unit": ONE, "total": "11.50", "rank": 1, "answered": 2, "status": "provisional"},
        {**shared, "unit": TWO, "total": None, "rank": None, "answered": 1, "status": "incomplete"},
    ]


def test_nominations(exported):
    award = {"code": "co-nganh-tu-phap", "name": "Cờ thi đua ngành Tư pháp"}
    assert exported["nominations"] == [{"unit": ONE, "award": award, "state": "proposed"}]


def test_yaml_says_the_same(exported):
    status, said, errors = run("export_cycle", "cum-thu", 2026)
    assert (status, errors) == (0, "")
    assert yaml.safe_load(said) == exported


def test_a_cycle_that_is_not_there(exported):
    status, said, errors = run("export_cycle", "cum-thu", 2025)
    assert (status, said) == (2, "")
    assert "cum-thu 2025" in errors
    assert "cum-thu 2026" in errors
    assert run("export_cycle", "cum-thu")[0] == 2


@pytest.mark.parametrize(
    ("source", "status"),
    [("self", "informal"), ("inspection", "informal"), ("verified", "provisional"), ("final", "final")],
)
def test_what_a_complete_line_is_worth(source, status):
    load_text(COMPUTED.replace("source: verified", f"source: {source}"))
    exported = json.loads(run("export_cycle", "cum-thu", 2026, "--format", "json")[1])
    assert [(line["source"], line["status"]) for line in exported["ranking"]] == [
        (source, status),
        (source, "incomplete"),
    ]
