"""What every request has in common: exact fields, and numbers and texts within their bounds."""

import math
from collections.abc import Collection
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from engine.labels import GROUP, LABEL

FIELDS: Final = 64  # no request has as many


class Strict(BaseModel):
    """Fields are of exactly their type, and no others."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _few(cls, given: object) -> object:
        """One error for an absurd object, where each unknown field would cost one of its own."""
        if isinstance(given, dict) and len(given) > FIELDS:
            raise PydanticCustomError("fields", "should not have {count} fields", {"count": len(given)})
        return given


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _are_numbers(found: Collection[object]) -> bool:
    """The same of all of them, without a step of Python for each."""
    return set(map(type, found)) <= {int, float} and all(map(math.isfinite, found))  # type: ignore[arg-type]


def values(given: object) -> dict[str, float]:
    """One look at each entry and one error at the first fault, however many there are."""
    if not isinstance(given, dict):
        raise PydanticCustomError("values", "should be an object of names and numbers")
    if _are_numbers(given.values()) and max(map(len, given), default=0) <= LABEL:
        return dict(zip(given, map(float, given.values()), strict=True))
    for name, value in given.items():
        if len(name) > LABEL:
            raise PydanticCustomError("values", f"has a name of more than {LABEL} characters")
        if not _is_number(value):
            raise PydanticCustomError(
                "values", "should hold a finite number for '{name}'", {"name": name[:64]}
            )
    return {name: float(value) for name, value in given.items()}


Values = Annotated[
    dict[str, float],
    PlainValidator(values),
    WithJsonSchema(
        {
            "type": "object",
            "additionalProperties": {"type": "number"},
            "propertyNames": {"maxLength": LABEL},
        }
    ),
]


def _finite_numbers(given: object) -> list[float]:
    """One look at each and one error at the first fault, however many there are."""
    if not isinstance(given, list) or not given:
        raise PydanticCustomError("at", "should be a list of numbers")
    if _are_numbers(given):
        return list(map(float, given))
    for index, number in enumerate(given):
        if not _is_number(number):
            raise PydanticCustomError("at", "should hold a finite number at {index}", {"index": index})
    return [float(number) for number in given]


Numbers = Annotated[
    list[float],
    PlainValidator(_finite_numbers),
    WithJsonSchema({"type": "array", "items": {"type": "number"}, "minItems": 1}),
]

Text = Annotated[str, Field(max_length=LABEL)]

Path = Annotated[str, Field(max_length=GROUP)]

Part = Literal[
    "nodes", "frame", "groups", "trace", "check", "scopes", "details", "map", "passes", "figures", "watch"
]

Python = Literal["auto", "sandboxed", "interpreted"]

FILES: Final = 100  # how many a request may have
FILE_NAME: Final = 200  # characters


def is_file_name(name: str) -> bool:
    """Whether it is a path of names, none of which leads elsewhere."""
    parts = name.split("/")
    return (
        len(name) <= FILE_NAME
        and name.isprintable()
        and "\\" not in name
        and not {"", ".", ".."} & set(parts)
    )


def files(given: object) -> dict[str, str]:
    """One look at each entry and one error at the first fault, however many there are."""
    if not isinstance(given, dict):
        raise PydanticCustomError("files", "should be an object of names and texts")
    if len(given) > FILES:
        raise PydanticCustomError("files", "should have at most {most} files", {"most": FILES})
    for name, text in given.items():
        if not is_file_name(name):
            raise PydanticCustomError(
                "files",
                "should not name a file '{name}': a name is a path such as 'pkg/value.py', of up to {most} "
                "characters",
                {"name": name[:64], "most": FILE_NAME},
            )
        if not isinstance(text, str):
            raise PydanticCustomError("files", "should hold a string for '{name}'", {"name": name[:64]})
    return dict(given)


Files = Annotated[
    dict[str, str],
    PlainValidator(files),
    WithJsonSchema(
        {
            "type": "object",
            "additionalProperties": {"type": "string"},
            "propertyNames": {"minLength": 1, "maxLength": FILE_NAME},
            "maxProperties": FILES,
        }
    ),
]

State = Literal["fresh", "program"]
