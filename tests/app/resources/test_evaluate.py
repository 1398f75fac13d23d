"""POST /evaluate: the document of the REST contract, word for word, and the rules around it."""

import json
import math
from typing import Any

import httpx
import pytest

from tests.app.conftest import Post

pytestmark = pytest.mark.anyio


def node(
    id_: str, op: str, data: float, grad: float, line: int, *inputs: tuple[str, float], label: str
) -> dict[str, Any]:
    name = {"name": label} if op == "leaf" else {}
    return {
        "id": id_,
        "op": op,
        **name,
        "label": label,
        "group": "",
        "line": line,
        "file": None,
        "data": data,
        "grad": grad,
        "grad_state": "fresh",
        "passes": 1,
        "inputs": [{"node": source, "partial": partial} for source, partial in inputs],
    }


async def test_the_document_of_the_contract_byte_for_byte(post: Post, lecture: str) -> None:
    response = await post("evaluate", source=lecture)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/json"
    structure = response.json()["structure"]
    assert isinstance(structure, str)
    assert len(structure) == 32
    expected = {
        "source": lecture,
        "output": "n6",
        "value": -8.0,
        "result": None,
        "structure": structure,
        "grads": {"a": 6.0, "b": -4.0, "c": -2.0, "f": 4.0},
        "parameters": ["a", "b", "c", "f"],
        "nodes": [
            node("n0", "leaf", 2.0, 6.0, 1, label="a"),
            node("n1", "leaf", -3.0, -4.0, 2, label="b"),
            node("n2", "mul", -6.0, -2.0, 4, ("n0", -3.0), ("n1", 2.0), label="e"),
            node("n3", "leaf", 10.0, -2.0, 3, label="c"),
            node("n4", "add", 4.0, -2.0, 5, ("n2", 1.0), ("n3", 1.0), label="d"),
            node("n5", "leaf", -2.0, 4.0, 6, label="f"),
            node("n6", "mul", -8.0, 1.0, 7, ("n4", -2.0), ("n5", 4.0), label="L"),
        ],
        "groups": [],
        "printed": "",
        "notices": [],
        "reusable": True,
        "ran": response.json()["ran"],
        "own_engine": None,
    }
    assert response.content.decode() == json.dumps(expected, ensure_ascii=False, separators=(",", ":"))


async def test_the_step_of_the_contract(post: Post, lecture: str) -> None:
    trace = (await post("evaluate", source=lecture, include=["trace"])).json()["trace"]
    seed = dict.fromkeys(("from", "slot", "upstream", "partial"))
    assert trace[0] == {
        "step": 0, "node": "n6", **seed,
        "contribution": 1.0, "before": 0.0, "after": 1.0, "rule": "∂L/∂L = 1",
    }  # fmt: skip
    assert trace[5] == {
        "step": 5, "node": "n0", "from": "n2", "slot": 0, "upstream": -2.0, "partial": -3.0,
        "contribution": 6.0, "before": 0.0, "after": 6.0, "rule": "∂(a·b)/∂a = b",
    }  # fmt: skip
    assert [step["step"] for step in trace] == list(range(7))


async def test_include_says_what_is_in_the_document(post: Post, lecture: str) -> None:
    always = {"source", "output", "value", "result", "structure", "grads", "parameters", "nodes", "groups"}
    always |= {"printed", "notices", "reusable", "ran", "own_engine"}
    for part in (
        "nodes",
        "frame",
        "groups",
        "trace",
        "check",
        "scopes",
        "details",
        "map",
        "passes",
        "figures",
    ):
        document = (await post("evaluate", source=lecture, include=[part])).json()
        beside = {"details"} if part == "scopes" else set()
        assert set(document) == always | beside | ({part} - {"nodes", "groups"})
        assert bool(document["nodes"]) == (part == "nodes")
    document = (await post("evaluate", source=lecture, include=[])).json()
    assert set(document) == always


async def test_the_frame_is_what_a_slider_needs(post: Post, lecture: str) -> None:
    document = (
        await post("evaluate", source=lecture, include=["frame"], values={"a": 3.0, "n1": 1.0})
    ).json()
    assert document["frame"] == {
        "structure": document["structure"],
        "data": [3.0, 1.0, 3.0, 10.0, 13.0, -2.0, -26.0],
        "grad": [-2.0, -6.0, -2.0, -2.0, -2.0, 13.0, 1.0],
        "grad_states": {"fresh": 7},
        "passes": 1,
    }
    plain = (await post("evaluate", source=lecture)).json()
    assert plain["structure"] == document["structure"]


