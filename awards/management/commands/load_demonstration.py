"""`load_demonstration`: the cycles of `demo/` and the people who work in them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from awards.exchange.cast import CAST
from awards.exchange.demonstration import files, load_missing, make_cast
from awards.exchange.services import FilesRefused
from emulation.core.errors import Refused
from emulation.core.forms import say


class Command(BaseCommand):
    help = "Load the demonstration: five real cycles and the cast. Only where DEMONSTRATION=1."

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            for one in load_missing(files()):
                told = _("loaded") if one.outcome == "new" else _("there already")
                self.stdout.write(f"   {one.source.name}: {told}")
                self.stdout.flush()
            make_cast()
        except FilesRefused as error:
            for problem in error.problems:
                self.stderr.write(f"{problem.place}: {say(problem.error)}")
            raise CommandError(say(error), returncode=2) from error
        except Refused as error:
            raise CommandError(say(error), returncode=2) from error
        self._show_cast()

    def _show_cast(self) -> None:
        rows = [(one.persona.username, one.persona.password, str(one.persona.label)) for one in CAST]
        heads = (_("User name"), _("Password"), _("Part"))
        widths = [max(len(row[column]) for row in [heads, *rows]) for column in (0, 1)]
        self.stdout.write("")
        for name, password, label in [heads, *rows]:
            self.stdout.write(f"   {name:<{widths[0]}}  {password:<{widths[1]}}  {label}")
