"""The OpenAPI document: complete, true, and what the service keeps to."""

import asyncio
import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from app.http.problems import PROBLEMS
from app.resources import RESOURCES
from tools import openapi

pytestmark = pytest.mark.anyio

# The calls that are documented, each by name: one that is added or goes away is seen here.
CALLS = {
    ("post", "/api/v1/evaluate"),
    ("post", "/api/v1/forward"),
    ("post", "/api/v1/backward"),
    ("post", "/api/v1/bugs"),
    ("post", "/api/v1/descend"),
    ("post", "/api/v1/nudge"),
    ("post", "/api/v1/paths"),
    ("post", "/api/v1/curve"),
    ("post", "/api/v1/render"),
    ("post", "/api/v1/graphs"),
    ("get", "/api/v1/graphs/{id}"),
    ("get", "/api/v1/graphs/{id}.{form}"),
    ("patch", "/api/v1/graphs/{id}"),
    ("delete", "/api/v1/graphs/{id}"),
    ("post", "/api/v1/graphs/{id}/forward"),
    ("post", "/api/v1/graphs/{id}/backward"),
    ("post", "/api/v1/graphs/{id}/step"),
    ("post", "/api/v1/snapshots"),
    ("get", "/s/{key}.{form}"),
    ("post", "/api/v1/export"),
    ("get", "/api/v1/ops"),
    ("get", "/api/v1/examples"),
    ("get", "/api/v1/datasets"),
    ("get", "/api/v1/lessons"),
    ("get", "/api/v1/formats"),
    ("get", "/api/v1/limits"),
    ("get", "/api/v1/conformance"),
    ("get", "/healthz"),
    ("get", "/readyz"),
    ("get", "/problems/{code}"),
}


@pytest.fixture
async def document(client: httpx.AsyncClient) -> dict[str, Any]:
    response = await client.get("/openapi.json")
    assert response.status_code == 200
    found: dict[str, Any] = response.json()
    return found


def operations(document: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {(method, path): call for path, item in document["paths"].items() for method, call in item.items()}


def routers() -> Iterator[tuple[str, APIRouter]]:
    for resource in RESOURCES:
        yield "/api/v1", resource.router
        yield "", resource.root_router


async def test_it_lists_every_call(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert set(operations(document)) >= CALLS  # names of the contract stay; a new resource lists its own
    assert set(operations(document)) == {
        (method.lower(), re.sub(r":\w+}", "}", address))
        for prefix, router in routers()
        for route in router.routes
        if isinstance(route, APIRoute)
        for address in (prefix + route.path,)
        for method in route.methods or ()
    }
    for call in operations(document).values():
        assert call["summary"]
        assert call["description"]


async def test_every_code_is_documented(document: dict[str, Any]) -> None:
    problem = document["components"]["schemas"]["Problem"]
    assert set(problem["properties"]["code"]["enum"]) == set(PROBLEMS)
    documented: set[str] = set()
    for call in operations(document).values():
        for status, response in call["responses"].items():
            if int(status) < 400:
                continue
            (media,) = response["content"].items()
            assert media[0] == "application/problem+json"
            codes = media[1]["schema"]["allOf"][1]["properties"]["code"]["enum"]
            assert {PROBLEMS[code].status for code in codes} == {int(status)}
            assert set(media[1]["examples"]) == set(codes)
            documented |= set(codes)
    assert set(PROBLEMS) == documented


async def test_the_examples_are_answered_as_they_say(
    document: dict[str, Any], client: httpx.AsyncClient
) -> None:
    checked = 0
    for (method, path), call in operations(document).items():
        if method != "post" or "{" in path:
            continue
        body = call["requestBody"]["content"]["application/json"]["example"]
        response = await client.post(path, json=body)
        assert response.status_code in (200, 201), response.text
        content = call["responses"][str(response.status_code)]["content"]
        (media,) = [kind for kind in content if kind == response.headers["content-type"].partition(";")[0]]
        example = content[media].get("example")
        if example is not None:
            answer = response.json()
            if "ran" in answer:  # which is a time
                answer["ran"] = example["ran"]
            assert answer == example
            checked += 1
    shown = [each for resource in RESOURCES for each in resource.examples.values() if each.answer]
    assert checked == len(shown) >= 8


async def test_no_reference_leads_nowhere(document: dict[str, Any]) -> None:
    def references(value: Any) -> list[str]:
        if isinstance(value, dict):
            own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
            return own + [found for each in value.values() for found in references(each)]
        return [found for each in value for found in references(each)] if isinstance(value, list) else []

    found = set(references(document))
    assert found
    for reference in found:
        place: Any = document
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]
    assert "HTTPValidationError" not in document["components"]["schemas"]


async def test_each_problem_type_leads_to_its_explanation(client: httpx.AsyncClient) -> None:
    for code, kind in PROBLEMS.items():
        response = await client.get(f"/problems/{code}")
        assert response.json() == {
            "code": code,
            "title": kind.title,
            "status": kind.status,
            "about": kind.about,
        }


async def test_two_who_ask_first_get_the_same(app: FastAPI) -> None:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://backlens.test") as client:
        first, second = await asyncio.gather(client.get("/openapi.json"), client.get("/openapi.json"))
    assert first.content == second.content


async def test_the_page_has_the_types_of_this_document(document: dict[str, Any]) -> None:
    """A call that the page does not make may be absent from its file; what is there is as here."""
    held, found = json.loads(openapi.FILE.read_text(encoding="utf-8")), openapi.shapes(document)
    assert len(held["paths"]) >= 25
    for kind in ("paths", "components"):
        changed = {name for name, shape in flat(held[kind]) if dict(flat(found[kind])).get(name) != shape}
        assert not changed, "The API has changed: python -m tools.openapi"


def flat(shapes: dict[str, Any]) -> list[tuple[str, Any]]:
    """Calls by path, or schemas by name."""
    return list(shapes.get("schemas", shapes).items())


async def test_types_are_made_from_names_and_shapes_alone(document: dict[str, Any]) -> None:
    found = openapi.shapes(document)
    example = found["components"]["schemas"]["ExampleDocument"]
    assert set(example) == {"properties", "required", "type"}
    assert example["properties"]["title"] == {"type": "string"}
    assert list(found["paths"]["/api/v1/evaluate"]["post"]["responses"]) == ["200"]
