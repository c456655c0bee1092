"""A unit's sheet as a page: filling, sending, returning, and who sees what."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from clusters.criteria.models import Criterion
from clusters.scoring.models import Mark, Sheet
from emulation.audit.models import Entry
from emulation.core.dates import date_text
from tests.factories import close_windows, give_marks, make_cycle, make_sheet, make_table
from tests.refusing import everything

SOON = timezone.localdate() + dt.timedelta(days=9)
WHOLE = ["10", "2", "2", "6", "0"]


@pytest.fixture
def sheet_page(cast, client):
    """Open a unit's sheet, or one of its acts, as one of the cast, in English."""
    client.cookies["django_language"] = "en"

    class Pages:
        def address(self, member, move=""):
            name = f"clusters:sheet-{move}" if move else "clusters:sheet"
            return reverse(name, args=[cast.cycle.cluster.code, cast.cycle.year, member.unit.code])

        def get(self, name, member, move="", **query):
            client.force_login(cast.fresh(name))
            return client.get(self.address(member, move), query)

        def act(self, name, member, move, **fields):
            """Send the form of an act as its page shows it."""
            page = self.get(name, member, move)
            if page.status_code != 200:
                return page
            form = page.context["form"]
            sent = {"act": page.context["act_token"], "seen": form["seen"].value(), **fields}
            return client.post(self.address(member, move), sent)

    return Pages()


def text_of(response):
    return " ".join(response.content.decode().split())


def fields(response):
    """What the form of the sheet would send: names and values of its fields."""
    text = response.content.decode()
    found = dict(re.findall(r'name="(l-[^"]+)"[^>]*?value="([^"]*)"', text))
    for name in re.findall(r'<textarea[^>]*?name="(l-[^"]+)"', text):
        found[name] = re.search(rf'name="{name}"[^>]*>(.*?)</textarea>', text, re.DOTALL).group(1)
    for name in re.findall(r'<select[^>]*?name="(l-[^"]+)"', text):
        body = re.search(rf'name="{name}".*?</select>', text, re.DOTALL).group()
        chosen = re.search(r'<option value="([^"]*)"\s+selected', body)
        found[name] = chosen.group(1) if chosen else ""
    return found


@pytest.fixture
def send(sheet_page, client):
    """Fill fields of a sheet as its page shows it and send the plain form: `{"A.1 points": "9"}`."""

    def sent(name, member, typed, **query):
        page = sheet_page.get(name, member, **query)
        keys = dict(Criterion.objects.values_list("code", "pk"))
        values = fields(page)
        for what, value in typed.items():
            code, field = what.split(" ")
            values[f"l-{keys[code]}-{field}"] = value
        address = sheet_page.address(member) + (f"?source={query['source']}" if query else "")
        return client.post(address, values)

    return sent


def points(source="self"):
    return dict(Mark.objects.filter(source=source).values_list("criterion__code", "points"))


@pytest.mark.parametrize("leaves", [1, 3, 60])
def test_a_sheet_asks_the_same_of_the_database_whatever_its_length(cast, client, leaves, exactly_queries):
    cycle = make_cycle(members=3)
    make_table(cycle.groups.get(), leaves=leaves)
    member = cycle.memberships.first()
    give_marks(member, "self", ["9"] * leaves, given_by=cast.contact)
    client.force_login(cast.fresh("viewer"))
    address = reverse("clusters:sheet", args=[cycle.cluster.code, cycle.year, member.unit.code])
    with exactly_queries(12):
        assert client.get(address).status_code == 200


def test_a_unit_sees_every_line_with_its_rule_in_words(sheet_page, member):
    text = text_of(sheet_page.get("contact", member("contact")))
    for words in (
        "Judged: 0 to 10 points; below 10 a reason is needed.",
        "Yes: 2 points; no: 0 points.",
        "Share = “Số việc hoàn thành đúng hạn” ÷ “Tổng số việc được giao” × 100, rounded to 0,01 %:",
        "Starts at 6 points, less 0,5 for each case, not below 1.",
        "Bonus: 0,5 points for each case, at most 5 points. Added on top of the total.",
    ):
        assert words in text


