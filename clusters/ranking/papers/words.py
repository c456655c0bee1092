"""What decided a tie, in the Vietnamese of printed documents (they have one language, whatever the reader's)."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from clusters.ranking.models import TieKind
from clusters.ranking.rules import Verdict
from emulation.core.numbers import points_text

NAMES = {
    TieKind.WITHOUT_BONUS: "tổng điểm không tính điểm thưởng ngoài thang điểm",
    TieKind.SECTION: "điểm mục",
    TieKind.FULL_COUNT: "số tiêu chí đạt điểm tối đa",
    TieKind.INSPECTION: "tổng điểm kiểm tra chéo",
    TieKind.VOTES: "số phiếu tại hội nghị",
}


def step_text(kind: str, section: str = "") -> str:
    """Name what decides; a section by its code."""
    name = NAMES[TieKind(kind)] if kind in TieKind.values else kind
    return f"{name} {section}" if section else name


def tie_text(ties: Iterable[Mapping[str, Any]], total: Decimal | None, *, shared: bool) -> str:
    """Say what decided between equal totals: “Bằng điểm 95,00; xét điểm mục II: 30,00 so với 29,50”."""
    steps = [_said(one) for one in ties]
    if not steps:
        return "Đồng hạng" if shared else ""
    if shared:
        steps.append("đồng hạng")
    return "; ".join([f"Bằng điểm {points_text(total)}", *steps])


def _said(one: Mapping[str, Any]) -> str:
    what = step_text(str(one["kind"]), str(one.get("section", "")))
    own = str(one.get("own", "")).replace(".", ",")
    if one["verdict"] == Verdict.UNKNOWN:
        return f"{what} chưa đủ số liệu để xét"
    if one["verdict"] == Verdict.EQUAL:
        return f"{what} cũng bằng nhau ({own})"
    others = " và ".join(str(text).replace(".", ",") for text in one.get("against", []))
    return f"xét {what}: {own} so với {others}"
