"""Write the parts of docs/ that come from the code."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from emulation.core.describing import documents


class Command(BaseCommand):
    help = "Writes the generated parts of docs/ (tests compare them with the code)."

    def handle(self, **_options: Any) -> None:
        for name, write in documents().items():
            path = settings.BASE_DIR / "docs" / name
            path.write_text(write(), encoding="utf-8")
            self.stdout.write(f"docs/{name}")
