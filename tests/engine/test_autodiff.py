"""Forward, backward and the steps between them, on fixed and on random graphs."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from engine import Graph, Value, backward, backward_steps, forward
from engine.autodiff import BackwardStep, partials
from engine.gradcheck import check
from tests.engine.graphs import dags
from tests.engine.test_graph import lecture


def test_the_trace_of_the_lectures_expression() -> None:
    graph = Graph(lecture())
    steps = list(backward_steps(graph, graph.frame().data))
    assert steps[0] == BackwardStep(0, 6, None, None, None, None, 1.0, 0.0, 1.0)
    assert steps[5] == BackwardStep(5, 0, 2, 0, -2.0, -3.0, 6.0, 0.0, 6.0)
    assert [graph.labels[step.node] for step in steps] == ["L", "d", "f", "e", "c", "a", "b"]


def test_constants_have_no_steps_and_no_partial() -> None:
    graph = Graph(2.0 * Value(3.0))
    data = graph.frame().data
    assert [step.node for step in backward_steps(graph, data)] == [2, 1]
    assert partials(graph, data, 2) == (None, 2.0)


def test_two_uses_add_in_slot_order() -> None:
    x = Value(3.0)
    graph = Graph(x * x)
    steps = list(backward_steps(graph, graph.frame().data))
    assert [(s.slot, s.before, s.after) for s in steps[1:]] == [(0, 0.0, 3.0), (1, 3.0, 6.0)]
    tie = Graph(x.max(x))
    assert backward(tie, tie.frame().data)[0] == 1.0


def test_a_pass_adds_to_the_grads_that_it_is_given() -> None:
    graph = Graph(lecture())
    data = graph.frame().data
    grad = [10.0] * len(graph)
    steps = list(backward_steps(graph, data, grad))
    assert steps[0].before == 10.0
    assert steps[0].after == grad[graph.output] == 11.0
    assert steps[0].contribution == 1.0
    d, f, e = 4, 5, 2
    assert grad[f] == 10.0 + 11.0 * data[d]
    assert grad[d] == 10.0 + 11.0 * data[f]
    assert grad[e] == 10.0 + grad[d]


def test_the_output_may_be_a_leaf() -> None:
    graph = Graph(Value(3.0))
    assert backward(graph, [3.0]) == [1.0]


@given(dags())
def test_contributions_add_up_to_the_grads_exactly(dag: tuple[list[Value], Value]) -> None:
    graph = Graph(dag[1])
    data = graph.frame().data
    sums = [0.0] * len(graph)
    for step in backward_steps(graph, data):
        assert step.before == sums[step.node]
        sums[step.node] += step.contribution
        assert step.after == sums[step.node]
        if step.upstream is not None and step.partial is not None:
            assert step.contribution == step.upstream * step.partial
    assert sums == backward(graph, data)


@given(dags())
def test_passes_are_bit_identical_and_change_nothing(dag: tuple[list[Value], Value]) -> None:
    graph = Graph(dag[1])
    data = graph.frame().data
    assert tuple(forward(graph, data)) == data
    assert backward(graph, data) == backward(graph, data)
    dag[1].backward()
    assert graph.frame().grad == tuple(backward(graph, data))
    assert graph.frame().data == data


@given(dags(), st.data())
def test_forward_and_backward_leave_what_they_are_given(
    dag: tuple[list[Value], Value], data: st.DataObject
) -> None:
    """Interior numbers may be anything: they are computed, and the list they came in is left as it is."""
    graph = Graph(dag[1])
    numbers = [data.draw(st.floats(-2.0, 2.0)) for _ in graph.nodes]
    argument = list(numbers)
    values = forward(graph, argument)
    assert argument == numbers
    assert [values[i] for i in graph.leaves] == [numbers[i] for i in graph.leaves]
    computed = list(values)
    backward(graph, computed)
    assert repr(computed) == repr(values)
    moved = graph.frame().data
    assert forward(graph, [moved[i] if not graph.inputs[i] else math.nan for i in range(len(graph))]) == list(
        moved
    )


@given(dags(most=12))
def test_gradients_agree_with_differences(dag: tuple[list[Value], Value]) -> None:
    graph = Graph(dag[1])
    for result in check(graph, graph.frame().data).values():
        # A random graph may hold a kink (relu, abs, max) near its point, and differences see across it: a
        # wrong rule would be wrong on nearly every graph, and by far more than this.
        scale = max(1.0, math.fabs(result.fd))
        assert result.abs_error / scale < 1e-4 or at_a_kink(graph)


def at_a_kink(graph: Graph) -> bool:
    data = graph.frame().data
    for op, inputs in zip(graph.ops, graph.inputs, strict=True):
        if op.name in {"relu", "abs"} and math.fabs(data[inputs[0]]) < 1e-3:
            return True
        if op.name in {"max", "min"} and math.fabs(data[inputs[0]] - data[inputs[1]]) < 1e-3:
            return True
    return False
