"""`make pictures`: photographs the main pages of a fresh demonstration into docs/pictures/.

Needs the system's Chromium. Works on a throw-away database, so that pictures always show the demonstration.
"""

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
CHROMIUM = "/usr/bin/chromium"
FLAGS = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --no-first-run"
CUM_1 = "/clusters/btp-cum-1/2022"
WIDE, NARROW = 1280, 360
HEIGHTS = {WIDE: 1000, NARROW: 780}

# Name of the picture, who looks (see awards/exchange/cast.py), the address, the widths.
PAGES = [
    ("sign-in", "", "/accounts/sign-in/", (WIDE,)),
    ("home", "thuongtruc", "/", (WIDE, NARROW)),
    ("clusters", "thuongtruc", "/clusters/", (WIDE,)),
    ("cycle", "truongcum1", f"{CUM_1}/", (WIDE, NARROW)),
    ("scores", "truongcum1", f"{CUM_1}/scores/", (WIDE, NARROW)),
    ("sheet", "vanphongbo", f"{CUM_1}/sheets/btp-van-phong-bo/", (WIDE, NARROW)),
    ("ranking", "thuongtruc", "/clusters/btp-bac-trung-bo/2022/ranking/", (WIDE,)),
    ("pledge-page", "nguoixem", f"{CUM_1}/pledge/", (WIDE,)),
    ("report", "truongcum1", f"{CUM_1}/report/", (WIDE,)),
    ("year", "nguoixem", "/clusters/years/2022/", (WIDE,)),
    ("console", "quantri", "/console/", (WIDE,)),
]


@contextmanager
def demonstration() -> Iterator[str]:
    """Serve a fresh demonstration; gives its address."""
    with tempfile.TemporaryDirectory() as folder:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "emulation.settings",
            "ENV_FILE": os.devnull,
            "DEMONSTRATION": "1",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": "127.0.0.1",
            "DATABASE_URL": f"sqlite:///{folder}/pictures.sqlite3",
            "STORAGE_ROOT": folder,
        }
        manage = [sys.executable, "manage.py"]
        for command in (["compile_translations"], ["migrate", "--verbosity=0"], ["load_demonstration"]):
            subprocess.run([*manage, *command], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "emulation.wsgi", f"--bind=127.0.0.1:{port}", "--threads=4"],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address)
            yield address
        finally:
            server.terminate()
            server.wait()


def _wait_for(address: str) -> None:
    for _attempt in range(100):
        try:
            urllib.request.urlopen(f"{address}/health/", timeout=2)  # noqa: S310 - our own server
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("!! The demonstration does not answer")


def _passwords() -> dict[str, str]:
    """Return the demonstration's password of each person of the cast."""
    import django

    django.setup()
    from awards.exchange.cast import CAST

    return {part.persona.username: part.persona.password for part in CAST}


def photograph(browser: Browser, address: str, passwords: dict[str, str]) -> None:
    for name, username, path, widths in PAGES:
        for width in widths:
            context = browser.new_context(viewport={"width": width, "height": HEIGHTS[width]}, locale="vi-VN")
            page = context.new_page()
            if username:
                page.goto(f"{address}/accounts/sign-in/")
                page.fill("input[name=username]", username)
                page.fill("input[name=password]", passwords[username])
                page.press("input[name=password]", "Enter")
                page.wait_for_url(f"{address}/")
            page.goto(address + path)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=PICTURES / f"{name}-{width}.png")
            print(f"-- docs/pictures/{name}-{width}.png")
            context.close()


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with demonstration() as address, sync_playwright() as playwright:
        passwords = _passwords()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        photograph(browser, address, passwords)


if __name__ == "__main__":
    main()
