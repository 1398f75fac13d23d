"""How calls are documented: the refusals of each by status, every code with its title, and one example."""

import json
from collections.abc import Iterable
from typing import Any, Final

from pydantic import TypeAdapter

from app import calls
from app.descents.request import DescendRequest
from app.http.problem_document import ProblemDocument
from app.http.problem_responses import MEDIA_TYPE, problem_body
from app.http.problems import PROBLEMS, Place, ProblemError
from app.programs.request import BackwardRequest, NudgeRequest, PathsRequest, ProgramRequest
from app.reference.links import add_links
from app.resources.bugs.request import BugsRequest
from app.resources.curve.request import CurveRequest
from app.services import Services

PROBLEM_SCHEMA: Final = "Problem"

LECTURE: Final = (
    "a = Value(2.0, label='a')\nb = Value(-3.0, label='b')\nc = Value(10.0, label='c')\n"
    "e = a*b; e.label = 'e'\nd = e + c; d.label = 'd'\nf = Value(-2.0, label='f')\nL = d * f; L.label = 'L'"
)

READING: Final = (
    "unsupported-media-type",
    "body-too-slow",
    "body-too-large",
    "invalid-json",
    "invalid-request",
    "bad-request",
    "key-reused",
    "key-running",
    "store-unavailable",
    "store-full",
)
RUNNING: Final = (
    "syntax-error",
    "unknown-name",
    "unsupported",
    "unknown-attribute",
    "wrong-type",
    "wrong-value",
    "number-out-of-range",
    "assertion-failed",
    "program-error",
    "limit-exceeded",
    "not-a-leaf",
    "unknown-node",
    "invalid-nodes",
    "busy",
)
STORING: Final = ("unknown-graph", "store-unavailable", "busy")
WRITING: Final = ("bad-request", "precondition-failed", "precondition-required", "store-full")
DRAWING: Final = ("picture-too-large", "layout-too-slow", "drawing-unavailable")


def problems(path: str, *codes: str) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a call that may be refused with these codes."""
    by_status: dict[int, list[str]] = {}
    for code in dict.fromkeys((*codes, "internal")):
        by_status.setdefault(PROBLEMS[code].status, []).append(code)
    return {status: _response(path, status, found) for status, found in sorted(by_status.items())}


def _response(path: str, status: int, codes: Iterable[str]) -> dict[str, Any]:
    found = list(codes)
    lines = "\n".join(f"- `{code}`: {PROBLEMS[code].about}" for code in found)
    examples = {
        code: {"summary": PROBLEMS[code].title, "value": problem_body(_example(code), path)} for code in found
    }
    schema = {
        "allOf": [
            {"$ref": f"#/components/schemas/{PROBLEM_SCHEMA}"},
            {"properties": {"code": {"enum": found}, "status": {"const": status}}},
        ]
    }
    response: dict[str, Any] = {
        "description": lines,
        "content": {MEDIA_TYPE: {"schema": schema, "examples": examples}},
    }
    if status == 503:
        response["headers"] = {
            "Retry-After": {"description": "Seconds after which to ask again.", "schema": {"type": "integer"}}
        }
    return response


def _example(code: str) -> ProblemError:
    """A refusal as it may look; a test compares the ones that are easily provoked with real answers."""
    known = {
        "unknown-name": ProblemError(
            code,
            "`cc` is neither assigned nor built in.",
            "Did you mean `c`? Or give it a number in `values`.",
            Place(5, 9, 5, 11),
            names=("cc",),
        ),
        "limit-exceeded": ProblemError(
            code,
            "The program took more than 1,000,000 turns.",
            place=Place(1, 1, 1, 5),
            limit=("turns", 1_000_000),
        ),
    }
    return known.get(code, ProblemError(code, PROBLEMS[code].about))


def complete(document: dict[str, Any], services: Services) -> dict[str, Any]:
    """The framework's document with the refusals' schema, the links from answers to further calls, and
    examples that are computed here.
    """
    _drop_stock_refusals(document)
    _say_that_keys_are_taken(document)
    add_links(document)
    document["components"]["schemas"][PROBLEM_SCHEMA] = problem_schema()
    for path, (ask, answer) in _examples(services).items():
        item = document["paths"][path]
        call = item.get("post") or item["patch"]
        call["requestBody"]["content"]["application/json"]["example"] = ask
        if answer is not None:
            call["responses"]["200"]["content"]["application/json"]["example"] = json.loads(answer)
    return document


def _say_that_keys_are_taken(document: dict[str, Any]) -> None:
    """`app.http.idempotency` reads the header of every POST, whatever the call."""
    for item in document["paths"].values():
        if "post" in item:
            item["post"].setdefault("parameters", []).append(
                {
                    "name": "Idempotency-Key",
                    "in": "header",
                    "required": False,
                    "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
                    "description": "A text of your own, such as a UUID: a request sent again has no second "
                    "effect and gets its first answer.",
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


def _examples(services: Services) -> dict[str, tuple[dict[str, Any], bytes | None]]:
    """For each call a request and its answer; a picture and a text are too long to be one."""
    evaluate: dict[str, Any] = {"source": LECTURE}
    backward = {**evaluate, "zero_grad": False, "passes": 2}
    bugs: dict[str, Any] = {
        "source": "a = Value(3.0, label='a')\nb = a + a; b.label = 'b'",
        "bugs": ["assign"],
    }
    descend = {**evaluate, "learning_rate": 0.01, "steps": 1}
    nudge = {**evaluate, "node": "a", "h": 0.001}
    paths = {**evaluate, "node": "a"}
    curve = {"source": "3*x**2 - 4*x + 5", "leaf": "x", "from": -1.0, "to": 3.0, "points": 5}
    export = {**evaluate, "format": "python"}
    render = {**evaluate, "view": {"direction": "TB", "theme": "light"}}
    runs, limits = services.runs, services.limits
    return {
        "/api/v1/evaluate": (evaluate, calls.evaluate(runs, ProgramRequest(**evaluate))),
        "/api/v1/forward": (evaluate, calls.forward(runs, ProgramRequest(**evaluate))),
        "/api/v1/backward": (backward, calls.backward(runs, BackwardRequest(**backward))),
        "/api/v1/bugs": (bugs, calls.bugs(runs, BugsRequest(**bugs))),
        "/api/v1/descend": (descend, calls.descend(runs, DescendRequest(**descend), limits)),
        "/api/v1/nudge": (nudge, calls.nudge(runs, NudgeRequest(**nudge))),
        "/api/v1/paths": (paths, calls.paths(runs, PathsRequest(**paths))),
        "/api/v1/curve": (curve, calls.curve(runs, CurveRequest.model_validate(curve), limits)),
        "/api/v1/render": (render, None),
        "/api/v1/graphs": (evaluate, None),
        "/api/v1/graphs/{id}": ({"values": {"a": 3.0}}, None),
        "/api/v1/graphs/{id}/forward": ({"include": ["frame"]}, None),
        "/api/v1/graphs/{id}/backward": ({"zero_grad": False}, None),
        "/api/v1/graphs/{id}/step": ({"learning_rate": 0.01, "steps": 10}, None),
        "/api/v1/snapshots": ({**evaluate, "page": {"mode": "backward", "step": 3}}, None),
        "/api/v1/export": (export, None),
    }


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
