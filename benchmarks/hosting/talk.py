"""HTTP as a stranger speaks it: over a bare socket, from an address of its own choice."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Final

POLITE: Final = "127.0.0.2"
ATTACKER: Final = "127.0.0.3"


def request(method: str, path: str, body: Any = None, **headers: str) -> bytes:
    """The bytes of a request."""
    content = b"" if body is None else json.dumps(body).encode()
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: backlens",
        *(f"{k.replace('_', '-')}: {v}" for k, v in headers.items()),
    ]
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


class Talk:
    """One connection. After `ask` fails it is to be opened again."""

    def __init__(self, port: int, who: str) -> None:
        self._port, self._who = port, who
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def open(self) -> None:
        """Connect, if it is not."""
        if self.writer is None or self.writer.is_closing():
            self.reader, self.writer = await asyncio.open_connection(
                "127.0.0.1", self._port, local_addr=(self._who, 0), limit=2**26
            )

    async def send(self, content: bytes) -> None:
        """Bytes, as they are."""
        await self.open()
        assert self.writer is not None
        self.writer.write(content)
        await self.writer.drain()

    async def ask(self, content: bytes, seconds: float = 60.0) -> tuple[int, bytes]:
        """Status and body; status 0 where there was no answer."""
        try:
            async with asyncio.timeout(seconds):
                await self.send(content)
                return await self._answer()
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            self.close()
            return 0, b""

    async def _answer(self) -> tuple[int, bytes]:
        assert self.reader is not None
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        status = int(head.split(" ", 2)[1])
        length = next(
            (int(line[15:]) for line in head.split("\r\n") if line.startswith("content-length:")), 0
        )
        body = await self.reader.readexactly(length)
        if "connection: close" in head:
            self.close()
        return status, body

    def close(self) -> None:
        """End the connection."""
        if self.writer is not None:
            self.writer.close()
            self.writer = None
