"""Every form of a graph: programs are run and must give its own numbers, texts must be what they say."""

from __future__ import annotations

import contextlib
import io
import json
import math
import re
from collections.abc import Callable
from typing import Any

import pygraphviz
import pytest
from hypothesis import given, settings

from engine import Graph, Value, autodiff
from engine.errors import EngineError, LimitError
from engine.export import FORMATS, MOST, export
from engine.export.latex import number
from engine.graph import Frame
from engine.ops import CATALOGUE
from engine.program import run as run_program
from engine.value import apply, total
from tests.engine.graphs import dags
from tests.engine.program.built_in import INTERPRETED, without_classes

SMALL = 3_000  # nodes: what micrograd and PyTorch walk in a moment
HOSTILE = 'x"]; evil -> evil; //\n\\"""\'\'\'{$%_^~#}<b>&\u202e\0 ℵ' + "`rm`"


def fresh(graph: Graph) -> Frame:
    """The graph's numbers after a forward and a backward pass."""
    data = autodiff.forward(graph, graph.frame().data)
    return Frame(tuple(data), tuple(autodiff.backward(graph, data)))


def printed(source: str) -> tuple[float, dict[str, float]]:
    """What a program of ours prints: the value, then the grads."""
    out = io.StringIO()
    names: dict[str, Any] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(out):
        exec(compile(source, "<export>", "exec"), names)  # noqa: S102  # that it runs is what is tested
    value, _, grads = out.getvalue().strip().partition(" ")
    return float(value), eval(grads, {"nan": math.nan, "inf": math.inf})  # noqa: S307  # our own dict


def agrees(form: str, graph: Graph, rel: float) -> None:
    frame = fresh(graph)
    value, grads = printed(export(form, graph, frame))
    assert value == pytest.approx(frame.data[graph.output], rel=rel, abs=rel, nan_ok=True)
    assert grads == pytest.approx(
        {name: frame.grad[i] for i, name in graph.names.items()}, rel=rel, abs=rel, nan_ok=True
    )


def examples() -> list[Any]:
    found = []
    for example in INTERPRETED:
        graph = run_program(without_classes(example.source), values=example.values).graph
        if graph is not None and len(graph) <= SMALL:
            found.append(pytest.param(graph, id=example.name))
    assert len(found) >= 7
    return found


def programs() -> list[Any]:
    """The formats that are run, with how closely they agree: one whose package is absent is not run here."""
    cases = [pytest.param("python", 0.0, id="python"), pytest.param("micrograd", 1e-9, id="micrograd")]
    cases.append(pytest.param("torch", 1e-9, id="torch"))
    with contextlib.suppress(ImportError):
        import jax  # noqa: F401

        cases.append(pytest.param("jax", 1e-9, id="jax"))
    return cases


NEEDS = {"python": "math", "micrograd": "micrograd", "torch": "torch", "jax": "jax"}


@pytest.mark.parametrize(("form", "rel"), programs())
@pytest.mark.parametrize("graph", examples())
def test_every_example_gives_the_same_numbers(form: str, rel: float, graph: Graph) -> None:
    pytest.importorskip(NEEDS[form], reason="the package is not installed")
    agrees(form, graph, rel)


@pytest.mark.parametrize(("form", "rel"), programs())
def test_random_graphs_of_every_op_give_the_same_numbers(form: str, rel: float) -> None:
    pytest.importorskip(NEEDS[form], reason="the package is not installed")

    @settings(max_examples=30 if form == "jax" else 150)
    @given(dags())
    def check(dag: tuple[list[Value], Value]) -> None:
        agrees(form, Graph(dag[1]), rel)

    check()