async def test_the_check_compares_each_leaf_with_differences(post: Post, lecture: str) -> None:
    document = (await post("evaluate", source=lecture, include=["check"])).json()
    assert list(document["check"]) == ["a", "b", "c", "f"]
    for name, found in document["check"].items():
        assert set(found) == {"fd", "h", "abs_error", "rel_error", "method"}
        assert found["fd"] == pytest.approx(document["grads"][name], rel=1e-8)
        assert found["method"] == "central"


async def test_groups_hold_every_prefix(post: Post) -> None:
    source = "n = MLP(2, [2, 1])\no = n([1.0, 2.0])"
    document = (await post("evaluate", source=source, include=["groups", "nodes"])).json()
    groups = {group["path"]: group["nodes"] for group in document["groups"]}
    for path in ("n", "n/layer0", "n/layer0/neuron1", "n[0]", "n[0]/layer1/neuron0"):
        assert groups[path] == [
            each["id"] for each in document["nodes"] if (each["group"] + "/").startswith(path + "/")
        ]
    assert set(document["parameters"]) == {each["name"] for each in document["nodes"] if "name" in each} - {
        "n[0]"
    }


async def test_numbers_that_are_not_finite_are_strings_and_notices(post: Post) -> None:
    source = "a = Value(0.0)\nb = Value(-1.0)\nx = 1 / a\ny = b.log()\nz = -x\nL = x + y + z"
    response = await post("evaluate", source=source)
    assert response.status_code == 200
    document = json.loads(response.content, parse_constant=lambda token: pytest.fail(f"a bare {token}"))
    by_label = {each["label"]: each for each in document["nodes"]}
    assert (by_label["x"]["data"], by_label["y"]["data"], by_label["z"]["data"]) == (
        "Infinity",
        "NaN",
        "-Infinity",
    )
    assert document["value"] == "NaN"
    assert any(notice["code"] == "non-finite" and notice["line"] == 3 for notice in document["notices"])


async def test_minus_zero_keeps_its_sign(post: Post) -> None:
    document = (await post("evaluate", source="a = Value(1.0)\nb = a * 2", values={"a": -0.0})).json()
    assert [math.copysign(1, each["data"]) for each in document["nodes"]] == [-1.0, 1.0, -1.0]
    positive = (await post("evaluate", source="a = Value(1.0)\nb = a * 2", values={"a": 0.0})).json()
    assert [math.copysign(1, each["data"]) for each in positive["nodes"]] == [1.0, 1.0, 1.0]


async def test_a_program_without_a_value_is_valid(post: Post) -> None:
    include = ["nodes", "frame", "groups", "trace", "check"]
    response = await post("evaluate", source="print('hello')\n1 + 1", include=include)
    assert response.json() == {
        "source": "print('hello')\n1 + 1",
        "output": None,
        "value": None,
        "result": "2",
        "structure": None,
        "grads": {},
        "parameters": [],
        "nodes": [],
        "groups": [],
        "printed": "hello\n",
        "notices": [],
        "reusable": True,
        "ran": response.json()["ran"],
        "own_engine": None,
        "frame": {"structure": None, "data": [], "grad": []},
        "trace": [],
        "check": {},
    }


async def test_what_the_output_does_not_depend_on_has_grad_0(post: Post) -> None:
    source = "a = Value(2.0)\nb = Value(3.0)\nL = a * 2"
    document = (await post("evaluate", source=source, values={"zz": 1.0})).json()
    assert document["grads"] == {"a": 2.0, "b": 0.0, "zz": 0.0}
    assert len(document["notices"]) >= 2


async def test_the_output_can_be_named(post: Post, lecture: str) -> None:
    for output in ("d", "n4"):
        document = (await post("evaluate", source=lecture, output=output)).json()
        assert (document["output"], document["value"]) == ("n4", 4.0)
    response = await post("evaluate", source=lecture, output="nobody")
    assert (response.status_code, response.json()["code"]) == (422, "unknown-node")


