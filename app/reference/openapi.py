"""The OpenAPI document: the framework's own, completed with what the resources declare."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from pydantic import TypeAdapter

from app.http.problem_document import ProblemDocument
from app.http.problem_documentation import PROBLEM_SCHEMA
from app.http.problems import PROBLEMS
from app.programs.in_process import InProcess
from app.programs.runs import Runs
from app.reference.resource import Resource
from app.services import Services

EXAMPLE_SECONDS: Final = 0.001


def complete(document: dict[str, Any], services: Services, resources: Iterable[Resource]) -> dict[str, Any]:
    """The document with the schema of refusals, the links from answers to further calls, and examples whose
    answers are computed now.
    """
    _drop_stock_refusals(document)
    _add_idempotency_key(document)
    document["components"]["schemas"][PROBLEM_SCHEMA] = problem_schema()
    # Examples are our own programs: their answers need no process, and are the same each time.
    runs = Runs(InProcess(services.limits, EXAMPLE_SECONDS), services.limits, 0, 0)
    for resource in resources:
        _add_links(document, resource)
        _add_examples(document, resource, replace(services, runs=runs))
    return document


def _add_links(document: dict[str, Any], resource: Resource) -> None:
    """Raises KeyError for a call or an answer that the document does not have."""
    calls = {call["operationId"]: call for item in document["paths"].values() for call in item.values()}
    for (call, status), links in resource.links.items():
        calls[call]["responses"][str(status)]["links"] = links


def _add_examples(document: dict[str, Any], resource: Resource, services: Services) -> None:
    for path, example in resource.examples.items():
        item = document["paths"][path]
        call = item.get("post") or item["patch"]
        call["requestBody"]["content"]["application/json"]["example"] = dict(example.body)
        if example.answer is not None:
            answer = json.loads(example.answer(services))
            call["responses"]["200"]["content"]["application/json"]["example"] = answer


def _add_idempotency_key(document: dict[str, Any]) -> None:
    """`app.http.idempotency` reads the header of every POST, whatever the call."""
    for item in document["paths"].values():
        if "post" in item:
            item["post"].setdefault("parameters", []).append(
                {
                    "name": "Idempotency-Key",
                    "in": "header",
                    "required": False,
                    "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
                    "description": "Any string you choose, such as a UUID: a request sent again has no "
                    "second effect and gets its first answer.",
                }
            )


def _drop_stock_refusals(document: dict[str, Any]) -> None:
    """The framework says of each call with a parameter that it may answer 422 in a shape of its own."""
    for item in document["paths"].values():
        for call in item.values():
            if "application/json" in call["responses"].get("422", {}).get("content", {}):
                del call["responses"]["422"]
    for name in ("HTTPValidationError", "ValidationError"):
        document["components"]["schemas"].pop(name, None)


def problem_schema() -> dict[str, Any]:
    """The schema of a refusal, with every code that may occur."""
    schema = TypeAdapter(ProblemDocument).json_schema()
    schema.pop("$defs", None)
    schema["properties"]["code"]["enum"] = list(PROBLEMS)
    schema["properties"]["views"]["items"] = {"$ref": "#/components/schemas/ViewRequest"}
    schema["properties"]["limit"] = {
        "type": "object",
        "properties": {"name": {"type": "string"}, "value": {"type": "number"}},
        "required": ["name", "value"],
    }
    return schema
