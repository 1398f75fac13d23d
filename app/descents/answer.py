"""A descent's answer, and its events."""

from typing import Annotated, Final, Literal, NotRequired

from pydantic import Field, TypeAdapter
from typing_extensions import TypedDict

from app.programs.numbers import STRINGS, Number


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
    """The optimizer after the last step; sent back as `optimizer`, it continues from there."""

    kind: Literal["sgd", "momentum", "adam"]
    momentum: NotRequired[Number]
    beta1: NotRequired[Number]
    beta2: NotRequired[Number]
    epsilon: NotRequired[Number]
    step: int
    state: Annotated[
        dict[str, dict[str, Number]], Field(description="What it remembers of each moved leaf, by name.")
    ]


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


STEP: Final = TypeAdapter[StepDocument | None](StepDocument | None, config=STRINGS)

END: Final = TypeAdapter[EndDocument | None](EndDocument | None, config=STRINGS)
