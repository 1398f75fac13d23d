"""What comes of a job: a run, or the error that the program ended with."""

import struct
from collections.abc import Iterable, Iterator
from typing import Final

from app.sandbox.codec.bounds import Bounds
from app.sandbox.codec.errors import GarbledError
from app.sandbox.codec.failures import decode_error
from app.sandbox.codec.frame import unpack
from app.sandbox.codec.runs import decode_run
from engine.run import Run


def decode_answer(answer: bytes, bounds: Bounds) -> Run:
    """The run.

    Raises:
        EngineError: the program's own failure.
        GarbledError: the answer is none.
    """
    message = unpack(answer, bounds.text)
    if message.kind == "run":
        return decode_run(message, bounds)
    if message.kind == "error":
        raise decode_error(message, bounds)
    raise GarbledError("This is not the answer to a job.")


_LENGTH: Final = struct.Struct("<I")


def join_answers(answers: Iterable[bytes]) -> bytes:
    """Several answers as one."""
    return b"".join(part for answer in answers for part in (_LENGTH.pack(len(answer)), answer))


def split_answers(joined: bytes, most: int) -> Iterator[bytes]:
    """The answers that were joined. Raises GarbledError where they are more than `most`, or cut off."""
    rest = memoryview(joined)
    for _ in range(most):
        if not rest:
            return
        if len(rest) < _LENGTH.size:
            raise GarbledError("An answer is cut off.")
        (length,) = _LENGTH.unpack_from(rest)
        if len(rest) < _LENGTH.size + length:
            raise GarbledError("An answer is cut off.")
        yield bytes(rest[_LENGTH.size : _LENGTH.size + length])
        rest = rest[_LENGTH.size + length :]
    if rest:
        raise GarbledError("There are too many answers.")
