"""Reading tables: their lines as the rules know them, and the rule of a criterion."""

from clusters.criteria.models import CriteriaTable, Criterion
from clusters.criteria.rules.base import Rule
from clusters.criteria.rules.kinds import rule_for
from clusters.criteria.rules.table import Line


def line_of(criterion: Criterion, parent_code: str) -> Line:
    """Return a criterion as a line of a table."""
    return Line(
        code=criterion.code,
        name=criterion.name,
        kind=criterion.kind,
        maximum=criterion.maximum,
        parent=parent_code,
        minimum=criterion.minimum,
        on_top=criterion.on_top,
        parameters=criterion.parameters,
        ceiling=criterion.ceiling,
    )


def lines_of(table: CriteriaTable) -> list[Line]:
    """Return all lines of a table from top to bottom, in one query."""
    criteria = list(table.criteria.order_by("position"))
    codes = {criterion.pk: criterion.code for criterion in criteria}
    return [line_of(one, codes.get(one.parent_id or 0, "")) for one in criteria]


def rule_of(criterion: Criterion, *, places: int | None = None) -> Rule:
    """Return the rule of a criterion; `places` are the decimals its table rounds to inside a rule."""
    return rule_for(
        criterion.kind,
        criterion.parameters,
        minimum=criterion.minimum,
        maximum=criterion.maximum,
        ceiling=criterion.ceiling,
        places=places,
    )
