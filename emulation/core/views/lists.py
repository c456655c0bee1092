"""Lists: filters in the address, search without accents, a stable order, 50 rows a page, an export."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView

from emulation.core.page import Action
from emulation.core.text import search_key
from emulation.core.views.page import Page

ROWS = 50


@dataclass(frozen=True)
class Column:
    """One column: its head, what it shows of a row, and by which fields it sorts (none: it does not).

    `value` is the name of an attribute or a function of the row; it may return marked-safe HTML such as a chip.
    `kind` is "" for text, "number" (right-aligned, tabular) or "day". `url` makes the cell a link.
    """

    label: Any
    value: str | Callable[[Any], Any]
    kind: str = ""
    sort: tuple[str, ...] = ()
    url: Callable[[Any], str] | None = None

    def of(self, row: Any) -> Any:
        """Return what the cell of a row shows."""
        if callable(self.value):
            return self.value(row)
        shown = getattr(row, self.value)
        return shown() if callable(shown) else shown


@dataclass(frozen=True)
class Filter:
    """One choice above a list. `apply` narrows the rows to a chosen value; other values are ignored."""

    name: str
    label: Any
    choices: Callable[[], Iterable[tuple[str, Any]]]
    apply: Callable[[QuerySet[Any], str], QuerySet[Any]]


class ListPage(Page, ListView[Any]):
    """A list. Give `queryset` or `get_queryset_base()` (with the slice's `visible_to`), `columns`, `filters`.

    The first column names the row and is its link. `?q=` searches `search_fields`, which hold search keys
    (accents folded, đ as d); `?sort=2` or `?sort=-2` sorts by a column; `?page=` turns the page.
    `order` is the order without `?sort=`; the primary key always decides between equals, so that no row is
    seen twice or never. `export_url` names the address of the export, which gets the same query string.
    """

    template_name = "generic/list.html"
    paginate_by = ROWS
    columns: list[Column] = []
    filters: list[Filter] = []
    search_fields: tuple[str, ...] = ()
    search_label: Any = _("Search by name")
    order: tuple[str, ...] = ()
    export_url: str = ""
    empty_text: Any = _("Nothing here yet.")
    empty_hint: Any = ""

    def get_columns(self) -> list[Column]:
        return self.columns

    def get_filters(self) -> list[Filter]:
        return self.filters

    def get_queryset_base(self) -> QuerySet[Any]:
        return super().get_queryset()

    def get_queryset(self) -> QuerySet[Any]:
        rows = self.get_queryset_base()
        for chosen, item in self.chosen():
            if chosen:
                rows = item.apply(rows, chosen)
        for word in search_key(self.request.GET.get("q", "")).split():
            rows = rows.filter(self._holds(word))
        return rows.order_by(*self.get_order(), "pk")

    def _holds(self, word: str) -> Any:
        from django.db.models import Q

        found = Q()
        for name in self.search_fields:
            found |= Q(**{f"{name}__contains": word})
        return found

    def get_order(self) -> tuple[str, ...]:
        column, backward = self.sorted_by()
        if column is None:
            return self.order
        fields = self.get_columns()[column].sort
        return tuple(f"-{name}" for name in fields) if backward else fields

    def sorted_by(self) -> tuple[int | None, bool]:
        """Return the column that `?sort=` names and whether it runs backward; an unknown one is ignored."""
        wish = self.request.GET.get("sort", "")
        digits = wish.removeprefix("-")
        if digits.isascii() and digits.isdigit():
            index = int(digits) - 1
            if 0 <= index < len(self.get_columns()) and self.get_columns()[index].sort:
                return index, wish.startswith("-")
        return None, False

    def chosen(self) -> list[tuple[str, Filter]]:
        """List the filters with the value chosen in the address; empty when it is not among the choices."""
        if not hasattr(self, "_chosen"):
            self._choices = {
                item.name: [(str(v), label) for v, label in item.choices()] for item in self.get_filters()
            }
            self._chosen = []
            for item in self.get_filters():
                wish = self.request.GET.get(item.name, "")
                known = wish in {value for value, _label in self._choices[item.name]}
                self._chosen.append((wish if known else "", item))
        return self._chosen

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        paginator = self.get_paginator(queryset, page_size)
        # A page that is no more (rows were taken away) shows the last one instead of an error.
        page = paginator.get_page(self.request.GET.get("page"))
        return paginator, page, page.object_list, page.has_other_pages()

    def get_heads(self) -> list[dict[str, Any]]:
        sorted_by, backward = self.sorted_by()
        heads = []
        for index, column in enumerate(self.get_columns()):
            mine = sorted_by == index
            heads.append(
                {
                    "column": column,
                    "sort": f"{'-' if mine and not backward else ''}{index + 1}" if column.sort else "",
                    "aria": ("descending" if backward else "ascending") if mine else "",
                }
            )
        return heads

    def get_empty_action(self) -> Action | None:
        return self.get_primary()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        columns = self.get_columns()
        filters = [
            {"filter": item, "chosen": chosen, "choices": self._choices[item.name]}
            for chosen, item in self.chosen()
        ]
        context.update(
            heads=self.get_heads(),
            rows=[
                [(column, column.of(row), column.url(row) if column.url else "") for column in columns]
                for row in context["object_list"]
            ],
            filters=filters,
            narrowed=bool(self.request.GET.get("q")) or any(item["chosen"] for item in filters),
            searchable=bool(self.search_fields),
            search_label=self.search_label,
            q=self.request.GET.get("q", ""),
            sort=self.request.GET.get("sort", ""),
            export_url=self.export_url,
            empty_text=self.empty_text,
            empty_hint=self.empty_hint,
            empty_action=self.get_empty_action(),
        )
        return context
