"""What a child tells while its program runs, as bytes: printed text, passes, figures, what is watched."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from app.sandbox.codec.bounds import FEW, RECORDED, SVG, TEXT
from app.sandbox.codec.details import (
    decode_pass,
    decode_recorded,
    decode_watched,
    encode_detail,
    encode_octets,
    watched_numbers,
    watched_text,
)
from app.sandbox.codec.errors import GarbledError
from app.sandbox.codec.frame import Message, pack, unpack
from app.sandbox.events import Drawn, Event, Obeyed, Passed, Printed, Recorded, Stated, Watched
from engine.run import Figure

if TYPE_CHECKING:
    from app.sandbox.codec.texts import EventText


def encode_event(event: Event) -> bytes:
    """The event as a message."""
    match event:
        case Printed(text):
            return pack("event", {"printed": text})
        case Passed(record, detail):
            if detail is None:
                return pack("event", {"passed": asdict(record)})
            texts, arrays = encode_detail(detail)
            return pack("event", {"passed": asdict(record), "detail": texts}, arrays)
        case Recorded(number, run):
            return pack("event", {"recorded": {"number": number}}, [encode_octets(run)])
        case Watched():
            return pack("event", {"watched": watched_text(event)}, [watched_numbers(event)])
        case Stated(state, number):
            return pack("event", {"stated": {"state": state, "number": number}})
        case Obeyed(order, unknown):
            cut = [name[:TEXT] for name in unknown[:FEW]]
            return pack("event", {"obeyed": {"order": order, "unknown": cut}})
        case Drawn(figure):  # one that is too large for an answer is too large for an event
            return pack("event", {"drawn": asdict(figure) | {"name": figure.name[:TEXT]}})


def decode_event(event: bytes) -> Event:
    """The event, as far as it can be told without the others. Raises GarbledError.

    A figure's SVG is the program's own, and is rebuilt before anyone sees it. The run of a recorded pass is
    as unknown as any answer is.
    """
    from app.sandbox.codec.texts import EVENT, read

    message = unpack(event, 2 * SVG + TEXT)
    if message.kind != "event":
        raise GarbledError("This is not an event.")
    found = _event(read(EVENT, message.text), message)
    message.end()
    return found


def _event(texts: EventText, message: Message) -> Event:
    if (printed := texts.get("printed")) is not None:
        return Printed(printed)
    if (passed := texts.get("passed")) is not None:
        return decode_pass(passed, texts.get("detail"), message)
    if (recorded := texts.get("recorded")) is not None:
        return Recorded(recorded["number"], decode_recorded(message, RECORDED))
    if (watched := texts.get("watched")) is not None:
        return decode_watched(watched, message)
    if (stated := texts.get("stated")) is not None:
        return Stated(stated["state"], stated["number"])
    if (obeyed := texts.get("obeyed")) is not None:
        return Obeyed(obeyed["order"], tuple(obeyed["unknown"]))
    if (drawn := texts.get("drawn")) is not None and len(drawn["svg"]) <= SVG:
        return Drawn(Figure(**drawn))
    raise GarbledError("This event tells nothing.")
