"""The drawer of a cell: the rule in words, every source with its reason, the history; only where the sheet is seen."""

from decimal import Decimal

import pytest
from django.urls import reverse

from clusters.criteria.models import Criterion
from tests.clusters.scoring.conftest import WHOLE
from tests.factories import close_windows, give_marks, make_cycle, make_mixed_table


@pytest.fixture
def detail(cast, client, keys):
    client.cookies["django_language"] = "en"
    address = reverse("clusters:mark-detail", args=[cast.cycle.cluster.code, cast.cycle.year])

    def opened(name, whose, code, source="verified", **more):
        client.force_login(cast.fresh(name))
        return client.get(address, {"member": whose.pk, "criterion": keys()[code], "source": source, **more})

    return opened


def test_the_drawer_tells_the_rule_the_sources_and_the_history(detail, post, sent):
    post("deputy", sent, "A.1", points="8", reason="theo biên bản", evidence="BB 03")
    post("head", sent, "A.1", points="9", version=1, reason="có hồ sơ mới")
    response = detail("head", sent, "A.1")
    text = " ".join(response.content.decode().split())
    assert "Judged: 0 to 10 points; below 10 a reason is needed." in text
    assert [(one.source, one.points) for one in response.context["line"].given] == [
        ("self", Decimal("10.00")),
        ("inspection", None),
        ("verified", Decimal("9.00")),
        ("final", None),
    ]
    assert [(one["who"], one["reason"]) for one in response.context["entries"]] == [
        ("Phan Văn Trưởng", "có hồ sơ mới"),
        ("Lê Thị Phó", "theo biên bản"),
    ]
    assert "data-entry" in text


def test_the_drawer_of_a_cell_that_cannot_be_written_says_why(detail, member):
    give_marks(member("head"), "self", WHOLE, state="submitted")
    text = detail("head", member("head"), "A.1").content.decode()
    assert "You act for this unit" in text
    assert "data-entry" not in text


def test_the_drawer_opens_only_where_the_sheet_is_seen(detail, cast, member, keys):
    assert detail("contact", member("head"), "A.1").status_code == 403
    assert detail("outsider", member("head"), "A.1").status_code == 404
    assert detail("contact", member("contact"), "A.1", source="self").status_code == 200
    close_windows(cast.cycle, "provisional")
    assert detail("contact", member("head"), "A.1").status_code == 200


@pytest.mark.parametrize(
    "query", [{"member": "0"}, {"member": "x"}, {"criterion": "0"}, {"criterion": ""}, {"source": "magic"}]
)
def test_a_drawer_of_nothing_is_not_found(detail, member, query):
    assert detail("head", member("contact"), "A.1", **query).status_code == 404


def test_a_section_has_no_drawer(detail, member):
    assert detail("head", member("contact"), "A").status_code == 404


def test_a_line_of_another_table_has_no_drawer(detail, member, cast):
    other = make_cycle()
    make_mixed_table(other.groups.get())
    foreign = Criterion.objects.filter(table__bindings__group=other.groups.get(), code="A.1").get()
    assert detail("head", member("contact"), "A.1", criterion=foreign.pk).status_code == 404
