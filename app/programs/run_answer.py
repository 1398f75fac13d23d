"""How a program ran and what it did, as graph documents have it."""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from app.programs.numbers import Number


class RanDocument(TypedDict):
    """How a program ran."""

    python: Literal["sandboxed", "interpreted"]
    seconds: Annotated[float, Field(description="Of processor time.")]


class FigureDocument(TypedDict):
    """What the program drew with matplotlib."""

    name: str
    line: int | None
    file: str | None
    svg: Annotated[str, Field(description="Rebuilt from an allow-list; show it only as an image.")]


PassDocument = TypedDict(
    "PassDocument",
    {"pass": int, "value": Number, "nodes": "int | None", "line": "int | None", "file": "str | None"},
)

PassDocument.__doc__ = "One `backward()` of the program, counted from 1."


class ListDocument(TypedDict):
    """Values that the program holds together under one name."""

    name: str
    shape: list[int]
    nodes: list[str]
    whole: Annotated[
        list[int] | None,
        Field(description="Its shape in the program, where only some of its rows are in the graph."),
    ]


class ScopeDocument(TypedDict):
    """A call of one of the program's functions, or a turn of a loop, in which Values were made; a call of a
    built-in network, layer or neuron; a level of the groups of imported nodes.
    """

    path: Annotated[str, Field(description="`name[k]/name[k]…`; empty for everything.")]
    name: str
    line: int | None
    file: str | None
    parent: Annotated[str | None, Field(description="The path of the scope that it is in.")]
    nodes: Annotated[int, Field(description="How many Values were made inside, nested scopes included.")]
    twin: Annotated[str, Field(description="Equal for scopes whose sub-graphs have the same shape.")]
    lists: list[ListDocument]
