"""A graph's nodes in place of a program's text."""

from typing import Annotated, Any, Final

from pydantic import PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from engine.foreign.node_list import NON_FINITE, STATES
from engine.labels import GROUP, LABEL, NAME
from engine.ops import CATALOGUE

_NUMBER: Final = {"anyOf": [{"type": "number"}, {"enum": list(NON_FINITE)}]}

_SLOT: Final = {
    "type": "object",
    "properties": {
        "node": {"type": "string", "maxLength": LABEL},
        "partial": {"anyOf": [_NUMBER, {"type": "null"}]},
    },
    "required": ["node"],
    "additionalProperties": False,
}

_NODE: Final = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "minLength": 1, "maxLength": LABEL},
        "op": {"enum": ["leaf", "constant", "custom", *CATALOGUE]},
        "symbol": {"type": "string", "maxLength": LABEL},
        "inputs": {"type": "array", "items": _SLOT},
        "data": _NUMBER,
        "grad": _NUMBER,
        "expected_grad": _NUMBER,
        "grad_state": {"enum": list(STATES)},
        "passes": {"type": "integer", "minimum": 0},
        "label": {"type": "string", "maxLength": LABEL},
        "title": {"type": "string", "maxLength": LABEL + 20},
        "group": {"type": "string", "maxLength": GROUP},
        "name": {"type": "string", "maxLength": NAME},
        "line": {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "null"}]},
        "file": {"anyOf": [{"type": "string", "maxLength": LABEL}, {"type": "null"}]},
    },
    "required": ["id", "op"],
    "additionalProperties": False,
}


def _nodes(given: object) -> list[Any]:
    """A list; what is in it is read where programs run, and refused by the node."""
    if not isinstance(given, list):
        raise PydanticCustomError("nodes", "should be a list of nodes")
    return given


Nodes = Annotated[list[Any] | None, PlainValidator(_nodes), WithJsonSchema({"type": "array", "items": _NODE})]
