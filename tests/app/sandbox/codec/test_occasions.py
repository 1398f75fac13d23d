"""Events as bytes."""

import pytest

from app.sandbox.codec.errors import GarbledError
from app.sandbox.codec.frame import pack
from app.sandbox.codec.jobs import encode_job
from app.sandbox.codec.occasions import decode_event, encode_event
from app.sandbox.events import Drawn, Event, Passed, Printed
from app.sandbox.job import Job
from engine.run import Figure, PassRecord


@pytest.mark.parametrize(
    "event",
    [Printed("ä\n"), Printed(""), Passed(PassRecord(1, -0.5, 7, 3)), Drawn(Figure("loss", None, "<svg/>"))],
    ids=repr,
)
def test_an_event_comes_back_as_it_was(event: Event) -> None:
    assert decode_event(encode_event(event)) == event


@pytest.mark.parametrize(
    "told",
    [
        pack("event", {}),
        pack("event", {"printed": 5}),
        pack("event", {"passed": {"number": -1, "value": 0.0, "nodes": 1, "line": 1, "file": None}}),
        pack("event", {"drawn": {"name": "", "line": None, "file": None, "svg": "x" * 2_097_153}}),
        pack("run", {"printed": ""}),
        pack("event", {"printed": ""}) + b"\0",
        encode_job(Job("")),
        b"",
    ],
)
def test_a_forged_event_is_refused(told: bytes) -> None:
    with pytest.raises(GarbledError):
        decode_event(told)