def test_a_sheet_is_filled_without_scripts(send, cast, member):
    typed = {
        "A.1 points": "9,5",
        "A.1 reason": "chậm một việc",
        "A.1 evidence": "Báo cáo 12/BC-VP",
        "A.2 in-answer": "yes",
        "A.3 in-numerator": "19",
        "A.3 in-denominator": "20",
        "B.1 in-count": "4",
    }
    response = send("contact", member("contact"), typed)
    assert response.status_code == 302
    assert points() == {
        "A.1": Decimal("9.50"),
        "A.2": Decimal("2.00"),
        "A.3": Decimal("2.00"),
        "B.1": Decimal("4.00"),
    }
    mark = Mark.objects.get(criterion__code="A.1")
    assert (mark.reason, mark.evidence, mark.given_by) == ("chậm một việc", "Báo cáo 12/BC-VP", cast.contact)
    assert Mark.objects.get(criterion__code="A.2").inputs == {"answer": True}


def test_sending_again_what_is_stored_changes_nothing(send, member):
    first = {"A.1 points": "9,5", "A.1 reason": "a\nb", "A.2 in-answer": "no", "B.1 in-count": "4"}
    send("contact", member("contact"), first)
    before = everything()
    assert send("contact", member("contact"), {}).status_code == 302
    assert everything() == before


def test_points_given_directly_replace_figures_and_emptied_figures_clear(send, member):
    send("contact", member("contact"), {"A.3 in-numerator": "19", "A.3 in-denominator": "20"})
    send("contact", member("contact"), {"A.3 points": "1,5"})
    assert points() == {"A.3": Decimal("1.50")}
    send("contact", member("contact"), {"A.3 in-numerator": "19", "A.3 in-denominator": "20"})
    send("contact", member("contact"), {"A.3 in-numerator": "", "A.3 in-denominator": ""})
    assert points() == {"A.3": None}


def test_a_refused_line_says_so_keeps_what_was_typed_and_saves_nothing(send, member):
    response = send(
        "contact",
        member("contact"),
        {"A.1 points": "99", "A.1 reason": "vì thế", "A.3 in-numerator": "19", "B.1 points": "5"},
    )
    assert response.status_code == 422
    assert Mark.objects.count() == 0
    text = text_of(response)
    assert "Nothing was saved: 2 cells are refused." in text
    assert "99 is outside 0 to 10." in text
    assert "A figure is missing." in text
    kept = fields(response)
    keys = dict(Criterion.objects.values_list("code", "pk"))
    assert kept[f"l-{keys['A.1']}-points"] == "99"
    assert kept[f"l-{keys['A.1']}-reason"] == "vì thế"
    assert kept[f"l-{keys['B.1']}-points"] == "5"


def test_a_line_changed_meanwhile_is_not_overwritten(send, sheet_page, cast, member, client):
    send("contact", member("contact"), {"A.1 points": "9"})
    page = sheet_page.get("contact", member("contact"))
    values = fields(page)
    Mark.objects.update(points=Decimal(8), version=2)
    key = Criterion.objects.get(code="A.1").pk
    response = client.post(sheet_page.address(member("contact")), {**values, f"l-{key}-points": "7"})
    assert (response.status_code, points()) == (409, {"A.1": Decimal("8.00")})


def test_the_rail_counts_what_is_left(sheet_page, member):
    give_marks(member("contact"), "self", ["9.5", "2", "2"])
    lines = sheet_page.get("contact", member("contact")).context["sheet_lines"]
    assert [(line.criterion.code, line.left) for line in lines.sections] == [("A", 1), ("B", 2)]
    assert (lines.left, lines.answered, lines.asked, lines.total) == (3, 3, 5, Decimal("13.50"))


def test_a_sheet_of_somebody_else_is_closed_until_all_is_announced(sheet_page, cast, member):
    assert sheet_page.get("contact", member("head")).status_code == 403
    assert sheet_page.get("outsider", member("head")).status_code == 404
    close_windows(cast.cycle, "provisional")
    response = sheet_page.get("contact", member("head"))
    assert (response.status_code, response.context["may_write"]) == (200, False)


def test_those_who_read_the_year_get_no_field(sheet_page, member):
    give_marks(member("contact"), "self", WHOLE, reason="vì thế")
    for name in ("viewer", "administrator"):
        assert fields(sheet_page.get(name, member("contact"))) == {}


