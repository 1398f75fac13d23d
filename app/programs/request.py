"""A program as a request gives it, and how often to go backward."""

from pydantic import ConfigDict, Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from app.programs.fields import Files, Python, State, Strict, Text, Values
from app.programs.nodes import Nodes
from app.programs.parts import Parts


class Running(Strict):
    """How a program runs, beside its numbers."""

    seed: int = Field(default=0, ge=-(2**63), lt=2**63, description="Seed of the run's own random numbers.")
    files: Files = Field(
        default_factory=dict,
        description=(
            "Texts by name: what the program can open and, where the name ends in `.py`, import. Names may "
            "contain `/`."
        ),
    )
    python: Python = Field(
        default="auto",
        description=(
            "`sandboxed`: as Python, in a process that may do nothing else. `interpreted`: the part of the "
            "language that this service knows itself. `auto`: sandboxed where this host can. `GET /limits` "
            "says which there are."
        ),
    )
    fast_engine: bool = Field(
        default=True,
        description=(
            "Whether a class of the program's own that has passed the check may be run in C from then on, "
            "where everything is the same to the last bit: `own_engine.fast` says whether it was."
        ),
    )


class ProgramRequest(Parts, Running):
    """A program, or a graph's nodes in its place; the numbers to run it with, and what to return."""

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
            "finished graph. A node id of a document with the same `structure` may take the place of a name."
        ),
    )
    output: Text | None = Field(
        default=None, description="Which node to differentiate: a label (the last made, if several) or an id."
    )
    state: State = Field(
        default="fresh",
        description="`fresh`: new passes are run. `program`: data and grads as the program left them.",
    )

    @model_validator(mode="before")
    @classmethod
    def _one_of(cls, given: object) -> object:
        """Exactly one of `source` and `nodes`, reported at the field."""
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
