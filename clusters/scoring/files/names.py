"""What a person called a file, made fit to be shown and to be saved under on any system. Pure."""

import re
import unicodedata

# Vietnamese letters take up to three bytes; 255 bytes is the limit of most file systems.
MAX_BYTES = 180
NAMELESS = "file"
_EXTENSIONS = re.compile(r"\.(pdf|png|jpe?g|jpe|jfif|docx|xlsx)$", re.IGNORECASE)
_UNFIT = re.compile(r'[<>:"|?*\\/]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def clean_name(name: str, extension: str) -> str:
    """Return a name with the extension of the content, of at most 180 bytes besides it.

    Folders before the name, control and invisible characters (those that turn the direction of writing
    among them) and characters that file systems refuse fall away; letters are composed (NFC).
    """
    last = re.split(r"[\\/]", name)[-1]
    kept = "".join(_shown(letter) for letter in unicodedata.normalize("NFC", last))
    stem = _EXTENSIONS.sub("", " ".join(_UNFIT.sub(" ", kept).split()))
    stem = _bounded(stem.strip(" .")).strip(" .")
    if not stem:
        stem = NAMELESS
    if _RESERVED.match(stem):
        stem = f"{NAMELESS}-{stem}"
    return f"{stem}.{extension}"


def _shown(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in ("Zs", "Zl", "Zp") or letter in "\t\r\n":
        return " "
    return "" if category.startswith("C") else letter


def _bounded(stem: str) -> str:
    """Cut at whole letters."""
    encoded = stem.encode()
    if len(encoded) <= MAX_BYTES:
        return stem
    return encoded[:MAX_BYTES].decode(errors="ignore")
