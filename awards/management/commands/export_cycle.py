"""`export_cycle CLUSTER YEAR`: write a whole cycle, with totals and ranks, to standard output."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from awards.exchange.documents import as_json, as_yaml
from awards.exchange.format import json_schema
from awards.exchange.services import export
from clusters.cycles.models import Cycle


class Command(BaseCommand):
    help = "Export a whole cycle in the format that load_cycle reads (docs/cycle-format.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("cluster", nargs="?", metavar="CLUSTER", help="code of the cluster")
        parser.add_argument("year", nargs="?", type=int, metavar="YEAR")
        parser.add_argument("--format", choices=("json", "yaml"), default="yaml")
        parser.add_argument(
            "--schema", action="store_true", help="write the JSON Schema of the format instead"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["schema"]:
            self.stdout.write(json.dumps(json_schema(), ensure_ascii=False, indent=1))
            return
        if options["cluster"] is None or options["year"] is None:
            raise CommandError(_("Name a cluster and a year."), returncode=2)
        document = export(cycle=self._cycle(options["cluster"], options["year"]))
        write = as_json if options["format"] == "json" else as_yaml
        self.stdout.write(write(document), ending="")

    def _cycle(self, code: str, year: int) -> Cycle:
        cycle = Cycle.objects.at(code, year).select_related("cluster__owner", "cluster__parent").first()
        if cycle is None:
            rows = Cycle.objects.order_by("cluster__code", "year").values_list("cluster__code", "year")
            there = ", ".join(f"{cluster} {known}" for cluster, known in rows) or "–"
            raise CommandError(
                _("There is no cycle %(code)s %(year)s. There are: %(there)s.")
                % {"code": code, "year": year, "there": there},
                returncode=2,
            )
        return cycle
