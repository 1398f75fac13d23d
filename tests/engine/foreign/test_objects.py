"""Graphs of micrograd and PyTorch, read back: the same value, the same grads, or a reason why not."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings

from engine import Graph, Value, autodiff
from engine.export import export
from engine.foreign.interop import InteropError
from engine.foreign.micrograd import from_micrograd
from engine.foreign.objects import read
from engine.foreign.torch import from_torch
from engine.graph import Frame
from tests.engine.graphs import dags


def fresh(graph: Graph) -> Frame:
    data = autodiff.forward(graph, graph.frame().data)
    return Frame(tuple(data), tuple(autodiff.backward(graph, data)))


def built(form: str, graph: Graph) -> dict[str, Any]:
    """The names of a program that builds this graph in another library, once it has run."""
    names: dict[str, Any] = {"__name__": "built", "print": lambda *_: None}
    source = export(form, graph, fresh(graph))
    if form == "torch":
        source = source.replace(".backward()", ".backward(retain_graph=True)")
    exec(compile(source, "<export>", "exec"), names)  # noqa: S102  # our own program
    return names


def grads(graph: Graph) -> list[float]:
    frame = fresh(graph)
    return sorted(frame.grad[leaf] for leaf in graph.leaves)


micrograd_cases = [
    lambda a, b: a + b, lambda a, b: a * b + a, lambda a, b: a + a, lambda a, b: a * a,
    lambda a, b: (a * a) * (a * a),
    lambda a, b: a - b, lambda a, b: a / b, lambda a, b: (a * b).relu(), lambda a, b: a**3 + b**-1 + b**0.5,
    lambda a, b: 2 * a + 1, lambda a, b: -a, lambda a, b: (a + b) * (a + b) + (a + b),
]  # fmt: skip


@pytest.mark.parametrize("make", micrograd_cases)
def test_micrograds_graphs_have_its_value_and_grads(make: Callable[..., Any]) -> None:
    engine = pytest.importorskip("micrograd.engine", reason="the package is not installed")
    a, b = engine.Value(-2.5), engine.Value(4.0)
    out = make(a, b)
    out.backward()
    read = from_micrograd(out)
    graph = Graph(read)
    frame = graph.frame()
    assert frame.data[graph.output] == out.data
    assert fresh(graph).data == pytest.approx(frame.data)
    theirs = {value.data: value.grad for value in (a, b)}
    for leaf in graph.leaves:
        if frame.data[leaf] in theirs:
            assert frame.grad[leaf] == theirs[frame.data[leaf]]
            assert fresh(graph).grad[leaf] == pytest.approx(theirs[frame.data[leaf]])


def test_an_input_used_twice_has_two_edges() -> None:
    engine = pytest.importorskip("micrograd.engine", reason="the package is not installed")
    a = engine.Value(3.0)
    assert Graph(from_micrograd(a + a)).inputs == ((), (0, 0))
    assert Graph(from_micrograd(a * a)).inputs == ((), (0, 0))


def test_a_subclass_with_the_lectures_ops_and_labels() -> None:
    engine = pytest.importorskip("micrograd.engine", reason="the package is not installed")
    x, y = engine.Value(0.5), engine.Value(3.0)
    x.label = "x"
    out = engine.Value(math.tanh(0.5), (x,), "tanh")
    less = engine.Value(y.data - out.data, (out, y), "-")
    graph = Graph(from_micrograd(less))
    assert [op.name for op in graph.ops].count("sub") == 1
    assert fresh(graph).data[graph.output] == less.data
    assert "x" in graph.labels
    # The order that gives the data is taken: y − tanh(x), not the other way.
    assert graph.ops[graph.inputs[graph.output][1]].name == "tanh"


def test_data_that_nothing_explains_and_ops_without_a_counterpart() -> None:
    engine = pytest.importorskip("micrograd.engine", reason="the package is not installed")
    a, b = engine.Value(2.0), engine.Value(3.0)
    out = a * b
    a.data = 5.0
    with pytest.raises(InteropError, match=r"holds 6\.0, but they give 15\.0"):
        from_micrograd(out)
    with pytest.raises(InteropError, match="`gelu` has no op"):
        from_micrograd(engine.Value(1.0, (b,), "gelu"))
    with pytest.raises(InteropError, match="3 inputs"):
        from_micrograd(engine.Value(1.0, (b, engine.Value(1.0), engine.Value(2.0)), "+"))


def test_random_graphs_go_to_micrograd_and_back() -> None:
    pytest.importorskip("micrograd.engine", reason="the package is not installed")

    @settings(max_examples=60)
    @given(dags())
    def check(dag: tuple[list[Value], Value]) -> None:
        graph = Graph(dag[1])
        if any(op.name not in NATIVE for op in graph.ops):
            return
        names = built("micrograd", graph)
        out = names.get(graph.labels[graph.output] or f"n{graph.output}") or names[f"n{graph.output}"]
        read = Graph(from_micrograd(out))
        assert read.frame().data[read.output] == pytest.approx(fresh(graph).data[-1])

    check()


NATIVE = ("leaf", "constant", "add", "sub", "mul", "neg", "relu", "sum")


def tensor(number: float) -> Any:
    torch = pytest.importorskip("torch", reason="the package is not installed")
    return torch.tensor(number, dtype=torch.float64, requires_grad=True)


torch_cases = [
    lambda t, a, b: a + b, lambda t, a, b: a * a + a, lambda t, a, b: 3 - a, lambda t, a, b: a - 3.3,
    lambda t, a, b: (a + 0.1) * b, lambda t, a, b: 2 / a + a / 3, lambda t, a, b: a**2 + 2**b + a**b,
    lambda t, a, b: t.tanh(a * b), lambda t, a, b: t.relu(a).exp().log().sqrt(),
    lambda t, a, b: t.sin(a) + t.cos(b),
    lambda t, a, b: t.maximum(a, b) * t.minimum(a, b), lambda t, a, b: t.stack([a, b, a]).sum(),
    lambda t, a, b: t.nn.functional.softplus(a), lambda t, a, b: t.nn.functional.softplus(a, beta=2),
    lambda t, a, b: t.logaddexp(a, b), lambda t, a, b: a.rsqrt() + b.reciprocal(),
    lambda t, a, b: t.add(a, b, alpha=2), lambda t, a, b: t.sub(a, b, alpha=0.5),
    lambda t, a, b: (a * t.tensor(4.0, dtype=t.float64)).clone().view(()),
    lambda t, a, b: (a * b).sum().mean(),
    lambda t, a, b: t.maximum(a, t.tensor(0.25, dtype=t.float64)), lambda t, a, b: (-a).abs().sigmoid(),
    lambda t, a, b: t.tensor(2.0, dtype=t.float64) ** a, lambda t, a, b: (3 - a).sin() * (b - 0.7),
    lambda t, a, b: a * 1,
]  # fmt: skip


@pytest.mark.parametrize("make", torch_cases)
def test_pytorchs_scalar_graphs_have_its_value_and_grads(make: Callable[..., Any]) -> None:
    torch = pytest.importorskip("torch", reason="the package is not installed")
    a, b = tensor(1.5), tensor(0.75)
    out = make(torch, a, b)
    out.backward(retain_graph=True)
    graph = Graph(from_torch(out, {"a": a, "b": b}))
    frame = fresh(graph)
    assert frame.data[graph.output] == pytest.approx(out.item(), rel=1e-12)
    for label, leaf in (("a", a), ("b", b)):
        if leaf.grad is not None and label in graph.ids:
            i = graph.ids[label]
            assert graph.frame().grad[i] == leaf.grad.item()
            assert frame.grad[i] == pytest.approx(leaf.grad.item(), rel=1e-9)


def test_the_forgotten_number_is_the_one_that_was_written() -> None:
    x = tensor(0.1)
    for out, number in ((x + 0.2, 0.2), (0.7 - x, 0.7), (x - 1e-3, 1e-3)):
        graph = Graph(from_torch(out))
        assert [graph.frame().data[i] for i in range(len(graph)) if graph.is_constant(i)] == [number]


def test_random_graphs_go_to_pytorch_and_back() -> None:
    pytest.importorskip("torch", reason="the package is not installed")

    refused: list[str] = []
    tried: list[Graph] = []

    @settings(max_examples=100)
    @given(dags())
    def check(dag: tuple[list[Value], Value]) -> None:
        graph = Graph(dag[1])
        names = built("torch", graph)
        out = names[graph.labels[graph.output] or f"n{graph.output}"]
        try:
            read = Graph(from_torch(out))
        except InteropError as error:
            # A sum of a constant and of what nothing keeps.
            refused.append(error.message)
            return
        tried.append(read)
        assert fresh(read).data[read.output] == pytest.approx(fresh(graph).data[-1], rel=1e-9, abs=1e-9)
        used = [fresh(graph).grad[i] for i in graph.leaves]
        assert len(read.leaves) <= len(used)
        assert sum(grads(read)) == pytest.approx(sum(used), rel=1e-7, abs=1e-7)

    check()
    assert all("not kept" in message for message in refused)
    assert len(tried) > len(refused)


def test_a_leaf_alone_and_a_deep_chain() -> None:
    x = tensor(0.5)
    assert len(Graph(from_torch(x))) == 1
    out = x
    for _ in range(3_000):
        out = out * x
    assert len(Graph(from_torch(out))) == 3_001


def test_what_cannot_be_mapped_is_named() -> None:
    torch = pytest.importorskip("torch", reason="the package is not installed")
    x, y = tensor(0.5), tensor(2.0)
    with pytest.raises(InteropError, match="LgammaBackward0") as caught:
        from_torch(torch.lgamma(x) * torch.digamma(y))
    assert caught.value.names == ("DigammaBackward0", "LgammaBackward0")
    with pytest.raises(InteropError, match="only scalars"):
        from_torch(torch.ones(3, requires_grad=True))
    with pytest.raises(InteropError):
        from_torch((torch.ones(3, dtype=torch.float64, requires_grad=True) * 2.0).sum())
    with pytest.raises(InteropError, match="not kept a number that AddBackward0"):
        from_torch((x + 3) + 5)
    with pytest.raises(InteropError, match="not kept a number that RsubBackward1"):
        from_torch((3 - x).tanh())
    used = x * y
    torch.autograd.backward(used)
    with pytest.raises(InteropError, match="has freed") as caught:
        from_torch(used)
    assert "retain_graph" in str(caught.value.hint)
    with pytest.raises(InteropError, match="scalars"):
        from_torch(torch.stack([x, y]).exp().sum())


def own_class(**names: str) -> type[Any]:
    """A class of micrograd's kind whose attributes have other names; an op without one is not kept."""

    class Own:
        def __init__(self, data: Any, inputs: Any = (), op: str = "", label: str = "") -> None:
            self.data, self.grad = data, 0.0
            kept = {"inputs": inputs, "op": op, "label": label}
            for what, name in names.items():
                setattr(self, name, kept[what])

    return Own