def test_all_sources_stand_beside_each_other_with_their_reasons(sheet_page, member):
    give_marks(member("contact"), "self", ["10"], state="submitted")
    give_marks(member("contact"), "inspection", ["9.5"], reason="thiếu biên bản")
    give_marks(member("contact"), "verified", ["9"], reason="theo kiểm tra")
    lines = sheet_page.get("deputy", member("contact"), source="verified").context["sheet_lines"].lines
    line = next(one for one in lines if one.criterion.code == "A.1")
    assert (line.chosen.points, [(one.source, one.points) for one in line.others]) == (
        Decimal("9.00"),
        [("self", Decimal("10.00")), ("inspection", Decimal("9.50"))],
    )
    assert "thiếu biên bản" in text_of(sheet_page.get("deputy", member("contact"), source="verified"))


def test_a_paper_is_entered_for_a_unit_and_both_names_are_shown(send, sheet_page, cast, member):
    page = sheet_page.get("standing_body", member("contact"), source="self")
    assert "You enter the paper of Văn phòng" in text_of(page)
    send("standing_body", member("contact"), {"A.1 points": "10"}, source="self")
    mark = Mark.objects.get()
    assert (mark.given_by, mark.given_for) == (cast.standing_body, cast.contact_unit)
    assert "by Nguyễn Thị Trực for Văn phòng" in text_of(
        sheet_page.get("viewer", member("contact"), source="self")
    )


@pytest.mark.parametrize("query", [{"source": "magic"}])
def test_an_unknown_source_is_not_found(sheet_page, member, query):
    assert sheet_page.get("head", member("contact"), **query).status_code == 404


def test_a_unit_that_is_no_member_has_no_sheet(cast, client):
    client.force_login(cast.fresh("head"))
    address = reverse(
        "clusters:sheet", args=[cast.cycle.cluster.code, cast.cycle.year, cast.outside_unit.code]
    )
    assert client.get(address).status_code == 404


def test_a_sheet_without_a_table_says_so(cast, client):
    cycle = make_cycle(members=1)
    client.force_login(cast.fresh("viewer"))
    unit = cycle.memberships.get().unit
    response = client.get(reverse("clusters:sheet", args=[cycle.cluster.code, cycle.year, unit.code]))
    assert response.status_code == 200


# --- Acts ------------------------------------------------------------------------------------------


def test_before_it_is_sent_the_page_shows_what_is_missing_and_has_no_button(sheet_page, member):
    give_marks(member("contact"), "self", ["9.5", "2", "2"])
    response = sheet_page.get("contact", member("contact"), "submit")
    assert [(row["place"], row["message"]) for row in response.context["missing"]] == [
        ("A.1 Tiêu chí A.1", "Points below the standard need a reason."),
        ("B.1 Tiêu chí B.1", "No points are given."),
        ("B.2 Tiêu chí B.2", "No points are given."),
    ]
    assert 'name="act"' not in text_of(response)


def test_a_complete_sheet_is_sent_with_a_note(sheet_page, member):
    give_marks(member("contact"), "self", WHOLE)
    response = sheet_page.act("contact", member("contact"), "submit", reason="gửi đúng hạn")
    assert (response.status_code, response["Location"]) == (302, sheet_page.address(member("contact")))
    assert Sheet.objects.get().state == "submitted"
    assert Entry.objects.get(verb="scoring.submitted").reason == "gửi đúng hạn"


def test_a_double_click_sends_once(sheet_page, client, member):
    give_marks(member("contact"), "self", WHOLE)
    page = sheet_page.get("contact", member("contact"), "submit")
    sent = {"act": page.context["act_token"], "seen": page.context["form"]["seen"].value(), "reason": ""}
    answers = [client.post(sheet_page.address(member("contact"), "submit"), sent) for _click in range(2)]
    assert [one.status_code for one in answers] == [302, 302]
    assert Entry.objects.filter(verb="scoring.submitted").count() == 1


