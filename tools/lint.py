"""`make lint`: every check of the code that runs no test. All of them run; one line each at the end."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("emulation", "clusters", "awards", "tests", "tools")
LONG, TOO_LONG = 300, 400


def python(*words: str) -> list[str]:
    return [sys.executable, "-m", *words]


def checks() -> dict[str, list[str]]:
    """Name each check and its command."""
    found = {
        "ruff": python("ruff", "check", "."),
        "ruff format": python("ruff", "format", "--check", "."),
        "mypy": python("mypy", *PACKAGES),
        "import-linter": [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        "migrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
        "translations": python("tools.messages", "check"),
    }
    if any((ROOT / "templates").rglob("*.html")):
        found["djlint"] = python("djlint", "templates", "--lint", "--quiet")
    return found


def long_files() -> list[str]:
    """Return the files that a person should soon make a folder of (a test refuses what is too long)."""
    kinds = {".py", ".html", ".js", ".css"}
    lengths = {
        path.relative_to(ROOT): path.read_text(encoding="utf-8").count("\n")
        for folder in (*PACKAGES, "templates", "static")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in kinds and not {"migrations", "vendor"} & set(path.parts)
    }
    return [f"{path} ({lines} lines)" for path, lines in lengths.items() if lines > LONG]


def main() -> int:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    results: dict[str, str] = {}
    for name, command in checks().items():
        print(f"\n== {name}", flush=True)
        began = time.monotonic()
        status = subprocess.run(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False
        ).returncode
        results[name] = f"{'ok' if status == 0 else 'FAILED'} ({time.monotonic() - began:.0f} s)"
    if long_ones := long_files():
        print(
            f"\n== Longer than {LONG} lines (more than {TOO_LONG} fails a test)\n   "
            + "\n   ".join(long_ones)
        )
    print("\n== Lint")
    for name, result in results.items():
        print(f"   {name:<15}{result}")
    return int(any(result.startswith("FAILED") for result in results.values()))


if __name__ == "__main__":
    sys.exit(main())
