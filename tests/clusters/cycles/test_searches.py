"""Search finds clusters and units without accents, and only those the person may know of."""

import pytest

from emulation.core.search import search
from tests.factories import make_cluster, make_cycle, make_unit
from tests.people import make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(settings):
    settings.LANGUAGE_CODE = "en"
    return make_cast(make_cycle(make_cluster("Khối Nội chính I", code="khoi-i")))


def found(user, text):
    return {(kind, result.title) for kind, results in search(user, text) for result in results}


def test_clusters_and_units_are_found_without_accents(cast):
    assert found(cast.viewer, "khoi noi chinh i") == {("Clusters", "Khối Nội chính I")}
    assert found(cast.viewer, "VAN PHONG") == {("Units", "Văn phòng")}
    cast.contact_unit.aliases.create(text="Chánh văn")
    assert found(cast.viewer, "chanh van") == {("Units", "Văn phòng")}


def test_a_year_among_the_words_opens_that_year(cast):
    make_cycle(cast.cycle.cluster, year=2025)
    groups = dict(search(cast.viewer, "noi chinh i"))
    assert [(one.url, one.note.split(" · ")[1]) for one in groups["Clusters"]] == [
        ("/clusters/khoi-i/2026/", "2026, 2025")
    ]
    groups = dict(search(cast.viewer, "noi chinh i 2025"))
    assert [one.url for one in groups["Clusters"]] == ["/clusters/khoi-i/2025/"]


def test_words_in_a_row_come_before_words_anywhere(cast):
    make_cycle(make_cluster("Khối Chính trị nội bộ I", position=0), year=2026)
    groups = dict(search(cast.viewer, "noi chinh"))
    assert [one.title for one in groups["Clusters"]] == ["Khối Nội chính I", "Khối Chính trị nội bộ I"]


def test_nobody_finds_what_is_hidden(cast):
    make_unit("Văn phòng khác")
    assert found(cast.contact, "van phong") == {("Units", "Văn phòng")}
    assert found(cast.outsider, "van phong") == set()
    assert found(cast.outsider, "noi chinh i") == set()
    assert found(cast.viewer, "van phong") == {("Units", "Văn phòng"), ("Units", "Văn phòng khác")}
