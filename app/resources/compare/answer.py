"""What differs between two graphs."""

from typing import Annotated, Final, NotRequired

from pydantic import Field, TypeAdapter
from typing_extensions import TypedDict

from app.programs.numbers import STRINGS, Number


class PairsDocument(TypedDict):
    """Nodes that both graphs have: their ids in either, in the same order."""

    before: list[str]
    after: list[str]


class ComparedNodesDocument(TypedDict):
    """Every node of both graphs, in the first of these kinds that it is of."""

    new: Annotated[list[str], Field(description="Only after.")]
    gone: Annotated[list[str], Field(description="Only before.")]
    other_op: Annotated[PairsDocument, Field(description="Computed by another op, or from other nodes.")]
    other_data: PairsDocument
    other_grad: PairsDocument
    same: PairsDocument


class MovedScopeDocument(TypedDict):
    """A scope whose path is another one: a call before it came or went."""

    before: str
    after: str


class ComparedScopesDocument(TypedDict):
    """Paths of scopes; those that are not named are the same."""

    new: list[str]
    gone: list[str]
    moved: list[MovedScopeDocument]


class FirstDocument(TypedDict):
    """Where numbers begin to differ."""

    before: Annotated[str, Field(description="The id of the node in the graph before.")]
    after: Annotated[str, Field(description="Its id in the graph after.")]
    name: Annotated[str, Field(description="The leaf's name, the label or the id of the node after.")]
    line: Annotated[int | None, Field(description="Of the program after.")]
    file: Annotated[str | None, Field(description="The attached file that the line is in.")]
    numbers: Annotated[list[Number], Field(description="Before and after.", min_length=2, max_length=2)]


class StructuresDocument(TypedDict):
    """`structure` of either graph, as their documents have it."""

    before: str
    after: str


class SideNumbersDocument(TypedDict):
    """Every node's numbers, in id order."""

    data: list[Number]
    grad: Annotated[list[Number | None], Field(description="null: it has none.")]


class ComparedNumbersDocument(TypedDict):
    """Of both graphs."""

    before: SideNumbersDocument
    after: SideNumbersDocument


class ComparedDrawingsDocument(TypedDict):
    """Both graphs as SVG: what they have in common is at the same places, and what only one has leaves a gap
    in the other. Ids begin with `before-` and `after-`.
    """

    before: str
    after: str
    shared: Annotated[
        bool,
        Field(
            description="false where no order of nodes suits both: each is drawn on its own, with its own ids"
        ),
    ]
    before_ids: Annotated[
        list[int], Field(description="For each node of a shared drawing its id before, as an int; -1: new.")
    ]
    after_ids: Annotated[list[int], Field(description="The same after; -1: gone.")]
    before_edges: Annotated[
        list[str],
        Field(description="Ids, without the prefix, of edges of shared nodes that are only before."),
    ]
    after_edges: Annotated[list[str], Field(description="Those that are only after.")]


class CompareDocument(TypedDict):
    """What is new, gone or other, and where the numbers of nodes that both graphs have begin to differ."""

    equal: Annotated[bool, Field(description="Whether every node is the same.")]
    structure: StructuresDocument
    nodes: ComparedNodesDocument
    scopes: ComparedScopesDocument
    first_value: Annotated[
        FirstDocument | None, Field(description="The first in the order in which data is computed.")
    ]
    first_grad: Annotated[
        FirstDocument | None, Field(description="The first in the order in which grads are computed.")
    ]
    ops: Annotated[PairsDocument, Field(description="The ops of the nodes of `other_op`, in their order.")]
    numbers: NotRequired[ComparedNumbersDocument]
    drawings: NotRequired[ComparedDrawingsDocument]


COMPARE: Final = TypeAdapter[CompareDocument | None](CompareDocument | None, config=STRINGS)
