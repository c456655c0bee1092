"""The score page narrowed to some lines, and what did not arise, is supplied or may exceed the standard."""

import re
from decimal import Decimal

import pytest
from django.utils import timezone

from clusters.scoring.models import Evidence, Mark
from tests.clusters.scoring.conftest import WHOLE
from tests.clusters.scoring.pages import cell, inputs, text_of
from tests.factories import (
    give_marks,
    make_sheet,
)


def test_lines_where_any_two_sources_differ_and_lines_without_evidence(score_page, member, keys):
    give_marks(member("contact"), "self", WHOLE, state="submitted", evidence="BC 12")
    give_marks(member("contact"), "inspection", ["10", "2", "1.5", "6", "0"])
    give_marks(member("contact"), "verified", WHOLE)
    give_marks(member("deputy"), "self", WHOLE, state="submitted")
    give_marks(member("deputy"), "verified", ["10", "2", "2"])

    def found(show):
        response = score_page("head", source="verified", show=show)
        marked = re.findall(r'<td id="c-(\d+)-(\d+)" class="[^"]*\bsought\b', text_of(response))
        codes = {str(key): code for code, key in keys().items()}
        assert response.context["sought"] == len(marked)
        return {(int(one), codes[line]) for one, line in marked}

    assert found("differs") == {(member("contact").pk, "A.3")}
    assert found("no-evidence") == {(member("deputy").pk, code) for code in ("A.1", "A.2", "A.3")}
    assert found("anything") == set()


def test_a_file_is_evidence_until_it_is_withdrawn(score_page, cast, member, keys):
    sheet = give_marks(member("contact"), "verified", ["10"], state="submitted")
    file = Evidence.objects.create(
        sheet=sheet,
        criterion_id=keys()["A.1"],
        title="Báo cáo",
        kind="pdf",
        path="x",
        file_name="bc.pdf",
        size=1,
        digest="0" * 64,
        added_by=cast.contact,
        added_at=timezone.now(),
    )
    assert score_page("head", source="verified", show="no-evidence").context["sought"] == 0
    file.withdrawn_at = timezone.now()
    file.save(update_fields=["withdrawn_at"])
    assert score_page("head", source="verified", show="no-evidence").context["sought"] == 1


def test_the_filter_stays_with_source_and_page_and_after_a_save(score_page, client, member):
    give_marks(member("contact"), "self", WHOLE, state="submitted")
    response = score_page("head", source="verified", show="missing")
    assert [tab.url.split("?")[1] for tab in response.context["source_tabs"]] == [
        f"source={source}&show=missing" for source in ("self", "inspection", "verified", "final")
    ]
    sent = {name: "9" if value == "" else value for name, value in inputs(response)[:1]}
    saved = client.post(f"{score_page.address}?source=verified&show=missing", sent)
    assert saved["Location"].endswith("source=verified&show=missing")


# --- Tasks that did not arise ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "points", "total", "words"),
    [
        ("full", Decimal(10), "10.00", "The task did not arise: full points."),
        ("excluded", None, "0.00", "The task did not arise: out of the denominator."),
    ],
)
def test_what_did_not_arise_is_an_answer_and_says_so(score_page, cast, member, rule, points, total, words):
    table = cast.cycle.groups.get().binding.table
    type(table).objects.filter(pk=table.pk).update(not_arisen=rule)
    sheet = make_sheet(member("contact"), "submitted")
    Mark.objects.create(
        sheet=sheet,
        criterion=table.criteria.get(code="A.1"),
        source="verified",
        points=points,
        not_arisen=True,
        reason="không có vụ việc",
        given_at=timezone.now(),
    )
    response = score_page("head", source="verified")
    shown = cell(response, member("contact"), "A.1")
    assert (f'title="{words}"' in shown, 'value="n/a"' in shown, "not-arisen" in shown) == (True, True, True)
    foot = response.context["feet"][2]
    assert (foot["total"], foot["answered"]) == (total, "1/5")


def test_the_most_points_are_shown_where_they_exceed_the_standard(score_page, cast):
    table = cast.cycle.groups.get().binding.table
    table.criteria.filter(code="A.1").update(ceiling=Decimal(12))
    assert '<span class="line-max">10 <small>≤ 12</small></span>' in text_of(score_page("head"))


def test_what_a_body_supplies_is_not_asked_of_the_unit(score_page, cast, member):
    table = cast.cycle.groups.get().binding.table
    table.criteria.filter(code="A.1").update(kind="external", parameters={"body": "Cục Kế hoạch"})
    give_marks(member("contact"), "self", [None, "2", "2", "6", "0"])
    response = score_page("standing_body", source="self")
    assert 'title="The points of this criterion are supplied by Cục Kế hoạch."' in cell(
        response, member("contact"), "A.1"
    )
    assert response.context["feet"][2]["answered"] == "4/4"
    assert score_page("head", source="verified").context["feet"][2]["answered"] == "0/5"
