"""Sums of neighbours: without a list of terms, their grads written at once, the same to the last bit."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Graph, Value
from engine.descent.plan import Plan
from engine.descent.stepping import descend
from engine.kernels import compiled, dispatch
from engine.kernels.fills import SHORTEST
from engine.kernels.tape import FILLS, Tape
from engine.value import total
from tests.engine.kernels.test_dispatch import bits, both

N = SHORTEST


def tape(output: Value) -> Tape:
    return compiled.load().tape(Graph(output))


def filled(output: Value) -> list[int]:
    """The ids of the sums that fill a row."""
    return [i for i, takes in enumerate(tape(output).takes.tolist()) if takes & FILLS]


@pytest.fixture
def leaves() -> list[Value]:
    return [Value(0.5 + 0.01 * k) for k in range(2 * N)]


@pytest.fixture(autouse=True)
def always_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "pays", lambda work: True)


def test_a_sum_of_neighbours_fills_their_grads(leaves: list[Value]) -> None:
    output = total(leaves).tanh()
    assert filled(output) == [2 * N]
    assert tape(output).clear.tolist() == [0, 0, 2 * N, 2 * N + 2]


def test_each_row_is_left_out_of_what_is_cleared(leaves: list[Value]) -> None:
    output = total(leaves[:N]) * total(leaves[N:])
    assert filled(output) == [N, 2 * N + 1]
    assert tape(output).clear.tolist() == [0, 0, N, N + 1, 2 * N + 1, 2 * N + 3]
    both(Graph(output), Graph(output).frame().data)


def test_a_grad_that_something_reaches_before_the_sum_is_added_to(leaves: list[Value]) -> None:
    for again in (leaves[3].tanh(), leaves[3] * 2.0, total([leaves[3], leaves[4]])):
        output = total(leaves) * again
        # What is used after the sum is reached before it.
        assert filled(output) == []
        both(Graph(output), Graph(output).frame().data)


def test_what_reaches_a_grad_after_the_sum_adds_to_what_it_wrote(leaves: list[Value]) -> None:
    squares = [leaf * leaf for leaf in leaves[:2]]
    output = total(leaves) + squares[0].tanh()
    assert filled(output) == []
    row = [Value(0.1 * k) for k in range(N)]
    mixed = total([x.tanh() for x in row])  # leaf, tanh, leaf, tanh: no neighbours
    assert filled(mixed) == []
    inner = total(row)
    output = inner * total([Value(1.0 + k) for k in range(N)]) + inner
    assert len(filled(output)) == 2
    both(Graph(output), Graph(output).frame().data)


def test_a_constant_a_repeated_term_or_a_short_row_is_taken_term_by_term(leaves: list[Value]) -> None:
    for terms in ([*leaves, 1.0], [*leaves, leaves[0]], leaves[: N - 1], leaves[::-1][1:] + leaves[-1:]):
        graph = Graph(total(terms))
        both(graph, graph.frame().data)
    assert filled(total([*leaves, 1.0])) == []
    assert filled(total([*leaves, leaves[0]])) == []
    assert filled(total(leaves[: N - 1])) == []
    assert filled(total(leaves[:N])) == [N]


def test_a_zero_that_is_written_has_no_sign(leaves: list[Value]) -> None:
    graph = Graph(total(leaves) * Value(-0.0))
    both(graph, graph.frame().data)
    grad = dispatch.backward(graph, graph.frame().data)
    assert math.copysign(1.0, grad[0]) == 1.0


@st.composite
def rows(draw: st.DrawFn) -> Value:
    """Sums of a few rows of leaves, some of which something else takes before or after."""
    number = st.floats(-2.0, 2.0, allow_subnormal=False)
    leaves = [Value(draw(number)) for _ in range(draw(st.integers(N, 3 * N)))]
    sums: list[Value] = []
    for _ in range(draw(st.integers(1, 4))):
        begin = draw(st.integers(0, len(leaves) - N))
        terms: list[Value | float] = list(leaves[begin : begin + draw(st.integers(N - 1, N + 5))])
        if draw(st.booleans()):
            other: Value | float = draw(st.sampled_from([Value(0.5), leaves[0], *sums]))
            terms.insert(draw(st.integers(0, len(terms))), other if draw(st.booleans()) else 0.5)
        if draw(st.booleans()):
            terms += [draw(st.sampled_from(leaves)) * draw(st.sampled_from([*leaves, *sums]))]
        sums.append(total(terms))
        if draw(st.booleans()):
            sums.append(sums[-1].tanh() * draw(st.sampled_from([*leaves, *sums])))
    output: Value = total(sums)
    return output


@settings(max_examples=200, deadline=None)
@given(rows(), st.integers(1, 4))
def test_both_loops_agree_to_the_last_bit(output: Value, steps: int) -> None:
    graph = Graph(output)
    both(graph, graph.frame().data)
    found = []
    with pytest.MonkeyPatch.context() as patch:
        for pays in (False, True):
            patch.setattr(dispatch, "pays", lambda work, pays=pays: pays)
            found.append(descend(Plan(graph, graph.leaves, 1e-3, steps), graph.frame().data))
    slow, fast = found
    assert bits(slow.losses) == bits(fast.losses)
    for (_, a), (_, b) in zip(slow.frames, fast.frames, strict=True):
        assert bits(a.data) == bits(b.data)
        assert bits(a.grad) == bits(b.grad)
