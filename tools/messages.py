"""The translation catalogues: collect what has to be translated, and find what is wrong with them.

`python -m tools.messages collect` writes locale/; `python -m tools.messages check` changes nothing.
GNU gettext finds the messages (in a copy of the tree), polib compares.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("emulation", "clusters", "awards", "templates", "static", "locale")
LANGUAGE = "vi"
CATALOGUE = Path("locale") / LANGUAGE / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%[sdif]|\{\w*\}")


def collected(folder: Path) -> polib.POFile:
    """Return the catalogue as it would be after collecting, made in a copy of the tree."""
    for name in SOURCES:
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "*.mo", "vendor")
            shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    shutil.copy(ROOT / "manage.py", folder)
    (folder / CATALOGUE).parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "manage.py", "makemessages", f"--locale={LANGUAGE}", "--verbosity=0"]
    command += ["--no-obsolete", "--add-location=file", "--no-wrap"]
    environment = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "SECRET_KEY": "for-makemessages",
        "LC_ALL": "C.UTF-8",
    }
    subprocess.run(command, cwd=folder, env=environment, check=True)
    return polib.pofile(str(folder / CATALOGUE), wrapwidth=0)


def key(entry: polib.POEntry) -> tuple[str, str]:
    return entry.msgctxt or "", entry.msgid


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text.replace("%%", "")))


def wrong_placeholders(entry: polib.POEntry) -> bool:
    if entry.msgid_plural:
        wanted = placeholders(entry.msgid_plural)
        return any(placeholders(text) != wanted for text in entry.msgstr_plural.values())
    return placeholders(entry.msgstr) != placeholders(entry.msgid)


def untranslated(entry: polib.POEntry) -> bool:
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    return not all(text.strip() for text in texts)


def problems(ours: polib.POFile, wanted: polib.POFile) -> Iterator[str]:
    """Say everything that is wrong with our catalogue, given what the sources ask for."""
    present = {key(entry): entry for entry in ours if not entry.obsolete}
    asked = {key(entry): entry for entry in wanted if not entry.obsolete}
    for name, entry in asked.items():
        if name not in present:
            places = ", ".join(path for path, _line in entry.occurrences[:3])
            yield f"missing: {entry.msgid!r} ({places})"
    for name, entry in present.items():
        if name not in asked:
            yield f"no longer used: {entry.msgid!r}"
        elif entry.fuzzy:
            yield f"fuzzy: {entry.msgid!r}"
        elif untranslated(entry):
            yield f"not translated: {entry.msgid!r}"
        elif wrong_placeholders(entry):
            text = entry.msgstr_plural.get(0) if entry.msgid_plural else entry.msgstr
            yield f"placeholders differ: {entry.msgid!r} → {text!r}"


def main(action: str) -> int:
    if not shutil.which("xgettext"):
        print("!! xgettext is missing: sudo apt-get install gettext")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        wanted = collected(Path(folder))
    target = ROOT / CATALOGUE
    if action == "collect":
        for entry in wanted:
            if entry.fuzzy:
                # A guess is worse than a gap: it would be read as a translation.
                entry.flags.remove("fuzzy")
                entry.previous_msgid = None
                entry.msgstr = ""
                entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "")
        # No dates: they would change with every run.
        wanted.header = "Everything the interface says, in Vietnamese. Collected by `make messages`."
        wanted.metadata_is_fuzzy = False
        wanted.metadata = {
            "Project-Id-Version": "emulation-clusters",
            "Language": LANGUAGE,
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Plural-Forms": "nplurals=1; plural=0;",
        }
        target.parent.mkdir(parents=True, exist_ok=True)
        wanted.save(str(target))
        print(f"-- {CATALOGUE}: {len(wanted)} messages, {sum(map(untranslated, wanted))} to translate")
        return 0
    ours = polib.pofile(str(target)) if target.exists() else polib.POFile()
    found = list(problems(ours, wanted))
    print("\n".join(found[:60]) or f"{len(wanted)} messages, all translated")
    if len(found) > 60:
        print(f"… and {len(found) - 60} more")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
