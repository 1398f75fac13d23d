"""What a program's failure is as bytes: one of the engine's errors, never another class."""

from __future__ import annotations

from typing import Any, Final

from app.sandbox.codec.bounds import FEW, TEXT, Bounds
from app.sandbox.codec.errors import GarbledError
from app.sandbox.codec.frame import Message, pack
from engine.custom import CustomOpError
from engine.errors import (
    ConstantError,
    DescentError,
    EngineError,
    LeafError,
    LimitError,
    NodeListError,
    NudgeError,
    ProgramError,
    UnknownNodeError,
)

_PLACE: Final = ("line", "column", "end_line", "end_column")
_NAMED: Final = {kind.__name__: kind for kind in (LeafError, UnknownNodeError, NodeListError, CustomOpError)}
_PLAIN: Final = {kind.__name__: kind for kind in (EngineError, ConstantError, NudgeError, DescentError)}


def encode_error(error: EngineError) -> bytes:
    """The error as a message; of a class of its own, it becomes the nearest one that is known here."""
    kinds = ("LimitError", "ProgramError", *_NAMED, *_PLAIN)
    known = [kind.__name__ for kind in type(error).__mro__ if kind.__name__ in kinds]
    texts: dict[str, Any] = {"kind": known[0], "code": error.code, "message": error.message[: 5 * TEXT]}
    for name in ("hint", *_PLACE, "limit", "value", "exception", "file"):
        value = getattr(error, name, None)
        texts[name] = value[:TEXT] if isinstance(value, str) else value
    texts["printed"] = getattr(error, "printed", "")
    texts["names"] = [name[:TEXT] for name in getattr(error, "names", ())][:FEW]
    return pack("error", texts)


def decode_error(message: Message, bounds: Bounds) -> EngineError:
    """The error of a message whose kind is "error". Raises GarbledError."""
    from app.sandbox.codec.texts import ERROR, read

    texts = read(ERROR, message.text)
    message.end()
    if len(texts["printed"]) > bounds.printed:
        raise GarbledError("A string is too long.")
    kind, sentence, hint = texts["kind"], texts["message"], texts["hint"]
    if kind in _NAMED:
        error: EngineError = _NAMED[kind](sentence, names=tuple(texts["names"]), hint=hint)
    elif kind in _PLAIN:
        error = _PLAIN[kind](sentence, hint=hint)
    elif kind in ("ProgramError", "LimitError"):
        return _of_program(texts)
    else:
        raise GarbledError("There is no such error.")
    error.code = texts["code"]
    return error


def _of_program(texts: Any) -> ProgramError:
    place = {name: texts[name] for name in _PLACE}
    error: ProgramError
    if texts["kind"] == "LimitError":
        if texts["limit"] is None or texts["value"] is None:
            raise GarbledError("A limit has no number.")
        error = LimitError(
            texts["message"], limit=texts["limit"], value=texts["value"], hint=texts["hint"], **place
        )
        error.names = tuple(texts["names"])
    else:
        error = ProgramError(
            texts["message"], code=texts["code"], hint=texts["hint"], names=tuple(texts["names"]), **place
        )
    error.code = texts["code"]
    error.exception, error.printed, error.file = texts["exception"], texts["printed"], texts["file"]
    return error
