"""Gradient descent: how steps are made, and how many."""

from typing import Annotated, Literal

from pydantic import Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from app.programs.fields import Strict, Text, values
from engine.labels import LABEL, NAME


def _finite(given: object) -> dict[str, dict[str, float]]:
    if not isinstance(given, dict) or not all(isinstance(memory, dict) for memory in given.values()):
        raise PydanticCustomError("state", "should be an object of names, each with an object of numbers")
    if any(len(name) > NAME for name in given):
        raise PydanticCustomError("state", f"has a name of more than {NAME} characters")
    return {name: values(memory) for name, memory in given.items()}


OptimizerState = Annotated[
    dict[str, dict[str, float]],
    PlainValidator(_finite),
    WithJsonSchema(
        {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": {"type": "number"},
                "propertyNames": {"maxLength": LABEL},
            },
            "propertyNames": {"maxLength": NAME},
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

    kind: Literal["constant", "linear", "cosine"] = Field(default="constant", description="Its shape.")
    final: float = Field(
        default=0.0, ge=0, allow_inf_nan=False, description="The rate at the end, unless it is constant."
    )
    step: int = Field(default=0, ge=0, lt=2**53, description="Steps of the schedule that were taken before.")
    over: int | None = Field(
        default=None,
        ge=1,
        lt=2**53,
        description="How many steps the schedule has, after which the rate stays at `final`; without it "
        "those that were taken before and those of this request.",
    )


class Descending(Strict):
    """What decides a descent."""

    learning_rate: float = Field(gt=0, allow_inf_nan=False, description="Finite and above 0.")
    direction: Literal["minimize", "maximize"] = Field(default="minimize", description="Downhill or uphill.")
    parameters: Annotated[list[Text], Field(fail_fast=True)] | None = Field(
        default=None,
        max_length=100_000,
        description="Leaf names or group prefixes; by default what `nn` made, else every leaf.",
    )
    optimizer: OptimizerRequest = Field(
        default_factory=OptimizerRequest,
        description="How a step is made from the grads; an answer's own `optimizer` continues from there.",
    )
    schedule: ScheduleRequest = Field(
        default_factory=ScheduleRequest, description="The learning rate over the steps."
    )
    steps: int = Field(
        ge=0, lt=2**53, description="How many steps; 0 returns the numbers where the descent would begin."
    )
