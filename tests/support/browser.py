"""A real browser for the tests: the system's chromium, driven by playwright."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# A browser that calls home would make the tests depend on the network.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def browser_path() -> str | None:
    """Return where the system's chromium is, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@cache
def missing() -> str:
    """Say in a word what keeps the browser from starting; empty when nothing does."""
    if not browser_path():
        return "no chromium"
    driver = [sys.executable, "-m", "playwright", "--version"]
    if subprocess.run(driver, capture_output=True, check=False).returncode:
        return "playwright's driver does not start (it needs libatomic1)"
    return ""


@contextmanager
def launched() -> Iterator[Any]:
    """Start the browser, yield it and close it.

    Playwright keeps an event loop running in this thread meanwhile, so Django takes the tests for
    asynchronous code: it has to be told to go on, and it opens a second connection, closed here.
    """
    from django.db import connections
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=browser_path(), args=list(QUIET))
            try:
                yield browser
            finally:
                browser.close()
                connections.close_all()
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


if __name__ == "__main__":
    sys.exit(missing() or 0)
