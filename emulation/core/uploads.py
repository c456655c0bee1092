"""What a browser sends is kept only up to a limit: a file without end must not fill the disk."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


class BoundedUpload(FileUploadHandler):
    """The first of the upload handlers: what comes beyond `UPLOAD_MAX_BYTES` of one file is thrown away.

    The file then ends one piece after the limit, so that whoever reads it sees that it is too large.
    """

    seen = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:  # noqa: ARG002
        kept = raw_data if self.seen <= settings.UPLOAD_MAX_BYTES else None
        self.seen += len(raw_data)
        return kept

    def file_complete(self, file_size: int) -> None:
        """The handlers behind this one keep the file."""
