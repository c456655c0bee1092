"""What the measurements are judged by: percentiles, limits, and which statements count."""

import math

import pytest

from tests.benchmarks.counting import sorted_out
from tests.benchmarks.deadline import holds, parser, verdicts
from tests.benchmarks.evening import Step, percentile
from tests.benchmarks.measure import in_turns, judged

STATEMENTS = [
    'SELECT "django_session"."session_key" FROM "django_session"',
    'SELECT "accounts_user"."id", EXISTS(SELECT 1 FROM "accounts_rolegrant" U0) FROM "accounts_user"',
    "BEGIN",
    'SELECT "clusters_mark"."id" FROM "clusters_mark" LEFT OUTER JOIN "accounts_user" ON (1 = 1)',
    "SELECT id, key FROM audit_chain WHERE key = 'x' FOR UPDATE",
    "INSERT INTO audit_entry (chain) VALUES ('x') RETURNING id",
    "INSERT INTO audit_personal (salt, entry_id) VALUES ('x', (SELECT id FROM audit_entry))",
    'UPDATE "audit_chain" SET sequence = 1',
    'UPDATE "clusters_mark" SET points = 1',
    'SAVEPOINT "x"',
    "COMMIT",
]


def test_statements_are_sorted_by_the_table_they_begin_with():
    found = sorted_out(STATEMENTS)
    assert (found.frame, found.log, found.transactions, found.beyond) == (2, 4, 3, 2)
    assert found.others == (STATEMENTS[3], STATEMENTS[8])


def test_a_percentile_is_a_value_that_was_measured():
    values = [float(value) for value in range(1, 101)]
    assert [percentile(values, share) for share in (0.5, 0.95, 0.99, 1)] == [51, 96, 100, 100]
    assert percentile([7.0], 0.99) == 7
    assert math.isnan(percentile([], 0.5))


def test_a_job_and_its_baseline_take_turns():
    order = []
    in_turns(lambda: order.append("ours"), lambda: order.append("raw"), runs=3)
    assert order[:6] == ["raw", "ours"] * 3
    assert order.count("raw") == order.count("ours")


def made(rate, *, ok, conflicts=(), busy=(), lost=0):
    step = Step(rate, sent=len(ok) + len(conflicts) + len(busy) + lost)
    step.by_status.update({"200": list(ok), "409": list(conflicts), "503": list(busy), "lost": [9e3] * lost})
    return step


@pytest.mark.parametrize(
    ("step", "answer"),
    [
        (made(70, ok=[100.0] * 50), True),
        (made(70, ok=[10.0] * 50, conflicts=[20.0]), True),
        (made(70, ok=[10.0] * 50 + [101.0]), False),
        (made(70, ok=[10.0] * 50, busy=[3.0]), False),
        (made(70, ok=[10.0] * 50, lost=1), False),
    ],
    ids=["in time", "conflicts are answers", "too late", "refused", "lost"],
)
def test_a_rate_holds_when_everything_was_worked_on_in_time(step, answer):
    assert holds(step) is answer


def test_the_verdict_names_the_highest_rate_and_what_was_lost():
    steps = [
        made(70, ok=[50.0] * 9),
        made(100, ok=[90.0] * 9),
        made(150, ok=[90.0] * 9, busy=[8.0], lost=1),
    ]
    assert verdicts(steps, ["7 entries of the log for 9 accepted saves"]) == [
        ("70/s with p99 ≤ 100 ms: p99 50 ms", True),
        ("highest rate that holds: 100/s", True),
        ("beyond it 503 with Retry-After (p99 8 ms), nothing else (1)", False),
        ("nothing lost: 7 entries of the log for 9 accepted saves", False),
    ]


@pytest.mark.django_db
def test_a_limit_is_judged_on_postgresql_alone(settings):
    missed = []
    on_postgresql = not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    said = judged("×", 2.0, 1.5, missed, "a job")
    assert (said, missed) == (
        ("≤ 1.5 ×: MISSED", ["a job: 2.00 instead of ≤ 1.5 ×"]) if on_postgresql else ("", [])
    )
    assert judged("×", 1.5, 1.5, missed, "a job") == ("≤ 1.5 ×: met" if on_postgresql else "")


def test_the_deadline_is_that_of_a_ministry_unless_told_otherwise():
    chosen = parser().parse_args([])
    assert (chosen.units, chosen.marks, 70 in chosen.rates) == (700, 60, True)
