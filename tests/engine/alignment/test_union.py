"""Two graphs as one: every node once, inputs before uses, and what only one of them has."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from engine.alignment import Union, differences, union_of
from engine.outline import outline_of
from tests.engine.alignment.test_differences import LECTURE, side

CALLS = "def f(x):\n    y = x * 2.0\n    return y.tanh()\na = Value(1.0)\nL = f(a)"


def union(before: str, after: str) -> Union:
    old, new = side(before), side(after)
    made = union_of(old, new, differences(old, new))
    assert made is not None
    for graph, ids in ((old.graph, made.old), (new.graph, made.new)):
        place = {node: at for at, node in enumerate(ids) if node >= 0}
        assert sorted(place) == list(range(len(graph)))
        for node, sources in enumerate(graph.inputs):
            assert {place[source] for source in sources} <= set(made.graph.inputs[place[node]])
    for node, inputs in enumerate(made.graph.inputs):
        assert all(source < node for source in inputs)
    return made


def test_equal_programs_are_their_own_union() -> None:
    made = union(LECTURE, LECTURE)
    assert made.old == made.new == tuple(range(7))
    assert made.old_edges == made.new_edges == ()
    assert made.graph.structure == side(LECTURE).graph.structure


def test_a_new_node_and_the_edges_that_only_one_has() -> None:
    made = union(LECTURE, LECTURE.replace("d = e + c", "d = (e + c).tanh()"))
    assert made.old == (0, 1, 2, 3, -1, 4, 5, 6)
    assert made.new == tuple(range(8))
    assert made.graph.inputs[5] == (4, 2, 3)
    assert (made.new_edges, made.old_edges) == (((5, 0),), ((5, 1), (5, 2)))


def test_what_is_gone_stays_where_it_was() -> None:
    made = union(LECTURE.replace("d = e + c", "d = (e + c).tanh()"), LECTURE)
    assert made.new == (0, 1, 2, 3, -1, 4, 5, 6)
    assert made.graph.labels[-1] == "L"


@pytest.mark.parametrize("is_gone", [False, True])
def test_a_call_that_only_one_has_is_a_scope(is_gone: bool) -> None:
    more = CALLS + " + f(a + 1.0)"
    made = union(*((more, CALLS) if is_gone else (CALLS, more)))
    outline = outline_of(made.run)
    paths = [entry.path for entry in outline.entries]
    assert paths == ["", "f[0]", "f[1]"]
    only = made.new if is_gone else made.old
    assert {only[node] for node in outline.inside(2).tolist()} == {-1}


def test_a_path_that_both_have_for_other_calls_is_there_twice() -> None:
    before = CALLS.replace("L = f(a)", "L = f(a)\nfor k in range(2):\n    L = L + 1.0")
    after = CALLS.replace("L = f(a)", "L = f(a)\nfor k in range(1):\n    L = L + 1.0")
    paths = [entry.path for entry in outline_of(union(before, after).run).entries]
    assert len(set(paths)) == len(paths)
    assert {"for k[0]", "for k[1]"} <= set(paths)


def test_no_union_where_the_order_of_nodes_has_changed() -> None:
    old = side("x = Value(2.0)\na = x * 3.0\nb = a.tanh()\nL = a + b")
    new = side("x = Value(2.0)\nb = x.tanh()\na = b * 3.0\nL = a + b")
    assert union_of(old, new, differences(old, new)) is None


def test_a_network_with_one_neuron_more() -> None:
    program = "n = MLP(3, [4, {}, 1])\nL = n([1.0, 2.0, 3.0])"
    made = union(program.format(4), program.format(5))
    assert made.new.count(-1) == 0
    assert made.old.count(-1) == len(made.graph) - len(side(program.format(4)))
    assert len(made.run.parameters) == len(side(program.format(5)).run.parameters)


@pytest.mark.parametrize(
    "program",
    [
        lambda n: f"v = [Value(1.0) for k in range({n})]\nL = sum(v)",
        lambda n: f"def f(x):\n    return x * 2\nv = [f(Value(1.0)) for k in range({n})]\nL = sum(v)",
    ],
    ids=["parameters", "calls"],
)
def test_the_work_grows_with_the_graphs_only(program: Callable[[int], str]) -> None:
    def work(n: int) -> float:
        old, new = side(program(n)), side(program(n).replace("f(", "g(") + " * 2")
        found = differences(old, new)
        begin = time.thread_time()
        union_of(old, new, found)
        return time.thread_time() - begin

    short, long = (min(work(n) for _ in range(3)) for n in (400, 6_400))
    assert long < 64 * short  # 16 times as many; what grows with their square takes 256 times as long
