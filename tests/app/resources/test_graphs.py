"""/graphs: what is kept, how it changes, and who may change it; on every kind of database."""

import re
from typing import Any

import httpx
import pytest

from app.settings import Settings

pytestmark = pytest.mark.anyio

GRAPHS = "/api/v1/graphs"
UNKNOWN = "0" * 32


@pytest.fixture(scope="module")
def settings(database: dict[str, str]) -> Settings:
    return Settings(concurrency=2, layout_workers=1, **database)  # type: ignore[arg-type]  # only texts


async def build(client: httpx.AsyncClient, source: str, **more: Any) -> tuple[str, dict[str, Any]]:
    """A new graph's address and document."""
    response = await client.post(GRAPHS, json={"source": source, **more})
    assert response.status_code == 201, response.text
    return response.headers["location"], response.json()


async def write(
    client: httpx.AsyncClient, method: str, path: str, revision: int, body: Any = None
) -> dict[str, Any]:
    """The document after a write on this revision."""
    response = await client.request(method, path, json=body, headers={"If-Match": f'"{revision}"'})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    assert response.headers["etag"] == f'"{revision + 1}"' == f'"{found["revision"]}"'
    return found


def states(document: dict[str, Any]) -> set[str]:
    return {node["grad_state"] for node in document["nodes"]}


