"""What every test may use, and which tests a run takes."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from emulation.core.catalogue import compile_catalogues
from tests.support import browser as browsers
from tests.support import postgres, queries
from tests.support.flushing import let_tests_flush

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only",
        action="store_true",
        help="only tests that use the database: the others ran already, on another one",
    )


def pytest_configure() -> None:
    compile_catalogues([Path(__file__).parent.parent / "locale"])


def pytest_unconfigure() -> None:
    from django.conf import settings

    shutil.rmtree(settings.STORAGE_ROOT, ignore_errors=True)


def uses_database(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("django_db")) or bool(
        DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--database-only"):
        config.hook.pytest_deselected(items=[item for item in items if not uses_database(item)])
        items[:] = [item for item in items if uses_database(item)]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Let tests with real transactions empty the append-only tables afterwards."""
    from django.db import connection

    let_tests_flush(connection)


@pytest.fixture
def exactly_queries() -> Callable[[int], AbstractContextManager[Any]]:
    """`with exactly_queries(7): …` fails, listing the statements, unless there are exactly seven."""
    return queries.exactly


@pytest.fixture(scope="session")
def throwaway_postgres() -> Iterator[postgres.ThrowawayPostgres]:
    """A PostgreSQL server of the tests' own, as its superuser. Who kills it starts it again."""
    try:
        server = postgres.ThrowawayPostgres()
    except postgres.Unavailable as problem:
        if os.environ.get("REQUIRE_POSTGRES") == "1":
            raise
        pytest.skip(f"PostgreSQL: {problem}")
    with server:
        yield server


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium for the tests of one file, or a skip that says so."""
    if reason := browsers.missing():
        pytest.skip(f"browser: {reason}")
    with browsers.launched() as chromium:
        yield chromium


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A fresh page of a fresh visitor, in Vietnamese, 1280 wide."""
    context = browser.new_context(locale="vi-VN", viewport={"width": 1280, "height": 800})
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()
