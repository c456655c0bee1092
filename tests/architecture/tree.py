"""The files of the project, for the tests that read them."""

import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("emulation", "clusters", "awards", "tests", "tools")
# Built, installed, or the person's own.
NOT_OURS = {
    ".git",
    ".venv",
    ".make",
    "__pycache__",
    "node_modules",
    "var",
    "static-collected",
    "htmlcov",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".import_linter_cache",
    ".hypothesis",
}
TEXT = {".py", ".html", ".js", ".css", ".md", ".toml", ".yml", ".yaml", ".sh", ".txt", ".json", ".po", ".cfg"}


def files(*suffixes: str) -> Iterator[Path]:
    """Yield our files with one of these endings, outside what others wrote (`vendor`)."""
    for folder, names, found in os.walk(ROOT):
        names[:] = sorted(name for name in names if name not in NOT_OURS and name != "vendor")
        yield from (Path(folder) / name for name in sorted(found) if Path(name).suffix in suffixes)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
