"""What the scripts of the pages send and are told: one cell, a block, a conflict, an ended session."""

from decimal import Decimal

import pytest
from django.urls import reverse

from clusters.scoring.models import Mark
from tests.clusters.scoring.conftest import WHOLE, send_json
from tests.factories import add_members, give_marks, make_cycle
from tests.refusing import everything


def figure(text):
    return {"text": text, "short": str(Decimal(text).normalize()), "hundredths": int(Decimal(text) * 100)}


def test_a_saved_cell_is_answered_with_the_total_of_its_sheet_as_exact_texts(post, sent, keys):
    response = post("head", sent, "A.1", points="9,25")
    told = response.json()
    assert response.status_code == 200
    assert told["saved"] == [
        {
            "member": sent.pk,
            "criterion": keys()["A.1"],
            "points": figure("9.25"),
            "not_arisen": False,
            "version": 1,
            "inputs": {},
            "reason": "",
            "evidence": "",
            "explanation": "",
            "unreasoned": True,
        }
    ]
    assert told["asked"] == 5
    assert told["totals"] == {str(sent.pk): {"points": figure("9.25"), "answered": 1}}
    assert told["recalculated"] == []
    assert len(told["at"]) == 5


@pytest.mark.parametrize("text", ["9,5", "9.5", " 9,50 ", "+9,5"])
def test_a_comma_and_a_point_are_read_alike(post, sent, text):
    assert post("head", sent, "A.1", points=text).json()["saved"][0]["points"]["hundredths"] == 950


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1.234", "“1.234” could be a decimal or a thousand. Type 1234 or 1,23."),
        ("5000", "5000 is outside 0 to 10."),
        ("9,555", "“9,555” could be a decimal or a thousand. Type 1234 or 1,23."),
        ("9,5555", "“9,5555” has more than 2 decimals."),
        ("chín", "“chín” is not a number. Type figures with a comma, for example 9,5."),
        ("1e1", "“1e1” is not a number. Type figures with a comma, for example 9,5."),
        ("9999999999", "“9999999999” is far too large."),
    ],
)
def test_what_is_no_score_is_refused_in_words(post, sent, text, said):
    before = everything()
    response = post("head", sent, "A.1", points=text)
    assert (response.status_code, response.json()) == (422, {"error": said, "field": "points"})
    assert everything() == before


def test_figures_are_computed_and_explained(post, sent):
    told = post("head", sent, "A.3", inputs={"numerator": "19", "denominator": "20"}).json()["saved"][0]
    assert told["points"]["hundredths"] == 200
    assert told["explanation"] == "19 ÷ 20 = 95 % falls in the tier “≥ 95 %”: 2 points."
    yes = post("head", sent, "A.2", inputs={"answer": True}).json()["saved"][0]
    assert (yes["points"]["hundredths"], yes["inputs"]) == (200, {"answer": True})


def test_an_empty_text_clears(post, sent):
    post("head", sent, "A.1", points="9")
    told = post("head", sent, "A.1", points="", version=1).json()["saved"][0]
    assert (told["points"], told["version"]) == ({"text": "", "short": "", "hundredths": None}, 2)


def test_a_reason_and_evidence_alone_leave_the_points(post, sent):
    post("head", sent, "A.1", points="9")
    told = post("head", sent, "A.1", version=1, reason="chậm", evidence="BC 12").json()["saved"][0]
    assert (told["points"]["hundredths"], told["reason"], told["evidence"], told["unreasoned"]) == (
        900,
        "chậm",
        "BC 12",
        False,
    )


def test_a_conflict_shows_who_set_what_and_when(post, sent):
    post("deputy", sent, "A.1", points="8", reason="theo biên bản")
    before = everything()
    response = post("head", sent, "A.1", points="9")
    told = response.json()
    assert (response.status_code, told["error"]) == (409, "Lê Thị Phó changed this to 8,00 meanwhile.")
    current = told["current"]
    assert (current["who"], current["points"]["hundredths"], current["version"], current["reason"]) == (
        "Lê Thị Phó",
        800,
        1,
        "theo biên bản",
    )
    assert len(current["when"]) == 5
    assert everything() == before


