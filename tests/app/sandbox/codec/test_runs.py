"""Runs as bytes: what comes back is what went in, and nothing else ever comes back."""

from __future__ import annotations

import math
import random
import tracemalloc
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sandbox.codec.answers import decode_answer
from app.sandbox.codec.bounds import Bounds
from app.sandbox.codec.errors import GarbledError
from app.sandbox.codec.runs import encode_run
from engine import program
from engine.custom import custom_op
from engine.errors import EngineError
from engine.graph import Frame, Graph
from engine.notices import Notice
from engine.ops import CATALOGUE, CONSTANT, LEAF, Op
from engine.run import Figure, NamedList, Run, Scope
from tests.app.sandbox.codec.runs import plain, runs

BOUNDS = Bounds()


@given(runs())
def test_a_run_comes_back_as_it_was(run: Run) -> None:
    assert plain(decode_answer(encode_run(run), BOUNDS)) == plain(run)


@given(runs())
def test_a_run_that_came_back_goes_the_same_way_again(run: Run) -> None:
    answer = encode_run(run)
    assert encode_run(decode_answer(answer, BOUNDS)) == answer


@given(runs(), st.randoms(use_true_random=False))
def test_a_damaged_answer_is_a_run_or_one_error(run: Run, chance: random.Random) -> None:
    answer = encode_run(run)
    for _ in range(20):
        damaged = damage(answer, chance)
        with suppress(GarbledError, EngineError):
            decode_answer(damaged, BOUNDS)


def damage(answer: bytes, chance: random.Random) -> bytes:
    """Bytes changed, cut off, doubled, or counts in it made large."""
    damaged = bytearray(answer)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(damaged))
        match chance.randrange(5):
            case 0:
                damaged[at] = chance.randrange(256)
            case 1:
                damaged[at : at + 4] = chance.randbytes(4)
            case 2:
                damaged[at : at + 4] = b"\xff\xff\xff\xff"
            case 3:
                del damaged[at : at + chance.randint(1, 9)]
            case 4:
                damaged[at:at] = damaged[at : at + chance.randint(1, 9)]
        if not damaged:
            break
    return bytes(damaged)


RUN = program.run("a = Value(2.0)\nb = a * 3 + a\nprint(b)\nb.backward()\nq = [a, b]\nb")
GRAPH = RUN.graph
assert GRAPH is not None
ADD, MUL, NEG = CATALOGUE["add"], CATALOGUE["mul"], CATALOGUE["neg"]


def small(*nodes: tuple[Op, tuple[int, ...]], group: str = "") -> Run:
    """A run whose graph has these nodes, right or wrong."""
    count = len(nodes)
    graph = Graph.of(
        [op for op, _ in nodes], [sources for _, sources in nodes], [""] * count, [group] * count
    )
    zeros = (0.0,) * count
    return replace(
        RUN, graph=graph, frame=Frame(zeros, zeros), states=("none",) * count, passes=(0,) * count,
        lines=(None,) * count, parameters=(), held=(), notices=(), echo=None, own=None,
        scopes=(),
    )  # fmt: skip


X = (LEAF, ())
TOP = Scope("", "", None, -1, ())
FORGED = {
    "an input after its use": small(X, (NEG, (2,)), (NEG, (1,))),
    "its own input": small(X, (ADD, (0, 1))),
    "no part in the output": small(X, X, (NEG, (1,))),
    "too few inputs": small(X, (ADD, (0,))),
    "too many inputs": small(X, (NEG, (0, 0))),
    "a sum of nothing": small(X, (CATALOGUE["sum"], ()), (ADD, (0, 1))),
    "a leaf with inputs": small(X, (LEAF, (0,))),
    "a constant alone": small((CONSTANT, ())),
    "an own op without inputs": small((custom_op("f", 1.0, ()), ())),
    "an empty name in a group": small(X, (NEG, (0,)), group="a//b"),
    "a group of many levels": small(X, (NEG, (0,)), group="/".join("a" * 51)),
    "a result that is no node": replace(RUN, echo=9),
    "a notice about no node": replace(RUN, notices=(Notice("a", "b", node=5),)),
    "a list of what is no node": replace(RUN, held=(("q", (0, 5)),)),
    "an id of no graph": replace(RUN, graph=None, held=(("q", (0,)),), parameters=()),
    "a scope in itself": replace(RUN, scopes=(TOP, Scope("f[0]", "f", None, 1, ()))),
    "two scopes of one path": replace(RUN, scopes=(TOP, *[Scope("f[0]", "f", None, 0, ())] * 2)),
    "scopes without end": replace(RUN, scopes=(TOP, *[Scope("f[0]", "f", 1, k, ()) for k in range(201)])),
    "a node of two scopes": replace(RUN, scopes=(replace(TOP, nodes=(0, 1, 0)),)),
    "a list of another shape": replace(RUN, scopes=(replace(TOP, lists=(NamedList("q", (3,), (0, 1)),)),)),
    "a list of a node that is none": replace(
        RUN, scopes=(replace(TOP, lists=(NamedList("q", (1,), (9,)),)),)
    ),
    "more text than is kept": replace(RUN, printed="x" * 10_001),
    "more figures than are kept": replace(RUN, figures=(Figure("", None, ""),) * 21),
    "a program that is too long": replace(RUN, source="x" * 200_001),
    "a negative time": replace(RUN, seconds=-1.0),
    "a time without end": replace(RUN, seconds=math.inf),
    "a line before the first": replace(RUN, notices=(Notice("a", "b", line=0),)),
}


