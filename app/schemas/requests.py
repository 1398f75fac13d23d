"""What a request may say. Field names and defaults are the REST contract, version 1."""

import json
import math
from typing import Annotated, Any, Final, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationError,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from app.drawing.press import LEAST_SCALE, MOST_SCALE
from engine.export import FORMS
from engine.nodes import GROUP, NON_FINITE, STATES
from engine.ops import CATALOGUE

LABEL_LENGTH: Final = 200
FIELDS: Final = 64  # no request has as many


class Strict(BaseModel):
    """Fields are of exactly their type, and no others."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _few(cls, given: object) -> object:
        """One error for an absurd object, where each unknown field would cost one of its own."""
        if isinstance(given, dict) and len(given) > FIELDS:
            raise PydanticCustomError("fields", "should not have {count} fields", {"count": len(given)})
        return given


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _values(given: object) -> dict[str, float]:
    """One look at each entry and one error at the first fault, however many there are."""
    if not isinstance(given, dict):
        raise PydanticCustomError("values", "should be an object of names and numbers")
    for name, value in given.items():
        if len(name) > LABEL_LENGTH:
            raise PydanticCustomError("values", f"has a name of more than {LABEL_LENGTH} characters")
        if not _is_number(value):
            raise PydanticCustomError(
                "values", "should hold a finite number for '{name}'", {"name": name[:64]}
            )
    return {name: float(value) for name, value in given.items()}


Values = Annotated[
    dict[str, float],
    PlainValidator(_values),
    WithJsonSchema(
        {
            "type": "object",
            "additionalProperties": {"type": "number"},
            "propertyNames": {"maxLength": LABEL_LENGTH},
        }
    ),
]
Text = Annotated[str, Field(max_length=LABEL_LENGTH)]
Path = Annotated[str, Field(max_length=1_000)]
Part = Literal["nodes", "frame", "groups", "trace", "check"]
State = Literal["fresh", "program"]
Bug = Literal["assign", "depth_first", "no_zero_grad", "zero_leaves_only"]


_NUMBER: Final = {"anyOf": [{"type": "number"}, {"enum": list(NON_FINITE)}]}
_SLOT: Final = {
    "type": "object",
    "properties": {"node": {"type": "string"}, "partial": {"anyOf": [_NUMBER, {"type": "null"}]}},
    "required": ["node"],
    "additionalProperties": False,
}
_NODE: Final = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "minLength": 1, "maxLength": LABEL_LENGTH},
        "op": {"enum": ["leaf", "constant", *CATALOGUE]},
        "inputs": {"type": "array", "items": _SLOT},
        "data": _NUMBER,
        "grad": _NUMBER,
        "grad_state": {"enum": list(STATES)},
        "passes": {"type": "integer", "minimum": 0},
        "label": {"type": "string", "maxLength": LABEL_LENGTH},
        "group": {"type": "string", "maxLength": GROUP},
        "name": {"type": "string"},
        "line": {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "null"}]},
    },
    "required": ["id", "op"],
    "additionalProperties": False,
}


def _nodes(given: object) -> list[Any]:
    """A list; what is in it is read where programs run, and refused by the node."""
    if not isinstance(given, list):
        raise PydanticCustomError("nodes", "should be a list of nodes")
    return given


Nodes = Annotated[list[Any] | None, PlainValidator(_nodes), WithJsonSchema({"type": "array", "items": _NODE})]


class ProgramRequest(Strict):
    """A program, or a graph's nodes in its place; the numbers to run it with, and what to answer."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": ["source"]}, {"required": ["nodes"]}]}
    )

    source: str = Field(default="", description="The program's text; this or `nodes`.")
    nodes: Nodes = Field(
        default=None,
        description=(
            "In place of `source`: a graph's nodes as the graph document writes them, in any order and under "
            "any ids. `data` may be left out where an op computes it, and everything but `id`, `op` and "
            "`inputs` where it says nothing. The output is `output`, or the last node that no other uses; "
            "leaves in a group are the parameters, else every leaf."
        ),
    )
    values: Values = Field(
        default_factory=dict,
        description=(
            "Numbers for leaves, by name: in place of the literal while the program runs, and again on the "
            "finished graph. A node id of a document with the same `structure` may stand for a name."
        ),
    )
    output: Text | None = Field(
        default=None, description="Which node to differentiate: a label (the last made, if several) or an id."
    )
    state: State = Field(
        default="fresh",
        description="`fresh`: passes are run anew. `program`: data and grads as the program left them.",
    )
    seed: int = Field(default=0, ge=-(2**63), lt=2**63, description="Seed of the run's own random numbers.")
    include: Annotated[list[Part], Field(fail_fast=True)] = Field(
        default_factory=lambda: list[Part](["nodes"]),
        max_length=16,
        description="Parts of the graph document.",
    )
    trace_from: int = Field(default=0, ge=0, lt=2**53, description="First backward step that `trace` shows.")

    @model_validator(mode="before")
    @classmethod
    def _one_of(cls, given: object) -> object:
        """Exactly one of `source` and `nodes`, said at the field."""
        if isinstance(given, dict) and ("source" in given) == ("nodes" in given):
            fault = (
                PydanticCustomError("nodes", "should not be given beside `source`")
                if "source" in given
                else PydanticCustomError("missing", "Field required")
            )
            place = "nodes" if "source" in given else "source"
            raise ValidationError.from_exception_data(
                cls.__name__, [InitErrorDetails(type=fault, loc=(place,), input=None)]
            )
        return given


