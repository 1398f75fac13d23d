"""Numbers as answers write them."""

from typing import Annotated, Final, Literal

from pydantic import ConfigDict, WithJsonSchema

_NON_FINITE: Final = ["NaN", "Infinity", "-Infinity"]

Number = Annotated[
    float,
    WithJsonSchema({"anyOf": [{"type": "number"}, {"enum": _NON_FINITE}], "description": "A double."}),
]

GradState = Literal["none", "fresh", "stale", "accumulated", "assigned"]

# A config is only taken by a type that could not have one of its own: hence the `| None` on typed dicts.
STRINGS: Final = ConfigDict(ser_json_inf_nan="strings")
