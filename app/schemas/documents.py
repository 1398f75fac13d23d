"""What an answer says, as typed dicts: cheap to build by the ten thousand, and documented in OpenAPI."""

from typing import Annotated, Any, Final, Literal, NotRequired

from pydantic import ConfigDict, Field, TypeAdapter, WithJsonSchema
from typing_extensions import TypedDict

_NON_FINITE: Final = ["NaN", "Infinity", "-Infinity"]

Number = Annotated[
    float,
    WithJsonSchema({"anyOf": [{"type": "number"}, {"enum": _NON_FINITE}], "description": "A double."}),
]
GradState = Literal["none", "fresh", "stale", "accumulated", "assigned"]


class InputDocument(TypedDict):
    """One argument slot of a node."""

    node: str
    partial: Annotated[Number | None, Field(description="∂node/∂input here; null in a constant's slot.")]


class NodeDocument(TypedDict):
    """One node of the graph."""

    id: str
    op: Annotated[str, Field(description="`leaf`, `constant` or a name of `/ops`.")]
    name: NotRequired[Annotated[str, Field(description="A leaf's name, unique in the document.")]]
    label: str
    group: str
    line: Annotated[int | None, Field(description="The line of the program that made it.")]
    data: Number
    grad: Number
    grad_state: GradState
    passes: int
    inputs: list[InputDocument]


class GroupDocument(TypedDict):
    """A group, or a prefix of one, and every node under it."""

    path: str
    nodes: list[str]


class NoticeDocument(TypedDict):
    """What was read over, what is non-finite and where it began, what was cut."""

    code: str
    message: str
    line: int | None
    column: int | None
    node: str | None


class FrameDocument(TypedDict):
    """Every node's numbers in id order."""

    structure: str | None
    data: list[Number]
    grad: list[Number]


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
    },
)
TraceDocument.__doc__ = "One use of the chain rule; step 0 is the seed."


BrokenStepDocument = TypedDict(
    "BrokenStepDocument",
    {
        "pass": Annotated[int, Field(description="Which pass took it, from 0.")],
        "step": Annotated[int, Field(description="From 0, through all passes.")],
        "node": str,
        "from": "str | None",
        "slot": "int | None",
        "upstream": "Number | None",
        "partial": "Number | None",
        "contribution": Number,
        "before": Number,
        "after": Number,
        "rule": "str | None",
    },
)
BrokenStepDocument.__doc__ = "One step of a broken pass."


class WrongDocument(TypedDict):
    """A node whose grad a bug has made wrong."""

    node: str
    name: Annotated[str, Field(description="A leaf's name; another node's label, else its id.")]
    got: Number
    should_be: Number
    step: Annotated[int, Field(description="The first step at this node that a right pass would not take.")]


class CheckDocument(TypedDict):
    """One leaf's grad against a difference quotient with step h."""

    fd: Number
    h: Number
    abs_error: Number
    rel_error: Number
    method: Literal["forward", "central"]


class GraphDocument(TypedDict):
    """A program's graph and its numbers; `frame`, `trace` and `check` only where they are asked for."""

    source: str
    output: Annotated[str | None, Field(description="The output's id; null for a program without a Value.")]
    value: Number | None
    result: Annotated[str | None, Field(description="The repr of a final expression statement.")]
    structure: Annotated[str | None, Field(description="Equal structure: equal ids, equal picture.")]
    grads: Annotated[dict[str, Number], Field(description="By leaf name.")]
    parameters: Annotated[list[str], Field(description="What a descent moves by default.")]
    nodes: list[NodeDocument]
    groups: list[GroupDocument]
    printed: str
    notices: list[NoticeDocument]
    frame: NotRequired[FrameDocument]
    trace: NotRequired[list[TraceDocument]]
    check: NotRequired[dict[str, CheckDocument]]


