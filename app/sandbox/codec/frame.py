"""One message: a kind, a JSON text of bounded size, and flat arrays, each with its type and its count."""

from __future__ import annotations

import json
import struct
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from app.sandbox.codec.errors import GarbledError

Kind = Literal["run", "error", "event", "job", "series"]
Code = Literal["B", "I", "d"]

_MAGIC: Final = b"BLN1"
_KINDS: Final = ("run", "error", "event", "job", "series")
_HEAD: Final = struct.Struct("<4sBI")  # magic, kind, bytes of the text
_ARRAY: Final = struct.Struct("<cI")  # type, count

BYTE: Final = "B"
INDEX: Final = "I"
DOUBLE: Final = "d"


def pack(kind: Kind, text: Mapping[str, Any], arrays: Iterable[array[Any]] = ()) -> bytes:
    """The message. Lone surrogates, which UTF-8 cannot carry, become question marks."""
    written = json.dumps(text, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    parts = [_HEAD.pack(_MAGIC, _KINDS.index(kind), len(written)), written]
    for numbers in arrays:
        parts += (_ARRAY.pack(numbers.typecode.encode(), len(numbers)), numbers.tobytes())
    return b"".join(parts)


@dataclass(slots=True)
class Message:
    """A message that is being read: its text, and what is left of its arrays."""

    kind: str
    text: bytes
    _rest: memoryview = field(repr=False)

    def take(self, code: Code, count: int) -> array[Any]:
        """The next array, which must have this type and count."""
        if len(self._rest) < _ARRAY.size:
            raise GarbledError("An array is missing.")
        found = _ARRAY.unpack_from(self._rest)
        if found != (code.encode(), count):
            raise GarbledError("An array has another type or count.")
        return self._numbers(code, count)

    def take_up_to(self, code: Code, most: int) -> array[Any]:
        """The next array, of whatever count up to `most`."""
        if len(self._rest) < _ARRAY.size:
            raise GarbledError("An array is missing.")
        found, count = _ARRAY.unpack_from(self._rest)
        if found != code.encode() or count > most:
            raise GarbledError("An array has another type, or is too long.")
        return self._numbers(code, count)

    def end(self) -> None:
        """Nothing may be left."""
        if len(self._rest):
            raise GarbledError("There is more than was announced.")

    def _numbers(self, code: Code, count: int) -> array[Any]:
        numbers: array[Any] = array(code)
        end = _ARRAY.size + count * numbers.itemsize
        if len(self._rest) < end:
            raise GarbledError("An array is cut off.")
        numbers.frombytes(self._rest[_ARRAY.size : end])
        self._rest = self._rest[end:]
        return numbers


def unpack(message: bytes, most_text: int) -> Message:
    """The message's parts. Raises GarbledError for one that is none, or whose text is too long."""
    if len(message) < _HEAD.size:
        raise GarbledError("There is no message.")
    magic, kind, length = _HEAD.unpack_from(message)
    if magic != _MAGIC or kind >= len(_KINDS):
        raise GarbledError("This is not a message.")
    if length > most_text or _HEAD.size + length > len(message):
        raise GarbledError("The text is too long, or cut off.")
    end = _HEAD.size + length
    return Message(_KINDS[kind], message[_HEAD.size : end], memoryview(message)[end:])
