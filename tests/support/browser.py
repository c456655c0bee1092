"""A real browser for the tests: the system's chromium, driven by playwright."""

import shutil
from collections.abc import Iterator
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


def launched() -> Iterator[Any]:
    """Start the browser, yield it and close it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=list(QUIET))
        yield browser
        browser.close()


if __name__ == "__main__":
    found = browser_path()
    if not found:
        raise SystemExit("no chromium")
    print(found)
