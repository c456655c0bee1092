"""`manage.py compile_translations`: make the catalogues readable for Django, in pure Python."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from emulation.core.catalogue import compile_catalogues


class Command(BaseCommand):
    help = "Compile the translations that changed (needs no gettext on the machine)."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        for path in compile_catalogues([Path(folder) for folder in settings.LOCALE_PATHS]):
            self.stdout.write(f"compiled {path.relative_to(settings.BASE_DIR)}")
