"""What every printed document of an emulation year shares: issuer, leaders, names, the sample mark."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from clusters.cycles.models import Cycle, Leadership, LeadershipRole, MemberGroup, Membership
from clusters.organisation.models import Cluster, Level, Unit, UnitKind
from emulation.core.errors import Refused, gettext_noop
from emulation.documents.context import SAMPLE_MARK, Letterhead, Signature
from emulation.documents.kinds import Subject, resolver

SHOWN = 20
PROVINCE_PREFIXES = ("Ủy ban nhân dân tỉnh ", "Ủy ban nhân dân thành phố ")


class NothingToPrint(Refused):
    """What should be printed does not exist."""

    status = 404


def _listed(values: list[str]) -> str:
    more = f", … ({len(values)})" if len(values) > SHOWN else ""
    return (", ".join(values[:SHOWN]) or "–") + more


def cycle_at(code: str, year: int) -> Cycle:
    """Return the year of a cluster; an unknown one is refused with what there is."""
    cycle = Cycle.objects.select_related("cluster__owner").at(code, year).first()
    if cycle is not None:
        return cycle
    years = list(Cycle.objects.filter(cluster__code=code).order_by("year").values_list("year", flat=True))
    if years:
        raise NothingToPrint(
            gettext_noop("The cluster “%(code)s” has no year %(year)s. It has: %(years)s."),
            code=code,
            year=year,
            years=_listed([str(one) for one in years]),
        )
    raise NothingToPrint(
        gettext_noop("There is no cluster “%(code)s”. There are: %(codes)s."),
        code=code,
        codes=_listed(list(Cluster.objects.order_by("code").values_list("code", flat=True))),
    )


def group_at(cycle: Cycle, code: str) -> MemberGroup | None:
    """Return a member group of the year by its code, None for no code; an unknown one is refused."""
    if not code:
        return None
    groups = list(cycle.groups.order_by("position", "code"))
    for group in groups:
        if group.code == code:
            return group
    raise NothingToPrint(
        gettext_noop("The year has no group “%(code)s”. It has: %(codes)s."),
        code=code,
        codes=_listed([group.code for group in groups]),
    )


def member_at(cycle: Cycle, code: str) -> Membership | None:
    """Return a member of the year by the code of its unit, None for no code; an unknown one is refused."""
    if not code:
        return None
    members = cycle.memberships.select_related(
        "unit__parent", "group__binding__table", "sheet"
    ).prefetch_related("unit__names")
    found: Membership | None = members.filter(unit__code=code).first()
    if found is None:
        raise NothingToPrint(gettext_noop("The year has no member “%(code)s”."), code=code)
    found.cycle = found.group.cycle = cycle
    return found


# Before the code of a unit in a key; codes of groups have no such sign.
MEMBER = "@"


def key_of(cycle: Cycle, part: MemberGroup | Membership | None = None) -> str:
    """Name a year, or one of its groups or members, in the plain text that a background task carries."""
    if part is None:
        return str(cycle.public_id)
    code = MEMBER + part.unit.code if isinstance(part, Membership) else part.code
    return f"{cycle.public_id}/{code}"


@resolver
def subject_of(key: str) -> Subject:
    """Return the year and group or member of a key made by `key_of`."""
    public_id, _, code = key.partition("/")
    try:
        cycle = Cycle.objects.select_related("cluster__owner").get(public_id=public_id)
    except (Cycle.DoesNotExist, ValidationError) as error:
        raise NothingToPrint(gettext_noop("There is no emulation year “%(key)s”."), key=public_id) from error
    part: MemberGroup | Membership | None
    if code.startswith(MEMBER):
        part = member_at(cycle, code.removeprefix(MEMBER))
        label = f"{cycle} – {part.unit}" if part else str(cycle)
    else:
        part = group_at(cycle, code)
        label = f"{cycle} – {part}" if part else str(cycle)
    return Subject(cycle, part, label, str(cycle.public_id), cycle.chain)


@dataclass(frozen=True)
class Leader:
    """A head or deputy as printed, with the name its unit had on the document's day."""

    role: str
    unit: Unit | None
    name: str
    person: str
    office: str
    note: str
    how: str = ""

    @property
    def sentence(self) -> str:
        """Unit and person in one phrase without a full stop; what is not known is said."""
        who = ", ".join(part for part in (self.person, self.office) if part)
        if not self.name:
            return (self.note or "chưa nêu tên đơn vị").rstrip(".")
        return f"{self.name} ({who})" if who else self.name

    @property
    def decided(self) -> str:
        """The phrase and how it was decided, as sentences."""
        how = self.how.rstrip(".")
        return f"{self.sentence}. {how[0].upper()}{how[1:]}." if how else f"{self.sentence}."