class BackwardRequest(ProgramRequest):
    """A program and how often to go backward."""

    zero_grad: bool = Field(
        default=True,
        description="Set the leaves' grads to 0 before each pass; otherwise passes add up in the leaves.",
    )
    passes: int = Field(default=1, ge=1, le=100, description="How many backward passes are run.")


class BugsRequest(ProgramRequest):
    """A program and the mistakes that its backward pass makes."""

    bugs: Annotated[list[Bug], Field(fail_fast=True)] = Field(
        default_factory=list,
        max_length=16,
        description=(
            "`assign`: `=` instead of `+=`. `depth_first`: plain depth-first order instead of topological. "
            "`no_zero_grad`: leaves keep the grads of the last pass. `zero_leaves_only`: only leaves are set "
            "to 0 between passes, interior grads stay. An empty list is the right pass."
        ),
    )
    passes: int | None = Field(
        default=None,
        ge=1,
        le=100,
        description="How many passes are run; by default as many as show the bugs.",
    )


def _finite(given: object) -> dict[str, dict[str, float]]:
    if not isinstance(given, dict) or not all(isinstance(memory, dict) for memory in given.values()):
        raise PydanticCustomError("state", "should be an object of names, each with an object of numbers")
    return {name: _values(memory) for name, memory in given.items()}


OptimizerState = Annotated[
    dict[str, dict[str, float]],
    PlainValidator(_finite),
    WithJsonSchema(
        {
            "type": "object",
            "additionalProperties": {"type": "object", "additionalProperties": {"type": "number"}},
        }
    ),
]


class OptimizerRequest(Strict):
    """How a step is made from the grads. Settings that are left out have their usual numbers."""

    kind: Literal["sgd", "momentum", "adam"] = Field(default="sgd", description="The update rule.")
    momentum: float | None = Field(default=None, description="Of `momentum`: how much velocity stays; 0.9.")
    beta1: float | None = Field(default=None, description="Of `adam`: how much of the mean stays; 0.9.")
    beta2: float | None = Field(default=None, description="Of `adam`: how much of the square stays; 0.999.")
    epsilon: float | None = Field(default=None, description="Of `adam`: added to the root; 1e-8.")
    step: int = Field(default=0, ge=0, lt=2**53, description="Steps that were taken before.")
    state: OptimizerState = Field(
        default_factory=dict,
        description="What the rule remembers of each parameter, as an answer gave it; else nothing.",
    )


