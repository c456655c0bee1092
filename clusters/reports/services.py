"""Every change of a summary report and of what the units contribute. Each locks the year first."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from clusters.cycles.changes import CHANGED_MEANWHILE, fingerprint, refuse_stale
from clusters.cycles.models import Cycle, Membership
from clusters.cycles.parts import parts_in
from clusters.reports import history
from clusters.reports.models import (
    Contribution,
    ReportSection,
    ReportState,
    SectionKind,
    SectionRevision,
    SummaryReport,
)
from clusters.reports.states import REPORT
from emulation.audit.services import record
from emulation.core.errors import Conflict, Refused, gettext_noop
from emulation.core.locking import locked
from emulation.core.permissions import require
from emulation.core.text import clean

ADOPTED = gettext_noop("The report is adopted and no longer changes. Reopen it first.")


def _known(kind: str) -> SectionKind:
    if kind not in SectionKind.values:
        raise Refused(gettext_noop("The report has no section “%(kind)s”."), kind=kind)
    return SectionKind(kind)


def _draft_of(cycle: Cycle) -> SummaryReport:
    """Return the year's report, begun if need be; refuse an adopted one. The year is locked already."""
    report, _made = SummaryReport.objects.select_for_update().get_or_create(cycle=cycle)
    if report.state != ReportState.DRAFT:
        raise Conflict(ADOPTED, current=report)
    return report


@transaction.atomic
def write_section(*, cycle: Cycle, kind: str, text: str, version: int, actor: Any) -> ReportSection:
    """Write one section of the report; the version before stays readable.

    `version` is what the page showed (0: nothing yet); a stale page and an adopted report are refused.
    The one writer of sections and revisions on screen. The same text again changes nothing.
    """
    section_kind = _known(kind)
    cycle = locked(cycle, "cluster")
    require(actor, "reports.write", cycle)
    report = _draft_of(cycle)
    section = ReportSection.objects.select_for_update().filter(report=report, kind=kind).first()
    if version != (section.version if section else 0):
        raise Conflict(CHANGED_MEANWHILE, current=section)
    text = clean(text.replace("\r\n", "\n"))
    if text == (section.text if section else ""):
        return section or ReportSection(report=report, kind=kind, text="", version=0)
    if section is None:
        section = ReportSection.objects.create(report=report, kind=kind, text=text, version=1)
    else:
        section.text, section.version = text, section.version + 1
        section.save(update_fields=["text", "version"])
    SectionRevision.objects.create(
        section=section, version=section.version, text=text, written_by=actor, written_at=timezone.now()
    )
    data = {"section": str(section_kind.value), "version": section.version, "letters": len(text)}
    record(history.WRITTEN, report, chain=cycle.chain, actor=actor, data=data)
    return section


@transaction.atomic
def contribute(
    *, membership: Membership, kind: str, text: str, version: int, actor: Any
) -> Contribution | None:
    """Write what a unit gives to a section of the report.

    `version` is what the page showed (0: nothing yet). When those who run the year type it in for the unit,
    the log keeps on whose behalf. Refuses a stale page and an adopted report.
    """
    section_kind = _known(kind)
    cycle = locked(membership.cycle, "cluster")
    membership = locked(membership, "cycle__cluster", "unit")
    require(actor, "reports.contribute", membership)
    if SummaryReport.objects.filter(cycle=cycle, state=ReportState.ADOPTED).exists():
        raise Conflict(ADOPTED)
    row = Contribution.objects.select_for_update().filter(membership=membership, kind=kind).first()
    if version != (row.version if row else 0):
        raise Conflict(CHANGED_MEANWHILE, current=row)
    text = clean(text.replace("\r\n", "\n"))
    if text == (row.text if row else ""):
        return row
    if row is None:
        row = Contribution(membership=membership, kind=kind, version=0)
    row.text, row.version = text, row.version + 1
    row.written_by, row.written_at = actor, timezone.now()
    row.save()
    unit = membership.unit
    own = unit.pk in parts_in(cycle, actor).units
    data = {"unit": unit.name, "section": str(section_kind.value), "letters": len(text)}
    record(
        history.CONTRIBUTED,
        membership,
        chain=cycle.chain,
        actor=actor,
        data=data,
        on_behalf_of="" if own else unit.name,
    )
    return row


def _fresh(report: SummaryReport) -> SummaryReport:
    locked(report.cycle)
    return locked(report, "cycle__cluster")


def _versions(report: SummaryReport) -> dict[str, int]:
    return dict(report.sections.order_by("kind").values_list("kind", "version"))


def seen_sections(report: SummaryReport) -> str:
    """Return the fingerprint of the versions that a page shows."""
    return fingerprint(_versions(report))


@transaction.atomic
def adopt_report(*, report: SummaryReport, actor: Any, seen: str, adopted_on: dt.date) -> SummaryReport:
    """Adopt the report; from then on nothing in it changes.

    `seen` is `seen_sections` of the page: what was read is what is adopted. Refuses a stale page, a day to
    come and an empty report.
    """
    report = _fresh(report)
    require(actor, "reports.adopt", report.cycle)
    refuse_stale(seen=seen, current=_versions(report))
    target = REPORT.target("adopt", current=report.state)
    if adopted_on > timezone.localdate():
        raise Refused(gettext_noop("The day of the adoption is still to come."), field="adopted_on")
    if not report.sections.exclude(text="").exists():
        raise Refused(gettext_noop("The report has no section with a text yet."))
    report.state, report.adopted_on = target, adopted_on
    report.save(update_fields=["state", "adopted_on"])
    data = {"adopted_on": f"{adopted_on:%d/%m/%Y}"}
    record(history.ADOPTED, report, chain=report.cycle.chain, actor=actor, data=data)
    return report


@transaction.atomic
def reopen_report(*, report: SummaryReport, actor: Any, reason: str) -> SummaryReport:
    """Turn an adopted report back into a draft, with a reason."""
    report = _fresh(report)
    require(actor, "reports.adopt", report.cycle)
    target = REPORT.target("reopen", current=report.state, reason=reason)
    before = report.adopted_on
    report.state, report.adopted_on = target, None
    report.save(update_fields=["state", "adopted_on"])
    data = {"adopted_on": before}
    record(history.REOPENED, report, chain=report.cycle.chain, actor=actor, data=data, reason=reason)
    return report
