"""A cheap HTTP client for tests under load: one keep-alive connection, many of them in one event loop."""

import asyncio
import contextlib
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

LOST = (ConnectionError, asyncio.IncompleteReadError)


class Answer(NamedTuple):
    """What came back. `sent` counts how often the request went out: a kept connection may have been closed."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    sent: int = 1

    def json(self) -> Any:
        return json.loads(self.body)


def header_lines(headers: Mapping[str, str]) -> str:
    """Write headers as they go over the wire."""
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items())


class Wire:
    """A browser's connection: opened when needed, kept, opened again when the server closed it."""

    def __init__(self, host: str, port: int, headers: Mapping[str, str]) -> None:
        self._host, self._port = host, port
        self._lines = header_lines({"Host": f"{host}:{port}", "Connection": "keep-alive", **headers})
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def post(self, path: str, body: object, more: str = "") -> Answer:
        """Send JSON, with more header lines; a connection lost before any answer is opened again, once."""
        data = json.dumps(body).encode()
        head = f"POST {path} HTTP/1.1\r\n{self._lines}{more}Content-Type: application/json\r\n"
        return await self._ask(f"{head}Content-Length: {len(data)}\r\n\r\n".encode() + data)

    async def get(self, path: str) -> Answer:
        return await self._ask(f"GET {path} HTTP/1.1\r\n{self._lines}\r\n".encode())

    async def _ask(self, request: bytes) -> Answer:
        kept = self._writer is not None
        try:
            return await self._exchange(request)
        except LOST:
            await self.close()
            if not kept:
                raise
            return (await self._exchange(request))._replace(sent=2)

    async def _exchange(self, request: bytes) -> Answer:
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(self._host, self._port)
        assert self._reader
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines) if name
        }
        body = await self._reader.readexactly(int(headers["content-length"]))
        if headers.get("connection", "").lower() == "close":
            await self.close()
        return Answer(int(first.split()[1]), headers, body)

    async def close(self) -> None:
        writer, self._reader, self._writer = self._writer, None, None
        if writer is not None:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
