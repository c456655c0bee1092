"""Reading words for sheets and marks."""

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from clusters.cycles.models import MemberGroup
    from clusters.scoring.models import Mark, Sheet  # noqa: F401


class SheetQuerySet(models.QuerySet["Sheet"]):
    def of_group(self, group: "MemberGroup") -> "SheetQuerySet":
        """Keep the sheets of a member group, in official order, with their units."""
        return (
            self.filter(membership__group=group)
            .select_related("membership__unit")
            .order_by(
                "membership__position", "membership__unit__position", "membership__unit__order_key", "pk"
            )
        )


class MarkQuerySet(models.QuerySet["Mark"]):
    def given(self) -> "MarkQuerySet":
        """Keep marks that hold points."""
        return self.filter(points__isnull=False)

    def by_tables_in_force(self) -> "MarkQuerySet":
        """Keep marks by the table that scores the group now; those by earlier versions are a record."""
        return self.filter(criterion__table=models.F("sheet__membership__group__binding__table"))