def problem(response: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    found: dict[str, Any] = response.json()
    assert found["code"] == code
    return found


async def test_a_stored_graph_is_drawn_folded(client: httpx.AsyncClient) -> None:
    source = "w = Value(2.0)\nerrors = [(w*k - 1)**2 for k in range(300)]\nloss = sum(errors)"
    graph = (await client.post("/api/v1/graphs", json={"source": source})).json()
    drawn = await client.get(f"/api/v1/graphs/{graph['id']}.svg?folded=true")
    assert drawn.status_code == 200, drawn.text
    assert ">errors<" in drawn.text


async def test_a_graph_is_built_kept_and_read(client: httpx.AsyncClient, lecture: str) -> None:
    response = await client.post(GRAPHS, json={"source": lecture})
    assert response.status_code == 201, response.text
    document = response.json()
    assert re.fullmatch("[0-9a-f]{32}", document["id"])
    assert response.headers["location"] == f"{GRAPHS}/{document['id']}"
    assert response.headers["etag"] == '"1"'
    assert (document["revision"], document["value"], states(document)) == (1, -8.0, {"none"})
    again = await client.get(response.headers["location"])
    assert (again.json(), again.headers["etag"]) == (document, '"1"')
    forward = await client.post("/api/v1/forward", json={"source": lecture})
    assert {name: document[name] for name in forward.json()} == forward.json() | {"ran": None}


async def test_scopes_lists_and_passes_are_kept(client: httpx.AsyncClient) -> None:
    source = (
        "def f(x):\n    h = [x * k for k in (1.0, 2.0)]\n    return sum(h)\n"
        "loss = f(Value(1.0)) + f(Value(2.0))\nloss.backward()"
    )
    parts = ["scopes", "passes", "figures"]
    evaluated = (await client.post("/api/v1/evaluate", json={"source": source, "include": parts})).json()
    path, built = await build(client, source, include=parts)
    found = (await client.get(path, params={"include": parts})).json()
    assert [scope["path"] for scope in found["scopes"]] == ["", "f[0]", "f[1]"]
    assert [held["name"] for held in found["scopes"][1]["lists"]] == ["h"]
    for name in ("structure", *parts):
        if name == "passes":  # norms are numbers of a run, and a graph is kept without them
            assert all(each["norms"] for each in built[name])
            built[name] = evaluated[name] = [{**each, "norms": None} for each in evaluated[name]]
        assert found[name] == built[name] == evaluated[name]


async def test_what_the_program_left_is_kept_when_asked_for(client: httpx.AsyncClient) -> None:
    source = "a = Value(2.0, label='a')\nL = a * a\nL.backward()\nL.backward()\na.data = 3.0"
    asked = await client.post("/api/v1/evaluate", json={"source": source, "state": "program"})
    path, document = await build(client, source, state="program")
    assert document["nodes"] == asked.json()["nodes"]
    assert (await client.get(path)).json()["nodes"] == asked.json()["nodes"]


async def test_data_grad_and_state_go_through_all_writes(client: httpx.AsyncClient, lecture: str) -> None:
    path, _ = await build(client, lecture)
    after = await write(client, "POST", f"{path}/backward", 1)
    assert (after["grads"], states(after)) == ({"a": 6.0, "b": -4.0, "c": -2.0, "f": 4.0}, {"fresh"})
    after = await write(client, "POST", f"{path}/backward", 2, {"zero_grad": False})
    assert after["grads"] == {"a": 12.0, "b": -8.0, "c": -4.0, "f": 8.0}
    assert {node["grad_state"]: node["passes"] for node in after["nodes"]} == {"accumulated": 2, "fresh": 1}
    after = await write(client, "PATCH", path, 3, {"values": {"a": 5.0}})
    assert (after["value"], after["values"], states(after)) == (10.0, {"a": 5.0}, {"stale"})
    assert after["grads"] == {"a": 12.0, "b": -8.0, "c": -4.0, "f": 8.0}
    after = await write(client, "PATCH", path, 4, {"values": {"n1": -1.0}})
    assert (after["value"], after["values"]) == (-10.0, {"a": 5.0, "b": -1.0})
    after = await write(client, "POST", f"{path}/forward", 5)
    assert (after["value"], states(after)) == (-10.0, {"stale"})
    assert (await client.get(path)).json() == after


async def test_a_step_is_backward_update_forward(client: httpx.AsyncClient, lecture: str) -> None:
    path, _ = await build(client, lecture)
    after = await write(client, "POST", f"{path}/step", 1, {"learning_rate": 0.01})
    assert after["losses"] == [-8.0, after["value"]]
    assert (after["grads"], states(after)) == ({"a": 6.0, "b": -4.0, "c": -2.0, "f": 4.0}, {"stale"})
    assert after["values"] == {"a": 2.0 - 0.06, "b": -3.0 + 0.04, "c": 10.0 + 0.02, "f": -2.0 - 0.04}


async def test_many_steps_at_once_are_the_same_steps(client: httpx.AsyncClient, lecture: str) -> None:
    adam = {"kind": "adam"}
    one, _ = await build(client, lecture)
    many, _ = await build(client, lecture)
    whole = await write(
        client, "POST", f"{many}/step", 1, {"learning_rate": 0.01, "steps": 5, "optimizer": adam}
    )
    optimizer: dict[str, Any] = adam
    for revision in range(1, 6):
        body = {"learning_rate": 0.01, "optimizer": optimizer}
        last = await write(client, "POST", f"{one}/step", revision, body)
        optimizer = last["optimizer"]
    for name in ("nodes", "values", "optimizer", "value"):
        assert last[name] == whole[name]


async def test_a_descent_that_leaves_the_numbers_is_stopped_before(client: httpx.AsyncClient) -> None:
    path, _ = await build(client, "a = Value(3.0, label='a')\nL = a ** 4")
    after = await write(client, "POST", f"{path}/step", 1, {"learning_rate": 100.0, "steps": 50})
    assert after["stopped"]["reason"] == "non-finite"
    assert isinstance(after["value"], float)
    assert states(after) == {"fresh", "none"}  # the 4 is a constant


async def test_another_source_keeps_the_numbers_that_still_have_a_leaf(client: httpx.AsyncClient) -> None:
    path, _ = await build(client, "L = a * b + c", values={"a": 2.0, "b": 3.0, "c": 4.0})
    after = await write(
        client, "PATCH", path, 1, {"source": "b = Value(1.0, label='b')\nc = b + 1\nL = a * c"}
    )
    assert after["values"] == {"a": 2.0, "b": 3.0}
    assert (after["value"], states(after)) == (8.0, {"none"})
    after = await write(client, "PATCH", path, 2, {"source": "L = a + d", "values": {"d": 0.5}})
    assert (after["value"], after["values"]) == (2.5, {"a": 2.0, "d": 0.5})
    refused = await client.patch(path, json={"source": "L = a + zz"}, headers={"If-Match": "*"})
    assert problem(refused, 422, "unknown-name")["names"] == ["zz"]
    assert (await client.get(path)).json() == after


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"values": {"nothing": 1.0}}, "unknown-node"),
        ({"values": {"e": 1.0}}, "not-a-leaf"),
        ({"values": {"n2": 1.0}}, "not-a-leaf"),
        ({}, "invalid-request"),
        ({"output": "L"}, "invalid-request"),
        ({"source": "1 + 1"}, "no-value"),
        ({"source": "a = ("}, "syntax-error"),
    ],
)
async def test_a_refused_patch_changes_nothing(
    client: httpx.AsyncClient, lecture: str, body: dict[str, Any], code: str
) -> None:
    path, before = await build(client, lecture)
    problem(await client.patch(path, json=body, headers={"If-Match": '"1"'}), 422, code)
    assert (await client.get(path)).json() == before