class BugsDocument(TypedDict):
    """Backward passes with bugs in them, beside the right one."""

    output: str
    structure: str
    bugs: list[Literal["assign", "depth_first", "no_zero_grad", "zero_leaves_only"]]
    passes: int
    compared: Annotated[int, Field(description="How many nodes have a grad: all but constants.")]
    wrong: list[WrongDocument]
    alone: Annotated[dict[str, int], Field(description="How many grads each bug makes wrong by itself.")]
    frame: Annotated[FrameDocument, Field(description="What the broken passes leave.")]
    right: Annotated[FrameDocument, Field(description="What a right pass leaves.")]
    trace: list[BrokenStepDocument]
    notices: list[NoticeDocument]


class DescentFrameDocument(TypedDict):
    """The nodes' numbers at one step: every node's in id order, or those of `watched`."""

    step: int
    data: list[Number]
    grad: list[Number]


class StoppedDocument(TypedDict):
    """Why a descent ended early."""

    step: int
    node: str
    reason: Literal["non-finite"]


class OptimizerDocument(TypedDict):
    """The optimizer after the last step; sent back as `optimizer`, it goes on from there."""

    kind: Literal["sgd", "momentum", "adam"]
    momentum: NotRequired[Number]
    beta1: NotRequired[Number]
    beta2: NotRequired[Number]
    epsilon: NotRequired[Number]
    step: int
    state: Annotated[
        dict[str, dict[str, Number]], Field(description="What it remembers of each moved leaf, by name.")
    ]


class DescentDocument(TypedDict):
    """A descent's course."""

    losses: Annotated[list[Number], Field(description="The output at steps 0 to the last.")]
    values: Annotated[dict[str, Number], Field(description="The moved leaves; send them back to go on.")]
    grads: Annotated[dict[str, Number], Field(description="At those values, by leaf name.")]
    frames: list[DescentFrameDocument]
    watched: Annotated[list[str] | None, Field(description="The nodes in the frames; null for all.")]
    optimizer: OptimizerDocument
    stopped: StoppedDocument | None


class ErrorDocument(TypedDict):
    """The difference quotient for one h, and how far it is from the grad."""

    h: Number
    difference: Number
    abs_error: Number
    rel_error: Annotated[Number, Field(description="To the larger of the two; 0 when both are 0.")]


class BentDocument(TypedDict):
    """An op whose kink bends the output."""

    node: str
    op: str
    where: Annotated[
        Literal["point", "interval"], Field(description="At x itself, or between x and where it is moved.")
    ]


class NudgeDocument(TypedDict):
    """What a nudge did."""

    node: str
    x: Annotated[Number, Field(description="The node's data before the nudge.")]
    h: Number
    method: Literal["forward", "central"]
    difference: Annotated[Number, Field(description="The difference quotient.")]
    grad: Annotated[Number, Field(description="Of a fresh backward pass at x.")]
    abs_error: Number
    rel_error: Annotated[Number, Field(description="To the larger of the two; 0 when both are 0.")]
    kink: Annotated[
        bool,
        Field(
            description="Whether the output's slopes on the two sides of x differ, or a place where they do "
            "lies in the interval; then grad and difference need not agree."
        ),
    ]
    kinks: Annotated[list[BentDocument], Field(description="The ops that make it one.")]
    slopes: Annotated[
        dict[Literal["left", "right"], Number], Field(description="The output's slopes on the sides of x.")
    ]
    before: Annotated[Number, Field(description="L(x)")]
    above: Annotated[Number, Field(description="L(x + h)")]
    below: Annotated[Number | None, Field(description="L(x − h); null for a forward difference.")]
    changed: Annotated[list[str], Field(description="The nodes whose data the nudge changed.")]
    frame: Annotated[
        FrameDocument,
        Field(description="Data with the node held at x + h; the grads are those at x."),
    ]
    curve: NotRequired[Annotated[list[ErrorDocument], Field(description="By h from 1 down to 1e-14.")]]


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
            description="How many paths there are, exactly: an integer up to 2^53, its digits as text above, "
            "and `Infinity` from 2^1024 on."
        ),
    ]
    paths: list[PathDocument]
    complete: Annotated[bool, Field(description="Whether all paths are listed.")]
    sum: Annotated[Number, Field(description="Of the listed products; of all paths it is the grad.")]


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
        Field(description="One graph serves every point. Else the program looks at numbers and is run anew."),
    ]
    failures: Annotated[int, Field(description="At how many points the program failed.")]
    failed: Annotated[list[FailedPointDocument], Field(description="The first few of them.")]