def test_a_returned_sheet_shows_reason_and_day_on_top(sheet_page, member):
    give_marks(member("contact"), "self", WHOLE, state="submitted")
    response = sheet_page.act(
        "head", member("contact"), "return", reason="thiếu minh chứng", until=date_text(SOON)
    )
    assert response.status_code == 302
    text = text_of(sheet_page.get("contact", member("contact")))
    assert "The sheet was returned" in text
    assert "thiếu minh chứng" in text
    assert date_text(SOON) in text


def test_a_return_without_a_reason_is_asked_again(sheet_page, member):
    give_marks(member("contact"), "self", WHOLE, state="submitted")
    before = everything()
    for until in ("31/02/2026", ""):
        response = sheet_page.act("head", member("contact"), "return", reason="", until=until)
        assert (response.status_code, set(response.context["form"].errors)) == (422, {"reason", "until"})
    assert everything() == before


def test_a_verification_is_confirmed_and_reopened(sheet_page, member):
    give_marks(member("contact"), "self", WHOLE, state="submitted")
    give_marks(member("contact"), "verified", WHOLE)
    assert sheet_page.act("deputy", member("contact"), "verify").status_code == 302
    assert Sheet.objects.get().state == "verified"
    assert sheet_page.act("deputy", member("contact"), "reopen", reason="hồ sơ mới").status_code == 302
    assert Sheet.objects.get().state == "submitted"


def test_an_act_on_a_page_that_is_stale_does_nothing(sheet_page, client, member):
    give_marks(member("contact"), "self", WHOLE, state="submitted")
    page = sheet_page.get("head", member("contact"), "return")
    Sheet.objects.update(state="returned")
    sent = {
        "act": page.context["act_token"],
        "seen": "submitted",
        "reason": "thiếu",
        "until": date_text(SOON),
    }
    response = client.post(sheet_page.address(member("contact"), "return"), sent)
    assert (response.status_code, Entry.objects.count()) == (409, 0)


@pytest.mark.parametrize("move", ["return", "verify", "reopen"])
def test_a_sheet_nobody_began_is_neither_returned_nor_confirmed(sheet_page, member, move):
    before = everything()
    response = sheet_page.act("head", member("contact"), move, reason="vì thế", until=date_text(SOON))
    assert response.status_code in {200, 409}
    assert everything() == before


@pytest.mark.parametrize("move", ["return", "verify", "reopen"])
def test_nobody_acts_on_the_sheet_of_the_own_unit(sheet_page, member, move):
    give_marks(member("head"), "self", WHOLE, state="submitted")
    assert sheet_page.get("head", member("head"), move).status_code == 403
    assert sheet_page.get("contact", member("deputy"), move).status_code == 403
    assert sheet_page.get("outsider", member("head"), move).status_code == 404


def test_buttons_stand_where_the_move_is_legal(sheet_page, member):
    give_marks(member("contact"), "self", WHOLE)

    def acts(name, **query):
        context = sheet_page.get(name, member("contact"), **query).context
        primary = context["primary"]
        with translation.override("en"):
            return (
                primary and (str(primary.label), primary.refusal),
                [str(one.label) for one in context["more"] if one.icon in ("back", "check", "unlock")],
            )

    assert acts("contact") == (("Submit", ""), [])
    assert acts("viewer") == (None, [])
    make_sheet(member("contact"), "submitted")
    assert acts("contact") == (None, [])
    assert acts("head", source="verified") == (
        ("Confirm as verified", ""),
        ["Return", "Accept all equal points"],
    )
    make_sheet(member("contact"), "verified")
    assert acts("head", source="verified") == (None, ["Reopen the verification"])


def test_verified_points_are_no_news_for_the_unit_while_they_are_being_given(sheet_page, cast, member):
    give_marks(member("contact"), "self", WHOLE, state="submitted")
    give_marks(member("contact"), "verified", ["9"])

    def shown():
        lines = sheet_page.get("contact", member("contact")).context["sheet_lines"].lines
        return [(line.criterion.code, one.points) for line in lines for one in line.others]

    assert shown() == []
    for state in ("returned", "verified", "final"):
        make_sheet(member("contact"), state)
        assert shown() == [("A.1", Decimal("9.00"))]
    make_sheet(member("contact"), "submitted")
    close_windows(cast.cycle, "provisional")
    assert shown() == [("A.1", Decimal("9.00"))]
