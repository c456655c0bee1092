"""What decided a tie and a band, in the reader's language."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext

from clusters.criteria.explaining import sentence, sentences
from clusters.ranking.banding import Banded
from clusters.ranking.models import TieKind
from clusters.ranking.rules import Verdict
from emulation.core.errors import gettext_noop
from emulation.core.templatetags.ui import points

SAID = {
    Verdict.DECIDED: gettext_noop("decided by %(what)s: %(own)s against %(others)s"),
    Verdict.EQUAL: gettext_noop("%(what)s equal too: %(own)s"),
    Verdict.UNKNOWN: gettext_noop("%(what)s: not known for all, decides nothing"),
}


def step_name(kind: str, section: str = "", name: str = "") -> str:
    """Name what decides; a section by its code and name."""
    if section:
        return gettext("section %(section)s") % {"section": f"{section} {name}".strip()}
    return str(TieKind(kind).label) if kind in TieKind.values else kind


def tie_words(ties: Iterable[Mapping[str, Any]], total: Decimal | None, *, shared: bool) -> str:
    """Say what decided between equal totals, with the figures; empty where nothing had to be decided."""
    steps = [gettext(SAID[Verdict(one["verdict"])]) % _values(one) for one in ties]
    if not steps:
        return ""
    if shared:
        steps.append(gettext("equal rank"))
    return "; ".join([gettext("equal totals %(total)s") % {"total": points(total)}, *steps])


def _values(one: Mapping[str, Any]) -> dict[str, str]:
    return {
        "what": step_name(one["kind"], one.get("section", ""), one.get("name", "")),
        "own": _figure(one.get("own", "")),
        "others": gettext(" and ").join(_figure(text) for text in one.get("against", [])),
    }


def _figure(text: str) -> str:
    return text if get_language() == "en" else text.replace(".", ",")


def band_words(banded: Banded) -> str:
    """Say why the table gives this band, where more than the bounds decided; else nothing."""
    return " ".join(sentences(banded.explanation)) if banded.explanation.get("steps") else ""


def band_sentence(banded: Banded) -> str:
    """Say why the table gives this band."""
    return sentence(banded.explanation)