@pytest.mark.parametrize("inputs", ["_prev", "_children", "children", "_parents", "parents", "_inputs"])
def test_a_class_of_ones_own_is_read_under_any_usual_name(inputs: str) -> None:
    kind = own_class(inputs=inputs, op="op", label="name")
    a = kind(2.0, label="a")
    a.grad = -6.0
    less, ratio = kind(-3.0, [a, 5.0], "-"), kind(1.0, (a, a), "/")
    graph = Graph(read(kind(-3.0, {less, ratio}, "*", "L")))
    assert [op.name for op in graph.ops].count("constant") == 1
    assert {graph.labels[i] for i in range(len(graph))} >= {"a", "L"}
    assert graph.frame().grad[graph.ids["a"]] == -6.0


def test_an_op_without_a_word_is_told_by_its_number_or_not_at_all() -> None:
    kind = own_class(inputs="_prev")
    a, b = kind(2.0), kind(3.0)
    assert Graph(read(kind(6.0, (a, b)))).ops[2].name == "mul"
    assert Graph(read(kind(math.tanh(2.0), {a}))).ops[1].name == "tanh"
    with pytest.raises(InteropError, match="cannot be told which op") as caught:
        read(kind(4.0, (a, a)))
    assert set(caught.value.names) == {"add", "mul", "pow"}


