"""What changed between a provisional ranking and the final one: places, totals, bands, and the marks behind."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.cycles.models import MemberGroup
from clusters.ranking.models import Publication, RankedRow, Standing
from clusters.scoring import history
from clusters.scoring.models import Correction, Ground, Mark, Source
from emulation.audit.models import Entry
from emulation.core.templatetags.ui import points

AGAIN = _("verified again")
ANEW = _("computed anew, because points of other units changed")
DIFFERS = _("final differs from verified")


@dataclass(frozen=True)
class MarkChange:
    """A criterion whose points changed: from, to, on which ground, why, when."""

    code: str
    name: str
    before: str
    after: str
    ground: Any
    reason: str
    at: Any
    who: str = ""


@dataclass
class Change:
    """A member whose place, total or band changed, or whose marks did."""

    name: str
    unit_code: str
    before: RankedRow | None
    after: RankedRow | None
    marks: list[MarkChange] = field(default_factory=list)

    @property
    def is_any(self) -> bool:
        """Whether anything changed."""
        return bool(self.marks) or _seen(self.before) != _seen(self.after)

    @property
    def difference(self) -> str:
        """By how much the total changed, with its sign."""
        if not (self.before and self.after) or self.before.total is None or self.after.total is None:
            return ""
        by = self.after.total - self.before.total
        return f"{'+' if by > 0 else ''}{points(by)}" if by else ""


def _seen(row: RankedRow | None) -> tuple[Any, ...]:
    return (row.rank, row.total, row.band) if row else ()


def moved(before: RankedRow | None, after: RankedRow) -> str:
    """Say how a member's place, total and band changed between two publications; empty when they did not."""
    if before is None or _seen(before) == _seen(after):
        return ""
    words = []
    if before.rank != after.rank:
        words.append(gettext("was rank %(rank)s") % {"rank": before.rank or "–"})
    if before.total is not None and after.total is not None and before.total != after.total:
        words.append(f"{after.total - before.total:+.2f}".replace(".", ","))
    elif before.total != after.total:
        words.append(
            gettext("total complete now") if after.total is not None else gettext("total incomplete now")
        )
    if before.band != after.band:
        words.append(gettext("was band %(band)s") % {"band": before.band or "–"})
    return "; ".join(words)


def changes_between(
    group: MemberGroup, before: Publication, after: Publication
) -> tuple[list[Change], list[Change]]:
    """Return what changed from one publication to the next, and what was corrected since the later one.

    Six queries whatever the size: the lines of both, corrections, marks given again, final marks that differ.
    """
    rows = {one.pk: _rows(one) for one in (before, after)}
    old, new = rows[before.pk], rows[after.pk]
    names = {row.membership_id: row for row in [*old.values(), *new.values()]}
    changes = {
        pk: Change(row.unit_name, row.membership.unit.code, old.get(pk), new.get(pk))
        for pk, row in names.items()
    }
    since = {
        pk: Change(row.unit_name, row.membership.unit.code, new.get(pk), new.get(pk))
        for pk, row in names.items()
    }
    told: set[tuple[int, str]] = set()
    for one in _corrections(group, before):
        target = changes if one.made_at <= after.published_at else since
        pk = one.sheet.membership_id
        if pk in target:
            told.add((pk, one.criterion.code))
            target[pk].marks.append(_corrected(one))
    for pk, change in _given_again(group, before, after, changes):
        told.add((pk, change.code))
        changes[pk].marks.append(change)
    for pk, change in _differing(group) if after.standing == Standing.FINAL else ():
        if pk in changes and (pk, change.code) not in told:
            changes[pk].marks.append(change)
    position = {pk: row.position for pk, row in {**old, **new}.items()}
    ordered = sorted(changes, key=lambda pk: position[pk])
    return (
        [changes[pk] for pk in ordered if changes[pk].is_any],
        [since[pk] for pk in ordered if since[pk].marks],
    )


def _rows(publication: Publication) -> dict[int, RankedRow]:
    return {row.membership_id: row for row in publication.rows.select_related("membership__unit")}


def _corrections(group: MemberGroup, before: Publication) -> Iterable[Correction]:
    return (
        Correction.objects.filter(sheet__membership__group=group, made_at__gt=before.published_at)
        .select_related("sheet", "criterion", "made_by")
        .order_by("made_at", "pk")
    )


def _corrected(one: Correction) -> MarkChange:
    return MarkChange(
        one.criterion.code,
        one.criterion.name,
        _text(one.old_points),
        _text(one.new_points),
        Ground(one.ground).label,
        one.reason,
        one.made_at,
        str(one.made_by or ""),
    )


def _given_again(
    group: MemberGroup, before: Publication, after: Publication, changes: dict[int, Change]
) -> Iterable[tuple[int, MarkChange]]:
    """Verified marks that were given between the two, told from the log: first value, last value, last reason."""
    found: dict[tuple[int, str], list[MarkChange]] = {}
    for pk, change in _logged(group, before, after):
        if pk in changes:
            found.setdefault((pk, change.code), []).append(change)
    names = dict(group.binding.table.criteria.values_list("code", "name")) if found else {}
    for (pk, code), told in found.items():
        first, last = told[0], told[-1]
        if first.before != last.after:
            yield pk, replace(last, before=first.before, name=names.get(code, ""))


def _logged(group: MemberGroup, before: Publication, after: Publication) -> Iterable[tuple[int, MarkChange]]:
    members = group.memberships.filter(sheet__isnull=False).order_by()
    by_sheet: dict[str, int] = {}
    by_name: dict[str, int] = {}
    for pk, sheet, name in members.values_list("pk", "sheet__public_id", "unit__name"):
        by_sheet[str(sheet)] = by_name[name] = pk
    entries = Entry.objects.filter(
        chain=group.cycle.chain,
        verb__in=[history.MARK_GIVEN, history.MARKS_RECALCULATED],
        at__gt=before.published_at,
        at__lte=after.published_at,
    ).order_by("sequence")
    for entry in entries:
        data = entry.data
        if data.get("source") != Source.VERIFIED:
            continue
        code = str(data.get("criterion"))
        if entry.verb == history.MARK_GIVEN and entry.subject_id in by_sheet:
            figures = (str(data.get("before")), str(data.get("after")))
            yield by_sheet[entry.subject_id], MarkChange(code, "", *figures, AGAIN, entry.reason, entry.at)
        for name, old, new in data.get("changes", []):
            if name in by_name:
                yield by_name[name], MarkChange(code, "", old, new, ANEW, "", entry.at)


def _differing(group: MemberGroup) -> Iterable[tuple[int, MarkChange]]:
    """Final marks that are not the verified ones though no correction tells why (from a loaded file)."""
    verified = Mark.objects.filter(
        sheet=OuterRef("sheet"), criterion=OuterRef("criterion"), source=Source.VERIFIED
    )
    marks: Any = (
        Mark.objects.filter(sheet__membership__group=group, source=Source.FINAL)
        .annotate(verified=Subquery(verified.values("points")))
        .exclude(points=F("verified"))
        .select_related("sheet", "criterion")
    )
    for mark in marks.order_by("criterion__position"):
        if mark.points != mark.verified:
            yield (
                mark.sheet.membership_id,
                MarkChange(
                    mark.criterion.code,
                    mark.criterion.name,
                    _text(mark.verified),
                    _text(mark.points),
                    DIFFERS,
                    mark.reason,
                    mark.given_at,
                ),
            )


def _text(value: Decimal | None) -> str:
    return points(value) or "–"
