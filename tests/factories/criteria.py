"""Criteria tables."""

import itertools
from decimal import Decimal

from clusters.criteria.models import CriteriaBinding, CriteriaTable, Criterion

_numbers = itertools.count(1)


def make_table(group=None, leaves=3, points="10", **fields):
    """Make a table with one section of equal leaves judged by hand, bound to the group."""
    number = next(_numbers)
    worth = Decimal(points)
    fields.setdefault("code", f"bang-{number}")
    fields.setdefault("name", f"Bảng tiêu chí {number}")
    table = CriteriaTable.objects.create(scale=worth * leaves, **fields)
    section = Criterion.objects.create(
        table=table, code="I", name="Mục I", position=1, kind="group", maximum=worth * leaves
    )
    for place in range(1, leaves + 1):
        Criterion.objects.create(
            table=table,
            parent=section,
            level=1,
            code=f"I.{place}",
            name=f"Tiêu chí {place}",
            position=place + 1,
            kind="manual",
            maximum=worth,
        )
    if group is not None:
        CriteriaBinding.objects.create(group=group, table=table)
    return table


TIERS = {
    "numerator": "Số việc hoàn thành đúng hạn",
    "denominator": "Tổng số việc được giao",
    "grain": "0.01",
    "none": "2",
    "tiers": [
        {"from": "95", "points": "2"},
        {"from": "80", "to": "95", "to_open": True, "points": "1.5"},
        {"to": "80", "to_open": True, "points": "0"},
    ],
}
# One line of each kind: (code, kind, minimum, maximum, parameters, on top).
KINDS = [
    ("A.1", "manual", "0", "10", {}, False),
    ("A.2", "yes_no", "0", "2", {}, False),
    ("A.3", "percent_tiers", "0", "2", TIERS, False),
    ("B.1", "deduction", "1", "6", {"each": "0.5"}, False),
    ("B.2", "bonus", "0", "5", {"each": "0.5"}, True),
]


def make_mixed_table(group=None, **fields):
    """Make a table of two sections with one line of every kind: 10 + 2 + 2 and 6, and a bonus of 5 on top."""
    number = next(_numbers)
    fields.setdefault("code", f"bang-{number}")
    fields.setdefault("name", f"Bảng tiêu chí {number}")
    table = CriteriaTable.objects.create(scale=Decimal(20), **fields)
    position = 0
    sections = {}
    for code, kind, minimum, maximum, parameters, on_top in KINDS:
        section = code[0]
        if section not in sections:
            position += 1
            sections[section] = Criterion.objects.create(
                table=table,
                code=section,
                name=f"Mục {section}",
                position=position,
                kind="group",
                maximum=Decimal({"A": 14, "B": 6}[section]),
            )
        position += 1
        Criterion.objects.create(
            table=table,
            parent=sections[section],
            level=1,
            code=code,
            name=f"Tiêu chí {code}",
            position=position,
            kind=kind,
            minimum=Decimal(minimum),
            maximum=Decimal(maximum),
            parameters=parameters,
            on_top=on_top,
        )
    if group is not None:
        CriteriaBinding.objects.create(group=group, table=table)
    return table


SHARE = {"numerator": "Số việc đúng hạn", "denominator": "Tổng số việc"}
# One line of each kind a table can have: (code, kind, least, standard, most, parameters, on top).
EVERY_KIND = [
    ("I", "group", "0", "40", None, {}, False),
    ("I.1", "manual", "0", "10", None, {}, False),
    ("I.2", "yes_no", "0", "2", None, {}, False),
    (
        "I.3",
        "choice",
        "0",
        "1",
        None,
        {
            "options": [
                {"value": "du", "label": "Đầy đủ", "points": "1"},
                {"value": "thieu", "label": "Còn thiếu", "points": "0.5"},
                {"value": "khong", "label": "Không có", "points": "0"},
            ]
        },
        False,
    ),
    ("I.4", "percent_tiers", "0", "2", None, TIERS, False),
    (
        "I.5",
        "days_late_tiers",
        "0",
        "2",
        None,
        {
            "tiers": [
                {"to": "0", "points": "2"},
                {"from": "1", "to": "2", "points": "1.5"},
                {"from": "3", "points": "0"},
            ]
        },
        False,
    ),
    (
        "I.6",
        "date_tiers",
        "0",
        "1",
        None,
        {
            "label": "Ngày ban hành",
            "none": "0",
            "tiers": [{"to": "2022-02-28", "points": "1"}, {"from": "2022-03-01", "points": "0.5"}],
        },
        False,
    ),
    ("I.7", "proportional", "0", "10", "12", SHARE, False),
    ("I.8", "external", "0", "12", None, {"body": "Cục Công nghệ thông tin"}, False),
    ("II", "group", "0", "60", None, {}, False),
    ("II.1", "leader_target", "0", "20", None, {}, False),
    ("II.2", "count", "0", "5", None, {"each": "0.5", "label": "Số sáng kiến"}, False),
    ("II.3", "deduction", "1", "6", None, {"each": "0.25"}, False),
    (
        "II.4",
        "deduction_tiers",
        "0",
        "25",
        None,
        {
            "numerator": "Số việc còn tồn",
            "denominator": "Tổng số việc",
            "grain": "1",
            "tiers": [
                {"from": "1", "to": "10", "off": "10"},
                {"from": "11", "to": "20", "off": "20"},
                {"from": "21", "points": "0"},
            ],
        },
        False,
    ),
    ("II.5", "bonus", "0", "4", None, {"each": "1"}, False),
    ("III", "bonus", "0", "15", None, {}, True),
]


def make_every_kind(group=None, **fields):
    """Make a table of 100 points with a line of every kind, and a bonus of 15 on top of the total."""
    number = next(_numbers)
    fields.setdefault("code", f"bang-{number}")
    fields.setdefault("name", f"Bảng tiêu chí {number}")
    table = CriteriaTable.objects.create(scale=Decimal(100), **fields)
    made = {}
    for position, (code, kind, minimum, maximum, ceiling, parameters, on_top) in enumerate(EVERY_KIND, 1):
        parent = made.get(code.rpartition(".")[0])
        made[code] = Criterion.objects.create(
            table=table,
            parent=parent,
            level=int(parent is not None),
            code=code,
            name=f"Tiêu chí {code}",
            position=position,
            kind=kind,
            minimum=Decimal(minimum),
            maximum=Decimal(maximum),
            ceiling=ceiling and Decimal(ceiling),
            parameters=parameters,
            on_top=on_top,
        )
    if group is not None:
        CriteriaBinding.objects.create(group=group, table=table)
    return table
