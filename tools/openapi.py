"""Writes static/src/wire/openapi.json: what calls take and answer, without prose and examples, and how
descent can go.

    python -m tools.openapi

The page's types are made from that file (tools/wire.mjs). It is committed because a wheel is built where
the service cannot be imported, and because a change of the API then shows in the diff; a test compares it
with the service's own document.
"""

import json
from pathlib import Path
from typing import Any, Final

from app.main import create_app
from app.settings import Settings
from engine.descent.optimisers import SCHEDULES
from engine.update_rules import RULES

FILE: Final = Path(__file__).parents[1] / "static/src/wire/openapi.json"

_PROSE: Final = frozenset(
    {"description", "example", "examples", "headers", "links", "summary", "tags", "title"}
)
# Below these, keys are names of the API and not words of the specification.
_NAMES: Final = frozenset({"paths", "properties", "responses", "schemas"})


def shapes(document: dict[str, Any]) -> dict[str, Any]:
    """The part of an OpenAPI document that types are made from; each refusal is the schema `Problem`."""
    found: dict[str, Any] = _without_prose({**document, "info": {"title": "Backlens", "version": "1"}})
    found["info"] = {"title": "Backlens", "version": "1"}
    for item in found["paths"].values():
        for call in item.values():
            call["responses"] = {code: each for code, each in call["responses"].items() if code < "400"}
    found["x-descent"] = {
        "optimizers": [
            {
                "name": rule.name,
                "title": rule.title,
                "formula": rule.formula,
                "settings": rule.settings,
                "memory": rule.memory,
            }
            for rule in RULES.values()
        ],
        "schedules": SCHEDULES,
    }
    return found


def _without_prose(value: Any, *, names: bool = False) -> Any:
    if isinstance(value, list):
        return [_without_prose(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _without_prose(each, names=not names and key in _NAMES)
        for key, each in value.items()
        if names or key not in _PROSE
    }


def text(document: dict[str, Any]) -> str:
    """The file that belongs to a service's document."""
    return json.dumps(shapes(document), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(text(create_app(Settings()).openapi()), encoding="utf-8")
