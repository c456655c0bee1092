"""Compute every stored total again and compare; with --mend, write the right ones."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from clusters.scoring.models import Sheet
from clusters.scoring.services import totals


class Command(BaseCommand):
    help = "Compare the stored totals of all sheets with their marks; ends with an error when one differs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--mend", action="store_true", help="write the right totals, sheet by sheet locked"
        )

    def handle(self, *_args: Any, mend: bool, **_options: Any) -> None:
        keys = list(Sheet.objects.order_by("pk").values_list("pk", flat=True))
        wrong = 0
        for start in range(0, len(keys), totals.BATCH):
            batch = keys[start : start + totals.BATCH]
            with transaction.atomic():
                # Locked like any save: no mark changes between the two readings.
                locked = list(Sheet.objects.select_for_update().filter(pk__in=batch).order_by("pk"))
                right, kept = (
                    totals.computed(one.pk for one in locked),
                    totals.stored(one.pk for one in locked),
                )
                for sheet, source in sorted({*right, *kept}):
                    if right.get((sheet, source)) != kept.get((sheet, source)):
                        wrong += 1
                        self.stdout.write(
                            f"sheet {sheet}, {source}: {kept.get((sheet, source))} is stored, {right.get((sheet, source))} is right"
                        )
                if mend:
                    totals.recompute(batch)
        if wrong and not mend:
            raise CommandError(f"{wrong} totals differ; run with --mend to write the right ones.")
        self.stdout.write(f"{len(keys)} sheets, {wrong} totals {'mended' if wrong else 'differ'}.")