class StepDocument(TypedDict):
    """A `step` event of a descent that is streamed."""

    step: int
    losses: Annotated[list[Number], Field(description="The output at each step since the event before.")]
    frame: DescentFrameDocument | None


class EndDocument(TypedDict):
    """The `done` event: what the whole answer has beside `losses` and `frames`."""

    step: int
    values: dict[str, Number]
    grads: dict[str, Number]
    watched: list[str] | None
    optimizer: OptimizerDocument
    stopped: StoppedDocument | None
    revision: NotRequired[Annotated[int, Field(description="Of the stored graph that was stepped.")]]


class StoredDocument(GraphDocument):
    """A stored graph: the document of its program, with what makes it a thing that is kept."""

    id: Annotated[str, Field(description="The key to the graph: whoever has it may change it.")]
    revision: Annotated[int, Field(description="From 1; every write raises it. `ETag` says it too.")]
    values: Annotated[dict[str, Number], Field(description="Leaves whose numbers are not the program's.")]


class SteppedDocument(StoredDocument):
    """A stored graph after a descent."""

    losses: Annotated[list[Number], Field(description="The output before the first step and after each.")]
    optimizer: OptimizerDocument
    stopped: StoppedDocument | None


class SnapshotDocument(TypedDict):
    """Where a snapshot is found from now on."""

    key: str
    path: Annotated[str, Field(description="Its address on this host.")]
    url: Annotated[str, Field(description="The whole address, to be pasted anywhere.")]
    forms: Annotated[dict[str, str], Field(description="Addresses of its other forms, by suffix.")]


class ShotDocument(GraphDocument):
    """A snapshot: the document of its graph, with the state that the page opens."""

    key: str
    state: Annotated[dict[str, Any], Field(description="As a link of the page keeps it.")]


class LimitDocument(TypedDict):
    """A number that requests are held to."""

    value: int | float
    unit: str
    about: str


class OpDocument(TypedDict):
    """One operation of the catalogue."""

    name: str
    symbol: str
    arity: Annotated[int | None, Field(description="Number of arguments; null for any number.")]
    rule: Annotated[str, Field(description="The local derivatives of all slots.")]
    rules: Annotated[list[str], Field(description="The local derivative, one text a slot.")]
    formula: str
    token: Annotated[str, Field(description="What is typed between two operands; empty for a function.")]
    aliases: list[str]


class CourseDocument(TypedDict):
    """The learning rate over the steps."""

    kind: Literal["constant", "linear", "cosine"]
    final: float


class PlanDocument(TypedDict):
    """The descent that a program is meant for; goes into POST /descend as it is."""

    learning_rate: float
    steps: int
    schedule: CourseDocument


class ExampleDocument(TypedDict):
    """A program to begin with."""

    name: str
    title: str
    source: str
    values: dict[str, float]
    descent: Annotated[PlanDocument | None, Field(description="What its descent is set to at first.")]


class ParameterDocument(TypedDict):
    """One argument of a dataset."""

    name: str
    kind: Annotated[Literal["whole", "number"], Field(description="A whole number, or any finite one.")]
    default: float
    least: float
    most: float
    about: str


class DatasetDocument(TypedDict):
    """A dataset that programs can make: `X, y = name(…)`."""

    name: str
    title: str
    parameters: Annotated[list[ParameterDocument], Field(description="In the order in which they are given.")]