class ScheduleRequest(Strict):
    """The learning rate over the steps."""

    kind: Literal["constant", "linear", "cosine"] = Field(default="constant", description="Its course.")
    final: float = Field(
        default=0.0, ge=0, allow_inf_nan=False, description="The rate at which a course ends that has one."
    )
    step: int = Field(default=0, ge=0, lt=2**53, description="Steps of the course that were taken before.")
    over: int | None = Field(
        default=None,
        ge=1,
        lt=2**53,
        description="How many steps the course has, after which the rate stays at `final`; without it those "
        "that were taken before and those of this request.",
    )


class DescendRequest(ProgramRequest):
    """A program and a descent on the graph that it ended with."""

    learning_rate: float = Field(gt=0, allow_inf_nan=False, description="Finite and above 0.")
    steps: int = Field(ge=0, lt=2**53, description="How many steps; 0 answers where the descent would begin.")
    direction: Literal["minimize", "maximize"] = Field(default="minimize", description="Downhill or uphill.")
    parameters: Annotated[list[Text], Field(fail_fast=True)] | None = Field(
        default=None,
        max_length=100_000,
        description="Leaf names or group prefixes; by default what `nn` made, else every leaf.",
    )
    optimizer: OptimizerRequest = Field(
        default_factory=OptimizerRequest,
        description="How a step is made from the grads; an answer's own `optimizer` goes on from there.",
    )
    schedule: ScheduleRequest = Field(
        default_factory=ScheduleRequest, description="The learning rate over the steps."
    )
    stride: int | None = Field(
        default=None,
        ge=1,
        lt=2**53,
        description="A frame every so many steps; without it the last step's only.",
    )
    watch: Annotated[list[Text], Field(fail_fast=True)] | None = Field(
        default=None,
        max_length=100_000,
        description="Nodes whose numbers the frames hold: names, ids, labels or groups. By default all.",
    )


class NudgeRequest(ProgramRequest):
    """A program and one node to move by h."""

    node: Text = Field(description="Which node: an id, a leaf's name or a label; not a constant.")
    h: float = Field(gt=0, allow_inf_nan=False, description="How far it is moved: finite and above 0.")
    method: Literal["forward", "central"] = Field(
        default="forward", description="(L(x + h) − L(x)) / h, or (L(x + h) − L(x − h)) / 2h."
    )
    curve: bool = Field(default=False, description="Whether the errors for h from 1 to 1e-14 are wanted.")


class PathsRequest(ProgramRequest):
    """A program and the node whose paths to the output are wanted."""

    node: Text = Field(description="Which node: an id, a leaf's name or a label; not a constant.")
    limit: int = Field(default=20, ge=0, le=1_000, description="How many paths are listed; 0 only counts.")


def _finite_numbers(given: object) -> list[float]:
    """One look at each and one error at the first fault, however many there are."""
    if not isinstance(given, list) or not given:
        raise PydanticCustomError("at", "should be a list of numbers")
    for index, number in enumerate(given):
        if not _is_number(number):
            raise PydanticCustomError("at", "should hold a finite number at {index}", {"index": index})
    return [float(number) for number in given]


Numbers = Annotated[
    list[float],
    PlainValidator(_finite_numbers),
    WithJsonSchema({"type": "array", "items": {"type": "number"}, "minItems": 1}),
]


