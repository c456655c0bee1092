"""The score page of a cluster: the whole of it, what it gathers, and what it writes, each beside the least."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from django.urls import reverse
from jinja2 import Environment, FileSystemLoader

from clusters.criteria.compiled import compiled
from clusters.cycles.models import MemberGroup
from clusters.scoring.cells import Cells, body, hundredths, separator, words_of
from clusters.scoring.gathering import Grid, gather
from clusters.scoring.models import Mark, Source
from clusters.scoring.services import totals
from emulation.accounts.models import User
from emulation.core.numbers import points_text, short_points
from emulation.core.templatetags.ui import icon
from tests.benchmarks.jobs.raw import analyse, opened, sql, standing_body
from tests.benchmarks.measure import Job
from tests.factories import open_windows
from tests.factories.crowds import make_crowd

# The same columns as the page reads.
CELLS = """
SELECT s.membership_id, k.criterion_id, k.source, k.points, k.version, k.not_arisen, k.reason <> '',
k.evidence <> '' FROM clusters_mark k JOIN clusters_sheet s ON s.id = k.sheet_id
JOIN clusters_membership m ON m.id = s.membership_id WHERE m.group_id = %s"""
LIMIT = 3.0
QUERIES = 6


def jobs(_members: int) -> Iterator[Job]:
    """A cluster of 12 and one of 1,000, with the marks of two sources."""
    group = _group(12)
    client = standing_body()
    page = reverse("clusters:scores", args=[group.cycle.cluster.code, group.cycle.year])
    yield Job(
        "score page, 12 × 60, one request (a cursor over its cells)",
        opened(client, page),
        partial(sql, CELLS, group.pk),
        queries=QUERIES,
    )
    user = User.objects.get(pk=int(client.session["_auth_user_id"]))
    table = compiled(group.binding.table)
    yield Job(
        "gathering the score page, 12 × 60 (a cursor over its cells)",
        partial(gather, group, table, user, Source.VERIFIED),
        partial(sql, CELLS, group.pk),
        limit=LIMIT,
    )
    yield _rendering(gather(group, table, user, Source.VERIFIED))
    crowd = _group(1000)
    page = reverse("clusters:scores", args=[crowd.cycle.cluster.code, crowd.cycle.year])
    yield Job(
        "score page, 1,000 × 60, its last page (a cursor over all cells)",
        opened(client, f"{page}?source=verified&page=17"),
        partial(sql, CELLS, crowd.pk),
    )


def _group(members: int) -> MemberGroup:
    """A group with verified marks and self-scores, the sheets sent and verification open."""
    group, _points = make_crowd(members, seed=members)
    given = Mark.objects.filter(sheet__membership__group=group)
    for batch in _batches(list(given.values_list("sheet_id", "criterion_id", "points", "given_at"))):
        Mark.objects.bulk_create(
            Mark(sheet_id=sheet, criterion_id=line, source=Source.SELF, points=points, given_at=at)
            for sheet, line, points, at in batch
        )
    totals.recompute(given.order_by().values_list("sheet_id", flat=True).distinct())
    table = group.binding.table
    type(table).objects.filter(pk=table.pk).update(state="frozen", frozen_at=group.cycle.starts_on)
    open_windows(group.cycle, "verification")
    analyse()
    return MemberGroup.objects.select_related("cycle__cluster", "binding__table").get(pk=group.pk)


def _batches(rows: list[Any], size: int = 3000) -> Iterator[list[Any]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _rendering(grid: Grid) -> Job:
    """The rows of the table, which are nearly all of the page, beside the same rows by a compiled template."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=False
    )
    template = environment.get_template("grid.html.j2")
    words = {
        "separator": separator(),
        "points_text": points_text,
        "short": short_points,
        "hundredths": hundredths,
        "words_of": words_of,
        "chevron": icon("chevron-down"),
        "others": grid.others,
    }

    def ours() -> str:
        return str(body(grid.rows, Cells(grid)))

    def theirs() -> str:
        return template.render(grid=grid, **words)

    if ours() != theirs():
        raise RuntimeError("the two ways of writing the grid do not give the same")
    return Job("rendering the score page, 12 × 60 (the same by Jinja2)", ours, theirs, limit=LIMIT)
