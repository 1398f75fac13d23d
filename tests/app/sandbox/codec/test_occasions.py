"""Events as bytes."""

from __future__ import annotations

from array import array

import pytest

from app.sandbox.codec.errors import GarbledError
from app.sandbox.codec.frame import pack
from app.sandbox.codec.jobs import encode_job
from app.sandbox.codec.occasions import decode_event, encode_event
from app.sandbox.events import (
    Drawn,
    Event,
    NonFinite,
    Part,
    PassDetail,
    Passed,
    Printed,
    Recorded,
    Stated,
    Watched,
)
from app.sandbox.job import Job
from engine.norms import ListNorms, Norms, ScopeNorms
from engine.run import Figure, PassRecord

NORMS = Norms(
    (ListNorms("layers.0.w", (2, 1), "", 1.5, 0.0, None, 2), ListNorms("q", (), "f[0]", 2.0, 1.0, 0.1, 0)),
    (ScopeNorms("", "", 3.0, 1.0), ScopeNorms("f[0]", "f", 1.0, 0.5)),
)
DETAIL = PassDetail(
    0.25, 20, (Part("w", (2,), b"\0\0\x80?" * 2, bytes(8)), Part("b", (), bytes(4), bytes(4))), True,
    NonFinite(3, "w0", 2, "nan"),
)  # fmt: skip
PASSED = {"number": 1, "value": 0.0, "nodes": 1, "line": 1, "file": None}
TOLD = {"seconds": 0.0, "of": None, "parts": None, "recorded": False, "non_finite": None}
WATCHED = {"name": "a", "line": 1, "file": None, "number": 0, "kind": "number", "text": None, "shape": []}


def words(change: dict[str, object]) -> dict[str, object]:
    """A pass with another detail."""
    return {"passed": PASSED, "detail": TOLD | change}


def numbers(*values: float) -> list[array[float]]:
    """Them as an array."""
    return [array("d", values)]


@pytest.mark.parametrize(
    "event",
    [
        Printed("ä\n"),
        Printed(""),
        Passed(PassRecord(1, -0.5, 7, 3)),
        Passed(PassRecord(2, 1.0, None, None, "a.py", NORMS)),
        Passed(PassRecord(3, 1.0, 2, 5, None, NORMS), DETAIL),
        Passed(PassRecord(3, float("inf"), 2, 5), PassDetail(0.0)),
        Recorded(7, bytes(range(256))),
        Watched("lr", 3, None, 0, "number", float("inf")),
        Watched("ä", None, "a.py", 9, "list", (1.0, -0.0), (2,)),
        Watched("m", 3, None, 1, "matrix", (1.0, 2.0, 3.0, 4.0, 5.0, 6.0), (2, 3)),
        Watched("none", 3, None, 1, "list", (), (0,)),
        Watched("text", 3, None, 1, "text", "ö"),
        Stated("paused", 4),
        Drawn(Figure("loss", None, "<svg/>")),
    ],
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
        pack("event", words({"seconds": -1.0})),
        pack("event", words({"of": 1.5})),
        pack("event", words({"parts": [{"name": "w", "shape": [2]}]})),
        pack(
            "event",
            words({"parts": [{"name": "w", "shape": [40_000]}] * 2}),
            [array("B", bytes(160_000))] * 4,
        ),
        pack("event", words({"parts": [{"name": "w", "shape": [0] * 17}]}), [array("B")] * 2),
        pack("event", words({"parts": [{"name": "w", "shape": [0]}] * 1_001}), [array("B")] * 2_002),
        pack("event", words({"parts": [{"name": "w", "shape": [1]}]}), [array("B", bytes(3))] * 2),
        pack("event", words({"non_finite": {"node": 0, "name": None, "line": None, "what": "zero"}})),
        pack("event", {"passed": PASSED | {"norms": {"lists": [], "scopes": [{"path": "x" * 2_001}]}}}),
        pack("event", {"detail": TOLD}),
        pack("event", {"recorded": {"number": 1}}),
        pack("event", {"recorded": {"number": -1}}, [array("B")]),
        pack("event", {"stated": {"state": "ended", "number": 1}}),
        pack("event", {"watched": WATCHED}),
        pack("event", {"watched": WATCHED}, numbers(1.0, 2.0)),
        pack("event", {"watched": WATCHED | {"shape": [1]}}, numbers(1.0)),
        pack("event", {"watched": WATCHED | {"kind": "list", "shape": [3]}}, numbers(1.0)),
        pack("event", {"watched": WATCHED | {"kind": "list", "shape": [65_537]}}, numbers(*[0.0] * 65_537)),
        pack("event", {"watched": WATCHED | {"kind": "matrix", "shape": [1, 1, 1]}}, numbers(1.0)),
        pack("event", {"watched": WATCHED | {"kind": "text"}}, numbers()),
        pack("event", {"watched": WATCHED | {"kind": "text", "text": "x" * 2_001}}, numbers()),
        pack("event", {"watched": WATCHED | {"text": "x"}}, numbers(1.0)),
        pack("event", {"watched": WATCHED | {"name": "x" * 201}}, numbers(1.0)),
        encode_job(Job("")),
        b"",
    ],
)
def test_a_forged_event_is_refused(told: bytes) -> None:
    with pytest.raises(GarbledError):
        decode_event(told)


def test_what_is_watched_is_cut_to_what_the_parent_takes() -> None:
    told = decode_event(encode_event(Watched("n" * 300, 1, None, 0, "text", "x" * 3_000)))
    assert told == Watched("n" * 200, 1, None, 0, "text", "x" * 2_000)
