"""What a child tells while its program runs, as bytes: printed text, passes, figures."""

from __future__ import annotations

from dataclasses import asdict

from app.sandbox.codec.bounds import SVG, TEXT
from app.sandbox.codec.errors import GarbledError
from app.sandbox.codec.frame import pack, unpack
from app.sandbox.events import Drawn, Event, Passed, Printed
from engine.run import Figure, PassRecord


def encode_event(event: Event) -> bytes:
    """The event as a message."""
    match event:
        case Printed(text):
            return pack("event", {"printed": text})
        case Passed(record):
            return pack("event", {"passed": asdict(record)})
        case Drawn(figure):  # one that is too large for an answer is too large for an event
            return pack("event", {"drawn": asdict(figure) | {"name": figure.name[:TEXT]}})


def decode_event(event: bytes) -> Event:
    """The event, as far as it can be told without the others. Raises GarbledError.

    A figure's SVG is the program's own, and is rebuilt before anyone sees it.
    """
    from app.sandbox.codec.texts import EVENT, read

    message = unpack(event, 2 * SVG + TEXT)
    message.end()
    if message.kind != "event":
        raise GarbledError("This is not an event.")
    texts = read(EVENT, message.text)
    if (printed := texts.get("printed")) is not None:
        return Printed(printed)
    if (passed := texts.get("passed")) is not None:
        return Passed(PassRecord(**passed))
    if (drawn := texts.get("drawn")) is not None and len(drawn["svg"]) <= SVG:
        return Drawn(Figure(**drawn))
    raise GarbledError("This event tells nothing.")
