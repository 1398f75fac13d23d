"""Entries whose sub-graphs have the same shape are twins, and no others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from engine import Value
from engine.outline import edges_of, outline_of
from engine.outline.twins import _by_both, _Reads
from tests.engine.outline.runs import run_of

Call = Callable[[Value, Value], list[Value]]


def usual(x: Value, y: Value) -> list[Value]:
    """`(x * y).exp() + x`."""
    product = x * y
    raised = product.exp()
    return [product, raised, raised + x]


def are_twins(first: Call, second: Call, *, same: bool = False) -> bool:
    """Whether two calls on other inputs, or on one input twice, are twins."""
    x, y, z = Value(1.0), Value(2.0), Value(3.0)
    one, two = first(x, y), second(z, z if same else y)
    outline = outline_of(run_of(one[-1] * two[-1], [("f[0]", 0, one), ("f[1]", 0, two)]))
    return outline.entries[1].twin == outline.entries[2].twin


def test_calls_of_one_function_are_twins() -> None:
    assert are_twins(usual, usual)


def swapped(x: Value, y: Value) -> list[Value]:
    product = x * y
    raised = product.exp()
    return [product, raised, x + raised]


def other_op(x: Value, y: Value) -> list[Value]:
    product = x * y
    raised = product.tanh()
    return [product, raised, raised + x]


def other_input(x: Value, y: Value) -> list[Value]:
    product = x * y
    raised = product.exp()
    return [product, raised, raised + y]


def skips(x: Value, y: Value) -> list[Value]:
    product = x * y
    raised = x.exp()
    return [product, raised, raised + product]


def reads_inside(x: Value, y: Value) -> list[Value]:
    product = x * y
    raised = product.exp()
    return [product, raised, raised + product]


@pytest.mark.parametrize("other", [swapped, other_op, other_input, skips, reads_inside])
def test_near_misses_are_not(other: Call) -> None:
    assert not are_twins(usual, other)
    assert are_twins(other, other)


def test_inputs_that_are_one_node_are_not_two() -> None:
    assert not are_twins(usual, usual, same=True)


def test_a_long_row_of_ops_with_two_exchanged_is_another() -> None:
    def row(ops: str) -> Call:
        def call(x: Value, y: Value) -> list[Value]:
            made = [x * y]
            for op in ops:
                made.append(made[-1].exp() if op == "e" else made[-1].tanh())
            return made

        return call

    # The row whose differences cancel in a sum of powers, whatever the powers are of.
    morse = "".join("et"[k.bit_count() % 2] for k in range(1024))
    assert are_twins(row(morse), row(morse))
    assert not are_twins(row(morse), row(morse.translate(str.maketrans("et", "te"))))
    assert not are_twins(row("etet"), row("ette"))


def test_twins_may_be_used_in_different_order() -> None:
    def two(x: Value, y: Value) -> list[Value]:
        return [x * y, x + y]

    x, y = Value(1.0), Value(2.0)
    first, second = two(x, y), two(y, x)
    output = (first[0] + first[1]) * (second[1] + second[0])
    outline = outline_of(run_of(output, [("f[0]", 0, first), ("f[1]", 0, second)]))
    assert outline.entries[1].twin == outline.entries[2].twin


def test_what_nested_calls_read_counts_for_those_around_them() -> None:
    def around(x: Value, y: Value, *, crossed: bool) -> tuple[Value, list[tuple[str, int, list[Value]]]]:
        inner, outer = usual(x, y), usual(*((y, x) if crossed else (x, y)))
        return inner[-1] * outer[-1], [("g[0]", 1, inner), ("g[1]", 1, outer)]

    def outline_twins(crossed: bool) -> tuple[int, ...]:
        a, b, c = Value(1.0), Value(2.0), Value(3.0)
        one, first = around(a, b, crossed=False)
        two, second = around(b, c, crossed=crossed)
        scopes = [("f[0]", 0, [one]), *((f"f[0]/{path}", 1, made) for path, _, made in first)]
        scopes += [("f[1]", 0, [two]), *((f"f[1]/{path}", 4, made) for path, _, made in second)]
        return tuple(entry.twin for entry in outline_of(run_of(one + two, scopes)).entries)

    _, f0, *inner, f1, g2, g3 = outline_twins(crossed=False)
    assert f0 == f1
    assert {*inner, g2, g3} == {inner[0]}
    _, f0, *_, f1, _, _ = outline_twins(crossed=True)
    assert f0 != f1


def test_what_is_read_often_is_one_thing_for_the_scope_around(monkeypatch: pytest.MonkeyPatch) -> None:
    """60 scopes in one another, with 200 edges from the innermost to one leaf, are not 12,000 of them."""
    seen: list[int] = []
    rise = _Reads.rise

    def counted(self: _Reads, here: Any, outside: Any, *rest: Any) -> Any:
        seen.append(len(outside))
        return rise(self, here, outside, *rest)

    monkeypatch.setattr(_Reads, "rise", counted)
    x = Value(1.0)
    made = [x * x]
    for _ in range(99):
        made.append(made[-1] * x)
    scopes = [("/".join(["f[0]"] * k), k - 1, made if k == 60 else []) for k in range(1, 61)]
    outline_of(run_of(made[-1] + x, scopes))
    assert seen == [101, *[1] * 59]


@pytest.mark.parametrize("size", [1, 2**15, 2**30])
def test_pairs_are_in_order_whatever_their_size(size: int) -> None:
    first, second = np.array([3, 1, 3, 1, 0]) * size, np.array([2, 1, 0, 0, 3]) * size
    order = _by_both(first, second)
    assert list(zip(first[order], second[order], strict=True)) == sorted(zip(first, second, strict=True))
    assert _by_both(first[:0], second[:0]).tolist() == []


def test_edges_are_flat() -> None:
    x, y = Value(1.0), Value(2.0)
    product = x * y
    run = run_of(product + x, [])
    assert run.graph is not None
    edges = edges_of(run.graph)
    assert edges.source.tolist() == [0, 1, 2, 0]
    assert edges.target.tolist() == [2, 2, 3, 3]
    assert edges.slot.tolist() == [0, 1, 0, 1]
    assert edges.counts.tolist() == [0, 0, 2, 2]
    assert edges_of(run.graph) is edges
