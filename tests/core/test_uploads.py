"""Of an upload without end only so much is kept that its reader sees it is too large."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

LIMIT = 100_000
# What the parser hands on at a time.
PIECE = 64 * 1024


@pytest.mark.parametrize("size", [1, LIMIT, LIMIT + 1, 3_000_000])
def test_a_file_is_kept_up_to_one_piece_beyond_the_limit(settings, size):
    settings.UPLOAD_MAX_BYTES = LIMIT
    request = RequestFactory().post(
        "/", {"first": SimpleUploadedFile("a", b"x" * size), "second": SimpleUploadedFile("b", b"y" * 10)}
    )
    first, second = request.FILES["first"], request.FILES["second"]
    assert first.read() == b"x" * first.size
    assert (second.size, second.read()) == (10, b"y" * 10)
    if size <= LIMIT:
        assert first.size == size
    else:
        assert LIMIT < first.size <= LIMIT + PIECE
    request.close()
