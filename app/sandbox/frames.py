"""What a child sends to the server: a kind, a length and that many bytes, again and again; and how a job
and the orders after it are sent to the child.

The reader of frames trusts nothing of them: every length is bounded before its bytes are taken.
"""

import struct
from collections.abc import Iterator
from enum import IntEnum
from os import write
from signal import SIG_BLOCK, SIG_SETMASK, pthread_sigmask, valid_signals
from typing import Final

from app.sandbox.errors import TooMuch

_HEAD: Final = struct.Struct("<BI")
JOB_HEAD: Final = struct.Struct("<Q?")
"""How long a job is, and whether orders follow it on the same connection."""
ORDER_HEAD: Final = struct.Struct("<I")
PART_BYTES: Final = 2**18
# What an event takes of the reader beside its bytes, so that empty ones cannot keep it busy.
EVENT_COST: Final = 256


class Kind(IntEnum):
    """EVENT may come many times; one of the others is the last."""

    EVENT = 1
    ANSWER = 2
    NEEDS_HEAVY = 3
    OUT_OF_MEMORY = 4
    FAILED = 5


class FrameWriter:
    """Writes frames whole, whatever signal arrives meanwhile, to a descriptor that blocks."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: Final = descriptor

    def write(self, kind: Kind, content: bytes) -> None:
        """Raises OSError when nobody reads any more."""
        before = pthread_sigmask(SIG_BLOCK, valid_signals())
        try:
            self._all(_HEAD.pack(kind, len(content)) + content)
        finally:
            pthread_sigmask(SIG_SETMASK, before)

    def _all(self, content: bytes) -> None:
        left = memoryview(content)
        while left:
            left = left[write(self._descriptor, left) :]


class FrameReader:
    """Splits what arrives into frames.

    Arguments:
        frame_bytes: the largest frame.
        events_bytes: the most that all events together may have, with EVENT_COST for each.
    """

    def __init__(self, frame_bytes: int, events_bytes: int) -> None:
        self._frame_bytes: Final = frame_bytes
        self._events_left = events_bytes
        self._buffer: Final = bytearray()

    def feed(self, content: bytes) -> Iterator[tuple[Kind, bytes]]:
        """The frames that are complete with this piece. Raises TooMuch."""
        self._buffer.extend(content)
        while len(self._buffer) >= _HEAD.size:
            kind, size = self._head()
            end = _HEAD.size + size
            if len(self._buffer) < end:
                return
            frame = bytes(memoryview(self._buffer)[_HEAD.size : end])
            del self._buffer[:end]
            if kind is Kind.EVENT:
                self._events_left -= end + EVENT_COST
                if self._events_left < 0:
                    raise TooMuch("The program told more on its way than it may.")
            yield kind, frame

    def _head(self) -> tuple[Kind, int]:
        number, size = _HEAD.unpack_from(self._buffer)
        try:
            kind = Kind(number)
        except ValueError:
            raise TooMuch("What the program's process sent is not an answer.") from None
        if size > self._frame_bytes:
            raise TooMuch(f"The answer has {size:,} bytes, and may have {self._frame_bytes:,}.")
        return kind, size
