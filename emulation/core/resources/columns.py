"""A column of an exchanged table."""

from typing import Any

from import_export.fields import Field

from emulation.core.resources.widgets import CellWidget
from emulation.core.tabular import Title


class Column(Field):
    """A column with its Vietnamese heading, the other headings it answers to, and how its cells are read.

    `required`: the file has to have it. `info`: written for the reader's orientation, never read.
    `only_in`: read and never written, such as the reason of a change.
    """

    def __init__(
        self,
        heading: str,
        attribute: str = "",
        *others: str,
        widget: CellWidget,
        required: bool = False,
        info: bool = False,
        only_in: bool = False,
    ) -> None:
        super().__init__(attribute=attribute or None, column_name=heading, widget=widget, readonly=info)
        self.others = others
        self.required = required
        self.info = info
        self.only_in = only_in

    def title(self, name: str) -> Title:
        """Return what a header is searched for."""
        return Title(name, self.column_name, self.others, self.required)

    def stored(self, instance: Any) -> Any:
        """Return what the column holds for a stored row; an empty text where there is nothing."""
        return "" if self.only_in else self.get_value(instance)

    def written(self, value: Any) -> Any:
        """Return a value as it stands in a cell."""
        return self.widget.render(value)
