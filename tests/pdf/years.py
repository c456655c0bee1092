"""A year with everything in it, made of real rows, to be printed by the builders."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from awards.nominations.models import Nomination
from clusters.criteria.models import Criterion
from clusters.cycles.models import MemberGroup
from clusters.meetings.models import Meeting, Speech
from clusters.movements.models import Movement, Result
from clusters.organisation.models import UnitName
from clusters.pledges.models import Pledge, PledgeTarget, PledgeTitle, Signatory
from clusters.ranking.models import Publication
from clusters.ranking.services import freeze_rows
from clusters.reports.models import ReportSection, SummaryReport
from clusters.scoring.models import Mark, Sheet
from clusters.scoring.services.totals import recompute
from tests.factories import (
    add_members,
    make_award,
    make_cluster,
    make_cycle,
    make_leader,
    make_table,
    make_unit,
)


def give(membership, source, *points):
    """Give a member points for the first leaves of its table."""
    sheet, _made = Sheet.objects.get_or_create(membership=membership)
    leaves = Criterion.objects.filter(table__bindings__group=membership.group).exclude(kind="group")
    for leaf, value in zip(leaves.order_by("position"), points, strict=False):
        Mark.objects.create(
            sheet=sheet, criterion=leaf, source=source, points=Decimal(value), given_at=timezone.now()
        )
    recompute([sheet.pk])


def publish(group, standing="provisional"):
    publication = Publication.objects.create(
        group=group, standing=standing, published_at=timezone.make_aware(dt.datetime(2022, 12, 5, 9, 0))
    )
    freeze_rows(publication)
    return publication


def make_year(**fields):
    """Cụm thi đua số I, 2022: four members, one head, a deputy, a pledge, movements, marks, a meeting."""
    owner = make_unit("Bộ Tư pháp", kind="central")
    cluster = make_cluster(
        "Cụm thi đua số I", code="cum-1", owner=owner, family="Khối các đơn vị thuộc Bộ Tư pháp"
    )
    cycle = make_cycle(cluster, 2022, **fields)
    units = [
        make_unit(name)
        for name in ("Văn phòng Bộ", "Cục Kế hoạch - Tài chính", "Thanh tra Bộ", "Vụ Pháp luật")
    ]
    members = add_members(cycle, units=units)
    make_leader(cycle, units[1], person="Phan Văn Trưởng", office="Cục trưởng")
    make_leader(cycle, units[2], "deputy", office="Chánh Thanh tra")
    make_leader(cycle, units[2], year=2023, how="được cử theo quyết định")
    make_leader(cycle, None, "deputy", year=2023, note="đã cử, chưa nêu tên")
    group = cycle.groups.get()
    make_table(group, leaves=3, name="Bảng tiêu chí năm 2022", decision_number="123/QĐ-BTP")
    for member, points in zip(
        members, (("10", "9.5", "9"), ("9", "9.25", "8"), ("9", "9.25", "8")), strict=False
    ):
        give(member, "verified", *points)
    give(members[3], "verified", "10")
    give(members[0], "self", "10", "10", "10")
    return cycle


def add_pledge(cycle, group=None, **fields):
    fields.setdefault("theme", "“Đoàn kết, sáng tạo”")
    pledge = Pledge.objects.create(cycle=cycle, group=group, **fields)
    PledgeTarget.objects.create(
        pledge=pledge, position=1, content="Hoàn thành nhiệm vụ", quantity=Decimal(1300000000), measure="đồng"
    )
    PledgeTarget.objects.create(pledge=pledge, position=2, content="Không có đơn thư vượt cấp")
    members = cycle.memberships.in_order() if group is None else group.memberships.in_order()
    for place, member in enumerate(members, start=1):
        PledgeTitle.objects.create(
            pledge=pledge, position=place, unit=member.unit, title="Tập thể lao động xuất sắc"
        )
    return pledge


def add_signatories(pledge):
    members = [one.unit for one in pledge.cycle.memberships.in_order()]
    for place, unit in enumerate(members, start=1):
        role = "head" if place == 2 else "member"
        Signatory.objects.create(
            pledge=pledge, position=place, role=role, unit=unit, person=f"Người ký {place}"
        )
    Signatory.objects.create(
        pledge=pledge,
        position=9,
        role="witness",
        unit=make_unit("Vụ Thi đua - Khen thưởng"),
        person="Nguyễn Thị Chứng",
        office="Vụ trưởng",
    )


def add_facts(cycle):
    """Movements, results, a report, a meeting and nominations."""
    units = [one.unit for one in cycle.memberships.in_order()]
    movement = Movement.objects.create(
        cycle=cycle,
        position=1,
        name="Chung sức xây dựng nông thôn mới",
        kind="themed",
        launched_by="Bộ Tư pháp",
    )
    Result.objects.create(
        cycle=cycle,
        movement=movement,
        by="Hệ thống Thi hành án dân sự",
        content="Hỗ trợ các xã",
        amount=Decimal(1300000000),
        measure="đồng",
        at_least=True,
    )
    Result.objects.create(cycle=cycle, unit=units[2], content="Hiến máu tình nguyện")
    report = SummaryReport.objects.create(cycle=cycle)
    ReportSection.objects.create(report=report, kind="results", text="Đoạn một.\n\nĐoạn hai.")
    ReportSection.objects.create(report=report, kind="weaknesses", text="Ít phong trào chuyên đề.")
    meeting = Meeting.objects.create(
        cycle=cycle,
        held_on=dt.date(2022, 11, 25),
        place="Hội trường Bộ",
        manner="ballot",
        submitted_to="Hội đồng Thi đua - Khen thưởng ngành Tư pháp",
    )
    Speech.objects.create(
        meeting=meeting,
        person="Tạ Văn Phát",
        office="Phó Cục trưởng",
        asks="Bổ sung đánh giá.",
        answer="Tiếp thu.",
    )
    flag = make_award("Cờ thi đua ngành Tư pháp")
    Nomination.objects.create(
        cycle=cycle, unit=units[0], award=flag, position=1, origin="ballot", votes_for=7, votes_of=8
    )
    Nomination.objects.create(
        cycle=cycle,
        unit=units[2],
        award=flag,
        position=2,
        origin="agreement",
        state="withdrawn",
        withdrawal_reason="xin rút",
    )
    return report


def make_two_groups():
    """A year whose two groups sign apart and are scored by tables of their own."""
    cluster = make_cluster("Khu vực thi đua Bắc Trung Bộ", code="bac-trung-bo", kind="khu vực")
    cycle = make_cycle(cluster, 2022)
    first = cycle.groups.get()
    first.code, first.name = "so", "Sở Tư pháp"
    first.save()
    second = MemberGroup.objects.create(cycle=cycle, code="thads", name="Cục Thi hành án dân sự", position=1)
    for group, names in ((first, ("Sở Tư pháp A", "Sở Tư pháp B")), (second, ("Cục THADS A", "Cục THADS B"))):
        members = add_members(
            cycle, group=group, units=[make_unit(name, kind="provincial-body") for name in names]
        )
        make_table(group, is_partial=group is second)
        for member in members:
            give(member, "verified", "10", "9", "8")
        add_pledge(cycle, group)
    return cycle


def rename(unit, before, until):
    UnitName.objects.create(unit=unit, name=before, valid_to=until)
