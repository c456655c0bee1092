"""Points: decimals with two places, kept as whole hundredths, typed and shown the Vietnamese way."""

import re
from decimal import ROUND_HALF_UP, Decimal

from emulation.core.errors import Refused, gettext_noop

PLACES = 2
HUNDREDTH = Decimal("0.01")
ZERO = Decimal("0.00")
# Far above every real table (the largest seen has 1,000 points) and safe in a 32-bit column.
LARGEST = Decimal(1000000)

_NUMBER = re.compile(r"([+-]?)(\d+)(?:([.,])(\d+))?", re.ASCII)


def round_points(value: Decimal, places: int = PLACES) -> Decimal:
    """Round half away from zero, as Vietnamese scoring tables do ("làm tròn số học")."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def parse_number(text: str, *, places: int = PLACES) -> Decimal:
    """Read one number a person typed: `9,5` and `9.5` are 9.5.

    Refuses what could mean two things (`1.234`), exponents, more than `places` decimals, and words.
    """
    cleaned = text.strip().replace("\u00a0", "").replace("\u2212", "-")
    match = _NUMBER.fullmatch(cleaned)
    if not match:
        raise Refused(
            gettext_noop("“%(text)s” is not a number. Type figures with a comma, for example 9,5."),
            field="points",
            text=text.strip()[:40],
        )
    sign, whole, separator, fraction = match.groups()
    if separator and len(fraction) == 3:
        raise Refused(
            gettext_noop("“%(text)s” could be a decimal or a thousand. Type 1234 or 1,23."),
            field="points",
            text=cleaned,
        )
    if len(fraction or "") > places:
        raise Refused(
            gettext_noop("“%(text)s” has more than %(places)s decimals."),
            field="points",
            text=cleaned[:40],
            places=places,
        )
    value = Decimal(f"{sign}{whole}.{fraction or 0}")
    if abs(value) > LARGEST:
        raise Refused(gettext_noop("“%(text)s” is far too large."), field="points", text=cleaned[:40])
    return value


def parse_quantity(text: str) -> Decimal:
    """Read a quantity of anything, as officials write it: `1.300.000`, `1 300 000`, `12,5`.

    Dots or spaces group thousands only where there are two groups or more, so that `1.234` stays refused.
    """
    cleaned = text.strip().replace("\u00a0", " ")
    whole, comma, fraction = cleaned.partition(",")
    for separator in (".", " "):
        groups = whole.split(separator)
        in_threes = all(len(group) == 3 for group in groups[1:])
        if len(groups) > (2 if separator == "." else 1) and in_threes and 0 < len(groups[0].lstrip("-")) <= 3:
            whole = "".join(groups)
    match = _NUMBER.fullmatch(f"{whole}{comma}{fraction}")
    if match and match[3] and len(match[4]) == 3:
        return parse_number(cleaned)  # refuses it in words
    if match and len(match[4] or "") <= PLACES and len(match[2]) <= 16:
        return Decimal(f"{match[1]}{match[2]}.{match[4] or 0}").quantize(HUNDREDTH)
    return parse_number(cleaned)


def parse_points(text: str) -> Decimal:
    """Read points a person typed; the result has two places."""
    return parse_number(text).quantize(HUNDREDTH)


def to_hundredths(value: Decimal) -> int:
    """Give the whole number of hundredths; refuses a value that is not whole, instead of rounding it."""
    scaled = value * 100
    whole = int(scaled)
    if scaled != whole:
        raise Refused(gettext_noop("%(value)s has more than two decimals."), field="points", value=value)
    return whole


def from_hundredths(value: int) -> Decimal:
    """Give the points, with two places, of a whole number of hundredths."""
    return Decimal(int(value)).scaleb(-PLACES)


def points_text(value: Decimal | None, *, separator: str = ",") -> str:
    """Write points with exactly two places: `9,50`. A missing value is an empty text, never a zero."""
    return "" if value is None else f"{value:.2f}".replace(".", separator)


def short_points(value: Decimal | None, *, separator: str = ",") -> str:
    """Write points without needless zeros: `9,5`, `10`."""
    if value is None:
        return ""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", separator)


def grouped(value: Decimal | int) -> str:
    """Write a quantity with dots between thousands: `1.300.000.000`, `12,5`."""
    whole, _, fraction = f"{value:f}".partition(".")
    fraction = fraction.rstrip("0")
    text = f"{int(whole):,}".replace(",", ".")
    if whole.startswith("-") and not text.startswith("-"):
        text = "-" + text
    return f"{text},{fraction}" if fraction else text
