"""How our files are: short, finished, free of machines' paths and of anything inline."""

import re
from pathlib import Path

from tests.architecture.tree import ROOT, TEXT, files, name

LONGEST = 400


def offences(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    """Return file:line of every match."""
    return [
        f"{name(path)}:{number}: {line.strip()[:100]}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]


def test_no_file_is_longer_than_a_reader_can_hold():
    lengths = {
        name(path): path.read_text(encoding="utf-8").count("\n")
        for path in files(".py", ".html", ".js", ".css")
        if "migrations" not in path.parts
    }
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST} == {}


def test_nothing_is_left_unfinished():
    # Put together here, so that this file does not find itself.
    words = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "NotImple" + "mentedError"]) + r")\b")
    assert offences(words, list(files(".py", ".html", ".js", ".css", ".sh"))) == []


def test_no_machine_s_path_stands_in_a_file():
    paths = re.compile(r"(?<![\w.:/])/(?:home|Users|root|work|mnt|farm)/\w|\b[C-Z]:\\\w")
    assert offences(paths, list(files(*TEXT))) == []


def test_the_locked_requirements_name_no_index():
    locked = sorted((ROOT / "requirements").glob("*.txt"))
    assert [path.name for path in locked] == ["base.txt", "dev.txt"]
    assert offences(re.compile(r"^\s*-(?!-hash=)|://|\bfile:[/.]"), locked) == []


def test_pages_hold_no_inline_script_or_style():
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")|<style\b|\sstyle=|\son[a-z]+=[\"']|javascript:",
        re.IGNORECASE,
    )
    documents = ROOT / "templates" / "documents"
    pages = [path for path in files(".html") if documents not in path.parents]
    assert offences(inline, pages) == []
