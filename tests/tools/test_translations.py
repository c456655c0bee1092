"""Translations: compiled without gettext, and what `make lint` finds wrong with a catalogue."""

import gettext
import os
from pathlib import Path

import polib

from emulation.core.catalogue import compile_catalogues
from tools.messages import problems


def catalogue(*entries: polib.POEntry) -> polib.POFile:
    found = polib.POFile()
    found.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    found.extend(entries)
    return found


def said(entry: polib.POEntry) -> list[str]:
    """Return what is wrong with a catalogue of this one entry, when the sources ask for just it."""
    asked = polib.POEntry(msgid=entry.msgid, msgid_plural=entry.msgid_plural, msgctxt=entry.msgctxt)
    return list(problems(catalogue(entry), catalogue(asked)))


def test_a_catalogue_is_compiled_once_and_again_when_it_changed(tmp_path: Path):
    folder = tmp_path / "vi" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source, target = folder / "django.po", folder / "django.mo"
    catalogue(polib.POEntry(msgid="Cluster", msgstr="Cụm thi đua")).save(str(source))

    assert compile_catalogues([tmp_path]) == [target]
    assert compile_catalogues([tmp_path]) == []
    with target.open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Cluster") == "Cụm thi đua"

    catalogue(polib.POEntry(msgid="Cluster", msgstr="Khối thi đua")).save(str(source))
    later = target.stat().st_mtime + 10
    os.utime(source, (later, later))
    assert compile_catalogues([tmp_path]) == [target]
    with target.open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Cluster") == "Khối thi đua"
    assert sorted(path.name for path in folder.iterdir()) == ["django.mo", "django.po"]


def test_whole_entries_are_not_complained_about():
    plural = {"msgid": "%(n)s unit", "msgid_plural": "%(n)s units", "msgstr_plural": {0: "%(n)s đơn vị"}}
    assert said(polib.POEntry(msgid="Pledge of %(year)s", msgstr="Giao ước năm %(year)s")) == []
    assert said(polib.POEntry(msgid="95 %% of {count}", msgstr="95 %% của {count}")) == []
    assert said(polib.POEntry(**plural)) == []


def test_gaps_guesses_and_lost_placeholders_are_named():
    assert said(polib.POEntry(msgid="Pledge", msgstr="")) == ["not translated: 'Pledge'"]
    assert said(polib.POEntry(msgid="Pledge", msgstr="Giao ước", flags=["fuzzy"])) == ["fuzzy: 'Pledge'"]
    assert said(polib.POEntry(msgid="Pledge of %(year)s", msgstr="Giao ước năm %(nam)s")) == [
        "placeholders differ: 'Pledge of %(year)s' → 'Giao ước năm %(nam)s'"
    ]
    plural = {"msgid": "%(n)s unit", "msgid_plural": "%(n)s units", "msgstr_plural": {0: "đơn vị"}}
    assert said(polib.POEntry(**plural)) == ["placeholders differ: '%(n)s unit' → 'đơn vị'"]


def test_what_is_missing_or_no_longer_used_is_named_and_context_counts():
    ours = catalogue(polib.POEntry(msgid="Final", msgstr="Chính thức", msgctxt="mark"))
    wanted = catalogue(polib.POEntry(msgid="Final", occurrences=[("clusters/views.py", "")]))
    assert list(problems(ours, wanted)) == ["missing: 'Final' (clusters/views.py)", "no longer used: 'Final'"]
