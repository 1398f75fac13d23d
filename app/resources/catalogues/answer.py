"""What there is to choose from, and the limits of requests."""

from typing import Annotated, Final, Literal, NotRequired

from pydantic import Field, TypeAdapter
from typing_extensions import TypedDict

from app.programs.numbers import STRINGS
from app.reference.limits import LimitDocument


class OpDocument(TypedDict):
    """One operation of the catalogue."""

    name: str
    symbol: str
    arity: Annotated[int | None, Field(description="Number of arguments; null for any number.")]
    rule: Annotated[str, Field(description="The local derivatives of all slots.")]
    rules: Annotated[list[str], Field(description="The local derivative, one string a slot.")]
    formula: str
    token: Annotated[str, Field(description="The operator between two operands; empty for a function.")]
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
    """An example program."""

    name: str
    title: str
    about: Annotated[str, Field(description="What it shows, in one line.")]
    nodes: Annotated[int, Field(description="How many its graph has.")]
    source: str
    values: dict[str, float]
    descent: Annotated[PlanDocument | None, Field(description="The initial settings of its descent.")]


class ParameterDocument(TypedDict):
    """One argument of a dataset."""

    name: str
    kind: Annotated[Literal["whole", "number"], Field(description="An integer, or any finite number.")]
    default: float
    least: float
    most: float
    about: str


class DatasetDocument(TypedDict):
    """A dataset that programs can make: `X, y = name(…)`."""

    name: str
    title: str
    parameters: Annotated[list[ParameterDocument], Field(description="In the order in which they are given.")]


class QuantityDocument(TypedDict):
    """The data or the grad of the node with this label."""

    data: NotRequired[str]
    grad: NotRequired[str]


class MistakeDocument(TypedDict):
    """A usual wrong answer, a number or labels of nodes, and what is said about it."""

    text: str
    value: NotRequired[float]
    nodes: NotRequired[list[str]]


class _Task(TypedDict):
    question: str
    hint: str
    why: Annotated[str, Field(description="What is said about a right answer.")]
    mistakes: list[MistakeDocument]


class PredictTask(_Task):
    """A number of the graph is to be predicted."""

    kind: Literal["predict"]
    of: QuantityDocument
    within: Annotated[float, Field(description="How far off an answer may be.")]


class NearRule(TypedDict):
    """A number of the graph is to be near another."""

    near: QuantityDocument
    to: float
    within: float


class BelowRule(TypedDict):
    """A number of the graph is to be below another."""

    below: QuantityDocument
    than: float


class BoundRule(TypedDict):
    """A number of the graph is to be below another, or above it."""

    below: NotRequired[QuantityDocument]
    above: NotRequired[QuantityDocument]
    than: float


SlidersDocument = TypedDict("SlidersDocument", {"from": float, "to": float, "step": float})


class SetTask(_Task):
    """Leaves are to be set."""

    kind: Literal["set"]
    leaves: list[str]
    rule: NearRule


class ReachTask(_Task):
    """Leaves are to be set until a number is large or small enough."""

    kind: Literal["reach"]
    leaves: list[str]
    rule: BoundRule
    sliders: SlidersDocument


class NodesRule(TypedDict):
    """Which nodes are meant: those that use this one, or whose grad is wrong, or is not 0."""

    uses: NotRequired[str]
    wrong: NotRequired[bool]
    nonzero: NotRequired[bool]
    among: NotRequired[Literal["leaves"]]


class ChooseTask(_Task):
    """Nodes are to be chosen."""

    kind: Literal["choose"]
    rule: NodesRule


class StepsTask(_Task):
    """Steps of descent are to be taken."""

    kind: Literal["steps"]
    rule: BelowRule
    rate: Annotated[float, Field(description="The learning rate.")]


class WriteTask(_Task):
    """The lesson's program, with a class of its own, is to be mended until the engine check agrees."""

    kind: Literal["write"]


Task = PredictTask | SetTask | ReachTask | ChooseTask | StepsTask | WriteTask


LessonCurve = TypedDict("LessonCurve", {"leaf": str, "from": float, "to": float})


class LessonDocument(TypedDict):
    """A program in a state, what is said about it, and a task."""

    number: int
    name: str
    title: str
    part: Annotated[str, Field(description="The heading under which it is listed.")]
    source: str
    state: Annotated[
        Literal["fresh", "program"],
        Field(description="Which numbers are drawn: `fresh`, or as the `program` left them."),
    ]
    view: Annotated[
        Literal["graph", "steps", "curve"],
        Field(description="`graph`, `steps` to go through the backward pass, or the output as a `curve`."),
    ]
    curve: Annotated[LessonCurve | None, Field(description="Over which leaf, and from where to where.")]
    shows_program: Annotated[bool, Field(description="The program is shown beside the text.")]
    hide: Annotated[
        Literal["grad"] | None, Field(description="`grad`: grads are not shown before the task is solved.")
    ]
    collapsed: list[str]
    html: Annotated[str, Field(description="The text, every number in it computed by this server.")]
    task: Annotated[Task, Field(discriminator="kind", description="The rule by which an answer is judged.")]


class FormatDocument(TypedDict):
    """A form in which a graph is exported."""

    name: Annotated[str, Field(description="What `format` says.")]
    title: str
    media: Annotated[str, Field(description="The answer's media type.")]
    filename: str
    call: Annotated[str, Field(description="The call that makes it.")]


LIMITS: Final = TypeAdapter[dict[str, LimitDocument]](dict[str, LimitDocument], config=STRINGS)

OPS: Final = TypeAdapter[list[OpDocument]](list[OpDocument], config=STRINGS)

EXAMPLES: Final = TypeAdapter[list[ExampleDocument]](list[ExampleDocument], config=STRINGS)

DATASETS: Final = TypeAdapter[list[DatasetDocument]](list[DatasetDocument], config=STRINGS)

LESSONS: Final = TypeAdapter[list[LessonDocument]](list[LessonDocument], config=STRINGS)

FORMATS: Final = TypeAdapter[list[FormatDocument]](list[FormatDocument], config=STRINGS)