def test_a_missing_reason_is_asked_for_by_its_field(post, sent):
    post("deputy", sent, "A.1", points="8")
    response = post("head", sent, "A.1", points="9", version=1)
    assert (response.status_code, response.json()) == (
        422,
        {"error": "Say why these points are changed.", "field": "reason"},
    )
    assert post("head", sent, "A.1", points="9", version=1, reason="xem lại").status_code == 200


def test_a_right_that_is_missing_is_answered_with_its_reason(post, member):
    give_marks(member("head"), "self", WHOLE, state="submitted")
    response = post("head", member("head"), "A.1", points="9")
    assert response.status_code == 403
    assert response.json()["error"].startswith("You act for this unit")
    assert Mark.objects.filter(source="verified").count() == 0


def test_an_ended_session_is_answered_with_401_and_changes_nothing(cast, client, sent, keys):
    body = {
        "group": "chung",
        "source": "verified",
        "member": sent.pk,
        "criterion": keys()["A.1"],
        "version": 0,
        "points": "9",
    }
    before = everything()
    response = send_json(client, cast, body)
    assert (response.status_code, "sign_in" in response.json()) == (401, True)
    assert everything() == before


def test_a_contact_learns_of_no_other_total_and_no_rank(post, member):
    for name in ("head", "deputy", "contact"):
        give_marks(member(name), "self", WHOLE)
    told = post("contact", member("contact"), "A.1", source="self", points="9", version=1).json()
    assert told["totals"] == {
        str(member("contact").pk): {
            "points": {**figure("19.00"), "short": "19"},
            "answered": 5,
        }
    }


def test_an_outsider_and_a_strange_member_find_nothing(post, cast, sent):
    assert post("outsider", sent, "A.1", points="9").status_code == 404
    stranger = make_cycle(members=1).memberships.get()
    assert post("standing_body", stranger, "A.1", points="9").status_code == 404
    assert post("standing_body", sent, "A.1", points="9", group="nothing").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"member": "x"},
        {"criterion": 0},
        {"version": None},
        {"inputs": "x"},
        {"points": 9},
        {"reason": 1},
        {"source": "magic"},
        {"group": None, "source": None},
    ],
)
def test_what_no_page_sends_is_refused(post, sent, wrong):
    before = everything()
    assert post("head", sent, "A.1", **{"points": "9", **wrong}).status_code in {404, 422}
    assert everything() == before


@pytest.mark.parametrize("body", ["", "[]", "null", "{}", '{"source": 1}', "\xff"])
def test_what_is_no_json_of_ours_is_refused(cast, client, body):
    client.force_login(cast.fresh("head"))
    address = reverse("clusters:save-mark", args=[cast.cycle.cluster.code, cast.cycle.year])
    response = client.post(
        address, body, content_type="application/json", headers={"accept": "application/json"}
    )
    assert response.status_code == 422


def test_only_a_post_saves(cast, client):
    client.force_login(cast.fresh("head"))
    for name in ("save-mark", "save-marks"):
        address = reverse(f"clusters:{name}", args=[cast.cycle.cluster.code, cast.cycle.year])
        assert client.get(address).status_code == 405


@pytest.mark.parametrize("members", [0, 2, 11])
def test_saving_one_cell_asks_the_same_of_the_database_whatever_the_size(
    post, cast, client, sent, keys, members, exactly_queries
):
    for other in add_members(cast.cycle, members):
        give_marks(other, "verified", WHOLE)
    post("head", sent, "A.1", points="9")
    client.force_login(cast.fresh("head"))
    body = {
        "group": "chung",
        "source": "verified",
        "member": sent.pk,
        "criterion": keys()["A.1"],
        "version": 1,
        "points": "8",
    }
    # Session, person; sheet, parts, marks, windows, mark, total; four of the log; begin and end.
    with exactly_queries(14):
        assert send_json(client, cast, body).status_code == 200


# --- A block ---------------------------------------------------------------------------------------


@pytest.fixture
def block(post, sent, keys):
    """Send a block of the contact's cells: `block({code: text}, preview=…)`."""

    def send(cells, name="head", versions=None, **more):
        changes = [
            {
                "member": sent.pk,
                "criterion": keys()[code],
                "version": (versions or {}).get(code, 0),
                **({"points": asked} if isinstance(asked, str) else asked),
            }
            for code, asked in cells.items()
        ]
        return post(name, None, "", to="save-marks", changes=changes, **more)

    return send


