"""The shapes of a message's JSON text, with the bounds of each field. Only what decodes imports this."""

from typing import Annotated, Any, Final, Literal, NotRequired, TypeVar

from pydantic import ConfigDict, FailFast, Field, TypeAdapter, ValidationError, with_config
from pydantic_core import from_json
from typing_extensions import TypedDict

from app.sandbox.codec.bounds import (
    CASES,
    COUNT,
    DIMENSIONS,
    FEW,
    ITEMS,
    LINE,
    PARTS,
    TEXT,
    WATCHED_NAME,
    WATCHED_NAMES,
)
from app.sandbox.codec.errors import GarbledError
from engine.findings import Mistake, Verdict
from engine.labels import GROUP, LABEL

_STRICT: Final = ConfigDict(strict=True, extra="ignore")  # an error for each unknown field would cost more

Sentence = Annotated[str, Field(max_length=TEXT)]
Line = Annotated[int, Field(ge=1, le=LINE)]
Count = Annotated[int, Field(ge=0, le=COUNT)]
T = TypeVar("T")
Few = Annotated[list[T], Field(max_length=FEW), FailFast()]
Many = Annotated[list[T], Field(max_length=ITEMS), FailFast()]
Name = Annotated[str, Field(max_length=2 * TEXT)]
Shape = Annotated[list[Count], Field(max_length=DIMENSIONS)]
Numbers = Annotated[list[float], Field(max_length=CASES)]
Listed = Annotated[list[T], Field(max_length=PARTS)]


@with_config(_STRICT)
class NoticeText(TypedDict):
    """A notice."""

    code: Sentence
    message: Sentence
    line: Line | None
    column: Line | None
    node: Count | None
    file: Sentence | None


@with_config(_STRICT)
class ScopesText(TypedDict):
    """Counts of scopes and lists, and their names; all else of them is in arrays."""

    scopes: Annotated[int, Field(ge=0, le=ITEMS)]
    lists: Annotated[int, Field(ge=0, le=ITEMS)]
    names: Many[Sentence]


@with_config(_STRICT)
class FigureText(TypedDict):
    """A figure; its SVG is in an array, and is rebuilt before anyone sees it."""

    name: Sentence
    line: Line | None
    svg: Count
    file: Sentence | None


@with_config(_STRICT)
class ListNormsText(TypedDict):
    """The norms of a list."""

    name: Sentence
    shape: Shape
    scope: Sentence
    data: float
    grad: float
    update: float | None
    zero_grads: Count


@with_config(_STRICT)
class ScopeNormsText(TypedDict):
    """The norms of a scope."""

    path: Sentence
    name: Sentence
    data: float
    grad: float


@with_config(_STRICT)
class NormsText(TypedDict):
    """The norms of a pass."""

    lists: Listed[ListNormsText]
    scopes: Listed[ScopeNormsText]


@with_config(_STRICT)
class PassText(TypedDict):
    """A backward pass."""

    number: Count
    value: float
    nodes: Count | None
    line: Line | None
    file: Sentence | None
    norms: NotRequired[NormsText | None]


@with_config(_STRICT)
class FindingText(TypedDict):
    """A finding."""

    node: Count
    line: Line | None
    method: Sentence
    op: Sentence | None
    slot: Count | None
    got: float
    want: float
    like: Mistake | None
    message: Sentence
    file: Sentence | None
    fix: Sentence | None


@with_config(_STRICT)
class TriedText(TypedDict):
    """A case of an operation."""

    inputs: Numbers
    data: float | None
    want: float | None
    grads: Numbers | None
    slopes: Numbers | None


@with_config(_STRICT)
class OperationText(TypedDict):
    """An operation of an own engine."""

    op: Sentence
    method: Sentence
    line: Line | None
    forward: Verdict
    derivative: Verdict
    cases: Count
    wrong: Count
    through: Sentence | None
    file: Sentence | None
    tried: Annotated[list[TriedText], Field(max_length=CASES)]


@with_config(_STRICT)
class OwnText(TypedDict):
    """An own engine; its contributions and right grads are in arrays."""

    name: Sentence
    line: Line | None
    agrees: bool
    checked: Count
    operations: Few[OperationText]
    findings: Few[FindingText]
    contributions: Count
    file: Sentence | None
    key: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None
    fast: bool


@with_config(_STRICT)
class HeldText(TypedDict):
    """A list of the program; its nodes are in an array."""

    name: Sentence
    nodes: Count


