"""Two loops, one truth: the compiled loops compute what the readable ones do, to the last bit."""

from __future__ import annotations

import math
import struct
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Graph, Value, autodiff
from engine.descent.optimisers import optimizer, schedule
from engine.descent.plan import Plan
from engine.descent.stepping import descend
from engine.kernels import dispatch, folders
from engine.ops import CATALOGUE, Op
from engine.update_rules import RULES
from engine.value import apply
from tests.engine.graphs import dags

NUMBERS = st.floats(allow_nan=True, allow_infinity=True)


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """The compiled loop for everything."""
    monkeypatch.setattr(dispatch, "pays", lambda work: True)


def bits(numbers: Sequence[float]) -> list[bytes]:
    """Numbers as they lie in memory, every nan as one: which nan it is says nothing."""
    return [struct.pack("<d", math.nan if x != x else x) for x in numbers]


def both(graph: Graph, data: Sequence[float]) -> None:
    """Asserts that the loops agree on both passes."""
    values = autodiff.forward(graph, data)
    assert bits(dispatch.forward(graph, data)) == bits(values)
    assert bits(dispatch.backward(graph, values)) == bits(autodiff.backward(graph, values))


@settings(max_examples=300)
@given(dags(60))
@pytest.mark.usefixtures("compiled")
def test_random_graphs_of_every_op(dag: tuple[list[Value], Value]) -> None:
    graph = Graph(dag[1])
    both(graph, graph.frame().data)


@settings(max_examples=400)
@given(st.sampled_from(sorted(CATALOGUE)), st.data())
@pytest.mark.usefixtures("compiled")
def test_every_op_at_any_doubles(word: str, data: st.DataObject) -> None:
    """nan, the infinities, both zeros and the largest numbers among them."""
    op = CATALOGUE[word]
    count = op.arity if op.arity is not None else data.draw(st.integers(1, 4))
    edges = st.sampled_from([0.0, -0.0, 1.0, -1.0, 0.5, 2.0, -3.0, 1e308, -1e308, 710.0, 1e-320])
    arguments = [Value(data.draw(edges | NUMBERS)) for _ in range(count)]
    graph = Graph(apply(op, *arguments))
    both(graph, graph.frame().data)


@pytest.mark.usefixtures("compiled")
def test_every_op_with_a_constant_beside_it() -> None:
    for op in CATALOGUE.values():
        for point in op.samples:
            for slot in range(len(point)):
                mixed: list[Any] = [Value(x) if i == slot else x for i, x in enumerate(point)]
                graph = Graph(apply(op, *mixed))
                both(graph, graph.frame().data)


@pytest.mark.usefixtures("compiled")
def test_a_graph_of_one_leaf() -> None:
    both(Graph(Value(3.0)), [3.0])


def deep(n: int) -> Value:
    x = y = Value(0.5)
    for _ in range(n):
        y = y * 1.0001 + x.tanh()
    return y


def test_small_work_is_done_in_the_readable_loop_and_large_in_the_compiled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(dispatch, "pays", lambda work: True)
        dispatch.forward(Graph(Value(1.0)), [1.0])  # the loops are in memory now
    asked: list[Graph] = []

    def readable(graph: Graph, data: Sequence[float]) -> list[float]:
        asked.append(graph)
        return list(data)

    monkeypatch.setattr(autodiff, "forward", readable)
    small, large = Graph(deep(2)), Graph(deep(dispatch.LOADED))
    for graph in (small, large):
        dispatch.forward(graph, graph.frame().data)
    assert asked == [small]


def test_before_the_loops_are_in_memory_only_much_work_pays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "_loaded", None)
    for there, least in ((True, dispatch.ON_DISK), (False, dispatch.NEVER_COMPILED)):
        monkeypatch.setattr(folders, "exist", lambda there=there: there)
        assert dispatch.pays(least)
        assert not dispatch.pays(least - 1)


@pytest.mark.usefixtures("compiled")
def test_numbers_of_another_graph_are_refused_before_a_loop_reads_them() -> None:
    graph = Graph(deep(3))
    for numbers in ([], [1.0], [1.0] * (len(graph) + 1)):
        for go in (dispatch.forward, dispatch.backward):
            with pytest.raises(ValueError, match="as many numbers"):
                go(graph, numbers)
        with pytest.raises(ValueError, match="as many numbers"):
            descend(Plan(graph, (0,), 0.1, 1), numbers)