async def test_state_program_shows_what_the_program_left(post: Post) -> None:
    source = "a = Value(2.0)\nL = a * a\nL.backward()\nL.backward()\na.data = 5.0"
    left = (await post("evaluate", source=source, state="program")).json()
    assert [(each["data"], each["grad"], each["grad_state"]) for each in left["nodes"]] == [
        (5.0, 8.0, "accumulated"),
        (4.0, 1.0, "stale"),
    ]
    assert left["nodes"][0]["passes"] == 2
    fresh = (await post("evaluate", source=source)).json()
    assert [(each["data"], each["grad"], each["grad_state"]) for each in fresh["nodes"]] == [
        (5.0, 10.0, "fresh"),
        (25.0, 1.0, "fresh"),
    ]


@pytest.mark.parametrize("name", ["L", "n2", "k"])
async def test_only_leaves_take_numbers(post: Post, lecture: str, name: str) -> None:
    response = await post("evaluate", source=f"k = 3\n{lecture}", values={name: 1.0})
    assert (response.status_code, response.json()["code"]) == (422, "not-a-leaf")
    assert response.json()["names"] == [name]


async def test_the_same_request_gives_the_same_bytes(post: Post) -> None:
    source = "n = MLP(3, [4, 1])\nrandom.random()\nn([1.0, 2.0, 3.0])"
    first = await post("evaluate", source="import random\n" + source)
    second = await post("evaluate", source="import random\n" + source)
    other = await post("evaluate", source="import random\n" + source, seed=1)
    assert first.content == second.content
    assert first.json()["value"] != other.json()["value"]


async def test_a_long_trace_comes_in_parts(post: Post) -> None:
    source = "x = Value(1.0)\ny = x\nfor _ in range(15000):\n    y = y + x"
    first = (await post("evaluate", source=source, include=["trace"])).json()
    assert [first["trace"][0]["step"], first["trace"][-1]["step"]] == [0, 19_999]
    assert "trace-cut" in {notice["code"] for notice in first["notices"]}
    rest = (await post("evaluate", source=source, include=["trace"], trace_from=20_000)).json()
    assert [rest["trace"][0]["step"], rest["trace"][-1]["step"]] == [20_000, 30_000]
    assert rest["trace"][-1]["after"] == rest["grads"]["x"]
    assert (await post("evaluate", source=source, include=["trace"], trace_from=10**9)).json()["trace"] == []


async def test_a_graph_too_long_to_write_out_comes_as_a_frame(post: Post) -> None:
    source = "x = Value(1.0)\ny = x\nfor _ in range(20000):\n    y = y + x"
    document = (await post("evaluate", source=source)).json()
    assert document["nodes"] == []
    assert len(document["frame"]["data"]) == 20_001
    assert (document["frame"]["grad_states"], document["frame"]["passes"]) == ({"fresh": 20_001}, 1)
    assert (document["output"], document["output_name"]) == ("n20000", "y₂₀₀₀₀")
    assert "nodes-left-out" in {notice["code"] for notice in document["notices"]}


@pytest.mark.parametrize("terms", [10, 12_000])
async def test_grads_are_stale_at_any_size(post: Post, terms: int) -> None:
    source = (
        f"a = Value(1.0)\nb = a + 2\nfor _ in range({terms}):\n    b = b + 2 * a\n"
        "b.backward()\na.data -= 0.1\nb"
    )
    asked = {"source": source, "state": "program", "include": ["nodes", "frame"]}
    document = (await post("evaluate", **asked)).json()
    assert bool(document["nodes"]) is (terms == 10)
    assert document["frame"]["grad_states"] == {"stale": 2 * terms + 2}
    twice = (
        await post("evaluate", **asked | {"source": source.replace("a.data -= 0.1", "b.backward()")})
    ).json()
    assert twice["frame"]["grad_states"] == {"accumulated": 1, "fresh": 2 * terms + 1}
    assert twice["frame"]["passes"] == 2
    ahead = (await post("forward", source=source, include=["frame"])).json()["frame"]
    assert (ahead["grad_states"], ahead["passes"]) == ({"none": 2 * terms + 2}, 0)


async def test_a_check_that_is_too_much_work_is_refused(client: httpx.AsyncClient) -> None:
    source = "v = [Value(1.0) for _ in range(2500)]\nL = sum(v[k] * v[k] for k in range(2500))"
    response = await client.post("/api/v1/evaluate", json={"source": source, "include": ["check"]})
    assert (response.status_code, response.json()["limit"]["name"]) == (422, "check")
