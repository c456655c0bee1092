"""Small and large documents for the tests of loading."""

import io

from django.core.management import CommandError, call_command

from awards.exchange.reading import Source
from awards.exchange.services import load

SMALL = """\
format: 1
cluster:
  code: cum-thu
  name: Cụm thử
  kind: cụm
  level: ministry
  owner: bo
year: 2026
starts_on: 2026-01-01
ends_on: 2026-12-31
units:
  - {code: bo, name: Bộ Thử, kind: central}
  - {code: vu-mot, name: Vụ Một, kind: ministry-unit, parent: bo, aliases: [Vụ số 1]}
  - {code: vu-hai, name: Vụ Hai, kind: ministry-unit, parent: bo}
criteria:
  - code: bang-thu
    name: Bảng thử
    scale: 12
    lines:
      - {code: I, name: Mục một, kind: group, maximum: 12}
      - {code: I.1, parent: I, name: Kế hoạch, kind: yes_no, maximum: 2}
      - {code: I.2, parent: I, name: Chất lượng, kind: manual, maximum: 10}
groups:
  - {code: chung, name: Các vụ, table: bang-thu}
members:
  - {unit: vu-mot, group: chung}
  - {unit: vu-hai, group: chung}
leadership:
  2026: {head: {code: vu-mot, person: Nguyễn Văn A}, deputies: [{code: vu-hai}]}
marks:
  - {unit: vu-mot, criterion: I.1, source: verified, points: 2}
  - {unit: vu-mot, criterion: I.2, source: verified, points: 9.5, reason: Chậm một việc}
  - {unit: vu-hai, criterion: I.1, source: verified, points: 0}
nominations:
  - {unit: vu-mot, award: Cờ thi đua ngành Tư pháp}
"""


def changed(*replacements, text=SMALL):
    """Return the small document with some texts replaced; each must be there."""
    for old, new in replacements:
        assert old in text, old
        text = text.replace(old, new)
    return text


def load_text(text, *, update=False, name="tệp.yaml"):
    """Load a document from a text through the service; returns what became of it."""
    return load(sources=[Source(name, text.encode())], actor=None, update=update)[0]


def run(command, *words, **options):
    """Run a command; returns (exit status, standard output, standard error)."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(command, *map(str, words), stdout=out, stderr=err, **options)
    except CommandError as error:
        return error.returncode, out.getvalue(), err.getvalue() + f"{error}\n"
    return 0, out.getvalue(), err.getvalue()


def large(units, criteria, sources=("verified",)):
    """Return a document of many units scored by many criteria of ten points each."""
    members = [f"don-vi-{number}" for number in range(units)]
    codes = [f"I.{number}" for number in range(1, criteria + 1)]
    lines = [
        "format: 1",
        "cluster: {code: cum-lon, name: Cụm lớn, kind: cụm, level: ministry, owner: bo}",
        "year: 2026",
        "starts_on: 2026-01-01",
        "ends_on: 2026-12-31",
        "units:",
        "  - {code: bo, name: Bộ Lớn, kind: central}",
        *(f"  - {{code: {code}, name: Đơn vị {code[7:]}, parent: bo}}" for code in members),
        "criteria:",
        f"  - code: bang-lon\n    name: Bảng lớn\n    scale: {criteria * 10}\n    lines:",
        f"      - {{code: I, name: Mục, kind: group, maximum: {criteria * 10}}}",
        *(
            f"      - {{code: {code}, parent: I, name: Việc {code}, kind: manual, maximum: 10}}"
            for code in codes
        ),
        "groups: [{code: chung, name: Các đơn vị, table: bang-lon}]",
        "members:",
        *(f"  - {{unit: {code}, group: chung}}" for code in members),
        "marks:",
        *(
            f"  - {{unit: {unit}, criterion: {code}, source: {source}, points: {(place + row) % 41 * 0.25:.2f}}}"
            for row, unit in enumerate(members)
            for place, code in enumerate(codes)
            for source in sources
        ),
    ]
    return "\n".join(lines) + "\n"
