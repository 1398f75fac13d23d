"""The graph document and its parts."""

from typing import Annotated, Final, Literal, NotRequired

from pydantic import Field, TypeAdapter
from typing_extensions import TypedDict

from app.programs.numbers import STRINGS, GradState, Number
from app.programs.own_engine_answer import OwnEngineDocument
from app.programs.run_answer import (
    FigureDocument,
    LivePassDocument,
    PassDocument,
    RanDocument,
    ScopeDocument,
    WatchDocument,
)


class InputDocument(TypedDict):
    """One argument slot of a node."""

    node: str
    partial: Annotated[Number | None, Field(description="∂node/∂input here; null in a constant's slot.")]


class NodeDocument(TypedDict):
    """One node of the graph."""

    id: str
    op: Annotated[str, Field(description="`leaf`, `constant`, a name of `/ops`, or `custom`.")]
    title: NotRequired[
        Annotated[str, Field(description="What it is called where a loop has given its label to several.")]
    ]
    symbol: NotRequired[Annotated[str, Field(description="Of a `custom` op: what the program calls it.")]]
    name: NotRequired[Annotated[str, Field(description="A leaf's name, unique in the document.")]]
    label: str
    group: str
    line: Annotated[int | None, Field(description="The line of the program that made it.")]
    file: Annotated[str | None, Field(description="The attached file of that line; null: the program.")]
    data: Number
    grad: Number
    expected_grad: NotRequired[
        Annotated[Number, Field(description="The right grad, where the program's own engine has another.")]
    ]
    grad_state: GradState
    passes: int
    inputs: list[InputDocument]


class UseDocument(TypedDict):
    """One use of a node: argument `slot` of `node`."""

    node: str
    slot: int
    step: Annotated[int | None, Field(description="The backward step that it is; null for a constant.")]
    partial: Annotated[Number | None, Field(description="∂node/∂ of what is used, here.")]


class WindowNodeDocument(NodeDocument):
    """A node of a window; of `inputs` the first 100."""

    scope: Annotated[str, Field(description="The path of the scope that made it.")]
    element: Annotated[str | None, Field(description="Its place in a list of the program, as in `q[5]`.")]
    arity: Annotated[int, Field(description="How many inputs it has.")]
    uses: Annotated[int, Field(description="How often it is used.")]
    used_by: NotRequired[
        Annotated[
            list[UseDocument],
            Field(description="Of a node that was asked for: its uses, the first that backward comes to."),
        ]
    ]


WindowDocument = TypedDict(
    "WindowDocument",
    {
        "from": int,
        "total": Annotated[int, Field(description="How many nodes there are in this order.")],
        "nodes": list[WindowNodeDocument],
    },
)

WindowDocument.__doc__ = "Some of the nodes, in the order that was asked for."


class GroupDocument(TypedDict):
    """A group, or a prefix of one, and every node under it."""

    path: str
    nodes: list[str]


class NoticeDocument(TypedDict):
    """What was skipped, what is non-finite and where it began, what was cut."""

    code: str
    message: str
    line: int | None
    column: int | None
    file: str | None
    node: str | None


class MapDocument(TypedDict):
    """How the graph is joined, as shades of a square: values down, their inputs across, in id order."""

    side: Annotated[int, Field(description="Cells along each side.")]
    shades: Annotated[
        str,
        Field(description="Base64 of one byte a cell, row by row: 0 for no edge, 255 for most; logarithmic."),
    ]


class FrameDocument(TypedDict):
    """Every node's numbers in id order."""

    structure: str | None
    data: list[Number]
    grad: list[Number]
    expected_grad: NotRequired[
        Annotated[list[Number | None], Field(description="Where the program's own grad is wrong; else null.")]
    ]
    grad_states: NotRequired[
        Annotated[
            dict[GradState, int],
            Field(description="Of an evaluated graph: how many grads are in each state, constants left out."),
        ]
    ]
    passes: NotRequired[
        Annotated[int, Field(description="Of an evaluated graph: the most passes that a grad holds.")]
    ]


TraceDocument = TypedDict(
    "TraceDocument",
    {
        "step": int,
        "node": str,
        "from": "str | None",
        "slot": "int | None",
        "upstream": "Number | None",
        "partial": "Number | None",
        "contribution": Number,
        "before": Number,
        "after": Number,
        "rule": "str | None",
        "want": NotRequired[
            Annotated[
                Number | None,
                Field(description="Of a program's own engine: what it should have added; null: nothing."),
            ]
        ],
        "line": NotRequired[Annotated[int | None, Field(description="Of a program's own engine.")]],
        "file": NotRequired[Annotated[str | None, Field(description="Of a program's own engine.")]],
    },
)

TraceDocument.__doc__ = "One use of the chain rule; step 0 is the seed."


class CheckDocument(TypedDict):
    """One leaf's grad against a difference quotient with step h."""

    fd: Number
    h: Number
    abs_error: Number
    rel_error: Number
    method: Literal["forward", "central"]


class GraphDocument(TypedDict):
    """A program's graph and its numbers; the parts that come last only where they are asked for."""

    source: str
    output: Annotated[str | None, Field(description="The output's id; null for a program without a Value.")]
    output_name: NotRequired[
        Annotated[
            str, Field(description="Where there are too many nodes to send: what the output is called.")
        ]
    ]
    value: Number | None
    result: Annotated[str | None, Field(description="The repr of a final expression statement.")]
    echo: NotRequired[
        Annotated[str, Field(description="The node whose data `result` shows, whatever the numbers.")]
    ]
    structure: Annotated[str | None, Field(description="Equal structure: equal ids, equal picture.")]
    grads: Annotated[dict[str, Number], Field(description="By leaf name.")]
    parameters: Annotated[list[str], Field(description="What a descent moves by default.")]
    nodes: list[NodeDocument]
    groups: list[GroupDocument]
    printed: str
    notices: list[NoticeDocument]
    reusable: Annotated[
        bool, Field(description="Whether other `values` are only a forward pass over the same graph.")
    ]
    ran: Annotated[RanDocument | None, Field(description="Null where no program was run.")]
    own_engine: Annotated[
        OwnEngineDocument | None, Field(description="Null for a program without a Value class of its own.")
    ]
    window: NotRequired[WindowDocument]
    steps: NotRequired[
        Annotated[int, Field(description="Where there are too many nodes to send: steps of a backward pass.")]
    ]
    frame: NotRequired[FrameDocument]
    trace: NotRequired[list[TraceDocument]]
    check: NotRequired[dict[str, CheckDocument]]
    scopes: NotRequired[list[ScopeDocument]]
    details: NotRequired[
        Annotated[
            dict[Literal["program", "calls", "lines", "values"], int],
            Field(description="How many boxes each `view.detail` draws; also beside `scopes`."),
        ]
    ]
    map: NotRequired[MapDocument]
    passes: NotRequired[list[PassDocument]]
    figures: NotRequired[list[FigureDocument]]
    watched: NotRequired[
        Annotated[list[WatchDocument], Field(description="The last thing of each name, with `watch`.")]
    ]


PASS: Final = TypeAdapter[PassDocument | None](PassDocument | None, config=STRINGS)

LIVE_PASS: Final = TypeAdapter[LivePassDocument | None](LivePassDocument | None, config=STRINGS)

WATCH: Final = TypeAdapter(WatchDocument)

FIGURE: Final = TypeAdapter[FigureDocument | None](FigureDocument | None, config=STRINGS)

GRAPH: Final = TypeAdapter[GraphDocument | None](GraphDocument | None, config=STRINGS)
