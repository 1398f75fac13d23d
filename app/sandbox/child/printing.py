"""Standard output of a program: whichever way it is written, its first characters are kept, in order."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable
from typing import Any

# Characters that wait for the end of their line before they are sent.
WAITING = 4_096


class Output(io.TextIOBase):
    """What `sys.stdout` is in a program.

    most: characters that are kept. tell: is given text as it comes, line by line. place: says where the
    program is, asked once, when more was printed than is kept.
    """

    encoding = "utf-8"
    errors = "strict"

    def __init__(
        self, most: int, tell: Callable[[str], object] | None, place: Callable[[], tuple[int, int] | None]
    ) -> None:
        super().__init__()
        self.buffer = Bytes(self)
        self.cut = False
        self.cut_at: tuple[int, int] | None = None
        self._parts: list[str] = []
        self._room = most
        self._tell = tell
        self._place = place
        self._waiting: list[str] = []

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return 1

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if text:
            text.encode()  # raises as it would in Python, for half of a surrogate pair
            self.buffer.finish()
            self.keep(text)
        return len(text)

    def keep(self, text: str) -> None:
        """Adds text, up to the room that there is."""
        if len(text) > self._room:
            if not self.cut:
                self.cut, self.cut_at = True, self._place()
            text = text[: self._room]
        if not text:
            return
        self._room -= len(text)
        self._parts.append(text)
        if self._tell is not None:
            self._waiting.append(text)
            if "\n" in text or sum(map(len, self._waiting)) > WAITING:
                self.flush()

    def flush(self) -> None:
        if self._tell is not None and self._waiting:
            waiting, self._waiting = "".join(self._waiting), []
            self._tell(waiting)

    def reconfigure(self, **words: object) -> None:
        """Text is kept as text, however it would be encoded."""

    def close(self) -> None:
        """A program may close its output; nothing more is written then, and what was is kept."""
        self._room = 0

    def so_far(self) -> str:
        """What was kept until now; the program continues."""
        return "".join(self._parts)

    def text(self) -> str:
        """All that was kept."""
        self.buffer.finish()
        self.flush()
        return "".join(self._parts)


class Bytes(io.BufferedIOBase):
    """`sys.stdout.buffer`, and what `os.write` to descriptor 1 goes through: bytes as they come."""

    def __init__(self, output: Output) -> None:
        super().__init__()
        self._output = output
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return 1

    def write(self, data: Any) -> int:
        octets = bytes(data)
        self._output.keep(self._decoder.decode(octets))
        return len(octets)

    def finish(self) -> None:
        """Text follows: what is incomplete stays so."""
        rest = self._decoder.decode(b"", final=True)
        self._decoder.reset()
        if rest:
            self._output.keep(rest)


class Nowhere(io.TextIOBase):
    """Standard error, which nobody reads."""

    encoding = "utf-8"
    errors = "backslashreplace"

    def __init__(self) -> None:
        super().__init__()
        self.buffer = io.BytesIO()

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        return len(text)

    def fileno(self) -> int:
        return 2
