"""What a table and its lines say beside names and points: entered on the page, in Excel, judged as a whole."""

from decimal import Decimal

import pytest

from clusters.criteria.models import CriteriaTable
from clusters.criteria.resources import CriteriaResource
from clusters.criteria.services import freeze, new_version
from tests.console.importing import exported, rehearse, sheet, told, write
from tests.console.test_criteria import HEADINGS, row
from tests.console.test_editing import change_page, stored_lines, table_form
from tests.factories import make_table
from tests.people import make_cast
from tests.refusing import everything

pytestmark = pytest.mark.django_db

BANDS = '[{"name": "Hạng A", "from": "27"}, {"name": "Hạng B", "to": "27", "to_open": true}]'
SHARES = '{"numerator": "Đã làm", "denominator": "Kế hoạch"}'


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def table():
    return make_table(code="bang", leaves=3)


@pytest.fixture
def send(cast, client, table):
    """Send the page of a table as the standing body, which may also enter the console."""
    cast.standing_body.is_staff = True
    cast.standing_body.save()

    def post(which=table, *lines, **changes):
        client.cookies["django_language"] = "en"
        client.force_login(cast.fresh("standing_body"))
        return client.post(change_page(which), table_form(which, *(lines or stored_lines(which)), **changes))

    return post


def test_what_a_table_says_is_entered_and_bands_may_be_taken_out_again(send, table):
    fields = {"not_arisen": "excluded", "ranked_by": "rescaled", "inner_places": "4", "bands": BANDS}
    assert send(**fields).status_code == 302
    table.refresh_from_db()
    assert (table.not_arisen, table.ranked_by, table.inner_places) == ("excluded", "rescaled", 4)
    assert table.bands == [
        {"name": "Hạng A", "from": "27"},
        {"name": "Hạng B", "to": "27", "to_open": True},
    ]
    assert send().status_code == 302
    table.refresh_from_db()
    assert table.bands == []


@pytest.mark.parametrize(
    ("bands", "said"),
    [
        ("{", "Enter a valid JSON."),
        ('{"name": "A"}', "A band is written with name, from, from_open, to, to_open, gates and quota."),
        ('[{"from": "1"}]', "A band needs a name."),
        ('[{"name": "A", "from": 9.555}]', "“9.555” could be a decimal or a thousand. Type 1234 or 1,23."),
    ],
)
def test_what_is_no_list_of_bands_is_refused_at_its_field(send, bands, said):
    before = everything()
    page = send(bands=bands)
    assert page.context["adminform"].form.errors == {"bands": [said]}
    del before["audit.Entry"]
    assert {name: rows for name, rows in everything().items() if name in before} == before


def test_bands_that_leave_a_gap_are_refused_with_their_name(send, table):
    page = send(bands=BANDS.replace('"to": "27"', '"to": "26"'))
    formset = page.context["inline_admin_formsets"][0].formset
    assert formset.non_form_errors() == [
        "Hạng B: There is a gap between the bands “Hạng A” (≥ 27) and “Hạng B” (< 26)."
    ]
    table.refresh_from_db()
    assert table.bands == []


def test_other_points_in_all_are_judged_with_the_lines_that_stay(send, table):
    page = send(scale="31")
    formset = page.context["inline_admin_formsets"][0].formset
    assert formset.non_form_errors() == ["The table has 31 points, its sections sum to 30."]


def test_a_ceiling_is_entered_on_the_page(send, table):
    lines = stored_lines(table)
    lines[1] |= {"kind": "proportional", "rule": SHARES, "ceiling": "12"}
    assert send(table, *lines).status_code == 302
    assert table.criteria.get(code="I.1").ceiling == Decimal(12)
    lines = stored_lines(table)
    lines[1] |= {"kind": "proportional", "rule": SHARES, "ceiling": "9"}
    page = send(table, *lines)
    assert page.context["inline_admin_formsets"][0].formset.forms[1].errors != {}


def test_a_line_may_stand_for_another_of_the_version_before(send, cast, table):
    draft = new_version(table=freeze(table=table, actor=cast.standing_body), actor=cast.standing_body)
    lines = [{**line, "replaces_code": line["code"]} for line in stored_lines(draft)]
    lines[1] |= {"code": "I.9"}
    lines[2] |= {"replaces_code": ""}
    assert send(draft, *lines, version=2, previous=table.pk).status_code == 302
    found = dict(draft.criteria.values_list("code", "replaces__code"))
    assert found == {"I": "I", "I.9": "I.1", "I.2": None, "I.3": "I.3"}
    lines = [{**line, "replaces_code": "IX"} for line in stored_lines(draft)]
    page = send(draft, *lines, version=2, previous=table.pk)
    assert [dict(form.errors) for form in page.context["inline_admin_formsets"][0].formset.forms] == [
        {"replaces_code": ["The table before has no line “IX”."]}
    ] * 4


def test_ceilings_and_what_lines_stand_for_come_in_from_excel_and_go_out(cast):
    first = make_table(code="bang", leaves=2, points="5")
    draft = new_version(table=freeze(table=first, actor=cast.standing_body), actor=cast.standing_body)
    lines = [
        row("I", kind="group", maximum="10", version=2, replaces="I"),
        row("I.1", "I", "proportional", "5", rule=SHARES, ceiling="6,5", version=2, replaces="I.2"),
        row("I.3", "I", "manual", "5", version=2),
    ]
    assert told(write(CriteriaResource(), sheet("xlsx", HEADINGS, *lines), cast.standing_body)) == []
    assert list(draft.criteria.order_by("position").values_list("code", "ceiling", "replaces__code")) == [
        ("I", None, "I"),
        ("I.1", Decimal("6.50"), "I.2"),
        ("I.3", None, None),
    ]
    again = exported(CriteriaResource(), CriteriaTable.objects.filter(pk=draft.pk), "xlsx")
    result = write(CriteriaResource(), again, cast.viewer)
    assert {line.status for line in result.lines} == {"unchanged"}


def test_a_line_that_stands_for_none_there_is_refused_at_its_row(cast):
    first = make_table(code="bang", leaves=1)
    new_version(table=freeze(table=first, actor=cast.standing_body), actor=cast.standing_body)
    lines = [
        row("I", kind="group", maximum="10", version=2),
        row("I.1", "I", "manual", "10", version=2, replaces="X"),
    ]
    assert told(rehearse(CriteriaResource(), sheet("csv", HEADINGS, *lines), cast.standing_body)) == [
        "row 3, column “Thay cho mã tiêu chí”: The table before has no line “X”."
    ]
