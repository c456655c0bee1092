"""What a unit wrote the year before about the line that a line continues."""

import pytest

from clusters.criteria.models import Criterion
from clusters.scoring.models import Mark
from clusters.scoring.previous import previous_texts
from tests.factories import add_members, give_marks, make_cycle, make_table


@pytest.fixture
def years(cast):
    """The contact's unit in this year and in the last one of the same cluster, each with a table of its own."""
    unit = cast.contact_unit
    before = make_cycle(cast.cycle.cluster, cast.cycle.year - 1)
    [old] = add_members(before, units=[unit])
    make_table(before.groups.get(), leaves=3)
    this = cast.cycle.memberships.get(unit=unit)
    group = this.group
    group.binding.delete()
    table = make_table(group, leaves=3)
    return old, this, table


def texts(this, table):
    lines = list(Criterion.objects.filter(table=table).exclude(kind="group").order_by("position"))
    found = previous_texts(this, lines)
    return {line.code: found.get(line.pk) for line in lines if line.pk in found}


def wrote(old, code, reason="chậm một việc", evidence="Báo cáo 12/BC-VP"):
    give_marks(old, "self", ["9", "9", "9"])
    Mark.objects.filter(sheet__membership=old, criterion__code=code).update(reason=reason, evidence=evidence)


def test_without_an_earlier_year_there_is_nothing(cast, member):
    assert previous_texts(member("contact"), Criterion.objects.all()) == {}


def test_the_same_code_and_name_is_the_same_line(years):
    old, this, table = years
    wrote(old, "I.2")
    found = texts(this, table)
    assert {code: (one.year, one.reason, one.evidence) for code, one in found.items()} == {
        "I.2": (this.cycle.year - 1, "chậm một việc", "Báo cáo 12/BC-VP")
    }
    Criterion.objects.filter(table=table, code="I.2").update(name="Tên khác")
    assert texts(this, table) == {}


def test_a_line_continues_the_one_it_replaces_through_every_version(years):
    old, this, table = years
    wrote(old, "I.1")
    last = Criterion.objects.get(table=old.group.binding.table, code="I.1")
    for number in range(3):
        between = make_table(leaves=1)
        line = Criterion.objects.get(table=between, code="I.1")
        Criterion.objects.filter(pk=line.pk).update(replaces=last, code=f"X.{number}")
        last = line
    Criterion.objects.filter(table=table, code="I.3").update(replaces=last)
    found = texts(this, table)
    assert sorted(found) == ["I.1", "I.3"]
    assert found["I.3"].reason == "chậm một việc"


def test_a_line_that_continues_another_is_not_found_by_its_name(years):
    old, this, table = years
    wrote(old, "I.1")
    other = Criterion.objects.get(table=old.group.binding.table, code="I.2")
    Criterion.objects.filter(table=table, code="I.1").update(replaces=other)
    assert texts(this, table) == {}


def test_other_units_clusters_and_sources_are_left_alone(years, cast):
    old, this, table = years
    give_marks(old, "verified", ["9"], reason="thẩm định", evidence="biên bản")
    elsewhere = make_cycle(year=cast.cycle.year - 1)
    [same] = add_members(elsewhere, units=[cast.contact_unit])
    make_table(elsewhere.groups.get(), leaves=3)
    wrote(same, "I.1")
    [neighbour] = add_members(old.cycle, units=[cast.head_unit])
    wrote(neighbour, "I.1")
    assert texts(this, table) == {}


@pytest.mark.parametrize("leaves", [1, 3, 12])
def test_it_asks_the_same_whatever_the_number_of_lines(cast, years, exactly_queries, leaves):
    old, this, _table = years
    this.group.binding.delete()
    old.group.binding.delete()
    make_table(old.group, leaves=leaves)
    table = make_table(this.group, leaves=leaves)
    give_marks(old, "self", ["9"] * leaves, reason="vì thế")
    lines = list(Criterion.objects.filter(table=table).exclude(kind="group"))
    with exactly_queries(2):
        assert len(previous_texts(this, lines)) == leaves
