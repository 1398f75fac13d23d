"""What a query finds."""

from typing import Annotated, Final

from pydantic import Field, TypeAdapter
from typing_extensions import TypedDict

from app.programs.numbers import STRINGS, Number
from engine.search.find import Kind


class MatchDocument(TypedDict):
    """One row. What is there many times, such as a list of a function that is called often, is one row."""

    name: str
    path: Annotated[str, Field(description="Of the box that draws it, as in `view.open`.")]
    scope: Annotated[str, Field(description="The path of the scope that it is in.")]
    line: int | None
    copies: Annotated[int, Field(description="How many there are of it; the first is described.")]
    count: Annotated[int, Field(description="How many nodes it has.")]
    nodes: Annotated[list[str], Field(description="The first 100 of them.")]
    shape: Annotated[list[int], Field(description="Of a list or a matrix.")]
    data: Annotated[Number | None, Field(description="Where it has several nodes: the one of largest size.")]
    grad: Annotated[Number | None, Field(description="As `data`; null where none was computed.")]


class FoundDocument(TypedDict):
    """What there is of one kind."""

    kind: Kind
    count: Annotated[int, Field(description="How many there are.")]
    rows: Annotated[int, Field(description="How many rows they make.")]
    matches: list[MatchDocument]


class FindDocument(TypedDict):
    """What a query finds: lists, calls, lines, matrices and values, in this order."""

    structure: str
    found: list[FoundDocument]


FIND: Final = TypeAdapter[FindDocument | None](FindDocument | None, config=STRINGS)
