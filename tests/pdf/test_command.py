"""`render_document`: the same file as the button, and plain words with exit status 2."""

import io

import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.pdf.reading import opened
from tests.pdf.years import add_pledge, make_two_groups, make_year
from tests.people import make_cast

pytestmark = pytest.mark.django_db


def render(*arguments):
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("render_document", *arguments, stdout=out, stderr=err)
    except SystemExit as leaving:
        return leaving.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_the_list_of_kinds():
    from django.utils.translation import override

    with override("en"):
        assert render("--list") == (
            0,
            "pledge\tPledge\nsheet\tSelf-scoring sheet\nsheet-blank\tSelf-scoring sheet, empty\n"
            "ranking\tScores and ranks\nsummary-report\tSummary report\n",
            "",
        )


@pytest.mark.parametrize("what", ["pledge", "ranking", "summary-report"])
def test_it_writes_what_the_button_sends(client, tmp_path, what):
    cycle = make_year()
    add_pledge(cycle)
    path = tmp_path / "van-ban.pdf"
    code, out, err = render(what, "cum-1", "2022", "-o", str(path))
    assert (code, err) == (0, "")
    assert out.startswith(f"{path}: ")
    client.force_login(make_cast().standing_body)
    assert path.read_bytes() == client.get(reverse("clusters:paper", args=["cum-1", 2022, what])).content


def test_one_group_and_all(tmp_path):
    make_two_groups()
    pages = {}
    for group in ("so", "thads", ""):
        path = tmp_path / "van-ban.pdf"
        assert render("ranking", "bac-trung-bo", "2022", "--group", group, "-o", str(path))[0] == 0
        pages[group] = len(opened(path.read_bytes()).pages)
    assert pages[""] == pages["so"] + pages["thads"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("bang-khen", "cum-1", "2022"),
            "There is no document “bang-khen”. There are: pledge, sheet, sheet-blank, ranking, summary-report.",
        ),
        (("pledge", "cum-9", "2022"), "There is no cluster “cum-9”. There are: cum-1."),
        (("pledge", "cum-1", "2030"), "The cluster “cum-1” has no year 2030. It has: 2022."),
        (
            ("pledge", "cum-1", "2022", "--group", "thads"),
            "The year has no group “thads”. It has: chung.",
        ),
        (("pledge", "cum-1", "2022"), "No pledge has been written for Cụm thi đua số I – 2022."),
    ],
)
def test_what_does_not_exist_is_said_with_what_there_is(tmp_path, arguments, said):
    from django.utils.translation import override

    make_year()
    path = tmp_path / "van-ban.pdf"
    with override("en"):
        assert render(*arguments, "-o", str(path)) == (2, "", f"{said}\n")
    assert not path.exists()


def test_missing_arguments_are_named():
    assert render("pledge") == (
        2,
        "",
        "missing: cluster, year, output. Usage: render_document KIND CLUSTER YEAR -o FILE\n",
    )


def test_a_folder_that_is_not_there_is_said(tmp_path):
    add_pledge(make_year())
    path = tmp_path / "khong-co" / "van-ban.pdf"
    code, out, err = render("pledge", "cum-1", "2022", "-o", str(path))
    assert (code, out, err) == (2, "", f"{path}: No such file or directory\n")
