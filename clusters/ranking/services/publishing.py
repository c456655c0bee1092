"""Publishing rankings. What is published is frozen; a wrong publication is withdrawn with a reason."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from clusters.cycles.models import MemberGroup
from clusters.cycles.papers import key_of
from clusters.ranking import history
from clusters.ranking.models import Publication, RankedRow
from clusters.ranking.models import Standing as PublishedStanding
from clusters.ranking.reading import bound_table, names_on
from clusters.ranking.standings import Standing, standings
from clusters.ranking.telling import band_words
from clusters.scoring.models import Sheet, Source
from clusters.scoring.services.final import make_final, withdraw_final
from emulation.audit.services import record
from emulation.core.errors import Conflict, Refused, gettext_noop
from emulation.core.locking import locked
from emulation.core.numbers import points_text
from emulation.core.permissions import require
from emulation.documents.services import prepare_later

SOURCES = {PublishedStanding.PROVISIONAL: Source.VERIFIED, PublishedStanding.FINAL: Source.FINAL}


def freeze_rows(publication: Publication) -> list[RankedRow]:
    """Write the lines of a publication as its marks stand now. Called once, by publishing or loading."""
    return RankedRow.objects.bulk_create(rows_now(publication), batch_size=500)


def rows_now(publication: Publication) -> list[RankedRow]:
    """Return the lines a publication would hold as its marks stand now; nothing is written.

    What is announced is computed from the marks themselves, not from the totals kept beside them.
    """
    group = publication.group
    source = SOURCES[PublishedStanding(publication.standing)]
    names, bound = names_on(group, group.cycle.ends_on), bound_table(group)
    rows = standings(group, source, from_marks=True, bound=bound)
    excludes = bound is not None and bound.excludes
    return [
        _frozen(publication, row, position, names.get(row.unit, row.unit_name), excludes=excludes)
        for position, row in enumerate(rows, start=1)
    ]


def _frozen(
    publication: Publication, row: Standing, position: int, name: str, *, excludes: bool
) -> RankedRow:
    worth = row.worth if row.total is not None else None
    with override("vi"):
        band_reason = row.banded.reason or band_words(row.banded)
    return RankedRow(
        publication=publication,
        membership_id=row.member,
        position=position,
        unit_name=name,
        total=row.total,
        rank=row.rank,
        answered=row.answered,
        asked=row.asked,
        raw_total=worth.raw if worth else None,
        rescaled_total=worth.rescaled if worth and excludes else None,
        completion=worth.completion if worth and excludes else None,
        ties=list(row.ties),
        band=row.band,
        computed_band=row.computed_band,
        band_reason=band_reason,
        sections={code: points_text(points, separator=".") for code, points in row.sections.items()},
    )


@transaction.atomic
def publish(*, group: MemberGroup, standing: str, actor: Any) -> Publication:
    """Publish the provisional (verified marks) or the final ranking (final marks) of a member group.

    Locks the group and its sheets: no mark changes between the questions that are asked about them. The final
    publication first makes the verified marks final; it refuses, unit by unit,
    while a sheet is not confirmed as verified. Refuses when nobody has a rank or one is in force already.
    The printed table is made and kept after the commit.
    """
    group = locked(group, "cycle__cluster")
    require(actor, "ranking.publish", group)
    if group.publications.filter(standing=standing, withdrawn_at__isnull=True).exists():
        raise Conflict(gettext_noop("This ranking is published already."))
    if standing == PublishedStanding.FINAL:
        make_final(group=group, actor=actor)
    sheets = Sheet.objects.filter(membership__group=group).order_by("pk")
    list(sheets.select_for_update().values_list("pk"))
    publication = Publication.objects.create(
        group=group, standing=standing, published_at=timezone.now(), published_by=actor
    )
    rows = freeze_rows(publication)
    if not any(row.rank for row in rows):
        raise Refused(gettext_noop("No unit has all its points: there is no ranking to publish."))
    data = {"standing": standing, "group": group.name, "rows": len(rows)}
    record(history.PUBLISHED, publication, chain=group.cycle.chain, actor=actor, data=data)
    prepare_later("ranking", key_of(group.cycle, group))
    return publication


@transaction.atomic
def withdraw(*, publication: Publication, actor: Any, reason: str) -> Publication:
    """Withdraw a publication, with a reason; it stays readable. Locks group and publication.

    Withdrawing the final ranking gives the sheets back to verification.
    """
    locked(publication.group)
    publication = locked(publication, "group__cycle__cluster")
    group = publication.group
    require(actor, "ranking.publish", group)
    if publication.withdrawn_at:
        raise Conflict(gettext_noop("This ranking was withdrawn already."), current=publication)
    if not reason.strip():
        raise Refused(gettext_noop("Give a reason."), field="reason")
    if publication.standing == PublishedStanding.FINAL:
        withdraw_final(group=group, actor=actor, reason=reason)
    publication.withdrawn_at, publication.withdrawn_by = timezone.now(), actor
    publication.withdrawal_reason = reason.strip()
    publication.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    data = {"standing": publication.standing, "group": group.name}
    record(history.WITHDRAWN, publication, chain=group.cycle.chain, actor=actor, data=data, reason=reason)
    return publication