@with_config(_STRICT)
class GraphText(TypedDict):
    """Counts and tables of a graph."""

    nodes: Annotated[int, Field(ge=1, le=COUNT)]
    custom: Many[Sentence]
    labels: Many[Annotated[str, Field(max_length=LABEL)]]
    groups: Many[Annotated[str, Field(max_length=GROUP)]]


@with_config(_STRICT)
class WatchedText(TypedDict):
    """What is watched; its numbers are in an array."""

    name: Annotated[str, Field(max_length=WATCHED_NAME)]
    line: Line | None
    file: Sentence | None
    number: Count
    kind: Literal["number", "list", "matrix", "text"]
    text: Annotated[str, Field(max_length=TEXT)] | None
    shape: Annotated[list[Count], Field(max_length=2)]


@with_config(_STRICT)
class RunText(TypedDict):
    """A run, apart from its arrays."""

    source: str
    graph: GraphText | None
    files: Many[Sentence]
    printed: str
    notices: Few[NoticeText]
    result: str | None
    echo: Count | None
    reusable: bool
    parameters: Count
    loose: Many[Name]
    held: Many[HeldText]
    scopes: ScopesText
    figures: Few[FigureText]
    pass_records: Many[PassText]
    watched: Annotated[list[WatchedText], Field(max_length=WATCHED_NAMES)]
    own: OwnText | None
    seconds: Annotated[float, Field(ge=0.0, le=1e9)]
    interpreted: bool
    cacheable: bool


@with_config(_STRICT)
class ErrorText(TypedDict):
    """An error; fields that its class does not have are null."""

    kind: Annotated[str, Field(max_length=40)]
    message: Annotated[str, Field(max_length=5 * TEXT)]
    code: Annotated[str, Field(pattern=r"^[a-z-]{1,40}$")]
    hint: Sentence | None
    line: Line | None
    column: Line | None
    end_line: Line | None
    end_column: Line | None
    names: Few[Sentence]
    limit: Sentence | None
    value: Annotated[float, Field(allow_inf_nan=False)] | None
    exception: Sentence | None
    printed: str
    file: Sentence | None


@with_config(_STRICT)
class DrawnText(TypedDict):
    """A figure that is sent while the program runs."""

    name: Sentence
    line: Line | None
    svg: str
    file: Sentence | None


@with_config(_STRICT)
class NonFiniteText(TypedDict):
    """Where a number is none."""

    node: Count | None
    name: Sentence | None
    line: Line | None
    what: Literal["nan", "inf"]


@with_config(_STRICT)
class PartText(TypedDict):
    """A list of leaves; its numbers are in arrays."""

    name: Sentence
    shape: Shape


@with_config(_STRICT)
class DetailText(TypedDict):
    """What is sent of a pass to who follows the run."""

    seconds: Annotated[float, Field(ge=0.0, le=1e9)]
    of: Count | None
    parts: Listed[PartText] | None
    recorded: bool
    non_finite: NonFiniteText | None


@with_config(_STRICT)
class RecordedText(TypedDict):
    """A pass whose graph is sent."""

    number: Count


@with_config(_STRICT)
class StatedText(TypedDict):
    """A change of the run's state."""

    state: Literal["running", "paused", "stopped"]
    number: Count


@with_config(_STRICT)
class ObeyedText(TypedDict):
    """What came of an order."""

    order: Count
    unknown: Few[Sentence]


@with_config(_STRICT)
class EventText(TypedDict, total=False):
    """One of these."""

    printed: str
    passed: PassText
    detail: DetailText
    recorded: RecordedText
    watched: WatchedText
    stated: StatedText
    obeyed: ObeyedText
    drawn: DrawnText


RUN: Final[TypeAdapter[RunText]] = TypeAdapter(RunText)
ERROR: Final[TypeAdapter[ErrorText]] = TypeAdapter(ErrorText)
EVENT: Final[TypeAdapter[EventText]] = TypeAdapter(EventText)


def read(shape: TypeAdapter[T], text: bytes) -> T:
    """The text as this shape. Raises GarbledError, which repeats nothing of it."""
    try:
        # In two steps: validate_json copies its input for each of its errors.
        return shape.validate_python(from_json(text))
    except ValidationError as error:
        place = "many places"
        if error.error_count() < FEW:
            first: Any = error.errors(include_input=False, include_url=False, include_context=False)[0]
            place = f"{'.'.join(map(str, first['loc']))[:100]!r}: {first['type']}"
        raise GarbledError(f"The text of the answer has a fault at {place}.") from None
    except ValueError:
        raise GarbledError("The text of the answer is not JSON.") from None
