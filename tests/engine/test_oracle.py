"""Random graphs of every op against PyTorch in float64."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from engine import Graph, Value, backward
from engine.ops import CATALOGUE, CONSTANT, LEAF
from tests.engine.graphs import dags

torch = pytest.importorskip("torch", reason="the oracle is not installed")

THEIRS: dict[str, Any] = {
    "add": torch.add, "sub": torch.sub, "mul": torch.mul, "div": torch.div, "pow": torch.pow,
    "neg": torch.neg, "exp": torch.exp, "expm1": torch.expm1, "log": torch.log, "log1p": torch.log1p,
    "sqrt": torch.sqrt, "abs": torch.abs, "sin": torch.sin, "cos": torch.cos, "tan": torch.tan,
    "asin": torch.asin, "acos": torch.acos, "atan": torch.atan, "sinh": torch.sinh, "cosh": torch.cosh,
    "tanh": torch.tanh, "sigmoid": torch.sigmoid, "relu": torch.relu, "erf": torch.erf,
    "softplus": torch.nn.functional.softplus, "max": torch.maximum, "min": torch.minimum,
    "sum": lambda *terms: torch.stack(terms).sum(),
}  # fmt: skip


def tensor(x: float, leaf: bool = False) -> Any:
    return torch.tensor(x, dtype=torch.float64, requires_grad=leaf)


def theirs(graph: Graph) -> tuple[float, dict[int, float]]:
    """The output and the leaves' grads as PyTorch computes them."""
    tensors: list[Any] = []
    for i, op in enumerate(graph.ops):
        if op is LEAF or op is CONSTANT:
            tensors.append(tensor(graph.nodes[i].data, op is LEAF))
        else:
            tensors.append(THEIRS[op.name](*[tensors[j] for j in graph.inputs[i]]))
    tensors[-1].backward()
    return tensors[-1].item(), {i: tensors[i].grad.item() for i in graph.leaves}


def test_the_oracle_knows_every_op() -> None:
    assert set(THEIRS) == set(CATALOGUE)


@settings(max_examples=300)
@given(dags())
def test_random_graphs_agree_with_the_oracle(dag: tuple[list[Value], Value]) -> None:
    graph = Graph(dag[1])
    value, grads = theirs(graph)
    assert dag[1].data == pytest.approx(value, rel=1e-9, abs=1e-12)
    ours = backward(graph, graph.frame().data)
    for i, grad in grads.items():
        assert ours[i] == pytest.approx(grad, rel=1e-9, abs=1e-9)


KINKS: dict[str, list[tuple[float, ...]]] = {
    "relu": [(0.0,)], "abs": [(0.0,)], "max": [(2.0, 2.0)], "min": [(2.0, 2.0)], "sqrt": [(0.0,)],
    "log": [(0.0,), (-2.0,)], "tanh": [(1000.0,)], "sigmoid": [(1000.0,), (-1000.0,)],
    "softplus": [(1000.0,)], "div": [(1.0, 0.0), (0.0, 0.0)],
    "pow": [(0.0, 0.0), (0.0, 2.0), (0.0, -1.0), (-2.0, 0.5), (-2.0, 3.0)],
}  # fmt: skip


@pytest.mark.parametrize("word", sorted(CATALOGUE))
def test_every_op_agrees_at_its_samples_and_kinks(word: str) -> None:
    entry = CATALOGUE[word]
    for point in [*entry.samples, *KINKS.get(word, [])]:
        tensors = [tensor(x, leaf=True) for x in point]
        out = THEIRS[word](*tensors)
        out.backward()
        mine = entry.value(*point)
        assert mine == pytest.approx(out.item(), rel=1e-12, nan_ok=True)
        for slot, source in enumerate(tensors):
            expected = pytest.approx(source.grad.item(), rel=3e-9, abs=1e-15, nan_ok=True)
            assert entry.partial(slot, mine, point) == expected, (point, slot)
