"""A graph as flat arrays."""

from __future__ import annotations

import pytest

from engine import Graph, Value
from engine.kernels.tape import (
    CONSTANT_CODE,
    FIRST_OP_CODE,
    LEAF_CODE,
    TAKES_ALL,
    TAKES_FIRST,
    TAKES_SECOND,
    Tape,
)
from engine.ops import CATALOGUE, Op
from engine.value import total

CODES = {op: code for code, op in enumerate(CATALOGUE.values(), FIRST_OP_CODE)}


def code(name: str) -> int:
    return CODES[CATALOGUE[name]]


def test_every_node_is_a_code_and_where_its_arguments_are() -> None:
    a, b = Value(2.0, "a"), Value(3.0, "b")
    tape = Tape.of(Graph(total([a * b, a.tanh(), 1.0])), CODES)
    assert len(tape) == 6
    assert tape.codes.tolist() == [
        LEAF_CODE,
        LEAF_CODE,
        code("mul"),
        code("tanh"),
        CONSTANT_CODE,
        code("sum"),
    ]
    assert (tape.first[2], tape.second[2]) == (0, 1)
    assert (tape.first[3], tape.second[3]) == (0, 0)
    assert (tape.first[5], tape.second[5]) == (0, 3)
    assert tape.terms.tolist() == [2, 3, 4]


def test_constants_take_nothing() -> None:
    a = Value(2.0)

    def takes(output: Value) -> int:
        return int(Tape.of(Graph(output), CODES).takes[-1])

    assert takes(a * 2.0) == TAKES_FIRST
    assert takes(2.0 - a) == TAKES_SECOND
    assert takes(a * a) == TAKES_ALL
    assert takes(a.exp()) == TAKES_FIRST
    assert takes(total([a, a])) == TAKES_ALL
    assert takes(total([a, 1.0])) == 0


def test_an_op_without_a_code_cannot_be_lowered() -> None:
    with pytest.raises(KeyError):
        Tape.of(Graph(Value(1.0).exp()), {})


def test_widths() -> None:
    tape = Tape.of(Graph(Value(1.0) + 1.0), CODES)
    assert {array.dtype.name for array in (tape.codes, tape.takes)} == {"uint8"}
    assert {array.dtype.name for array in (tape.first, tape.second, tape.terms)} == {"int32"}


def test_more_ops_than_a_byte_holds_are_refused() -> None:
    many: dict[Op, int] = dict.fromkeys(CATALOGUE.values(), 300)
    with pytest.raises(OverflowError):
        Tape.of(Graph(Value(1.0).exp()), many)
