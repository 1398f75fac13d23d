"""`show`: whatever keeps a computation graph is opened as it is; what does not is refused in plain words."""

import json
import math
import urllib.request
import webbrowser
from collections.abc import Iterator
from typing import Any

import pytest

from backlens import MLP, Graph, Value, show
from backlens.client import BacklensError, Unreachable
from engine.errors import LimitError
from tools import server


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    with server.running() as origin:
        yield origin


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, origin: str) -> list[str]:
    """The addresses that a browser was sent to."""
    found: list[str] = []
    monkeypatch.setattr(webbrowser, "open", found.append)
    monkeypatch.setenv("BACKLENS_URL", origin)
    return found


class Own:
    """The lecture's class, as a person types it in a notebook."""

    def __init__(
        self, data: float, _children: tuple["Own", ...] = (), _op: str = "", label: str = ""
    ) -> None:
        self.data, self.grad, self._prev, self._op, self.label = data, 0.0, set(_children), _op, label

    def __mul__(self, other: "Own") -> "Own":
        return Own(self.data * other.data, (self, other), "*")

    def tanh(self) -> "Own":
        return Own(math.tanh(self.data), (self,), "tanh")


def document(address: str) -> Any:
    with urllib.request.urlopen(f"{address}.json") as answer:
        return json.load(answer)


def test_our_own_value_and_its_graph_are_one_address(opened: list[str], origin: str) -> None:
    a, b = Value(2.0, label="a"), Value(-3.0, label="b")
    loss = (a * b).tanh()
    loss.label = "loss"
    before = show(loss)
    loss.backward()
    after = show(Graph(loss))
    assert opened == [before, after]
    assert before.startswith(f"{origin}/s/")
    assert show(loss, origin + "/", open_browser=False) == after
    assert len(opened) == 2
    states = {node["grad_state"] for node in document(before)["nodes"]}
    assert states == {"none"}
    assert document(after)["grads"] == {"a": a.grad, "b": b.grad}
    assert document(after)["state"]["source"].endswith("loss = n2.tanh()\nloss.backward()\n")


def test_a_class_of_ones_own_keeps_its_grads_right_or_wrong(opened: list[str]) -> None:
    a, b = Own(0.5, label="a"), Own(0.25, label="b")
    out = (a * b).tanh()
    out.grad, b.grad = 1.0, 17.0
    found = document(show(out))
    assert [node["op"] for node in found["nodes"]].count("tanh") == 1
    assert found["grads"] == {"a": 0.0, "b": 17.0}


def test_micrograd_and_a_tensor(opened: list[str]) -> None:
    micrograd = pytest.importorskip("micrograd.engine", reason="the package is not installed")
    torch = pytest.importorskip("torch", reason="the package is not installed")
    x = micrograd.Value(3.0)
    out = (x * x + 1.0).relu()
    out.backward()
    nodes = document(show(out))["nodes"]
    assert {node["grad"] for node in nodes} >= {6.0, 1.0}
    t = torch.tensor(3.0, dtype=torch.float64, requires_grad=True)
    (t * t).backward(retain_graph=True)
    assert document(show(t * t))["value"] == 9.0
    with pytest.raises(TypeError, match="only scalars are read"):
        show(torch.ones(3, requires_grad=True))


def test_a_graph_that_is_too_large_for_the_explorer_is_a_drawing(opened: list[str]) -> None:
    network = MLP(3, [40, 40, 1], name="n")
    loss = sum((network([1.0, 2.0, k]) - 1.0) ** 2 for k in (3.0, 4.0, 5.0))
    loss.backward()
    assert len(Graph(loss)) == 7_632
    address = show(loss)
    assert opened == [address]
    assert address.endswith(".svg")
    with urllib.request.urlopen(address) as answer:
        drawn = answer.read().decode()
    assert all(f">{name}<" in drawn for name in ("n", "layer0", "layer1", "layer2"))
    assert "is-fresh" in drawn


@pytest.mark.parametrize("thing", [3, "a*b", None, [Value(1.0)], object()])
def test_what_is_no_graph(thing: object, opened: list[str]) -> None:
    with pytest.raises(TypeError, match="is not a node of a computation graph"):
        show(thing)
    assert opened == []


def test_what_the_service_refuses_and_a_service_that_is_not_there(opened: list[str]) -> None:
    long = Value(1.0)
    for _ in range(20_000):
        long = long * long
    with pytest.raises(LimitError, match="20,001 nodes are too many"):
        show(long)
    with pytest.raises(BacklensError, match="invalid-nodes"):
        show(Value(1.0, label="a" * 300) * 2.0)
    with pytest.raises(Unreachable):
        show(Value(1.0) * 2.0, "http://127.0.0.1:9")
    assert opened == []
