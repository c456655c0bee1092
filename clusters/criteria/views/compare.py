"""Two tables side by side: what came, what went, what gives other points or counts otherwise."""

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.criteria.comparing import CHANGES, Pair, base_of, pairs
from clusters.criteria.models import CriteriaTable, Criterion
from clusters.criteria.views.tables import OneTable, table_url, version_words
from clusters.criteria.wording import WordedLine, bands_in_words, facts_of, rule_words
from clusters.cycles.models import Cycle
from emulation.accounts.roles import sees_everything
from emulation.core.page import Link
from emulation.core.permissions import can
from emulation.core.views import TemplatePage


def key_of(table: CriteriaTable) -> str:
    """Name a table in an address."""
    return f"{table.code}:{table.version}"


class CompareTables(OneTable, TemplatePage):
    """A table beside the one it continues, or beside another one."""

    template_name = "clusters/criteria/compare.html"
    title = _("Compare two tables")

    def get_further_crumbs(self) -> Iterable[Link]:
        return [Link(self.get_title())]

    @cached_property
    def choices(self) -> list[CriteriaTable]:
        """The other tables the person may read."""
        rows = CriteriaTable.objects.exclude(pk=self.table.pk)
        if not sees_everything(self.request.user):
            years = Cycle.objects.visible_to(self.request.user).values("pk")
            rows = rows.filter(bindings__group__cycle__in=years).distinct()
        return list(rows.order_by("code", "-version"))

    @cached_property
    def other(self) -> CriteriaTable | None:
        """The chosen table, else the one this table continues, as far as the person may read it."""
        wish = self.request.GET.get("with", "")
        if wish:
            found = next((one for one in self.choices if key_of(one) == wish), None)
            if found is None:
                raise Http404
            return found
        base = base_of(self.table)
        return base if base and can(self.request.user, "criteria.see", base) else None

    @property
    def shows_all(self) -> bool:
        """Whether unchanged lines are listed too."""
        return bool(self.request.GET.get("all"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            table=self.table,
            other=self.other,
            choices=[(key_of(one), f"{one.name}, {version_words(one)}") for one in self.choices],
            chosen=key_of(self.other) if self.other else "",
            all_lines=self.shows_all,
            **kwargs,
        )
        return {**context, **self._compared(self.other)} if self.other else context

    def _compared(self, other: CriteriaTable) -> dict[str, Any]:
        found = pairs(other, self.table)
        counts = Counter(change for pair in found for change in pair.changes)
        shown = found if self.shows_all else [pair for pair in found if pair.changes]
        return {
            "other_url": table_url(other),
            "table_url": table_url(self.table),
            "rows": [self._row(pair, other) for pair in shown],
            "counts": [(*CHANGES[name], counts[name]) for name in CHANGES if counts[name]],
            "unchanged": sum(not pair.changes for pair in found),
            "facts": self._facts(other),
        }

    def _row(self, pair: Pair, other: CriteriaTable) -> dict[str, Any]:
        return {
            "line": pair.line,
            "old": _worded(pair.old, other),
            "new": _worded(pair.new, self.table),
            "changes": [CHANGES[name] for name in pair.changes],
        }

    def _facts(self, other: CriteriaTable) -> list[tuple[str, Any, Any]]:
        """What the tables say about themselves where they differ; bands only whether they do."""
        before, after = dict(facts_of(other)), dict(facts_of(self.table))
        labels = dict.fromkeys([*before, *after])
        found = [
            (label, before.get(label, "–"), after.get(label, "–"))
            for label in labels
            if before.get(label) != after.get(label)
        ]
        if other.bands != self.table.bands:
            found.append((gettext("Bands"), _band_names(other), _band_names(self.table)))
        return found


def _worded(row: Criterion | None, table: CriteriaTable) -> WordedLine | None:
    return WordedLine(row, rule_words(row, table)) if row else None


def _band_names(table: CriteriaTable) -> str:
    return ", ".join(band.name for band in bands_in_words(table)) or "–"
