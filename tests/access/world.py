"""A year with one of everything around the cast, and the address of every page in it."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from awards.nominations.services import nominate
from clusters.criteria.services import freeze, new_version
from clusters.meetings.content import MeetingContent
from clusters.meetings.services import add_meeting
from clusters.movements.content import MovementContent
from clusters.movements.services import add_movement
from clusters.pledges.services import begin_pledge
from clusters.ranking.models import Publication
from clusters.reports.services import write_section
from clusters.scoring.files.reading import read_upload
from clusters.scoring.models import Comment, Mark, SectionEditor, Sheet
from clusters.scoring.services.evidence import add_evidence
from emulation.accounts.models import User
from tests.clusters.scoring.samples import picture, sent
from tests.factories import make_award, make_table, make_user, open_windows
from tests.people import Cast, make_cast


@dataclass
class World:
    cast: Cast
    arguments: dict[str, list[Any]]
    queries: dict[str, str]
    bodies: dict[str, dict[str, Any]]

    def address(self, name: str) -> str:
        return reverse(name, args=self.arguments.get(name, [])) + self.queries.get(name, "")


def make_world() -> World:
    cast = make_cast()
    cycle, group = cast.cycle, cast.cycle.groups.get()
    open_windows(cycle, "self-scoring", "verification")
    bands = [{"name": "A", "from": "15"}, {"name": "B", "to": "15", "to_open": True}]
    table = make_table(group, leaves=2, bands=bands)
    new_version(table=freeze(table=table, actor=cast.standing_body), actor=cast.standing_body)
    unit = cast.contact_unit
    sheet = Sheet.objects.create(membership=cycle.memberships.get(unit=unit), state="submitted")
    leaf = table.criteria.exclude(kind="group").first()
    Mark.objects.create(sheet=sheet, criterion=leaf, source="self", points="9", given_at=timezone.now())
    editor = SectionEditor.objects.create(
        membership=sheet.membership, user=make_user("bien-tap"), section=leaf.code
    )
    comment = Comment.objects.create(
        sheet=sheet,
        criterion=leaf,
        visibility="unit",
        text="Đã đủ hồ sơ",
        author=cast.head,
        said_at=timezone.now(),
    )
    pledge = begin_pledge(cycle=cycle, group=None, actor=cast.head)
    movement = add_movement(cycle=cycle, actor=cast.head, content=MovementContent(name="Chuyển đổi số"))
    held_on = dt.date(2026, 10, 14)
    meeting = add_meeting(cycle=cycle, actor=cast.head, content=MeetingContent(held_on=held_on))
    write_section(cycle=cycle, kind="results", text="Tốt", version=0, actor=cast.head)
    beside = cycle.memberships.get(unit=cast.deputy_unit)
    piece = add_evidence(
        sheet=Sheet(membership=beside),
        criterion=leaf,
        upload=read_upload(sent(picture()), "Quyết định.png"),
        actor=cast.deputy,
    )
    nomination = nominate(cycle=cycle, unit=unit, award=make_award(), actor=cast.head)
    publication = Publication.objects.create(group=group, standing="provisional", published_at=timezone.now())
    place = [cycle.cluster.code, cycle.year]
    arguments: dict[str, list[Any]] = {
        "accounts:set-password": [User.objects.get(username="nguoi-xem").public_id],
        "clusters:unit": [unit.code],
        "clusters:overview": [cycle.year],
        "clusters:table-adopt": [*place, group.code, 2],
        "clusters:paper": [*place, "pledge"],
        "clusters:movement-edit": [*place, movement.pk],
        "clusters:movement-remove": [*place, movement.pk],
        "clusters:ranking-publish": [*place, group.code, "final"],
        "clusters:ranking-ties": [*place, group.code],
        "clusters:ranking-votes": [*place, group.code],
        "clusters:ranking-band": [*place, unit.code],
        "clusters:ranking-band-undo": [*place, unit.code],
        "clusters:ranking-withdraw": [*place, publication.public_id],
        "clusters:report-write": [*place, "results"],
        "clusters:report-versions": [*place, "results"],
        "clusters:contribute": [*place, "results", unit.code],
        "clusters:member-change": [*place, unit.code],
        "awards:nomination-edit": [*place, nomination.public_id],
        "awards:nomination-move": [*place, nomination.public_id],
        "awards:nomination-step": [*place, nomination.public_id, "withdraw"],
    }
    tables = ("table", "table-compare", "table-correct", "table-copy")
    arguments.update({f"clusters:{name}": [table.code, table.version] for name in tables})
    arguments.update({f"clusters:phase-{step}": [*place, "pledge"] for step in ("open", "close", "plan")})
    arguments.update(
        {f"clusters:pledge-{step}": [*place, pledge.public_id] for step in ("edit", "sign", "reopen")}
    )
    arguments.update({f"clusters:meeting-{step}": [*place, meeting.public_id] for step in ("edit", "remove")})
    sheets = (
        "sheet",
        "sheet-return",
        "sheet-verify",
        "sheet-reopen",
        "sheet-accept",
        "sheet-editors",
        "sheet-comments",
    )
    arguments.update({f"clusters:{name}": [*place, unit.code] for name in sheets})
    arguments["clusters:editor-end"] = [*place, unit.code, editor.pk]
    arguments["clusters:comment-withdraw"] = [*place, unit.code, comment.public_id]
    # A unit whose sheet is not sent: the page of sending is open to it and to those who run the year.
    arguments["clusters:sheet-submit"] = [*place, cast.deputy_unit.code]
    # Files beside the same sheet: the contact, of another unit, may not see it yet.
    file = [*place, cast.deputy_unit.code, piece.public_id]
    arguments["clusters:evidence"] = [*place, cast.deputy_unit.code, leaf.pk]
    arguments["clusters:evidence-preview"] = [*file, 1]
    arguments.update({f"clusters:evidence-{name}": file for name in ("file", "withdraw")})
    of_the_year = (
        "cycle criteria phases members member-add group-add appoint history papers movements movement-add results-edit "
        "pledge pledge-begin scores corrections corrections-export scores-matrix save-mark save-marks score-totals mark-detail ranking meeting meeting-add report "
        "report-adopt report-reopen"
    )
    arguments.update({f"clusters:{name}": place for name in of_the_year.split()})
    arguments.update({f"awards:{name}": place for name in ("nominations", "nominate")})
    mark = {"member": sheet.membership_id, "criterion": leaf.pk, "points": "8", "version": 0, "reason": "Rõ"}
    return World(
        cast=cast,
        arguments=arguments,
        queries={
            "clusters:open-years-confirm": f"?year=2030&cluster={cycle.cluster.code}",
            "clusters:score-totals": f"?group={group.code}&source=self",
            "clusters:mark-detail": f"?member={sheet.membership_id}&criterion={leaf.pk}&source=self",
        },
        bodies={
            "clusters:save-mark": {"source": "verified", "group": group.code, **mark},
            "clusters:save-marks": {"source": "verified", "group": group.code, "changes": [mark]},
            "awards:nomination-move": {"place": "1"},
        },
    )


JSON = ("clusters:save-mark", "clusters:save-marks")


def ask(client: Any, world: World, method: str, name: str) -> int:
    """Send one request and return its status."""
    address, body = world.address(name), world.bodies.get(name, {})
    if method == "GET":
        return int(client.get(address).status_code)
    if name in JSON:
        headers = {"accept": "application/json"}
        return int(client.post(address, json.dumps(body), "application/json", headers=headers).status_code)
    return int(client.post(address, body).status_code)
