"""The dates of a year and the parts that name its members and groups."""

from typing import Any

from awards.exchange.checking.people import in_order
from awards.exchange.checking.scores import NO_MEMBER
from awards.exchange.shapes.base import Context
from clusters.scoring.states import SHEET
from emulation.core.errors import gettext_noop

NO_GROUP = gettext_noop("“%(group)s” is not a group of this year.")


def _year(document: dict[str, Any], context: Context) -> None:
    starts_on, ends_on = document.get("starts_on"), document.get("ends_on")
    if starts_on and ends_on and ends_on <= starts_on:
        context.refuse(
            document,
            gettext_noop("The year ends (%(last)s) before it starts (%(first)s)."),
            "ends_on",
            first=starts_on,
            last=ends_on,
        )
    for phase in document.get("phases", []):
        in_order(context, phase, "planned_from", "planned_until")
        in_order(context, phase, "opened_at", "closed_at")
        if phase.get("closed_at") and not phase.get("opened_at"):
            context.refuse(phase, gettext_noop("A phase that was never opened is not closed."), "closed_at")


def _groups(document: dict[str, Any], context: Context) -> None:
    if context.reading.is_broken("groups"):
        return
    groups = {group.get("code") for group in document.get("groups", [])}
    for part in ("members", "pledges", "publications"):
        for record in document.get(part, []):
            group = record.get("group")
            if group is not None and group not in groups:
                context.refuse(record, NO_GROUP, "group", group=group)


def _members(document: dict[str, Any], context: Context) -> None:
    members = {member.get("unit") for member in document.get("members", [])}
    for member in document.get("members", []):
        in_order(context, member, "since", "until")
    if context.reading.is_broken("members"):
        return  # they would be missed once more wherever they are named
    records = [
        record for part in ("sheets", "contributions", "nominations") for record in document.get(part, [])
    ]
    records += [title for pledge in document.get("pledges", []) for title in pledge.get("titles", [])]
    records += [row for one in document.get("publications", []) for row in one.get("rows", [])]
    for record in records:
        unit = record.get("unit")
        if unit is not None and unit not in members:
            context.refuse(record, NO_MEMBER, "unit", unit=unit)


def _work(document: dict[str, Any], context: Context) -> None:
    for sheet in document.get("sheets", []):
        needs = [move for move in SHEET.moves.values() if move.needs_reason and move.target == "returned"]
        if needs and sheet.get("state") == "returned" and not sheet.get("return_reason"):
            context.refuse(sheet, gettext_noop("A returned sheet has a return_reason."), "state")
    for pledge in document.get("pledges", []):
        if pledge.get("state") == "signed" and not pledge.get("signed_on"):
            context.refuse(pledge, gettext_noop("Say on which day the pledge was signed."), "signed_on")
    for movement in document.get("movements", []):
        in_order(context, movement, "starts_on", "ends_on")
    report = document.get("report")
    if report and report.get("state") == "adopted" and not report.get("adopted_on"):
        context.refuse(report, gettext_noop("Say on which day the report was adopted."), "adopted_on")


def _outcome(document: dict[str, Any], context: Context) -> None:
    in_force = set()
    for publication in document.get("publications", []):
        in_order(context, publication, "published_at", "withdrawn_at")
        if publication.get("withdrawn_at") and not publication.get("withdrawal_reason"):
            context.refuse(
                publication, gettext_noop("A withdrawn ranking has a withdrawal_reason."), "withdrawn_at"
            )
        key = (publication.get("group"), publication.get("standing"))
        if not publication.get("withdrawn_at") and key in in_force:
            context.refuse(publication, gettext_noop("This ranking is published already."), "standing")
        elif not publication.get("withdrawn_at"):
            in_force.add(key)
    for nomination in document.get("nominations", []):
        votes, of = nomination.get("votes_for"), nomination.get("votes_of")
        if (votes is None) != (of is None):
            context.refuse(nomination, gettext_noop("votes_for and votes_of stand together."), "votes_for")
        elif votes is not None and votes > of:
            context.refuse(nomination, gettext_noop("There are more votes for than votes."), "votes_for")
        if nomination.get("state") == "withdrawn" and not nomination.get("withdrawal_reason"):
            context.refuse(
                nomination, gettext_noop("A withdrawn nomination has a withdrawal_reason."), "state"
            )


def check_year(document: dict[str, Any], context: Context) -> None:
    """Check dates, states and who is named where."""
    _year(document, context)
    _groups(document, context)
    _members(document, context)
    _work(document, context)
    _outcome(document, context)
