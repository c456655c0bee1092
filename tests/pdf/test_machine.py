"""On a machine without Pango, with other fonts, without a writable store: said plainly, or of no matter."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.checks import run_checks
from fontTools.ttLib import TTFont

from emulation.documents.engine import PACKAGES, fonts_folder
from tests.pdf.examples import made, report

# As in Debian's fonts-liberation2 2.1.5-1: unmodified.
SHIPPED = {
    "LiberationSerif-Bold.ttf": "d30913780d9a1bb9725063dd4b321e8e",
    "LiberationSerif-BoldItalic.ttf": "0ca48283dec2f74d955ea7a4b977719a",
    "LiberationSerif-Italic.ttf": "b4eda57993e3e4402fce98d8db4cacbb",
    "LiberationSerif-Regular.ttf": "a946634692bb26e6043f8de10018d31f",
}
RENDER = """
import django
django.setup()
from tests.pdf.examples import made, report
import hashlib
print(hashlib.sha256(made(report())).hexdigest())
"""


def run_python(code, **environment):
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def broken_libraries(folder, *names):
    """Put files in front of the real libraries that the loader finds first and cannot use."""
    for name in names:
        (folder / name).write_bytes(b"not a library")
    return str(folder)


def test_the_fonts_are_those_of_the_package_with_their_licence():
    found = {
        path.name: hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
        for path in fonts_folder().glob("*.ttf")
    }
    assert found == SHIPPED
    assert "SIL OPEN FONT LICENSE Version 1.1" in (fonts_folder() / "OFL.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SHIPPED)
def test_each_face_is_version_2_1_5(name):
    assert TTFont(fonts_folder() / name)["name"].getDebugName(5) == "Version 2.1.5"


def test_the_hosts_fonts_do_not_matter(tmp_path):
    """The same bytes on a host with other fonts, with none, and with its own settings for fontconfig."""
    here = hashlib.sha256(made(report())).hexdigest()
    nothing = tmp_path / "fonts.conf"
    nothing.write_text("<fontconfig></fontconfig>", encoding="utf-8")
    bare = run_python(RENDER, FONTCONFIG_FILE=str(nothing), HOME=str(tmp_path))
    assert (bare.stdout.strip(), bare.stderr) == (here, "")


def test_the_hosts_font_settings_are_left_as_they_were():
    code = "import os; from tests.pdf.examples import made, report; made(report()); print(os.environ.get('FONTCONFIG_FILE'))"
    found = run_python(f"import django; django.setup(); {code}", FONTCONFIG_FILE="/somewhere/fonts.conf")
    assert found.stdout.strip() == "/somewhere/fonts.conf"


def test_without_pango_a_print_says_what_to_install(tmp_path):
    code = """
import django
django.setup()
from emulation.core.errors import Refused
from tests.pdf.examples import made, report
try:
    made(report())
except Refused as error:
    print(error.status, error)
"""
    path = broken_libraries(tmp_path, "libpango-1.0.so.0", "libpango-1.0-0", "libpango-1.0.dylib")
    found = run_python(code, LD_LIBRARY_PATH=path)
    assert found.stderr == ""
    assert found.stdout.strip() == (
        "503 PDFs cannot be made on this machine: the library Pango is missing. "
        f"Install it, on Debian and Ubuntu with: apt-get install {PACKAGES}"
    )


@pytest.mark.parametrize(
    ("library", "identity"),
    [("libpango-1.0.so.0", "documents.W001"), ("libharfbuzz-subset.so.0", "documents.W002")],
)
def test_the_system_check_warns_of_a_missing_library(tmp_path, library, identity):
    path = broken_libraries(tmp_path, library)
    found = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "LD_LIBRARY_PATH": path},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert found.returncode == 0
    assert identity in found.stderr
    assert f"apt-get install {PACKAGES}" in found.stderr


def test_without_harfbuzz_subset_a_print_is_made_all_the_same(tmp_path):
    path = broken_libraries(tmp_path, "libharfbuzz-subset.so.0", "libharfbuzz-subset-0", "harfbuzz-subset")
    found = run_python(RENDER, LD_LIBRARY_PATH=path)
    assert len(found.stdout.strip()) == 64
    assert {line[:39] for line in found.stderr.splitlines()} == {"Using fontTools instead of HarfBuzz-Sub"}


def test_this_machine_prints():
    assert [found for found in run_checks() if found.id.startswith("documents.")] == []


def test_the_system_check_warns_of_a_font_without_vietnamese(settings, tmp_path):
    folder = tmp_path / "static" / "fonts" / "print"
    folder.mkdir(parents=True)
    for path in fonts_folder().glob("*.ttf"):
        (folder / path.name).write_bytes(path.read_bytes())
    font = TTFont(folder / "LiberationSerif-Bold.ttf")
    for table in font["cmap"].tables:
        table.cmap.pop(ord("ế"), None)
    font.save(folder / "LiberationSerif-Bold.ttf")
    (folder / "LiberationSerif-Italic.ttf").unlink()
    settings.BASE_DIR = tmp_path
    found = [one for one in run_checks() if one.id == "documents.W003"]
    assert [one.msg for one in found] == [
        "Printed Vietnamese will be wrong: LiberationSerif-Bold.ttf, LiberationSerif-Italic.ttf "
        "missing or without “ế”."
    ]


def test_a_store_that_cannot_be_written_does_not_stop_a_print(tmp_path):
    blocked = tmp_path / "storage"
    blocked.write_text("a file where the folder should be", encoding="utf-8")
    code = (
        "import django; django.setup(); from django.conf import settings; from pathlib import Path; "
        f"settings.STORAGE_ROOT = Path({str(blocked)!r}); "
        "from tests.pdf.examples import made, report; print(len(made(report())) > 0)"
    )
    found = run_python(code)
    assert (found.stdout.strip(), found.stderr) == ("True", "")
    assert Path(blocked).is_file()
