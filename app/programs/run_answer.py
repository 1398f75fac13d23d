"""How a program ran and what it did, as graph documents have it."""

from typing import Annotated, Literal, NotRequired

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


class ListNormsDocument(TypedDict):
    """The L2 norms of a list of Values at one pass."""

    name: str
    shape: list[int]
    scope: Annotated[str, Field(description="The path of the scope that holds it; empty: the program.")]
    data: Number
    grad: Number
    update: Annotated[
        Number | None,
        Field(description="Norm of the change of its data since the pass before ÷ norm of the data."),
    ]
    zero_grads: Annotated[int, Field(description="How many grads are exactly 0.")]


class ScopeNormsDocument(TypedDict):
    """The L2 norms of all Values made in a scope."""

    path: str
    name: str
    data: Number
    grad: Number


class NormsDocument(TypedDict):
    """How large data and grads are, list by list and scope by scope."""

    lists: Annotated[list[ListNormsDocument], Field(description="Those of leaves first.")]
    scopes: list[ScopeNormsDocument]


PassDocument = TypedDict(
    "PassDocument",
    {
        "pass": int,
        "value": Number,
        "nodes": "int | None",
        "line": "int | None",
        "file": "str | None",
        "norms": NormsDocument | None,
    },
)

PassDocument.__doc__ = "One `backward()` of the program, counted from 1."


class PartDocument(TypedDict):
    """A named list of leaves. data, grad: base64 of little-endian float32 in row order."""

    name: str
    shape: list[int]
    data: str
    grad: str


class NonFiniteDocument(TypedDict):
    """Where the first number of a run is that is none."""

    node: str | None
    name: str | None
    line: int | None
    what: Literal["nan", "inf"]


class PassFrameDocument(TypedDict):
    """The numbers of every node at a recorded pass, in id order."""

    structure: Annotated[str, Field(description="Equal structure: equal ids, equal picture.")]
    data: list[Number]
    grad: list[Number]


class LivePassDocument(PassDocument):
    """One `backward()` of a run that is followed while it continues."""

    seconds: float
    of: int | None
    parts: list[PartDocument] | None
    recorded: bool
    non_finite: NonFiniteDocument | None
    frame: NotRequired[PassFrameDocument]


WatchDocument = TypedDict(
    "WatchDocument",
    {
        "name": str,
        "line": "int | None",
        "file": "str | None",
        "pass": int,
        "kind": Literal["number", "list", "matrix", "text"],
        "value": float | str | list[float | str],
        "shape": list[int],
    },
)

WatchDocument.__doc__ = "What the program showed with `watch`. pass: how many passes came before."


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
