"""Pages of evidence as pictures, made when first asked for and kept by the digest of the file."""

from pathlib import Path

from django.conf import settings

from clusters.scoring.files import store, workshop
from clusters.scoring.models import Evidence, EvidenceKind
from emulation.core.disk import write_whole

CONTENT_TYPE = "image/webp"
SHOWN = (EvidenceKind.PDF, EvidenceKind.PICTURE)


def preview(piece: Evidence, page: int) -> bytes:
    """Return a page (from 1) as a picture. Word and Excel files have no pages.

    The folder is a cache: it may be emptied at any time.
    """
    if piece.kind not in SHOWN or not 1 <= page <= piece.pages:
        raise IndexError(page)
    place = Path(settings.STORAGE_ROOT, "previews", piece.digest[:2], f"{piece.digest}-{page}.webp")
    if place.is_file():
        return place.read_bytes()
    made = workshop.show(piece.kind, store.read(piece.path, piece.digest), page)
    write_whole(place, made)
    return made
