"""A program, and the calls that ask one thing of it."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, PlainValidator, ValidationError, WithJsonSchema, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from app.programs.fields import Part, State, Strict, Text, Values
from app.programs.nodes import Nodes
from engine.export import FORMS


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
        description="Services of the graph document.",
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


class Passes(Strict):
    """How often to go backward, and from where."""

    zero_grad: bool = Field(
        default=True,
        description="Set the leaves' grads to 0 before each pass; otherwise passes add up in the leaves.",
    )
    passes: int = Field(default=1, ge=1, le=100, description="How many backward passes are run.")


class BackwardRequest(Passes, ProgramRequest):
    """A program and how often to go backward."""


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