@pytest.mark.parametrize(("form", "rel"), programs())
@pytest.mark.parametrize("word", sorted(CATALOGUE))
def test_every_op_beside_a_constant(form: str, rel: float, word: str) -> None:
    pytest.importorskip(NEEDS[form], reason="the package is not installed")
    op = CATALOGUE[word]
    for point in op.samples[:2]:
        for slot in range(len(point)):
            mixed: list[Any] = [Value(x) if i == slot else x for i, x in enumerate(point)]
            agrees(form, Graph(apply(op, *mixed)), rel)


@pytest.mark.parametrize("form", ["python", "micrograd"])
@pytest.mark.parametrize(
    "make",
    [
        lambda a: a / 0.0, lambda a: 0.0 / (a - a), lambda a: (a - 5.0).log(), lambda a: a * math.inf,
        lambda a: (a * 1000.0).exp(), lambda a: (a - a) ** -1.0, lambda a: a * math.nan,
        lambda a: (-a) ** 0.5, lambda a: (a * 1e200) ** 3, lambda a: -math.inf + a,
    ],
)  # fmt: skip
def test_what_is_not_finite_is_the_same_there(form: str, make: Callable[[Value], Value]) -> None:
    pytest.importorskip(NEEDS[form], reason="the package is not installed")
    agrees(form, Graph(make(Value(2.0, "a"))), 0.0)


@pytest.mark.parametrize(("form", "rel"), programs())
@pytest.mark.parametrize(
    "make",
    [
        lambda a, b: a.relu() * b, lambda a, b: abs(a) * b, lambda a, b: b.max(b),
        lambda a, b: b.max(b * 1.0),
        lambda a, b: b.min(b * 1.0), lambda a, b: a.sqrt() + b, lambda a, b: a.log() + b,
        lambda a, b: (-b).log(), lambda a, b: a**0.0 * b, lambda a, b: a**b, lambda a, b: a**a + b,
        lambda a, b: a ** (-1.0 * b), lambda a, b: a**-1 + b, lambda a, b: (-b) ** b, lambda a, b: 0.0**b + a,
        lambda a, b: (-b) ** (1 / 3), lambda a, b: b / a, lambda a, b: (b * 1000.0).tanh(),
        lambda a, b: (b * -1000.0).sigmoid(), lambda a, b: (b * 1000.0).softplus(),
        lambda a, b: b**500.0 + b**-70.0,
    ],
)  # fmt: skip
def test_kinks_and_far_ends_are_the_same_there(
    form: str, rel: float, make: Callable[[Value, Value], Value]
) -> None:
    pytest.importorskip(NEEDS[form], reason="the package is not installed")
    agrees(form, Graph(make(Value(0.0, "a"), Value(2.0, "b"))), rel)


def test_a_deep_chain_runs_in_micrograd_too() -> None:
    pytest.importorskip("micrograd", reason="the package is not installed")
    y = x = Value(0.5, "x")
    for _ in range(2_000):
        y = y + x
    agrees("micrograd", Graph(y), 1e-12)


def test_a_wide_sum_is_no_deep_expression() -> None:
    terms = [Value(float(i), f"x{i}") for i in range(5_000)]
    agrees("python", Graph(total(terms)), 0.0)


@pytest.mark.parametrize("form", ["python", "micrograd", "torch"])
@pytest.mark.parametrize(
    "label", ["for", "print", "math", "Value", "_div", "INF", "n1", "term", HOSTILE, "a b"]
)
def test_labels_never_become_code(form: str, label: str) -> None:
    pytest.importorskip(NEEDS[form], reason="the package is not installed")
    a, b = Value(2.0, label), Value(3.0, label)
    graph = Graph(a / b + a.log() + (b - 2.5).tanh())
    frame = fresh(graph)
    value, grads = printed(export(form, graph, frame))
    assert value == pytest.approx(frame.data[graph.output])
    assert list(grads.values()) == pytest.approx([frame.grad[i] for i in graph.leaves])


def hostile() -> Graph:
    a = Value(2.0, HOSTILE)
    return Graph(a * a + 1.0)