async def test_a_graph_is_deleted(client: httpx.AsyncClient, lecture: str) -> None:
    path, _ = await build(client, lecture)
    response = await client.delete(path, headers={"If-Match": '"1"'})
    assert (response.status_code, response.content) == (204, b"")
    problem(await client.get(path), 404, "unknown-graph")
    problem(await client.delete(path, headers={"If-Match": "*"}), 404, "unknown-graph")


@pytest.mark.parametrize("id_", [UNKNOWN, "abc", UNKNOWN.upper() + "A", "%00", "..%2f..", "x" * 2_000])
@pytest.mark.parametrize(
    ("method", "call"),
    [
        ("GET", ""),
        ("GET", ".svg"),
        ("PATCH", ""),
        ("POST", "/forward"),
        ("POST", "/backward"),
        ("POST", "/step"),
        ("DELETE", ""),
    ],
)
async def test_an_id_that_is_none_is_said_to_be_none(
    client: httpx.AsyncClient, id_: str, method: str, call: str
) -> None:
    body = {"PATCH": {"values": {"a": 1.0}}, "/step": {"learning_rate": 0.1}}.get(call or method)
    response = await client.request(method, f"{GRAPHS}/{id_}{call}", json=body, headers={"If-Match": "*"})
    assert problem(response, 404, response.json()["code"])["code"] in ("unknown-graph", "not-found")


@pytest.mark.parametrize("method", ["PATCH", "forward", "backward", "step", "DELETE"])
@pytest.mark.parametrize(
    ("if_match", "status", "code"),
    [
        (None, 428, "precondition-required"),
        ('"2"', 412, "precondition-failed"),
        ('W/"1"', 412, "precondition-failed"),
        ('"7", "8"', 412, "precondition-failed"),
        ("1", 400, "bad-request"),
        ("", 412, "precondition-failed"),
        ('"1', 400, "bad-request"),
    ],
)
async def test_a_write_says_what_it_has_seen(
    client: httpx.AsyncClient, lecture: str, method: str, if_match: str | None, status: int, code: str
) -> None:
    path, before = await build(client, lecture)
    headers = {} if if_match is None else {"If-Match": if_match}
    if method in ("PATCH", "DELETE"):
        body = {"values": {"a": 1.0}} if method == "PATCH" else None
        response = await client.request(method, path, json=body, headers=headers)
    else:
        response = await client.post(
            f"{path}/{method}", json={"learning_rate": 0.1} if method == "step" else {}, headers=headers
        )
    problem(response, status, code)
    if code == "precondition-failed":
        assert response.headers["etag"] == '"1"'
    assert (await client.get(path)).json() == before


@pytest.mark.parametrize("if_match", ["*", '"9", "1"', '"1.svg"', ' "1" '])
async def test_a_write_with_a_tag_that_holds_is_done(
    client: httpx.AsyncClient, lecture: str, if_match: str
) -> None:
    path, _ = await build(client, lecture)
    response = await client.post(f"{path}/forward", headers={"If-Match": if_match})
    assert (response.status_code, response.headers["etag"]) == (200, '"2"')


async def test_what_a_client_has_is_not_sent_again(client: httpx.AsyncClient, lecture: str) -> None:
    path, _ = await build(client, lecture)
    for form, header in (("", '"1"'), ("", 'W/"1"'), ("", "*"), (".svg", '"0", "1.svg"')):
        response = await client.get(path + form, headers={"If-None-Match": header})
        assert (response.status_code, response.content) == (304, b"")
        assert response.headers["etag"] == ('"1.svg"' if form else '"1"')
    for header in ('"2"', '"1.svg"', "nonsense"):
        assert (await client.get(path, headers={"If-None-Match": header})).status_code == 200


