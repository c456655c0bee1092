"""Comments on lines of a sheet: who reads which, who writes which, and that nothing leaks."""

import pytest

from clusters.criteria.models import Criterion
from clusters.scoring.commenting import comments_on, counts_on, readable_by
from clusters.scoring.models import Comment, Sheet
from clusters.scoring.services.comments import add_comment, withdraw_comment
from emulation.audit.models import Entry
from emulation.core.errors import Conflict, NotPermitted, Refused
from tests.factories import close_windows, give_marks
from tests.refusing import refused

SECRET = "nghi ngờ số liệu kê khai"


@pytest.fixture
def sheet(member):
    return give_marks(member("contact"), "self", ["9"], state="submitted")


@pytest.fixture
def say(cast, sheet):
    def said(name, visibility="team", text=SECRET, code="A.1"):
        return add_comment(
            sheet=sheet,
            criterion=Criterion.objects.get(code=code),
            visibility=visibility,
            text=text,
            actor=cast.fresh(name),
        )

    return said


READERS = {
    "standing_body": {"team", "unit", "public"},
    "head": {"team", "unit", "public"},
    "deputy": {"team", "unit", "public"},
    "contact": {"unit", "public"},
    "viewer": {"public"},
    "administrator": {"public"},
    "outsider": set(),
}


@pytest.mark.parametrize("name", list(READERS))
def test_who_reads_which_comments(cast, sheet, say, name):
    for visibility in ("team", "unit", "public"):
        say("head", visibility)
    user = cast.fresh(name)
    assert readable_by(user, sheet) == READERS[name]
    assert {one.visibility for one in comments_on(sheet, user)} == READERS[name]
    assert sum(counts_on(sheet, user).values()) == len(READERS[name])


def test_a_member_reads_public_comments_of_others_once_announced(cast, member):
    other = give_marks(member("head"), "self", ["9"], state="submitted")
    assert readable_by(cast.fresh("contact"), other) == frozenset()
    close_windows(cast.cycle, "provisional")
    other = Sheet.objects.select_related("membership__cycle").get(pk=other.pk)
    assert readable_by(cast.fresh("contact"), other) == {"public"}


def test_the_head_does_not_read_what_is_said_about_the_own_unit(cast, member):
    own = give_marks(member("head"), "self", ["9"], state="submitted")
    assert readable_by(cast.fresh("head"), own) == {"unit", "public"}
    assert readable_by(cast.fresh("deputy"), own) == {"team", "unit", "public"}


@pytest.mark.parametrize("name", list(READERS))
@pytest.mark.parametrize("visibility", ["team", "unit", "public"])
def test_people_write_what_they_read_and_readers_nothing(say, name, visibility):
    may = visibility in READERS[name] and name not in ("viewer", "administrator")
    if may:
        assert say(name, visibility).visibility == visibility
    else:
        with pytest.raises(NotPermitted):
            say(name, visibility)
        assert Comment.objects.count() == Entry.objects.count() == 0


def test_a_comment_is_logged_without_its_text(say):
    say("head")
    entry = Entry.objects.get()
    assert (entry.verb, entry.data["criterion"], entry.data["visibility"]) == (
        "scoring.comment",
        "A.1",
        "team",
    )
    assert SECRET not in f"{entry.data} {entry.reason} {entry.subject_label}"


def test_the_own_comment_is_taken_back_and_kept(cast, say, sheet):
    comment = say("head")
    withdrawn = withdraw_comment(comment=comment, actor=cast.fresh("head"))
    assert (withdrawn.text, withdrawn.withdrawn_at is not None) == (SECRET, True)
    assert counts_on(sheet, cast.fresh("head")) == {}
    with refused(Conflict, "The comment was taken back already."):
        withdraw_comment(comment=comment, actor=cast.fresh("head"))


def test_nobody_takes_back_what_another_said(cast, say):
    comment = say("head", "public")
    with refused(NotPermitted, "Only its author takes a comment back."):
        withdraw_comment(comment=comment, actor=cast.fresh("deputy"))


def test_a_comment_says_something_about_a_line_of_the_table(say):
    with refused(Refused, "Write the comment."):
        say("head", text="  ")
    with refused(Refused, "The comment is longer than 2000 letters."):
        say("head", text="x" * 2001)
    with refused(Refused, "Choose a criterion of this sheet."):
        say("head", code="A")


def test_a_comment_on_a_sheet_nobody_began(cast, member):
    sheet = Sheet(membership=member("contact"))
    comment = add_comment(
        sheet=sheet,
        criterion=Criterion.objects.get(code="A.1"),
        visibility="unit",
        text="chờ số liệu",
        actor=cast.fresh("contact"),
    )
    assert (comment.sheet.membership, comment.sheet.state) == (member("contact"), "not-begun")


@pytest.mark.parametrize("count", [1, 3, 12])
def test_reading_comments_is_one_question(cast, say, sheet, exactly_queries, count):
    for _number in range(count):
        say("head", "public")
    user = cast.fresh("head")
    readable_by(user, sheet)
    with exactly_queries(1):
        assert len([(one.author.full_name, one.criterion.code) for one in comments_on(sheet, user)]) == count
