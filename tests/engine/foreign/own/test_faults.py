"""What a pass did, beside what was due: which slot a share serves, and what departs."""

from __future__ import annotations

from engine import Graph, Value
from engine.foreign.own.compare import right
from engine.foreign.own.faults import Pass, faults, place
from engine.foreign.own.replay import Write
from engine.foreign.own.turns import Share


def passed(graph: Graph, *written: tuple[int, int | None, float], seed: float = 1.0) -> Pass:
    """A pass that adds these numbers in turn: to which node, on behalf of which, how much."""
    grad = [0.0] * len(graph)
    grad[graph.output] = seed
    found = []
    for node, source, much in written:
        write = Write(node, grad[node], grad[node] + much, (), ())
        upstream = () if source is None else (grad[source],)
        grad[node] += much
        found.append(Share(write, source, upstream))
    data = graph.frame().data
    wanted = right(graph, data, lambda i: (None,) * len(graph.inputs[i]))
    return place(graph, wanted, found, range(len(graph)), grad)


def difference() -> Graph:
    a = Value(3.0)
    return Graph(a - a)


def square() -> Graph:
    a = Value(3.0)
    return Graph(a * a)


def test_a_share_serves_the_slot_whose_partial_it_has() -> None:
    made = passed(difference(), (0, 1, -1.0), (0, 1, 1.0))
    assert [each.slot for each in made.placed] == [1, 0]
    assert faults(made) == []


def test_both_slots_may_be_served_by_one_write() -> None:
    made = passed(square(), (0, 1, 6.0))
    assert made.served == {(1, 0), (1, 1)}
    assert {"factor", "missing"}.isdisjoint(each.kind for each in faults(made))


def test_a_slot_that_is_served_again_says_so() -> None:
    made = passed(square(), (0, 1, 3.0), (0, 1, 3.0), (0, 1, 3.0))
    assert [each.again for each in made.placed] == [False, False, True]
    assert [(each.kind, each.got, each.want) for each in faults(made)] == [("twice", 3.0, 0.0)]


def test_a_slot_that_nothing_serves_is_missing() -> None:
    (found,) = faults(passed(square(), (0, 1, 3.0)))
    assert (found.kind, found.node, found.source, found.slot, found.want) == ("missing", 0, 1, 1, 3.0)


def test_a_seed_that_is_not_one_comes_first() -> None:
    found = faults(passed(square(), (0, 1, 6.0), (0, 1, 6.0), seed=2.0))
    assert (found[0].kind, found[0].got, found[0].want) == ("seed", 2.0, 1.0)


def test_a_node_without_grad_has_nothing_to_pass_on() -> None:
    assert [each.kind for each in faults(passed(square(), seed=0.0))] == ["seed"]
    a, b = Value(0.0), Value(2.0)
    graph = Graph((a * b) * a)  # of a * b the grad is 0
    assert len(graph.inputs[2]) == 2
    made = passed(graph, (2, 3, 0.0), (0, 3, 0.0))
    assert faults(made) == []


def test_what_is_missing_is_the_partial_times_the_grad_that_was_there() -> None:
    a = Value(3.0)
    graph = Graph((a * a) * 2.0)
    found = faults(passed(graph, (1, 3, 2.0), (0, 1, 6.0)))
    assert [(each.kind, each.node, each.want) for each in found] == [("missing", 0, 6.0)]


def test_a_grad_that_the_pass_sets_to_zero_is_a_fault_of_its_own() -> None:
    made = passed(square(), (0, 1, 3.0), (0, 1, 3.0), (0, None, -6.0))
    (found,) = faults(made)
    assert (found.kind, found.node, found.got, found.want) == ("zeroed", 0, -6.0, 0.0)
    assert faults(passed(square(), (0, 1, 3.0), (0, 1, 3.0), (0, None, 0.0))) != [found]
