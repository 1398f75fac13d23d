"""Sums of products as one node each: quicker, and the same to the last bit."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Graph, Value
from engine.descent.plan import Plan
from engine.descent.stepping import descend
from engine.kernels import compiled, dispatch
from engine.kernels.dots import Dots
from engine.kernels.tape import DOT_CODE, TAKES_ALL
from engine.value import total
from tests.engine.kernels.test_dispatch import bits


def dots(output: Value) -> Dots | None:
    loops = compiled.load()
    return loops.dots(loops.tape(Graph(output)))


@pytest.fixture
def leaves() -> list[Value]:
    return [Value(0.5 + k, f"x{k}") for k in range(6)]


def test_the_products_at_the_end_of_a_sum_are_computed_within_it(leaves: list[Value]) -> None:
    a, b, c, d, e, _ = leaves
    made = dots(total([e, a * b, c * d]).tanh())
    assert made is not None
    # Leaves come first where they are met: e, a, b, (a·b), c, d, (c·d), the sum, tanh.
    assert made.kept.tolist() == [0, 1, 2, 4, 5, 7, 8]
    assert made.tape.codes[5] == DOT_CODE
    assert made.tape.takes[5] == TAKES_ALL
    assert made.tape.terms.tolist() == [1, 0, 1, 2, 3, 4]  # one plain term, e; then a and b, c and d
    assert (made.tape.first[6], made.tape.second[6]) == (5, 5)


def test_what_else_needs_a_product_keeps_it(leaves: list[Value]) -> None:
    a, b, c, d, _, _ = leaves
    product = a * b
    assert dots(total([product, c * d]) * product) is not None  # c·d alone
    made = dots(total([c, product]) * product)
    assert made is None
    assert dots(total([product, product])) is None


def test_a_constant_takes_no_gradient_so_its_product_stays(leaves: list[Value]) -> None:
    assert dots(total([leaves[0], 2.0 * leaves[1]])) is None


def test_an_op_between_a_product_and_its_sum_would_come_first(leaves: list[Value]) -> None:
    a, b, c, d, e, _ = leaves
    for between in (a.tanh() * d, (a * c) * d, total([a, e]) * d):
        made = dots(total([a * b, between]))
        assert made is not None
        assert len(made.kept) == len(Graph(total([a * b, between]))) - 1  # a·b stays
    assert dots(total([a * b, a.tanh()])) is None


def test_without_sums_there_are_none(leaves: list[Value]) -> None:
    assert dots(leaves[0] * leaves[1] + leaves[2]) is None
    assert dots(total(leaves)) is None


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[Value], Value]:
    """Layers of sums of products with all that prevents a dot product here and there."""
    number = st.floats(-1.5, 1.5, allow_subnormal=False)
    parameters = [Value(draw(number)) for _ in range(draw(st.integers(2, 6)))]
    nodes = list(parameters)

    def term() -> Value | float:
        x, y = draw(st.sampled_from(nodes)), draw(st.sampled_from(nodes[-3:]))
        kind = draw(st.sampled_from(("product " * 5 + "through plain constant scaled kept tanh").split()))
        if kind == "kept":
            nodes.append(x * y)
            return nodes[-1]
        made: dict[str, Value | float] = {
            "product": x * y,
            "through": x.tanh() * y,
            "plain": x,
            "constant": 0.25,
            "scaled": 0.5 * y,
            "tanh": y.tanh(),
        }
        return made[kind]

    for _ in range(draw(st.integers(2, 6))):
        terms = [draw(st.sampled_from(nodes)), *(term() for _ in range(draw(st.integers(1, 8))))]
        made = total(draw(st.permutations(terms)))
        nodes.append(made.tanh() if draw(st.booleans()) or abs(made.data) > 20.0 else made)
    return parameters, nodes[-1]


@settings(max_examples=200)
@given(networks(), st.integers(1, 7), st.integers(1, 9))
def test_descents_over_networks_agree_to_the_last_bit(
    network: tuple[list[Value], Value], steps: int, stride: int
) -> None:
    _, output = network
    graph = Graph(output)
    moved = graph.leaves or (0,)
    found = []
    with pytest.MonkeyPatch.context() as patch:
        for pays in (False, True):
            patch.setattr(dispatch, "pays", lambda work, pays=pays: pays)
            found.append(descend(Plan(graph, moved, 1e-2, steps, stride=stride), graph.frame().data))
    slow, fast = found
    assert bits(slow.losses) == bits(fast.losses)
    for (_, a), (_, b) in zip(slow.frames, fast.frames, strict=True):
        assert bits(a.data) == bits(b.data)
        assert bits(a.grad) == bits(b.grad)


def test_a_loss_that_is_not_finite_is_reported_at_the_node_where_it_began(
    monkeypatch: pytest.MonkeyPatch, leaves: list[Value]
) -> None:
    a, b, c, d, _, _ = leaves
    output = total([a * b, c * d, (a * b) * (c * d)]).exp()
    assert dots(output) is not None
    graph = Graph(output)
    found = []
    for pays in (False, True):
        monkeypatch.setattr(dispatch, "pays", lambda work, pays=pays: pays)
        found.append(descend(Plan(graph, graph.leaves, 1e3, 50, "maximize", stride=4), graph.frame().data))
    assert found[0] == found[1]
    assert found[0].stopped is not None
