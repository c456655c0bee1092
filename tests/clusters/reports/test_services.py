"""The summary report as work: sections with versions, contributions, adoption; refusals change nothing."""

import datetime as dt

import pytest

from clusters.cycles.changes import CHANGED_MEANWHILE
from clusters.reports.models import SectionRevision
from clusters.reports.services import (
    ADOPTED,
    adopt_report,
    contribute,
    reopen_report,
    seen_sections,
    write_section,
)
from emulation.audit.models import Personal
from emulation.core.errors import Conflict, NotPermitted, Refused
from tests.people import make_cast
from tests.refusing import logged, refused

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 11, 10)


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def membership(cast):
    return cast.cycle.memberships.get(unit=cast.contact_unit)


@pytest.fixture
def report(cast):
    write_section(cycle=cast.cycle, kind="results", text="Tốt", version=0, actor=cast.head)
    return cast.cycle.report


def versions():
    return list(SectionRevision.objects.order_by("version").values_list("version", "text"))


def test_every_version_of_a_section_stays_readable(cast, report):
    section = write_section(
        cycle=cast.cycle, kind="results", text="Rất tốt\r\n", version=1, actor=cast.deputy
    )
    assert (section.version, section.text) == (2, "Rất tốt")
    assert versions() == [(1, "Tốt"), (2, "Rất tốt")]
    assert [line[:2] for line in logged()] == [
        ("reports.written", "Phan Văn Trưởng"),
        ("reports.written", "Lê Thị Phó"),
    ]


def test_the_same_text_makes_no_version(cast, report):
    before = logged()
    write_section(cycle=cast.cycle, kind="results", text=" Tốt ", version=1, actor=cast.head)
    assert (versions(), logged()) == ([(1, "Tốt")], before)


def test_a_stale_page_never_overwrites(cast, report):
    write_section(cycle=cast.cycle, kind="results", text="Mới", version=1, actor=cast.deputy)
    with refused(Conflict, CHANGED_MEANWHILE):
        write_section(cycle=cast.cycle, kind="results", text="Cũ", version=1, actor=cast.head)


def test_an_unknown_section_is_refused(cast):
    with refused(Refused, "The report has no section “songs”."):
        write_section(cycle=cast.cycle, kind="songs", text="La", version=0, actor=cast.head)


@pytest.mark.parametrize("person", ["contact", "viewer", "administrator"])
def test_others_may_not_write(cast, report, person):
    with refused(NotPermitted, "Only the head, a deputy or the standing body may do this."):
        write_section(
            cycle=cast.cycle, kind="results", text="Của tôi", version=1, actor=getattr(cast, person)
        )


def test_a_unit_contributes(cast, membership):
    row = contribute(membership=membership, kind="proposals", text="Tập huấn", version=0, actor=cast.contact)
    again = contribute(
        membership=membership, kind="proposals", text="Tập huấn sớm", version=1, actor=cast.contact
    )
    assert (row.version, again.version, again.text) == (1, 2, "Tập huấn sớm")
    assert list(Personal.objects.values_list("on_behalf_of", flat=True)) == ["", ""]


def test_what_came_on_paper_is_typed_on_behalf_of_the_unit(cast, membership):
    contribute(membership=membership, kind="results", text="Theo công văn", version=0, actor=cast.head)
    assert list(Personal.objects.values_list("on_behalf_of", flat=True)) == ["Văn phòng"]


def test_a_stale_contribution_never_overwrites(cast, membership):
    contribute(membership=membership, kind="results", text="Một", version=0, actor=cast.contact)
    with refused(Conflict, CHANGED_MEANWHILE):
        contribute(membership=membership, kind="results", text="Hai", version=0, actor=cast.contact)


def test_another_member_does_not_contribute_for_a_unit(cast):
    other = cast.cycle.memberships.get(unit=cast.head_unit)
    with refused(
        NotPermitted,
        "A contribution is written by who acts for the unit, or typed in by those who run the year.",
    ):
        contribute(membership=other, kind="results", text="Xấu", version=0, actor=cast.contact)


def test_adopting_locks_everything(cast, report, membership):
    adopted = adopt_report(report=report, actor=cast.head, seen=seen_sections(report), adopted_on=DAY)
    assert (adopted.state, adopted.adopted_on) == ("adopted", DAY)
    with refused(Conflict, ADOPTED):
        write_section(cycle=cast.cycle, kind="results", text="Muộn", version=1, actor=cast.standing_body)
    with refused(Conflict, ADOPTED):
        contribute(membership=membership, kind="results", text="Muộn", version=0, actor=cast.contact)


def test_adopting_twice_is_a_conflict(cast, report):
    adopt_report(report=report, actor=cast.head, seen=seen_sections(report), adopted_on=DAY)
    with refused(Conflict, "This is no longer possible: the state is now “adopted”. Reload the page."):
        adopt_report(report=report, actor=cast.head, seen=seen_sections(report), adopted_on=DAY)


def test_what_was_read_is_what_is_adopted(cast, report):
    seen = seen_sections(report)
    write_section(cycle=cast.cycle, kind="results", text="Đổi vào phút chót", version=1, actor=cast.deputy)
    with refused(Conflict, CHANGED_MEANWHILE):
        adopt_report(report=report, actor=cast.head, seen=seen, adopted_on=DAY)


def test_what_is_not_adopted(cast, report):
    seen = seen_sections(report)
    with refused(NotPermitted, "Only the head or the standing body adopts the report."):
        adopt_report(report=report, actor=cast.deputy, seen=seen, adopted_on=DAY)
    with refused(Refused, "The day of the adoption is still to come."):
        later = dt.date.today() + dt.timedelta(days=2)
        adopt_report(report=report, actor=cast.head, seen=seen, adopted_on=later)
    write_section(cycle=cast.cycle, kind="results", text="", version=1, actor=cast.head)
    with refused(Refused, "The report has no section with a text yet."):
        adopt_report(report=report, actor=cast.head, seen=seen_sections(report), adopted_on=DAY)


def test_reopening_needs_a_reason(cast, report):
    adopted = adopt_report(report=report, actor=cast.head, seen=seen_sections(report), adopted_on=DAY)
    with refused(Refused, "Give a reason."):
        reopen_report(report=adopted, actor=cast.standing_body, reason="")
    draft = reopen_report(report=adopted, actor=cast.standing_body, reason="Thiếu số liệu")
    assert (draft.state, draft.adopted_on) == ("draft", None)
    assert logged()[-1] == ("reports.reopened", "Nguyễn Thị Trực", "Thiếu số liệu")
