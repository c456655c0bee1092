"""Shapes that several parts of the format share."""

from decimal import Decimal

from awards.exchange.shapes.figures import Number, Whole
from awards.exchange.shapes.records import Key
from awards.exchange.shapes.references import Reference
from awards.exchange.shapes.texts import Pattern, Text
from emulation.core.errors import gettext_noop

PROSE = 20_000


def prose() -> Text:
    return Text(most=PROSE)


def line_code() -> Pattern:
    return Pattern(r"[^\s,\[\]]+", gettext_noop("“%(text)s” is not a criterion's code."), most=40)


def quantity() -> Number:
    return Number(most=Decimal(10) ** 15, both_places=False)


def unit(*, required: bool = False) -> Key:
    return Key(Reference(), required=required)


NAME = Text()
YEAR = Whole(1945, 2999)
