"""Compare the files of evidence with their rows: what is missing, was changed, or belongs to no row."""

import hashlib
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clusters.scoring.files import store
from clusters.scoring.models import Evidence

# A file is written a moment before its row: younger ones may still get theirs.
AGE = 60 * 60
_CHUNK = 1024 * 1024


class Command(BaseCommand):
    help = (
        "List files of evidence that are missing, changed or without a row (those of the last hour left out). "
        "Exit status 1 when there are any. --remove removes the files without a row."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--remove", action="store_true", help="remove the files without a row")

    def handle(self, *_args: Any, **options: Any) -> None:
        # The files before the rows: a file that comes meanwhile is not taken for one without a row.
        files = dict(store.stored())
        rows = dict(Evidence.objects.order_by("pk").values_list("path", "digest"))
        lost = [f"missing: {path}" for path in rows if path not in files]
        lost += [
            f"changed: {path}" for path in rows if path in files and self._digest(files[path]) != rows[path]
        ]
        orphans = [path for path in files if path not in rows and self._is_old(files[path])]
        for line in lost:
            self.stdout.write(line)
        for path in orphans:
            if options["remove"]:
                files[path].unlink(missing_ok=True)
            self.stdout.write(f"{'removed' if options['remove'] else 'without a row'}: {path}")
        self.stdout.write(f"{len(rows)} rows, {len(files)} files")
        if lost or (orphans and not options["remove"]):
            raise CommandError("Files and rows do not agree.")

    def _is_old(self, place: Any) -> bool:
        try:
            return bool(place.stat().st_mtime < time.time() - AGE)
        except FileNotFoundError:
            return False

    def _digest(self, place: Any) -> str:
        found = hashlib.sha256()
        with place.open("rb") as file:
            while piece := file.read(_CHUNK):
                found.update(piece)
        return found.hexdigest()