class LessonDocument(TypedDict):
    """A step of the lecture: a program in a state, its text, and a task."""

    number: int
    name: str
    title: str
    source: str
    state: Annotated[
        str, Field(description="Which numbers are drawn: `fresh`, or as the `program` left them.")
    ]
    view: Annotated[str, Field(description="`graph`, or `steps` to go through the backward pass.")]
    hide: Annotated[str | None, Field(description="`grad`: grads are not shown before the task is solved.")]
    collapsed: list[str]
    html: Annotated[str, Field(description="The text, every number in it computed by this server.")]
    task: Annotated[
        dict[str, Any],
        Field(description="`kind`, `question`, `hint`, and the rule by which an answer is judged."),
    ]


class FormatDocument(TypedDict):
    """A form in which a graph leaves for another tool."""

    name: Annotated[str, Field(description="What `format` says.")]
    title: str
    media: Annotated[str, Field(description="The answer's media type.")]
    filename: str
    call: Annotated[str, Field(description="The call that makes it.")]


class KindDocument(TypedDict):
    """A kind of problem."""

    code: str
    title: str
    status: int
    about: Annotated[str, Field(description="When it is met.")]


class ProblemLimit(TypedDict):
    """The limit that was exceeded."""

    name: str
    value: int | float


class ProblemDocument(TypedDict):
    """A refusal, as RFC 9457 says; lines and columns from 1, in code points, the end exclusive."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    line: NotRequired[int]
    column: NotRequired[int]
    end_line: NotRequired[int]
    end_column: NotRequired[int]
    hint: NotRequired[str]
    limit: NotRequired[ProblemLimit]
    names: NotRequired[list[str]]
    views: NotRequired[Annotated[list[dict[str, Any]], Field(description="Views that would fit.")]]


# A config is only taken by a type that could not have one of its own: hence the `| None` on typed dicts.
_STRINGS: Final = ConfigDict(ser_json_inf_nan="strings")
GRAPH: Final = TypeAdapter[GraphDocument | None](GraphDocument | None, config=_STRINGS)
DESCENT: Final = TypeAdapter[DescentDocument | None](DescentDocument | None, config=_STRINGS)
BUGS: Final = TypeAdapter[BugsDocument | None](BugsDocument | None, config=_STRINGS)
NUDGE: Final = TypeAdapter[NudgeDocument | None](NudgeDocument | None, config=_STRINGS)
PATHS: Final = TypeAdapter[PathsDocument | None](PathsDocument | None, config=_STRINGS)
CURVE: Final = TypeAdapter[CurveDocument | None](CurveDocument | None, config=_STRINGS)
STORED: Final = TypeAdapter[StoredDocument | None](StoredDocument | None, config=_STRINGS)
STEPPED: Final = TypeAdapter[SteppedDocument | None](SteppedDocument | None, config=_STRINGS)
SHOT: Final = TypeAdapter[ShotDocument | None](ShotDocument | None, config=_STRINGS)
SNAPSHOT: Final = TypeAdapter[SnapshotDocument](SnapshotDocument)
STEP: Final = TypeAdapter[StepDocument | None](StepDocument | None, config=_STRINGS)
END: Final = TypeAdapter[EndDocument | None](EndDocument | None, config=_STRINGS)
LIMITS: Final = TypeAdapter[dict[str, LimitDocument]](dict[str, LimitDocument], config=_STRINGS)
OPS: Final = TypeAdapter[list[OpDocument]](list[OpDocument], config=_STRINGS)
EXAMPLES: Final = TypeAdapter[list[ExampleDocument]](list[ExampleDocument], config=_STRINGS)
DATASETS: Final = TypeAdapter[list[DatasetDocument]](list[DatasetDocument], config=_STRINGS)
LESSONS: Final = TypeAdapter[list[LessonDocument]](list[LessonDocument], config=_STRINGS)
FORMATS: Final = TypeAdapter[list[FormatDocument]](list[FormatDocument], config=_STRINGS)
KINDS: Final = TypeAdapter[KindDocument](KindDocument)
