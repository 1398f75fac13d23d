"""The paths from a node to the output."""

from typing import Annotated, Final

from pydantic import Field, TypeAdapter
from typing_extensions import TypedDict

from app.programs.numbers import STRINGS, Number


class PathDocument(TypedDict):
    """One path from the node to the output."""

    nodes: Annotated[list[str], Field(description="From the node to the output.")]
    slots: Annotated[list[int], Field(description="Node k is this argument of node k + 1.")]
    partials: Annotated[list[Number], Field(description="∂node k + 1/∂node k")]
    product: Number


class PathsDocument(TypedDict):
    """Every path from a node to the output, or the first of them."""

    node: str
    output: str
    grad: Annotated[Number, Field(description="Of a fresh backward pass.")]
    count: Annotated[
        int | str,
        Field(
            description="How many paths there are, exactly: an integer up to 2^53, above that its digits as "
            "a string, and `Infinity` from 2^1024 on."
        ),
    ]
    paths: list[PathDocument]
    complete: Annotated[bool, Field(description="Whether all paths are listed.")]
    sum: Annotated[Number, Field(description="Of the listed products; of all paths it is the grad.")]


PATHS: Final = TypeAdapter[PathsDocument | None](PathsDocument | None, config=STRINGS)
