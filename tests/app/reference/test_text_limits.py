"""Every text that a request may bring has a limit: the table of all of them is the documentation itself."""

from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

pytestmark = pytest.mark.anyio

# Bounded by a setting or by a limit of the engine, which the documentation cannot say; each is tried below.
ELSEWHERE = ("source", "files.*", "page.*")


def texts(schema: Mapping[str, Any], known: Mapping[str, Any], at: str = "", depth: int = 0) -> Iterator[str]:
    """Where in a request a text without a limit may be."""
    if depth > 12:
        return
    if "$ref" in schema:
        yield from texts(known[schema["$ref"].rpartition("/")[2]], known, at, depth + 1)
        return
    for each in (*schema.get("anyOf", ()), *schema.get("allOf", ()), *schema.get("oneOf", ())):
        yield from texts(each, known, at, depth + 1)
    if schema.get("type") == "string" and not schema.keys() & {"maxLength", "enum", "const", "pattern"}:
        yield at
    for name, inner in schema.get("properties", {}).items():
        yield from texts(inner, known, f"{at}.{name}".strip("."), depth + 1)
    if isinstance(inner := schema.get("items"), dict):
        yield from texts(inner, known, f"{at}[]", depth + 1)
    if isinstance(inner := schema.get("additionalProperties"), dict):
        yield from texts(inner, known, f"{at}.*", depth + 1)
        if "maxLength" not in schema.get("propertyNames", {}):
            yield f"{at}.(name)"


async def test_every_text_of_a_body_has_a_limit(app: FastAPI) -> None:
    documented = app.openapi()
    known = documented["components"]["schemas"]
    found = {
        f"{path} {text}"
        for path, calls in documented["paths"].items()
        for call in calls.values()
        if "requestBody" in call
        for text in texts(call["requestBody"]["content"]["application/json"]["schema"], known)
        if not text.removeprefix("before.").removeprefix("after.").startswith(ELSEWHERE)
    }
    assert found == set()


async def test_every_text_of_an_address_or_a_header_has_a_limit(app: FastAPI) -> None:
    documented = app.openapi()
    known = documented["components"]["schemas"]
    found = {
        f"{path} {given['in']} {given['name']}"
        for path, calls in documented["paths"].items()
        for call in calls.values()
        for given in call.get("parameters", ())
        # A head is bounded as a whole.
        if given["in"] != "header"
        and given["in"] != "path"
        and list(texts(given["schema"], known, given["name"]))
    }
    assert found == set()


A = "a = Value(1.0, label='a')\nL = a * 2"
TOO_LONG: dict[str, tuple[str, dict[str, Any]]] = {
    "a program": ("evaluate", {"source": "#" * 200_001}),
    "an interpreted program": ("evaluate", {"source": "#" * 20_001, "python": "interpreted"}),
    "a program's label": ("evaluate", {"source": "Value(1.0, 'a' * 201)"}),
    "a label by a name": ("evaluate", {"source": f"{'a' * 300} = Value(1.0)\n{'a' * 300} * 2"}),
    "a program's group": ("evaluate", {"source": "Value(1.0, '', 'a' * 1001)"}),
    "the levels of a group": ("evaluate", {"source": "Value(1.0, '', '/'.join('a' * 51))"}),
    "a list's label": ("evaluate", {"nodes": [{"id": "a", "op": "leaf", "data": 1.0, "label": "a" * 201}]}),
    "a list's group": (
        "evaluate",
        {"nodes": [{"id": "a", "op": "leaf", "data": 1.0, "group": "a/" * 60 + "a"}]},
    ),
    "a list's id": ("evaluate", {"nodes": [{"id": "a" * 2_000, "op": "leaf", "data": 1.0}]}),
    "a leaf's name": ("evaluate", {"source": A, "values": {"a" * 201: 1.0}}),
    "an output": ("evaluate", {"source": A, "output": "a" * 201}),
    "files": ("evaluate", {"source": A, "files": {"f.txt": "a" * 2_097_153}}),
    "a file's name": ("evaluate", {"source": A, "files": {"f" * 201: ""}}),
    "a node": ("nudge", {"source": A, "node": "a" * 201, "h": 0.1}),
    "a prefix": ("render", {"source": A, "prefix": "p" * 1_000}),
    "a collapsed group": ("render", {"source": A, "view": {"collapsed": ["g" * 1_001]}}),
    "a page": ("snapshots", {"source": A, "page": {"mode": "m" * 100_001}}),
    "a graph": ("snapshots", {"graph": "a" * 65}),
    "a parameter": ("descend", {"source": A, "learning_rate": 0.1, "steps": 1, "parameters": ["p" * 1_001]}),
    "a query": ("find", {"source": A, "query": "q" * 10_000}),
}


@pytest.mark.parametrize("name", TOO_LONG)
async def test_what_is_longer_is_refused(client: httpx.AsyncClient, name: str) -> None:
    call, body = TOO_LONG[name]
    answer = await client.post(f"/api/v1/{call}", json=body)
    assert answer.status_code == 422, answer.text[:300]
    assert len(answer.content) < 2_000