def test_dot_is_drawn_by_graphviz_with_every_edge() -> None:
    for graph in (hostile(), Graph(total([Value(1.0, "x") * 2.0, 3.0]))):
        drawn = pygraphviz.AGraph(string=export("dot", graph, fresh(graph)))
        assert {str(name) for name in drawn.nodes()} == {f"n{i}" for i in range(len(graph))}
        assert len(drawn.edges()) == len(list(graph.edges()))


def test_mermaid_holds_nothing_but_boxes_and_arrows() -> None:
    for line in export("mermaid", hostile(), fresh(hostile())).splitlines()[1:]:
        assert re.fullmatch(
            r"  n\d+ --> n\d+|  n\d+[\[(]\"([\w\s.:,�-]|#\d+;|<br/>)*\"[\])]", line, re.ASCII
        ) or re.fullmatch(r"  n\d+[\[(]\"[^\"\[\](){}|`]*\"[\])]", line), line


def test_latex_is_balanced_and_says_the_numbers() -> None:
    a, b = Value(2.0, "a"), Value(-3.0, "x1")
    e = a * b
    e.label = HOSTILE
    graph = Graph(e.tanh() + a)
    frame = fresh(graph)
    text = export("latex", graph, frame)
    bare = re.sub(r"\\[\\{}$&#%_]", "", text)
    assert bare.count("{") == bare.count("}")
    assert text.count(r"\begin{align*}") == text.count(r"\end{align*}") == 2
    assert text.isascii() or "ℵ" in text
    assert not re.search(r"(?<!\\)[$#]", text)
    assert r"\frac{\partial n_{4}}{\partial a}" in text
    assert "x_{1} &= -3" in text
    lines = [line for line in text.splitlines() if "&=" in line]
    ends = [re.sub(r".*= ", "", line).removesuffix(r" \\") for line in lines]
    assert ends[: len(graph)] == [number(x) for x in frame.data]
    assert ends[len(graph) :] == [number(x) for x in reversed(frame.grad)]


@pytest.mark.parametrize(
    ("x", "text"),
    [
        (2.0, "2"),
        (-0.5, "-0.5"),
        (1e-9, r"1 \cdot 10^{-9}"),
        (math.inf, r"\infty"),
        (math.nan, r"\text{nan}"),
    ],
)
def test_numbers_in_latex(x: float, text: str) -> None:
    assert number(x) == text


def test_json_says_every_node() -> None:
    graph = Graph(Value(2.0, HOSTILE) / 0.0)
    document = json.loads(export("json", graph, fresh(graph)))
    assert document["output"] == "n2"
    assert [node["op"] for node in document["nodes"]] == ["leaf", "constant", "div"]
    assert document["nodes"][2]["data"] == "Infinity"
    assert document["nodes"][2]["inputs"] == [{"node": "n0"}, {"node": "n1"}]
    assert document["nodes"][0]["label"] == HOSTILE


def test_a_form_that_there_is_not_and_a_graph_that_is_too_large() -> None:
    graph = Graph(Value(1.0) + 1.0)
    with pytest.raises(EngineError, match="no format `word`") as caught:
        export("word", graph, fresh(graph))
    assert caught.value.hint is not None
    assert "`torch`" in caught.value.hint
    y = Value(1.0)
    for _ in range(MOST):
        y = y.tanh()
    large = Graph(y)
    for form in FORMATS:
        with pytest.raises(LimitError, match="too many"):
            export(form, large, large.frame())


@pytest.mark.parametrize("form", ["python", "micrograd", "torch", "jax"])
def test_an_op_that_a_form_cannot_say_is_named(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from engine.ops import Op

    cube = Op("cube", "³", 1, lambda a: a * a * a, (lambda out, a: 3 * a * a,), ("",), "a³", ((1.0,),))
    monkeypatch.setitem(CATALOGUE, "cube", cube)
    graph = Graph(apply(cube, Value(2.0)))
    with pytest.raises(EngineError, match="`cube`"):
        export(form, graph, fresh(graph))