def test_what_makes_no_graph_is_refused_by_its_reason() -> None:
    kind = own_class(inputs="_prev", op="_op")
    loop, whole = kind(1.0), kind(10**400)
    loop._prev = (kind(1.0, (loop,), "tanh"),)
    cases = {
        "among its own inputs": loop,
        "too large for a double": whole,
        "Its inputs are of type int": kind(3.0, 5, "+"),
        "Its input is a NoneType": kind(3.0, (None, kind(3.0)), "+"),
    }
    for reason, thing in cases.items():
        with pytest.raises(InteropError, match=reason):
            read(thing)


def test_inputs_may_be_made_when_they_are_asked_for() -> None:
    class Lazy:
        grad, _op = None, "+"

        def __init__(self, data: float) -> None:
            self.data = data

        @property
        def _prev(self) -> list[Lazy]:
            return [Lazy(1.0), Lazy(2.0)] if self.data == 3.0 else []

    assert Graph(read(Lazy(3.0))).frame().data == (1.0, 2.0, 3.0)


def test_everything_that_is_a_node_is_read_and_nothing_else() -> None:
    ours = Value(2.0) * 3.0
    assert read(ours) is ours
    with pytest.raises(InteropError, match="A int is not a node"):
        read(3)
    with pytest.raises(InteropError, match="Its data is a list"):
        read(own_class(inputs="_prev")([1.0, 2.0]))


def test_a_tensor_is_read_by_what_it_has() -> None:
    x = tensor(3.0)
    assert Graph(read(x * x)).ops[1].name == "mul"
