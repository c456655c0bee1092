"""What holds for all of the code: it imports, it has its migrations, its services know no web."""

import ast
import importlib
import io
import pkgutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.architecture.tree import PACKAGES, ROOT, name

# The web has no place where state is changed.
WEB = ("django.http", "django.contrib.messages", "django.shortcuts", "django.views")


def modules() -> Iterator[str]:
    for package in PACKAGES:
        yield package
        folder = importlib.import_module(package).__path__
        for module in pkgutil.walk_packages(folder, f"{package}."):
            yield module.name


def test_every_module_can_be_imported():
    for module in modules():
        importlib.import_module(module)


def test_every_folder_with_code_is_a_package():
    without = {
        name(path.parent)
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if not (path.parent / "__init__.py").exists()
    }
    assert without == set()


@pytest.mark.django_db
def test_no_migration_is_missing():
    said = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said, verbosity=3)
    except SystemExit:
        pytest.fail(said.getvalue())
    assert said.getvalue().strip() == "No changes detected"


def test_warnings_are_errors():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    filters = settings["tool"]["pytest"]["ini_options"]["filterwarnings"]
    assert filters[0] == "error"
    # Whatever is let through has to be named to the letter: action, message, category.
    assert [line for line in filters[1:] if line.count(":") < 2] == []


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_services_know_nothing_of_the_web():
    services = [
        path
        for package in ("emulation", "clusters", "awards")
        for path in (ROOT / package).rglob("*.py")
        if path.stem == "services" or "services" in path.parent.relative_to(ROOT).parts
    ]
    found = {
        f"{name(path)} imports {imported}"
        for path in services
        for imported in imports(path)
        if imported.startswith(WEB)
    }
    assert found == set()