async def test_it_has_other_forms(client: httpx.AsyncClient, lecture: str) -> None:
    path, document = await build(client, lecture)
    begins = {
        ".svg": b"<?xml",
        ".dot": b"digraph",
        ".py": b'"""',
        ".json": b"{",
        ".png": b"\x89PNG",
        ".pdf": b"%PDF",
    }
    for form, begin in begins.items():
        response = await client.get(path + form)
        assert response.status_code == 200, response.text
        assert response.content.startswith(begin)
        kind = response.headers["content-type"].partition(";")[0]
        other = await client.get(path, headers={"Accept": kind})
        assert other.content == response.content
        assert "Accept" in other.headers["vary"]
    assert (await client.get(f"{path}.json")).json() == document
    light, dark = [(await client.get(f"{path}.svg?theme={theme}")).text for theme in ("light", "dark")]
    assert light != dark
    problem(await client.get(f"{path}.gif"), 404, "not-found")
    problem(await client.get(path, headers={"Accept": "text/html"}), 406, "not-acceptable")
    problem(await client.get(f"{path}.svg?theme=pink"), 422, "invalid-request")


async def test_parts_are_answered_as_asked(client: httpx.AsyncClient, lecture: str) -> None:
    path, _ = await build(client, lecture, include=["frame"])
    document = (await client.get(f"{path}?include=frame&include=groups")).json()
    assert (document["nodes"], document["frame"]["data"][-1]) == ([], -8.0)
    after = await write(client, "POST", f"{path}/backward", 1, {"include": ["trace"]})
    assert after["trace"][5]["contribution"] == 6.0
    after = await write(client, "POST", f"{path}/step", 2, {"learning_rate": 0.1, "include": ["trace"]})
    assert after["trace"] == []  # these grads are not those of this data


async def test_a_program_without_a_value_is_not_kept(client: httpx.AsyncClient) -> None:
    problem(await client.post(GRAPHS, json={"source": "1 + 1"}), 422, "no-value")


async def test_non_finite_numbers_and_signs_of_zero_are_kept(client: httpx.AsyncClient) -> None:
    path, document = await build(client, "a = Value(-0.0, label='a')\nb = Value(1.0)\nL = b / a + a")
    text = (await client.get(path)).text
    assert '"data":-0.0' in text
    assert document["value"] == "-Infinity"
    assert (await client.get(path)).json() == document


A = {"id": "a", "op": "leaf", "data": 2.0, "label": "a"}


@pytest.mark.parametrize(
    ("nodes", "names"),
    [
        ([{"id": x, "op": "neg", "inputs": [{"node": y}]} for x, y in ("ab", "ba")], ["a", "b"]),
        ([A, {"id": "b", "op": "neg", "inputs": [{"node": "c"}]}], ["b", "c"]),
        ([A, A], ["a"]),
        ([A, {"id": "b", "op": "cube", "inputs": [{"node": "a"}]}], ["b"]),
        ([A, {"id": "b", "op": "mul", "inputs": [{"node": "a"}]}], ["b"]),
        ([A, {"id": "b", "op": "exp", "inputs": [{"node": "a"}, {"node": "a"}]}], ["b"]),
        ([], []),
    ],
    ids=[
        "a cycle",
        "a dangling input",
        "a duplicate id",
        "an unknown op",
        "one too few",
        "one too many",
        "none",
    ],
)
async def test_nodes_that_are_no_graph_are_not_kept(
    client: httpx.AsyncClient, nodes: list[Any], names: list[str]
) -> None:
    refused = problem(await client.post(GRAPHS, json={"nodes": nodes}), 422, "invalid-nodes")
    assert refused.get("names", []) == names


async def test_too_many_nodes_are_not_kept(client: httpx.AsyncClient) -> None:
    headers = {"Content-Type": "application/json"}
    for node, status, code in (
        ("{}", 422, "limit-exceeded"),
        ('{"id":"a","op":"leaf"}', 413, "body-too-large"),
    ):
        nodes = ",".join([node] * (200_000 if status == 422 else 1_000_000))
        answer = await client.post(GRAPHS, content=f'{{"nodes":[{nodes}]}}', headers=headers)
        problem(answer, status, code)


async def test_nodes_of_a_kept_graph_make_the_same_graph(client: httpx.AsyncClient) -> None:
    source = "a = Value(0.1, label='a')\nb = Value(-0.0, label='b')\nL = ((a * 3).tanh() + b / 7) ** 2 + a"
    path, _ = await build(client, source)
    first = await write(client, "POST", f"{path}/backward", 1)
    response = await client.post(GRAPHS, json={"nodes": first["nodes"], "state": "program"})
    again = response.json()
    assert response.status_code == 201
    for name in ("structure", "value", "grads", "output", "parameters"):
        assert repr(again[name]) == repr(first[name])
    assert [(n["data"], n["grad"], n["inputs"]) for n in again["nodes"]] == [
        (n["data"], n["grad"], n["inputs"]) for n in first["nodes"]
    ]
