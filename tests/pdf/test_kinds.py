"""The registry, and that a template asks the database nothing."""

import pytest

from clusters.pledges.papers import PLEDGE
from emulation.core.permissions import names
from emulation.documents.kinds import UnknownKind, kind, kinds, register
from emulation.documents.render import html_of, render
from tests.pdf.examples import pledge, ranking, report


def test_the_kinds_in_order():
    assert [(one.key, one.orientation) for one in kinds()] == [
        ("pledge", "portrait"),
        ("sheet", "landscape"),
        ("sheet-blank", "landscape"),
        ("ranking", "landscape"),
        ("summary-report", "portrait"),
    ]


def test_every_kind_asks_for_a_right_that_exists():
    assert {one.permission for one in kinds()} <= set(names())


def test_an_unknown_kind_is_refused_with_those_there_are():
    with pytest.raises(UnknownKind) as refusal:
        kind("khong-co")
    assert str(refusal.value) == (
        "There is no document “khong-co”. There are: pledge, sheet, sheet-blank, ranking, summary-report."
    )


def test_a_kind_is_registered_once():
    assert register(PLEDGE) is PLEDGE
    from dataclasses import replace

    with pytest.raises(ValueError, match="registered twice"):
        register(replace(PLEDGE, order=99))
    assert kind("pledge") is PLEDGE


@pytest.mark.django_db
@pytest.mark.parametrize("sheet", [pledge(), ranking(), report()], ids=["pledge", "ranking", "report"])
def test_rendering_runs_no_query(sheet, exactly_queries):
    with exactly_queries(0):
        render([sheet])


def test_the_context_of_a_paper_is_frozen():
    for sheet in (pledge(), ranking(), report()):
        hash(sheet)
        html_of(sheet)
