"""`load_cycle FILE…`: read whole cycles from files, all or none."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from awards.exchange.reading import Source
from awards.exchange.services import FilesDiffer, FilesRefused, Loaded, load
from emulation.core.forms import say


class Command(BaseCommand):
    help = "Load whole cycles from YAML or JSON files (docs/cycle-format.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--update",
            action="store_true",
            help="apply the changes of files that were loaded before; what people entered is kept",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        sources = [self._source(path) for path in options["files"]]
        try:
            results = load(sources=sources, actor=None, update=options["update"])
        except FilesRefused as error:
            for problem in error.problems:
                self.stderr.write(f"{problem.place}: {say(problem.error)}")
            raise CommandError(say(error), returncode=2) from error
        except FilesDiffer as error:
            for one in error.differences:
                self._differences(one)
            hint = _("Load again with --update to apply the changes.")
            raise CommandError(f"{say(error)} {hint}", returncode=2) from error
        for one in results:
            self._result(one)

    def _source(self, path: Path) -> Source:
        try:
            return Source(str(path), path.read_bytes())
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be read: %(why)s") % {"file": path, "why": error.strerror}, returncode=2
            ) from error

    def _differences(self, one: Loaded) -> None:
        for change in one.changes:
            for line in change.lines():
                self.stderr.write(f"{one.source.name}: {line}")
        self._kept(one)

    def _kept(self, one: Loaded) -> None:
        for change in one.kept:
            for line in change.lines():
                self.stderr.write(
                    _("%(file)s: kept, a person entered it: %(line)s")
                    % {"file": one.source.name, "line": line}
                )

    def _result(self, one: Loaded) -> None:
        told = {
            "new": _("%(file)s: loaded, %(cycle)s"),
            "unchanged": _("%(file)s: nothing to change, %(cycle)s"),
            "updated": _("%(file)s: updated, %(cycle)s"),
        }[one.outcome]
        self.stdout.write(told % {"file": one.source.name, "cycle": one.cycle})
        if one.outcome == "updated":
            for change in one.changes:
                for line in change.lines():
                    self.stdout.write(f"  {line}")
        self._kept(one)
        for remark in one.remarks:
            self.stderr.write(f"{remark.place}: {say(remark.error)}")