def leaders_of(cluster: Cluster, year: int, day: dt.date) -> tuple[Leader, ...]:
    """Read who leads a cluster in a year, the head first."""
    rows = (
        Leadership.objects.filter(cluster=cluster, year=year, until__isnull=True)
        .select_related("unit__parent")
        .prefetch_related("unit__names")
        .order_by("-role", "position", "pk")
    )
    return tuple(
        Leader(
            row.role,
            row.unit,
            row.unit.name_on(day) if row.unit else "",
            row.person,
            row.office,
            row.note,
            row.how,
        )
        for row in rows
    )


def head_among(leaders: tuple[Leader, ...]) -> Leader | None:
    """Return the head, where it is known."""
    return next((one for one in leaders if one.role == LeadershipRole.HEAD and one.unit), None)


def role_word(cluster: Cluster, role: str) -> str:
    """Say what a leader is called: “Trưởng cụm”, “Phó Trưởng khối”."""
    return f"{'Trưởng' if role == LeadershipRole.HEAD else 'Phó Trưởng'} {cluster.kind}"


def cluster_title(cluster: Cluster) -> str:
    """The cluster's name, which begins with its kind as officials write it."""
    if cluster.name.casefold().startswith(cluster.kind):
        return cluster.name
    return f"{cluster.kind.capitalize()} thi đua {cluster.name}"


def scope_text(cycle: Cycle, group: MemberGroup | None) -> str:
    """Name the cluster with its group, or with the family it belongs to: “Cụm thi đua số I, Khối …”."""
    cluster = cycle.cluster
    if group is not None:
        return f"{cluster_title(cluster)} ({group.name})"
    return ", ".join(part for part in (cluster_title(cluster), cluster.family) if part)


def head_signature(cluster: Cluster, head: Leader | None) -> Signature:
    """The head's signature block; office and name stay open where they are not known."""
    return Signature(
        authority=f"Trưởng {cluster_title(cluster)}",
        office=head.office if head else "",
        name=head.person if head else "",
        body=head.name if head else "",
    )


def place_of(cluster: Cluster) -> str:
    """The place in the line of place and date: bodies of a province write its name; others write it by hand."""
    if cluster.level == Level.PROVINCE:
        for prefix in PROVINCE_PREFIXES:
            if cluster.owner.name.startswith(prefix):
                return cluster.owner.name.removeprefix(prefix)
    return ""


def cluster_letterhead(cycle: Cycle, *, day: dt.date | None, place: str = "") -> Letterhead:
    """The cluster under its organiser: for pledges and minutes, which bear no seal."""
    cluster = cycle.cluster
    return Letterhead(
        upper=cluster.owner.name,
        issuer=cluster_title(cluster),
        place=place or place_of(cluster),
        day=day,
        year=cycle.year,
    )


def head_letterhead(
    cycle: Cycle, head: Leader | None, *, day: dt.date | None, symbol: str = "", place: str = ""
) -> Letterhead:
    """The head unit under its superior: a cluster has no seal, its papers go out under the head's."""
    cluster = cycle.cluster
    if head is None or head.unit is None:
        letterhead = cluster_letterhead(cycle, day=day, place=place)
        return Letterhead(
            issuer=letterhead.issuer,
            upper=letterhead.upper,
            symbol=symbol,
            place=letterhead.place,
            day=day,
            year=cycle.year,
        )
    return Letterhead(
        upper=_superior(cluster, head.unit),
        issuer=head.name,
        symbol=symbol,
        place=place or place_of(cluster),
        day=day,
        year=cycle.year,
    )


def unit_letterhead(cycle: Cycle, unit: Unit, *, day: dt.date | None) -> Letterhead:
    """A unit under its superior: for what a member sends itself."""
    return Letterhead(
        upper=_superior(cycle.cluster, unit),
        issuer=unit.name_on(day or cycle.ends_on),
        place=place_of(cycle.cluster),
        day=day,
        year=cycle.year,
    )


def _superior(cluster: Cluster, unit: Unit) -> str:
    """The body above a unit: its parent, else the organiser where that is above this kind of unit."""
    if unit.parent:
        return unit.parent.name
    above = (cluster.level == Level.MINISTRY and unit.kind == UnitKind.MINISTRY_UNIT) or (
        cluster.level == Level.PROVINCE and unit.kind == UnitKind.PROVINCIAL_BODY
    )
    return cluster.owner.name if above else ""


def mark_of(cycle: Cycle) -> str:
    """The mark on every page of sample data."""
    return SAMPLE_MARK if cycle.is_sample else ""
