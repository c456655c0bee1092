"""Vietnamese text: one spelling in store, search without accents, the order of the alphabet."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
# The alphabet with its tone order: no tone, huyền, hỏi, ngã, sắc, nặng (TCVN 6909 and school dictionaries).
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]


def clean(text: str) -> str:
    """Compose to NFC and trim: what comes decomposed from macOS or with stray spaces is one spelling."""
    return unicodedata.normalize("NFC", text).strip()


def search_key(text: str) -> str:
    """Fold for search: no accents, đ as d, lower case, single spaces. `Tòa án` and `Toà án` give one key."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _SPACES.sub(" ", bare).strip()


def _letter_and_tone(letter: str) -> tuple[str, int]:
    parts = unicodedata.normalize("NFD", letter)
    tone = next((index for index, mark in enumerate(_TONES) if mark and mark in parts), 0)
    bare = "".join(part for part in parts if part not in _TONES)
    return unicodedata.normalize("NFC", bare), tone


def order_key(text: str) -> str:
    """Give a key whose plain byte order is the Vietnamese alphabetical order.

    Words are compared letter by letter first, tones decide between equal words. The key is lower-case
    hexadecimal, so that every database collation orders it alike.
    """
    letters: list[str] = []
    tones: list[str] = []
    for letter in clean(text).casefold():
        bare, tone = _letter_and_tone(letter)
        position = _LETTERS.find(bare)
        if position >= 0:
            letters.append(f"{position + 32:02x}")
            tones.append(str(tone))
        elif letter.isspace():
            letters.append("01")
            tones.append("0")
        elif letter.isdecimal():
            letters.append(f"{int(letter) + 16:02x}")
    return "".join(letters) + "00" + "".join(tones).rstrip("0")


def person_order_key(full_name: str) -> str:
    """Order people by given name (the last word), then by the whole name."""
    words = clean(full_name).split(" ")
    return order_key(words[-1]) + "." + order_key(full_name)
