"""The jobs. Sizes are those of the issue tracker's figures; MEMBERS chooses a smaller crowd for a quick look."""

import itertools
import json
import os
from collections.abc import Callable
from pathlib import Path

import django
from django.db import connection, transaction
from django.test import Client

CROWD = int(os.environ.get("MEMBERS", "10000"))
LINES = 60


def ranking(members: int) -> None:
    """Rank a group from its marks, beside the best plain window query."""
    from clusters.ranking.standings import standings
    from tests.benchmarks.statements import RANKING, fetched
    from tests.benchmarks.timing import medians, show
    from tests.factories.crowds import make_crowd

    with undone():
        group, _points = make_crowd(members, leaves=LINES)
        analyse()
        jobs: dict[str, Callable[[], object]] = {
            "plain window query": lambda: fetched(RANKING, group.pk, "verified"),
            "ranking": lambda: standings(group, "verified", with_sections=False),
            "ranking with its sections": lambda: standings(group, "verified"),
        }
        show(
            f"Ranking of {members} units x {LINES} criteria from their marks",
            medians(jobs),
            "plain window query",
        )


def pages() -> None:
    """The score page of 12 x 60 and one saved mark, as whole requests of a signed-in head."""
    from tests.benchmarks.statements import MARKS, fetched, write_mark
    from tests.benchmarks.timing import medians, show

    with undone():
        client, group, mark = desk(12)
        address = f"/clusters/{group.cycle.cluster.code}/{group.cycle.year}/scores/"
        expect(client.get(address + "?source=verified"), 200)
        empty = lambda: client.get("/accessibility/")  # noqa: E731 - the application's own least page
        jobs: dict[str, Callable[[], object]] = {
            "plain cursor over the marks": lambda: fetched(MARKS, group.pk),
            "signed-in request, empty page": empty,
            "score page": lambda: client.get(address + "?source=verified"),
        }
        show(
            "Score page of 12 x 60, the whole request",
            medians(jobs, rounds=15),
            "plain cursor over the marks",
        )

        versions, steps = itertools.count(mark.version), itertools.count(1)

        def save() -> None:
            body = {
                "source": "verified",
                "group": group.code,
                "member": mark.sheet.membership_id,
                "criterion": mark.criterion_id,
                "version": next(versions),
                "points": str(next(steps) % 9),
                "reason": f"Đo {next(steps)}",
            }
            answer = client.post(address + "mark/", json.dumps(body), content_type="application/json")
            expect(answer, 200)

        save()
        raw = itertools.count(1)

        def both() -> None:
            write_mark(other, next(raw) % 900)
            empty()

        other = mark.sheet.marks.exclude(pk=mark.pk).first().pk
        saving: dict[str, Callable[[], object]] = {
            "plain SQL + empty request": both,
            "saving one mark": save,
        }
        show("Saving one mark, the whole request", medians(saving, rounds=25), "plain SQL + empty request")


def loading() -> None:
    """Load a year from a file, beside inserting as many rows by plain SQL."""
    from tests.awards.exchange.documents import large, load_text
    from tests.benchmarks.timing import medians, show

    text = large(100, LINES)
    rows = [(number, "x" * 40, number) for number in range(100 * (LINES + 3))]

    def load() -> None:
        with undone():
            load_text(text)

    def insert() -> None:
        with undone(), connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE bench (a INTEGER, b VARCHAR(40), c INTEGER)")
            cursor.executemany("INSERT INTO bench VALUES (%s, %s, %s)", rows)

    jobs: dict[str, Callable[[], object]] = {"plain inserts of as many rows": insert, "loading": load}
    show(
        f"Loading a year of 100 units x {LINES} criteria from a file",
        medians(jobs),
        "plain inserts of as many rows",
    )


def documents() -> None:
    """Render each document of each demonstration year's richest cluster."""
    from awards.exchange.services import Source, load
    from clusters.cycles.models import Cycle
    from emulation.documents.kinds import kinds, printed
    from tests.benchmarks.statements import MARKS, fetched
    from tests.benchmarks.timing import medians, show

    demo = Path(__file__).resolve().parents[2] / "demo"
    with undone():
        files = [Source(path.name, path.read_bytes()) for path in sorted(demo.glob("*.yaml"))]
        load(sources=files, actor=None)
        cycle = Cycle.objects.select_related("cluster").get(cluster__code="btp-bac-trung-bo")
        group = cycle.groups.first()
        jobs: dict[str, Callable[[], object]] = {
            "plain cursor over the marks": lambda: fetched(MARKS, group.pk)
        }
        for kind in kinds():
            jobs[kind.key] = lambda kind=kind: printed(kind, cycle, None)
        show("Rendering the documents of Bắc Trung Bộ 2022 (12 members, two groups)", medians(jobs))


class undone:  # noqa: N801 - reads as a word
    """A transaction that is rolled back, so that each job finds the database as it was."""

    def __enter__(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def __exit__(self, *error: object) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(*error)  # type: ignore[arg-type]


def desk(members: int) -> tuple[Client, object, object]:
    """Return a signed-in head, the group, and one verified mark the head may change."""
    from clusters.scoring.models import Mark
    from tests.factories.crowds import make_crowd
    from tests.factories.cycles import make_leader, open_windows
    from tests.factories.organisation import make_representation, make_user

    group, _points = make_crowd(members, leaves=LINES)
    open_windows(group.cycle, "self-scoring", "verification")
    head = make_user("truong-cum")
    unit = group.memberships.order_by("position").first().unit
    make_leader(group.cycle, unit)
    make_representation(head, unit)
    client = Client(raise_request_exception=True)
    client.force_login(head)
    mark = Mark.objects.filter(sheet__membership__group=group).exclude(sheet__membership__unit=unit).first()
    return client, group, mark


def expect(answer: object, status: int) -> None:
    if answer.status_code != status:
        raise SystemExit(f"!! expected {status}: {answer.status_code} {answer.content[:300]!r}")


def analyse() -> None:
    """Let the planner know the new rows."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def main() -> None:
    django.setup()
    from django.test.utils import setup_test_environment, teardown_test_environment

    setup_test_environment(debug=False)
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        ranking(12)
        pages()
        loading()
        documents()
        ranking(CROWD)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
        teardown_test_environment()


if __name__ == "__main__":
    main()