class CurveRequest(Strict):
    """A program as a function of one of its leaves, and where it is asked for."""

    source: str = Field(description="The program's text.")
    values: Values = Field(default_factory=dict, description="Numbers for the other leaves, by name.")
    output: Text | None = Field(
        default=None, description="Which node is f(x): a label (the last made, if several) or an id."
    )
    seed: int = Field(default=0, ge=-(2**63), lt=2**63, description="Seed of each run's random numbers.")
    leaf: Text = Field(description="The leaf that varies: its name, or its id. The others hold.")
    from_: float | None = Field(
        default=None, alias="from", allow_inf_nan=False, description="The first point; with `to`."
    )
    to: float | None = Field(
        default=None, allow_inf_nan=False, description="The last point; above `from`, and at most 1e308 away."
    )
    points: int | None = Field(
        default=None,
        ge=2,
        lt=2**53,
        description="How many points from `from` to `to`, both included, evenly spaced; 201 by default.",
    )
    at: Numbers | None = Field(default=None, description="The points one by one, in place of a range.")

    @model_validator(mode="after")
    def _one_way(self) -> "CurveRequest":
        """A range or a list. A range has two ends, in order."""
        ends = (self.from_, self.to)
        if self.at is not None:
            if ends != (None, None) or self.points is not None:
                raise PydanticCustomError("at", "should have `at`, or `from`, `to` and `points`, not both")
        elif self.from_ is None or self.to is None:
            raise PydanticCustomError("ends", "should have `from` and `to`, or `at`")
        elif not self.from_ < self.to or not math.isfinite(self.to - self.from_):
            raise PydanticCustomError("ends", "should have `to` above `from`, not too far for a double")
        return self


def _form(given: object) -> str:
    if not isinstance(given, str) or given not in FORMS:
        *names, last = (f"'{name}'" for name in FORMS)
        raise PydanticCustomError(
            "form", "should be {names} or {last}", {"names": ", ".join(names), "last": last}
        )
    return given


class ExportRequest(ProgramRequest):
    """A program, and the form in which its graph is to be written."""

    format: Annotated[str, PlainValidator(_form), WithJsonSchema({"enum": list(FORMS)})] = Field(
        description="A name of `/formats` whose call is `/api/v1/export`."
    )


class Around(Strict):
    """A neighbourhood."""

    node: Text = Field(description="The node in the middle: an id, a leaf's name or a label.")
    hops: int = Field(ge=0, le=1_000, description="How many edges away a node may be.")


class ViewRequest(Strict):
    """What is drawn and how."""

    direction: Literal["LR", "TB"] = Field(default="LR", description="Left to right or top to bottom.")
    look: Literal["merged", "classic"] = Field(
        default="merged", description="Op in the value's box, or beside it."
    )
    theme: Literal["auto", "light", "dark"] = Field(
        default="auto", description="`auto` follows the reader's system."
    )
    collapsed: Annotated[list[Path], Field(fail_fast=True)] = Field(
        default_factory=list, max_length=1_000, description="Groups that are drawn as one box."
    )
    around: Around | None = Field(default=None, description="Only the neighbourhood of a node.")
    inline: bool = Field(
        default=False, description="For a page that has the style already; else complete on its own."
    )


class RenderRequest(ProgramRequest):
    """A program and a view."""

    view: ViewRequest = Field(default_factory=ViewRequest)
    format: Literal["svg", "dot", "png", "pdf"] | None = Field(
        default=None,
        description="Goes before `Accept`; SVG by default. PNG and PDF are made from the SVG, in the light "
        "theme where the view says `auto`.",
    )
    scale: float | None = Field(
        default=None,
        ge=LEAST_SCALE,
        le=MOST_SCALE,
        description="Of a PNG: pixels to each of the picture's own; 2 by default, or as many as fit.",
    )
    prefix: str = Field(
        default="", pattern=r"^([A-Za-z][A-Za-z0-9_-]{0,31})?$", description="Goes before each id in the SVG."
    )


class Answered(Strict):
    """What of a stored graph's document is answered."""

    include: Annotated[list[Part], Field(fail_fast=True)] = Field(
        default_factory=lambda: list[Part](["nodes"]),
        max_length=16,
        description="Parts of the graph document.",
    )
    trace_from: int = Field(default=0, ge=0, lt=2**53, description="First backward step that `trace` shows.")


