"""What waits for whom: nothing for those who cannot do it, nothing that is done."""

import datetime as dt

import pytest

from awards.nominations.services import change_state, nominate
from clusters.pledges.services import begin_pledge, sign_pledge
from clusters.ranking.services import publish
from clusters.reports.services import adopt_report, contribute, seen_sections, write_section
from clusters.scoring.models import Mark, Sheet
from emulation.core.worklist import waiting_for
from tests.factories import close_windows, make_award, make_table, open_windows
from tests.people import NAMES, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(settings):
    settings.LANGUAGE_CODE = "en"
    return make_cast()


def waiting(cast, *words):
    """List who is told what, of the things whose sentence begins with one of the words."""
    return {
        name: told
        for name in NAMES
        if (told := [item.what for item in waiting_for(cast.fresh(name)) if item.what.startswith(words)])
    }


def test_the_pledge_waits_for_head_and_deputy_while_its_phase_is_open(cast):
    assert waiting(cast, "Begin the pledge", "Have the pledge") == {}
    open_windows(cast.cycle, "pledge")
    assert waiting(cast, "Begin the pledge") == {
        "head": ["Begin the pledge"],
        "deputy": ["Begin the pledge"],
    }
    pledge = begin_pledge(cycle=cast.cycle, group=None, actor=cast.head)
    assert waiting(cast, "Have the pledge") == {
        "head": ["Have the pledge signed"],
        "deputy": ["Have the pledge signed"],
    }
    sign_pledge(pledge=pledge, actor=cast.head, version=1, signed_on=dt.date(2026, 1, 13))
    assert waiting(cast, "Begin the pledge", "Have the pledge") == {}


def test_the_report_waits_for_its_writers_and_for_silent_units(cast):
    open_windows(cast.cycle, "meeting")
    silent = ["Contribute to the summary report"]
    assert waiting(cast, "Contribute", "Write the") == {
        "head": [*silent, "Write the summary report"],
        "deputy": [*silent, "Write the summary report"],
        "contact": silent,
    }
    membership = cast.cycle.memberships.get(unit=cast.contact_unit)
    contribute(membership=membership, kind="results", text="Tốt", version=0, actor=cast.contact)
    write_section(cycle=cast.cycle, kind="results", text="Tốt", version=0, actor=cast.head)
    assert waiting(cast, "Contribute", "Finish the")["head"] == [*silent, "Finish the summary report (draft)"]
    assert "contact" not in waiting(cast, "Contribute")
    report = cast.cycle.report
    adopt_report(report=report, actor=cast.head, seen=seen_sections(report), adopted_on=dt.date(2026, 11, 10))
    assert waiting(cast, "Contribute", "Finish the", "Write the") == {}


def test_the_ranking_waits_for_the_standing_body_once_all_sheets_are_verified(cast):
    group = cast.cycle.groups.get()
    group.cycle = cast.cycle
    table = make_table(group, leaves=1)
    for member in cast.cycle.memberships.all():
        sheet = Sheet.objects.create(membership=member, state="submitted")
        for leaf in table.criteria.exclude(kind="group"):
            Mark.objects.create(
                sheet=sheet, criterion=leaf, source="verified", points="9", given_at="2026-11-01T00:00Z"
            )
    assert waiting(cast, "Publish") == {}
    Sheet.objects.update(state="verified")
    first = "Publish the provisional ranking: Các đơn vị thành viên"
    assert waiting(cast, "Publish") == {"standing_body": [first]}
    publish(group=group, standing="provisional", actor=cast.standing_body)
    assert waiting(cast, "Publish") == {}
    close_windows(cast.cycle, "meeting")
    last = "Publish the final ranking: Các đơn vị thành viên"
    assert waiting(cast, "Publish") == {"standing_body": [last]}
    publish(group=group, standing="final", actor=cast.standing_body)
    assert waiting(cast, "Publish") == {}


def test_nominations_wait_for_head_and_deputy_until_they_are_sent(cast):
    open_windows(cast.cycle, "nomination")
    assert waiting(cast, "Nominate") == {
        "head": ["Nominate units for awards"],
        "deputy": ["Nominate units for awards"],
    }
    first, second = (
        nominate(cycle=cast.cycle, unit=cast.contact_unit, award=make_award(), actor=cast.head)
        for _place in range(2)
    )
    assert waiting(cast, "Send", "Nominate")["head"] == ["Send 2 nominations to the council"]
    change_state(nomination=first, move="send", actor=cast.head)
    assert waiting(cast, "Send")["deputy"] == ["Send 1 nomination to the council"]
    change_state(nomination=second, move="withdraw", actor=cast.head, reason="Xin rút")
    assert waiting(cast, "Send", "Nominate") == {}
