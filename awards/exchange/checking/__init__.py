"""Whether a document that is well formed also holds together."""

from typing import Any

from awards.exchange.checking.people import check_organisation
from awards.exchange.checking.scores import check_scores
from awards.exchange.checking.tables import check_tables
from awards.exchange.checking.year import check_year
from awards.exchange.register import Register
from awards.exchange.shapes.base import Context


def check(document: dict[str, Any], context: Context, register: Register) -> None:
    """Note everything that contradicts itself or the register; nothing is written here."""
    check_organisation(document, context, register)
    check_year(document, context)
    check_tables(document, context, register)
    check_scores(document, context, register)
