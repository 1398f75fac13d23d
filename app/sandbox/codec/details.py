"""What is sent of a pass beside its value, and what is watched: norms, parts, numbers."""

from __future__ import annotations

from array import array
from dataclasses import asdict
from math import prod
from typing import TYPE_CHECKING, Any, Final

from app.sandbox.codec.bounds import PART_NUMBERS, TEXT, WATCHED_NAME
from app.sandbox.codec.errors import GarbledError
from app.sandbox.codec.frame import BYTE, DOUBLE, Message
from app.sandbox.events import NonFinite, Part, PassDetail, Passed, Watched
from engine.norms import ListNorms, Norms, ScopeNorms
from engine.run import PassRecord

if TYPE_CHECKING:
    from app.sandbox.codec.texts import DetailText, NormsText, PassText, WatchedText

_WIDTH: Final = 4  # bytes of a float32
_KINDS: Final = {"number": 0, "list": 1, "matrix": 2, "text": 0}


def encode_octets(octets: bytes) -> array[Any]:
    """Bytes as an array."""
    return array(BYTE, octets)


def watched_text(watched: Watched) -> dict[str, Any]:
    """What is watched, apart from its numbers."""
    return {
        "name": watched.name[:WATCHED_NAME],
        "line": watched.line,
        "file": None if watched.file is None else watched.file[:TEXT],
        "number": watched.number,
        "kind": watched.kind,
        "text": watched.value[:TEXT] if isinstance(watched.value, str) else None,
        "shape": watched.shape,
    }


def watched_numbers(watched: Watched) -> array[Any]:
    """Its numbers."""
    value = watched.value
    return array(DOUBLE, () if isinstance(value, str) else value if isinstance(value, tuple) else (value,))


def encode_detail(detail: PassDetail) -> tuple[dict[str, Any], list[array[Any]]]:
    """The texts and the arrays."""
    parts = detail.parts
    texts = {
        "seconds": detail.seconds,
        "of": detail.of,
        "parts": None if parts is None else [{"name": each.name, "shape": each.shape} for each in parts],
        "recorded": detail.recorded,
        "non_finite": None if detail.non_finite is None else asdict(detail.non_finite),
    }
    arrays = [encode_octets(octets) for each in parts or () for octets in (each.data, each.grad)]
    return texts, arrays


def decode_pass(passed: PassText, detail: DetailText | None, message: Message) -> Passed:
    """The event. Raises GarbledError."""
    record = decode_record(passed)
    if detail is None:
        return Passed(record)
    non_finite = detail["non_finite"]
    return Passed(
        record,
        PassDetail(
            detail["seconds"],
            detail["of"],
            None if detail["parts"] is None else _parts(detail, message),
            detail["recorded"],
            None if non_finite is None else NonFinite(**non_finite),
        ),
    )


def decode_record(passed: PassText) -> PassRecord:
    """A backward pass, with its norms if it has any."""
    number, value, nodes = passed["number"], passed["value"], passed["nodes"]
    return PassRecord(number, value, nodes, passed["line"], passed["file"], _norms(passed.get("norms")))


def _norms(norms: NormsText | None) -> Norms | None:
    if norms is None:
        return None
    lists = [
        ListNorms(
            each["name"],
            tuple(each["shape"]),
            each["scope"],
            each["data"],
            each["grad"],
            each["update"],
            each["zero_grads"],
        )
        for each in norms["lists"]
    ]
    return Norms(tuple(lists), tuple([ScopeNorms(**each) for each in norms["scopes"]]))


def _parts(detail: DetailText, message: Message) -> tuple[Part, ...]:
    made, room = [], PART_NUMBERS
    for each in detail["parts"] or ():
        count = prod(each["shape"])
        room -= count
        if room < 0:
            raise GarbledError("The parts of a pass have too many numbers.")
        data, grad = (message.take(BYTE, _WIDTH * count).tobytes() for _ in range(2))
        made.append(Part(each["name"], tuple(each["shape"]), data, grad))
    return tuple(made)


def decode_recorded(message: Message, most: int) -> bytes:
    """The bytes of a run. Raises GarbledError for more than `most`."""
    return message.take_up_to(BYTE, most).tobytes()


def decode_watched(watched: WatchedText, message: Message) -> Watched:
    """The event. Raises GarbledError where its value is not of its kind."""
    kind, text, shape = watched["kind"], watched["text"], tuple(watched["shape"])
    numbers = message.take_up_to(DOUBLE, PART_NUMBERS)
    if len(shape) != _KINDS[kind] or len(numbers) != (0 if kind == "text" else prod(shape)):
        raise GarbledError("What is watched has another shape.")
    if (text is None) == (kind == "text"):
        raise GarbledError("What is watched is not of its kind.")
    value: float | tuple[float, ...] | str = tuple(numbers)
    if text is not None:
        value = text
    elif kind == "number":
        value = numbers[0]
    place = (watched["line"], watched["file"], watched["number"])
    return Watched(watched["name"], *place, kind, value, shape)
