"""A unit: its names over time, what came before and after it, and the boxes of the slices."""

from typing import Any

from django.db.models import F, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.organisation.models import Unit, UnitKind
from emulation.core.page import Link
from emulation.core.templatetags.ui import day
from emulation.core.views import Column, Filter, ListPage, TemplatePage


def unit_url(unit: Unit) -> str:
    return reverse("clusters:unit", args=[unit.code])


class UnitList(ListPage):
    """The register of units, for those who see everything."""

    title = _("Units")
    permission = "units.list"
    search_fields = ("search_key", "aliases__search_key")
    search_label = _("Search by name or other spelling")
    order = ("position", "order_key")
    help_topic = "units"
    columns = [
        Column(_("Unit"), "name", sort=("order_key",), url=unit_url),
        Column(_("Kind"), "get_kind_display", sort=("kind",)),
        Column(_("Parent body"), lambda unit: unit.parent.name if unit.parent else ""),
        Column(_("Dissolved on"), lambda unit: day(unit.dissolved_on), kind="day", sort=("dissolved_on",)),
    ]
    filters = [
        Filter("kind", _("Kind"), lambda: UnitKind.choices, lambda rows, value: rows.filter(kind=value))
    ]

    def get_queryset_base(self) -> QuerySet[Unit]:
        return Unit.objects.select_related("parent").distinct()

    def get_crumbs(self) -> list[Link]:
        return [Link(gettext("Home"), reverse("home:home")), Link(gettext("Units"))]


class UnitPage(TemplatePage):
    """One unit. Who may see it is decided by the years it takes part in."""

    template_name = "clusters/organisation/unit.html"
    permission = "units.see"
    help_topic = "units"
    kwargs: dict[str, Any]

    @cached_property
    def unit(self) -> Unit:
        unit = Unit.objects.select_related("parent").filter(code=self.kwargs["code"]).first()
        if unit is None:
            raise Http404
        return unit

    def get_subject(self) -> Unit:
        return self.unit

    def get_title(self) -> str:
        return self.unit.name

    def get_lead(self) -> str:
        parts = [str(self.unit.get_kind_display())]
        if self.unit.parent:
            parts.append(self.unit.parent.name)
        return " · ".join(parts)

    def get_crumbs(self) -> list[Link]:
        return [Link(gettext("Home"), reverse("home:home")), Link(gettext("Units")), Link(self.unit.name)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        unit = self.unit
        return super().get_context_data(
            unit=unit,
            names=unit.names.order_by(F("valid_from").asc(nulls_first=True)),
            aliases=unit.aliases.all(),
            predecessors=unit.inheritances.select_related("predecessor"),
            successors=unit.successions.select_related("successor"),
            **kwargs,
        )
