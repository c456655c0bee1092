"""Print a document of an emulation year: the same file as the button on its page."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext

from clusters.cycles.papers import cycle_at, group_at, member_at
from emulation.core.errors import Refused
from emulation.core.forms import say
from emulation.documents.kinds import kind, kinds, printed


class Command(BaseCommand):
    help = (
        "Render a document to a PDF. --list names all kinds. Exit status 2: something named does not exist."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", nargs="?", help="see --list")
        parser.add_argument("cluster", nargs="?", help="code of the cluster")
        parser.add_argument("year", nargs="?", type=int)
        parser.add_argument(
            "--group", default="", help="code of a member group; all, one after the other, without"
        )
        parser.add_argument("--unit", default="", help="code of the member a document of one unit is about")
        parser.add_argument("-o", "--output", help="file to write; - is standard output")
        parser.add_argument("--list", action="store_true", help="list the kinds of documents")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["list"]:
            for one in kinds():
                self.stdout.write(f"{one.key}\t{gettext(one.label)}")
            return
        missing = [name for name in ("kind", "cluster", "year", "output") if options[name] is None]
        if missing:
            self.refuse(f"missing: {', '.join(missing)}. Usage: render_document KIND CLUSTER YEAR -o FILE")
        try:
            self.render(options)
        except Refused as error:
            self.refuse(say(error))

    def render(self, options: dict[str, Any]) -> None:
        """Make the file; the message that says so goes to standard error when the file goes to output."""
        what = kind(options["kind"])
        cycle = cycle_at(options["cluster"], options["year"])
        find = member_at if what.of_member else group_at
        made = printed(what, cycle, find(cycle, options["unit" if what.of_member else "group"]))
        if options["output"] == "-":
            sys.stdout.buffer.write(made.pdf)
            return
        path = Path(options["output"])
        try:
            path.write_bytes(made.pdf)
        except OSError as error:
            self.refuse(f"{path}: {error.strerror}")
        self.stdout.write(f"{path}: {made.title}, {made.pages} pages")

    def refuse(self, message: str) -> None:
        self.stderr.write(message)
        sys.exit(2)
