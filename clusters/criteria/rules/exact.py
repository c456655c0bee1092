"""Exact arithmetic of rules: fractions inside, decimals at the edges, rounded half up where a rule says so.

A decimal quotient is cut off after some digits, and a chain of them can miss the half where rounding turns;
a fraction cannot.
"""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from emulation.core.numbers import HUNDREDTH, LARGEST

# A figure without an end, as 1 ÷ 3, is shown with so many decimals and an ellipsis.
SHOWN_PLACES = 6
_SHOWN = 10**SHOWN_PLACES


def half_up(value: Fraction | Decimal, places: int = 2) -> Decimal:
    """Round half away from zero to `places` decimals."""
    numerator, denominator = value.as_integer_ratio()
    whole, rest = divmod(abs(numerator) * 10**places, denominator)
    whole += 2 * rest >= denominator
    return Decimal(whole if numerator >= 0 else -whole).scaleb(-places)


def to_step(value: Fraction, step: Decimal) -> Decimal:
    """Round half up to the nearest multiple of a step, which is 1, 0.1 or 0.01."""
    return half_up(value, -int(step.as_tuple().exponent))


def figure_text(value: Fraction | Decimal) -> str:
    """Write a figure with the Vietnamese comma and all its decimals: `9,5`, `0,0125`, `0,333333…`.

    From a million on thousands are grouped: `1.300.000.000`.
    """
    numerator, denominator = value.as_integer_ratio()
    if denominator == 1 and 0 <= numerator < LARGEST:
        return str(numerator)
    # Cut off, not rounded: the ellipsis stands for the rest.
    scaled, rest = divmod(abs(numerator) * _SHOWN, denominator)
    whole, decimals = divmod(scaled, _SHOWN)
    text = f"{whole:,}".replace(",", ".") if whole >= LARGEST else str(whole)
    if decimals or rest:
        shown = f"{decimals:0{SHOWN_PLACES}d}"
        text += f",{shown}…" if rest else f",{shown.rstrip('0')}"
    return f"-{text}" if numerator < 0 else text


def is_hundredths(value: Decimal) -> bool:
    """Tell whether points have no more than two decimals."""
    return value == value.quantize(HUNDREDTH, rounding=ROUND_HALF_UP)
