"""What a cell may say: each widget reads one kind of cell and writes it again.

They refuse (`Refused`) instead of guessing; the resource adds the row and the column.
"""

from emulation.core.resources.widgets.cells import (
    CellWidget,
    CodeWidget,
    ListWidget,
    NewCodeWidget,
    RuleWidget,
    TextWidget,
)
from emulation.core.resources.widgets.choices import ChoiceWidget, ObjectWidget, YesNoWidget, no_such_code
from emulation.core.resources.widgets.figures import DayWidget, PointsWidget, WholeWidget, points_of

__all__ = [
    "CellWidget",
    "ChoiceWidget",
    "CodeWidget",
    "DayWidget",
    "ListWidget",
    "NewCodeWidget",
    "ObjectWidget",
    "PointsWidget",
    "RuleWidget",
    "TextWidget",
    "WholeWidget",
    "YesNoWidget",
    "no_such_code",
    "points_of",
]
