"""A program with a Value class of its own, through the calls: judged, drawn, kept, and refused where only it
can compute.
"""

from typing import Any

import pytest

from app.settings import Settings
from tests.app.conftest import Post

pytestmark = pytest.mark.anyio

ENGINE = """\
class Value:
    def __init__(self, data, _children=(), _op=''):
        self.data, self.grad, self._op = data, 0.0, _op
        self._prev = set(_children)
        self._backward = lambda: None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other), '+')
        def _backward():
            self.grad = out.grad
            other.grad = out.grad
        out._backward = _backward
        return out

    def leaky(self):
        slope = 1.0 if self.data > 0 else 0.01
        out = Value(slope * self.data, (self,), 'leaky')
        def _backward():
            self.grad += slope * out.grad
        out._backward = _backward
        return out

    def backward(self):
        order, seen = [], set()
        def visit(node):
            if node not in seen:
                seen.add(node)
                for child in node._prev:
                    visit(child)
                order.append(node)
        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            node._backward()
"""
USE = "a = Value(-3.0)\nb = (a + a).leaky()\nb.backward()\n"
FILES = {"value.py": ENGINE}
IMPORTED = f"from value import Value\n{USE}"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(concurrency=2, layout_workers=1, data=str(tmp_path_factory.mktemp("data")))


async def answered(post: Post, call: str, status: int = 200, **body: Any) -> dict[str, Any]:
    response = await post(call, **body)
    assert response.status_code == status, response.text
    found: dict[str, Any] = response.json()
    return found


async def test_the_fault_is_found_at_its_line_and_both_grads_are_shown(post: Post) -> None:
    document = await answered(post, "evaluate", source=ENGINE + USE, state="program")
    own = document["own_engine"]
    assert (own["class"], own["line"], own["agrees"], own["checked"]) == ("Value", 1, False, 3)
    (finding,) = own["findings"]
    assert (finding["method"], finding["line"], finding["like"]) == ("__add__", 11, "overwrites")
    assert [(node["grad"], node.get("expected_grad")) for node in document["nodes"]] == [
        (0.01, 0.02),
        (0.01, None),
        (1.0, None),
    ]
    assert (document["nodes"][2]["op"], document["nodes"][2]["symbol"]) == ("custom", "leaky")
    assert document["ran"]["python"] == "sandboxed"


async def test_the_line_is_that_of_the_attached_file(post: Post) -> None:
    document = await answered(post, "evaluate", source=IMPORTED, files=FILES, state="program")
    (finding,) = document["own_engine"]["findings"]
    assert (finding["file"], finding["line"]) == ("value.py", 11)
    assert [(node["file"], node["line"]) for node in document["nodes"]] == [(None, 2), (None, 3), (None, 3)]


async def test_other_values_run_it_again(post: Post) -> None:
    document = await answered(post, "evaluate", source=ENGINE + USE, values={"a": 2.0})
    assert (document["value"], document["grads"]) == (4.0, {"a": 2.0})


@pytest.mark.parametrize(
    ("call", "more"),
    [
        ("nudge", {"node": "n0", "h": 0.1}),
        ("descend", {"learning_rate": 0.1, "steps": 2}),
        ("evaluate", {"include": ["check"]}),
        ("evaluate", {"values": {"n0": 1.0}}),
    ],
)
async def test_what_would_have_to_compute_is_refused(post: Post, call: str, more: dict[str, Any]) -> None:
    problem = await answered(post, call, 422, source=ENGINE + USE, **more)
    assert (problem["code"], problem["names"]) == ("custom-op", ["n2"])


async def test_its_nodes_alone_are_the_same_graph(post: Post) -> None:
    document = await answered(post, "evaluate", source=ENGINE + USE)
    again = await answered(post, "evaluate", nodes=document["nodes"])
    assert (again["structure"], again["grads"]) == (document["structure"], document["grads"])


async def test_it_is_kept_with_its_files_and_its_recorded_numbers(post: Post) -> None:
    kept = await answered(post, "graphs", 201, source=IMPORTED, files=FILES)
    assert kept["value"] == -0.06
    response = await post(f"graphs/{kept['id']}/forward")
    assert response.json()["code"] == "precondition-required"
    link = await answered(post, "snapshots", 201, source=IMPORTED, files=FILES)
    other = await answered(post, "snapshots", 201, source=IMPORTED, files=FILES | {"more.txt": ""})
    assert link["key"] != other["key"]
