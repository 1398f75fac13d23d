"""Broken passes: with no bug they are the right pass, with one they are micrograd with that line changed."""

from __future__ import annotations

import inspect
import random
import types
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from engine import autodiff
from engine.explain import bugs
from engine.graph import Graph
from engine.value import Value

micrograd = pytest.importorskip("micrograd.engine", reason="the peer is not installed")

Program = Callable[[type[Any]], tuple[Any, dict[str, Any]]]

TOPOLOGICAL = """\
        topo = []
        visited = set()
        def build_topo(v):
            if v not in visited:
                visited.add(v)
                for child in v._prev:
                    build_topo(child)
                topo.append(v)
        build_topo(self)
"""
DEPTH_FIRST = """\
        topo = []
        visited = set()
        def visit(v):
            if v not in visited:
                visited.add(v)
                topo.append(v)
                for child in v._prev:
                    visit(child)
        visit(self)
"""


def patched(*changes: tuple[str, str]) -> type[Any]:
    """micrograd's own Value with these texts changed in its source; inputs keep their order, as in slots."""
    source = inspect.getsource(micrograd)
    for old, new in (("set(_children)", "tuple(dict.fromkeys(_children))"), *changes):
        assert old in source
        source = source.replace(old, new)
    module = types.ModuleType("patched")
    exec(source, module.__dict__)  # noqa: S102  # the peer's own text, with the bug in it
    made: type[Any] = module.Value
    return made


def chain(value: type[Any]) -> tuple[Any, dict[str, Any]]:
    a = value(1.0)
    b = a + a
    c = b + b
    return c, {"a": a, "b": b, "c": c}


def twice(value: type[Any]) -> tuple[Any, dict[str, Any]]:
    a = value(3.0)
    b = a + a
    return b, {"a": a, "b": b}


def lecture(value: type[Any]) -> tuple[Any, dict[str, Any]]:
    a, b = value(-2.0), value(3.0)
    d, e = a * b, a + b
    f = d * e
    return f, {"a": a, "b": b, "d": d, "e": e, "f": f}


def skip(value: type[Any]) -> tuple[Any, dict[str, Any]]:
    x, w = value(2.0), value(3.0)
    h = x * w
    y = h + x
    out = h * y
    return out, {"x": x, "w": w, "h": h, "y": y, "out": out}


PROGRAMS: tuple[Program, ...] = (chain, twice, lecture, skip)
ASSIGN = (".grad +=", ".grad =")
ORDER = (TOPOLOGICAL, DEPTH_FIRST)
# The order in which nodes are met is the order in which they take their turn.
REVERSE = ("reversed(topo)", "topo")


def ours(program: Program, *chosen: bugs.Bug, count: int = 1) -> dict[str, float]:
    output, named = program(Value)
    graph = Graph(output)
    grad = [0.0] * len(graph)
    for _, step in bugs.passes(graph, [node.data for node in graph.nodes], chosen, count):
        grad[step.node] = step.after
    ids = {id(node): i for i, node in enumerate(graph.nodes)}
    return {name: grad[ids[id(node)]] for name, node in named.items()}


def theirs(program: Program, *changes: tuple[str, str]) -> dict[str, float]:
    output, named = program(patched(*changes))
    output.backward()
    return {name: node.grad for name, node in named.items()}


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_patched_micrograd_goes_wrong_in_the_same_way(program: Program) -> None:
    assert ours(program) == theirs(program)
    assert ours(program, "assign") == theirs(program, ASSIGN)
    assert ours(program, "depth_first") == theirs(program, ORDER, REVERSE)
    assert ours(program, "assign", "depth_first") == theirs(program, ASSIGN, ORDER, REVERSE)


@pytest.mark.parametrize("program", PROGRAMS)
def test_zeroing_only_leaves_is_micrograd_s_second_pass_over_one_graph(program: Program) -> None:
    output, named = program(patched())
    output.backward()
    for node in named.values():
        if not node._prev:
            node.grad = 0
    output.backward()
    expected = {name: node.grad for name, node in named.items()}
    assert ours(program, "zero_leaves_only", count=2) == expected


@pytest.mark.parametrize("program", PROGRAMS)
def test_zeroing_nothing_is_micrograd_s_backward_called_twice(program: Program) -> None:
    output, named = program(patched())
    output.backward()
    output.backward()
    expected = {name: node.grad for name, node in named.items()}
    assert ours(program, "no_zero_grad", "zero_leaves_only", count=2) == expected


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("program", PROGRAMS)
def test_without_zero_grad_leaves_add_up_as_in_a_training_loop(program: Program, count: int) -> None:
    output, named = program(Value)
    for _ in range(count):
        output.backward()
    assert ours(program, "no_zero_grad", count=count) == {name: node.grad for name, node in named.items()}


def random_graph(seed: int) -> Graph:
    numbers = random.Random(seed)
    values: list[Value] = [Value(numbers.uniform(-2, 2)) for _ in range(3)]
    for _ in range(12):
        a, b = numbers.choice(values), numbers.choice(values)
        values.append(numbers.choice([a + b, a * b, a.tanh(), 2 * a]))
    return Graph(sum(values[3:], start=values[-1] * 1.0))


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("count", [1, 3])
def test_without_a_bug_each_pass_is_the_right_one(seed: int, count: int) -> None:
    graph = random_graph(seed)
    data: Sequence[float] = [node.data for node in graph.nodes]
    right = list(autodiff.backward_steps(graph, data))
    steps = list(bugs.passes(graph, data, (), count))
    assert [step.step for _, step in steps] == list(range(count * len(right)))
    assert [step._replace(step=0) for _, step in steps] == [step._replace(step=0) for step in right] * count


@pytest.mark.parametrize("seed", range(10))
def test_depth_first_order_meets_every_node_once(seed: int) -> None:
    graph = random_graph(seed)
    order = list(bugs.depth_first(graph))
    assert sorted(order) == list(range(len(graph)))
    assert order[0] == graph.output


def test_a_long_chain_needs_no_recursion() -> None:
    value = Value(1.0)
    for _ in range(20_000):
        value = value + 1.0
    graph = Graph(value)
    chosen: tuple[bugs.Bug, ...] = ("depth_first",)
    steps = bugs.passes(graph, [node.data for node in graph.nodes], chosen, 1)
    assert sum(1 for _ in steps) == 20_001