def points():
    return dict(Mark.objects.filter(source="verified").values_list("criterion__code", "points"))


def test_a_preview_tells_and_changes_nothing(block):
    before = everything()
    assert block({"A.1": "9", "A.2": "2"}, preview=True).json() == {"cells": [], "changed": 2}
    assert everything() == before


@pytest.mark.parametrize("preview", [True, False])
def test_every_error_of_a_block_is_named_at_its_cell_and_nothing_is_saved(block, keys, preview):
    before = everything()
    response = block({"A.1": "9", "A.2": "1", "A.3": "1.234", "B.1": "99"}, preview=preview)
    told = response.json()
    assert response.status_code == 422
    assert told["error"] == "Nothing was saved: 3 cells are refused."
    assert {(one["criterion"], one["error"]) for one in told["cells"]} == {
        (keys()["A.2"], "1 cannot come out of this rule; possible are 2; 0."),
        (keys()["A.3"], "“1.234” could be a decimal or a thousand. Type 1234 or 1,23."),
        (keys()["B.1"], "99 is outside 1 to 6."),
    }
    assert everything() == before


@pytest.mark.parametrize("preview", [True, False])
def test_the_error_of_a_block_of_one_cell_is_named_too(block, sent, keys, preview):
    told = block({"A.1": "99"}, preview=preview).json()
    assert told["cells"] == [
        {
            "member": sent.pk,
            "criterion": keys()["A.1"],
            "error": "99 is outside 0 to 10.",
            "field": "points",
        }
    ]


def test_a_block_is_saved_and_says_what_stood_before(block, post, sent, keys):
    post("head", sent, "A.1", points="9", reason="chậm")
    post("head", sent, "A.3", inputs={"numerator": "19", "denominator": "20"})
    told = block({"A.1": "8", "A.3": "1,5", "B.1": "5"}, versions={"A.1": 1, "A.3": 1}).json()
    assert points() == {"A.1": Decimal("8.00"), "A.3": Decimal("1.50"), "B.1": Decimal("5.00")}
    before = {one["criterion"]: one for one in told["before"]}
    assert before == {
        keys()["A.1"]: {"member": sent.pk, "criterion": keys()["A.1"], "points": "9.00", "reason": "chậm"},
        keys()["A.3"]: {
            "member": sent.pk,
            "criterion": keys()["A.3"],
            "inputs": {"numerator": "19", "denominator": "20"},
            "reason": "",
        },
        keys()["B.1"]: {"member": sent.pk, "criterion": keys()["B.1"], "points": "", "reason": ""},
    }


def test_a_block_is_taken_back_in_one_step(block, post, sent, keys):
    post("head", sent, "A.1", points="9", reason="chậm")
    post("head", sent, "A.3", inputs={"numerator": "19", "denominator": "20"})
    told = block({"A.1": "8", "A.3": "1,5", "B.1": "5"}, versions={"A.1": 1, "A.3": 1}).json()
    versions = {one["criterion"]: one["version"] for one in told["saved"]}
    changes = [{**one, "version": versions[one["criterion"]]} for one in told["before"]]
    assert post("head", None, "", to="save-marks", changes=changes).status_code == 200
    assert points() == {"A.1": Decimal("9.00"), "A.3": Decimal("2.00"), "B.1": None}
    mark = Mark.objects.get(source="verified", criterion__code="A.3")
    assert mark.inputs == {"numerator": "19", "denominator": "20"}


def test_a_block_over_somebody_elses_points_asks_for_one_reason(block, post, sent, keys):
    post("deputy", sent, "A.1", points="9")
    told = block({"A.1": "8", "B.1": "5"}, versions={"A.1": 1}, preview=True).json()
    assert [(one["criterion"], one["field"]) for one in told["cells"]] == [(keys()["A.1"], "reason")]
    cells = {
        "A.1": {"points": "8", "reason": "dán từ Excel"},
        "B.1": {"points": "5", "reason": "dán từ Excel"},
    }
    assert block(cells, versions={"A.1": 1}).status_code == 200


@pytest.mark.parametrize("changes", [None, [], {}, ["x"], [{}]])
def test_a_block_of_nothing_is_refused(post, changes):
    assert post("head", None, "", to="save-marks", changes=changes).status_code == 422