class PatchRequest(Answered):
    """Numbers for leaves, another program, or both."""

    values: Values = Field(
        default_factory=dict,
        description="Numbers for leaves, by name or id. They join those that were given before.",
    )
    source: str | None = Field(
        default=None,
        description="Another program. Numbers given before stay with the leaves that it has too.",
    )
    output: Text | None = Field(
        default=None,
        description="With `source`: which node to differentiate. Without it the default rule holds.",
    )

    @model_validator(mode="after")
    def _changes(self) -> "PatchRequest":
        if self.source is None and not self.values:
            raise PydanticCustomError("patch", "should have `values` or `source`")
        if self.source is None and self.output is not None:
            raise PydanticCustomError("patch", "should have a `source` where it has an `output`")
        return self


class StoredForwardRequest(Answered):
    """A forward pass over a stored graph."""


class StoredBackwardRequest(Answered):
    """Backward passes over a stored graph."""

    zero_grad: bool = Field(
        default=True,
        description="Set the leaves' grads to 0 before each pass; otherwise passes add up in the leaves.",
    )
    passes: int = Field(default=1, ge=1, le=100, description="How many backward passes are run.")


class StepRequest(Answered):
    """Steps of descent on a stored graph."""

    learning_rate: float = Field(gt=0, allow_inf_nan=False, description="Finite and above 0.")
    steps: int = Field(default=1, ge=1, lt=2**53, description="How many steps.")
    direction: Literal["minimize", "maximize"] = Field(default="minimize", description="Downhill or uphill.")
    parameters: Annotated[list[Text], Field(fail_fast=True)] | None = Field(
        default=None,
        max_length=100_000,
        description="Leaf names or group prefixes; by default what `nn` made, else every leaf.",
    )
    optimizer: OptimizerRequest = Field(
        default_factory=OptimizerRequest,
        description="How a step is made from the grads; an answer's own `optimizer` goes on from there.",
    )
    schedule: ScheduleRequest = Field(
        default_factory=ScheduleRequest, description="The learning rate over the steps."
    )


class PictureQuery(BaseModel):
    """How a picture is drawn, in its address."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    theme: Literal["auto", "light", "dark"] = Field(default="auto", description="`auto`: the reader's own.")
    look: Literal["merged", "classic"] = Field(default="merged", description="As in `view`.")
    direction: Literal["LR", "TB"] = Field(default="LR", description="As in `view`.")
    collapsed: Annotated[list[Path], Field(fail_fast=True)] = Field(
        default_factory=list, max_length=1_000, description="As in `view`; may be repeated."
    )


PAGE_LENGTH: Final = 100_000


class SnapshotRequest(Strict):
    """What is kept: a program with its numbers, or a stored graph as it is now; and how it is shown."""

    source: str | None = Field(default=None, description="A program's text; this or `graph`.")
    graph: str | None = Field(
        default=None, max_length=64, description="The id of a stored graph; this or `source`."
    )
    values: Values = Field(default_factory=dict, description="With `source`: numbers for leaves.")
    output: Text | None = Field(default=None, description="With `source`: which node to differentiate.")
    state: State = Field(
        default="fresh",
        description="With `source`: `fresh` runs a backward pass, unless the page's `mode` is `forward` or "
        "it hides grads; `program` keeps what the program left.",
    )
    seed: int = Field(default=0, ge=-(2**63), lt=2**63, description="Seed of the run's own random numbers.")
    view: ViewRequest = Field(default_factory=ViewRequest, description="How it is drawn.")
    page: dict[str, Any] | None = Field(
        default=None,
        description="What else a link of the page keeps, such as `mode`, `step`, `selected` and `hide`; up "
        "to 100,000 characters of JSON.",
    )

    @model_validator(mode="after")
    def _one(self) -> "SnapshotRequest":
        if (self.source is None) == (self.graph is None):
            raise PydanticCustomError("snapshot", "should have either `source` or `graph`")
        if self.page is not None and len(json.dumps(self.page)) > PAGE_LENGTH:
            raise PydanticCustomError("snapshot", "should have a smaller `page`")
        return self