def test_importing_the_engine_imports_neither_numba_nor_numpy() -> None:
    program = (
        "import sys, engine, engine.program, engine.descent.stepping; "
        "from engine import Value; "
        "x = Value(2.0); y = (x * x + 1.0).tanh(); y.backward(); "
        "print([name for name in ('numba', 'numpy') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


# -- descents ------------------------------------------------------------------------------------------------


def rosenbrock() -> Value:
    x, y = Value(-1.2, "x"), Value(1.0, "y")
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


@pytest.mark.parametrize("direction", ["minimize", "maximize"])
@pytest.mark.parametrize("kind", sorted(RULES))
@pytest.mark.parametrize("course", ["constant", "linear", "cosine"])
def test_descents_agree_to_the_last_bit(
    monkeypatch: pytest.MonkeyPatch, direction: Any, kind: str, course: str
) -> None:
    graph = Graph(rosenbrock())

    def go(pays: bool) -> Any:
        monkeypatch.setattr(dispatch, "pays", lambda work: pays)
        plan = Plan(
            graph, graph.leaves, 1e-4, 60, direction,
            optimizer=optimizer(kind), schedule=schedule(course, 1e-6), stride=7,
        )  # fmt: skip
        return descend(plan, graph.frame().data)

    slow, fast = go(False), go(True)
    assert bits(slow.losses) == bits(fast.losses)
    assert [step for step, _ in slow.frames] == [step for step, _ in fast.frames]
    for (_, a), (_, b) in zip(slow.frames, fast.frames, strict=True):
        assert bits(a.data) == bits(b.data)
        assert bits(a.grad) == bits(b.grad)
    assert slow == fast


@pytest.mark.parametrize("rate", [1e3, 1e200])
@pytest.mark.parametrize("kind", sorted(RULES))
def test_both_stop_at_the_same_step_and_node(monkeypatch: pytest.MonkeyPatch, rate: float, kind: str) -> None:
    graph = Graph(rosenbrock() + Value(2.0, "z").log() * 0.0)
    data = graph.frame().data
    found = []
    for pays in (False, True):
        monkeypatch.setattr(dispatch, "pays", lambda work, pays=pays: pays)
        found.append(descend(Plan(graph, graph.leaves, rate, 400, optimizer=optimizer(kind), stride=3), data))
    assert found[0] == found[1]
    if kind != "adam":
        assert found[0].stopped is not None
        assert found[0].stopped.step == len(found[0].losses)


# -- an op added to the catalogue ----------------------------------------------------------------------------


def _cube(a: float) -> float:
    return _square(a) * a


def _square(a: float) -> float:
    return a * a


def _hypot(a: float, b: float) -> float:
    return math.sqrt(_square(a) + _square(b))


ADDED = (
    Op("cube", "³", 1, _cube, (lambda out, a: 3.0 * _square(a),), ("∂a³/∂a = 3a²",), "a³", ((2.0,),)),
    Op(
        "hypot", "hyp", 2, _hypot, (lambda out, a, b: a / out, lambda out, a, b: b / out),
        ("a/h", "b/h"), "√(a²+b²)", ((3.0, 4.0),),
    ),
    Op(
        "product", "Π", None, lambda *terms: math.prod(terms),
        (lambda out, a: out / a,), ("∂Πa/∂aᵢ = Πa/aᵢ",), "a₁·a₂·…", ((2.0, 3.0),),
        fold=lambda total, term: total * term, start=1.0,
    ),
)  # fmt: skip


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Value]:
    for op in ADDED:
        monkeypatch.setitem(CATALOGUE, op.name, op)
    return lambda name, *arguments: apply(CATALOGUE[name], *arguments)


@pytest.mark.usefixtures("compiled")
def test_an_op_added_to_the_catalogue_is_in_the_compiled_loops(added: Callable[..., Value]) -> None:
    x, y = Value(3.0, "x"), Value(4.0, "y")
    output = added("product", added("cube", x), added("hypot", x, y), y.tanh(), 0.5)
    graph = Graph(output)
    both(graph, graph.frame().data)
    assert dispatch.forward(graph, graph.frame().data)[-1] == pytest.approx(27.0 * 5.0 * math.tanh(4.0) * 0.5)


@pytest.mark.usefixtures("compiled")
def test_an_op_of_three_arguments_is_left_to_the_readable_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    one = (lambda out, a, b, c: b, lambda out, a, b, c: a, lambda out, a, b, c: 1.0)
    fma = Op("fma", "·+", 3, lambda a, b, c: a * b + c, one, ("b", "a", "1"), "a·b + c", ((1.0, 2.0, 3.0),))
    monkeypatch.setitem(CATALOGUE, "fma", fma)
    graph = Graph(apply(fma, Value(2.0), Value(3.0), Value(4.0)))
    both(graph, graph.frame().data)
    assert dispatch.forward(graph, graph.frame().data)[-1] == 10.0
