"""A program as a function of one leaf."""

from typing import Annotated, Final

from pydantic import Field, TypeAdapter
from typing_extensions import TypedDict

from app.programs.numbers import STRINGS, Number


class FailedPointDocument(TypedDict):
    """A point at which the program cannot be run, though it can at others."""

    x: Number
    code: str
    detail: str
    line: int | None


class CurveDocument(TypedDict):
    """A program as a function of one leaf. `value[i]` and `grad[i]` belong to `x[i]`."""

    leaf: str
    x: list[Number]
    value: Annotated[list[Number], Field(description="The output; NaN at a point that failed.")]
    grad: Annotated[list[Number], Field(description="The leaf's grad there, by a backward pass.")]
    reusable: Annotated[
        bool,
        Field(
            description="One graph serves every point. Else the program looks at numbers and is run at each."
        ),
    ]
    failures: Annotated[int, Field(description="At how many points the program failed.")]
    failed: Annotated[list[FailedPointDocument], Field(description="The first few of them.")]


CURVE: Final = TypeAdapter[CurveDocument | None](CurveDocument | None, config=STRINGS)