@pytest.mark.parametrize("what", FORGED)
def test_what_no_program_comes_to_is_refused(what: str) -> None:
    with pytest.raises(GarbledError):
        decode_answer(encode_run(FORGED[what]), BOUNDS)


def test_the_same_without_the_fault_is_taken() -> None:
    for run in (RUN, small(X, (ADD, (0, 0))), small(X, (NEG, (0,)), group="/".join("a" * 50))):
        assert plain(decode_answer(encode_run(run), BOUNDS)) == plain(run)


def test_a_graph_larger_than_asked_for_is_refused() -> None:
    with pytest.raises(GarbledError, match="too many nodes"):
        decode_answer(encode_run(RUN), Bounds(nodes=3))


@pytest.mark.parametrize("count", [1, 9, 40, 200])
def test_an_answer_that_is_cut_off_is_refused(count: int) -> None:
    with pytest.raises(GarbledError):
        decode_answer(encode_run(RUN)[:-count], BOUNDS)


@pytest.mark.parametrize("answer", [b"", b"BLN1", b"\0" * 100, b"BLN1\x00\xff\xff\xff\x7f{}"])
def test_what_is_no_message_is_refused(answer: bytes) -> None:
    with pytest.raises(GarbledError):
        decode_answer(answer, BOUNDS)


@pytest.mark.parametrize(
    "text",
    [
        b"[" * 1_000_000,
        b'{"source":' * 300_000,
        b'{"loose":[' + b"1," * 3_000_000 + b"1]}",
        b'{"loose":[' + b"[]," * 2_000_000 + b"1]}",
        b"{" + b'"a":0,' * 1_000_000 + b'"b":1}',
        b'"\\ud800"',
    ],
)
def test_a_hostile_text_takes_little_memory(text: bytes) -> None:
    answer = b"BLN1\x00" + len(text).to_bytes(4, "little") + text
    tracemalloc.start()
    try:
        with pytest.raises(GarbledError):
            decode_answer(answer, BOUNDS)
        assert tracemalloc.get_traced_memory()[1] < 25 * len(text) + 1_000_000
    finally:
        tracemalloc.stop()


def test_what_follows_an_answer_is_refused() -> None:
    with pytest.raises(GarbledError, match="more than was announced"):
        decode_answer(encode_run(RUN) + b"\0", BOUNDS)


def test_figures_that_are_too_large_are_left_out_with_a_notice() -> None:
    small, large = Figure("small", None, "x" * 2_000_000), Figure("large", None, "x" * 2_097_153)
    found = decode_answer(encode_run(replace(RUN, figures=(large, *[small] * 5))), BOUNDS)
    assert [figure.name for figure in found.figures] == ["small"] * 4
    assert [notice.code for notice in found.notices][-1] == "figures-left-out"
    assert found.notices[-1].message == "2 of 6 figures are too large to be shown."


def test_surrogates_and_long_texts_are_made_fit() -> None:
    run = replace(RUN, notices=(Notice("a", "\ud800" + "x" * 5_000),), printed="\ud800")
    found = decode_answer(encode_run(run), BOUNDS)
    assert found.printed == "?"
    assert found.notices[0].message == "?" + "x" * 1_999
