"""Opens PDF files and pictures, in a process of its own: a hostile file harms nobody else and does not last.

Run by `workshop` as a script, without Django. PDFium keeps no two threads apart, and decoders in C have their
bugs; here the file has bounded memory, bounded time, and nothing to write to.

    workbench.py look pdf|picture           standard input: the file; output: {"pages": 3} or {"refused": "…"}
    workbench.py show pdf|picture PAGE      output: the page (from 1) as WebP, or {"refused": "…"} with status 3
"""

import contextlib
import io
import json
import resource
import sys
from typing import Any

MEMORY = 2 * 1024**3
SECONDS = 20
MAX_PAGES = 1000
# A scanner's A3 sheet at 400 dpi has 31 million points, a telephone's photograph 12 to 50.
MAX_POINTS = 64_000_000
WIDTH, HEIGHT = 1200, 2400
# Points of a PDF page (1/72 inch) are drawn at three times their size at most: small slips stay small.
LARGEST_SCALE = 3
QUALITY = 82
REFUSED = 3


class Refusal(Exception):
    """The code of what is wrong with the file."""


def bound() -> None:
    """Give this process its limits; where the system knows one of them not, the others hold."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def opened_pdf(data: bytes) -> Any:
    """Open a PDF that needs no password."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        password = getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD
        raise Refusal("password" if password else "broken") from error
    if not len(document):
        raise Refusal("broken")
    if len(document) > MAX_PAGES:
        raise Refusal("pages")
    return document


def opened_picture(data: bytes) -> Any:
    """Open a PNG or JPEG of a sensible size."""
    from PIL import Image

    # Checked below, in our own words.
    Image.MAX_IMAGE_PIXELS = None
    try:
        picture = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
    except (OSError, ValueError, SyntaxError) as error:
        raise Refusal("broken") from error
    if picture.width * picture.height > MAX_POINTS:
        raise Refusal("points")
    return picture


def look(kind: str, data: bytes) -> dict[str, int]:
    """Open the file in full (a picture) or to its first page (a PDF), and count its pages."""
    if kind == "picture":
        picture = opened_picture(data)
        try:
            picture.load()
        except (OSError, ValueError, SyntaxError) as error:
            raise Refusal("broken") from error
        return {"pages": 1}
    import pypdfium2

    document = opened_pdf(data)
    try:
        document[0]
    except pypdfium2.PdfiumError as error:
        raise Refusal("broken") from error
    return {"pages": len(document)}


def page_as_picture(data: bytes, number: int) -> Any:
    """Draw a page of a PDF, with its stamps and filled fields."""
    import pypdfium2

    document = opened_pdf(data)
    if not 1 <= number <= len(document):
        raise Refusal("broken")
    with contextlib.suppress(pypdfium2.PdfiumError):
        document.init_forms()
    try:
        page = document[number - 1]
        wide, high = page.get_size()
        scale = min(WIDTH / max(wide, 1), HEIGHT / max(high, 1), LARGEST_SCALE)
        return page.render(scale=scale).to_pil()
    except pypdfium2.PdfiumError as error:
        raise Refusal("broken") from error


def upright(data: bytes) -> Any:
    """Turn a picture the way it was taken and lay it on white, at the size of a preview."""
    from PIL import Image, ImageOps

    picture = opened_picture(data)
    try:
        picture.draft("RGB", (WIDTH, HEIGHT))
        picture = ImageOps.exif_transpose(picture)
        if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
            sheet = Image.new("RGBA", picture.size, "white")
            picture = Image.alpha_composite(sheet, picture.convert("RGBA"))
        picture = picture.convert("RGB")
    except (OSError, ValueError, SyntaxError) as error:
        raise Refusal("broken") from error
    picture.thumbnail((WIDTH, HEIGHT))
    return picture


def show(kind: str, data: bytes, number: int) -> bytes:
    """Return a page as WebP, without anything else the file said of itself."""
    picture = upright(data) if kind == "picture" else page_as_picture(data, number).convert("RGB")
    made = io.BytesIO()
    picture.save(made, "WEBP", quality=QUALITY, method=3)
    return made.getvalue()


def main(words: list[str]) -> int:
    bound()
    data = sys.stdin.buffer.read()
    try:
        if words[0] == "look":
            answer = json.dumps(look(words[1], data)).encode()
        else:
            answer = show(words[1], data, int(words[2]))
    except (Refusal, MemoryError) as error:
        code = str(error) if isinstance(error, Refusal) else "broken"
        sys.stdout.buffer.write(json.dumps({"refused": code}).encode())
        return REFUSED
    sys.stdout.buffer.write(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
