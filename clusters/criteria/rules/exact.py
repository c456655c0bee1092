"""Exact arithmetic of rules: fractions inside, decimals at the edges, rounded half up where a rule says so.

A decimal quotient is cut off after some digits, and a chain of them can miss the half where rounding turns;
a fraction cannot.
"""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from emulation.core.numbers import HUNDREDTH, LARGEST, grouped

# A figure without an end, as 1 ÷ 3, is shown with so many decimals and an ellipsis.
SHOWN_PLACES = 6


def half_up(value: Fraction | Decimal, places: int = 2) -> Decimal:
    """Round half away from zero to `places` decimals."""
    scaled = Fraction(value) * 10**places
    whole, rest = divmod(abs(scaled.numerator), scaled.denominator)
    whole += 2 * rest >= scaled.denominator
    return Decimal(whole if scaled >= 0 else -whole).scaleb(-places)


def to_step(value: Fraction, step: Decimal) -> Decimal:
    """Round half up to the nearest multiple of a step, which is 1, 0.1 or 0.01."""
    return half_up(value, -int(step.as_tuple().exponent))


def figure_text(value: Fraction | Decimal) -> str:
    """Write a figure with the Vietnamese comma and all its decimals: `9,5`, `0,0125`, `0,333333…`.

    From a million on thousands are grouped: `1.300.000.000`.
    """
    exact = Fraction(value)
    places = next((one for one in range(SHOWN_PLACES + 1) if (exact * 10**one).denominator == 1), None)
    kept = SHOWN_PLACES if places is None else places
    whole = int(exact * 10**kept)  # cut off, not rounded: the ellipsis stands for the rest
    sign = "-" if exact < 0 else ""
    number = Decimal(abs(whole)).scaleb(-kept)
    text = grouped(number) if number >= LARGEST else f"{number:f}".replace(".", ",")
    return f"{sign}{text}{'…' if places is None else ''}"


def is_hundredths(value: Decimal) -> bool:
    """Tell whether points have no more than two decimals."""
    return value == value.quantize(HUNDREDTH, rounding=ROUND_HALF_UP)
