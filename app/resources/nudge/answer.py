"""What moving one node does."""

from typing import Annotated, Final, Literal, NotRequired

from pydantic import Field, TypeAdapter
from typing_extensions import TypedDict

from app.programs.answer import FrameDocument
from app.programs.numbers import STRINGS, Number


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


class SlopesDocument(TypedDict):
    """The output's slopes on the two sides of x."""

    left: Number
    right: Number


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
    slopes: Annotated[SlopesDocument, Field(description="The output's slopes on the sides of x.")]
    before: Annotated[Number, Field(description="L(x)")]
    above: Annotated[Number, Field(description="L(x + h)")]
    below: Annotated[Number | None, Field(description="L(x − h); null for a forward difference.")]
    changed: NotRequired[Annotated[list[str], Field(description="The nodes whose data the nudge changed.")]]
    frame: NotRequired[
        Annotated[
            FrameDocument,
            Field(description="Data with the node held at x + h; the grads are those at x."),
        ]
    ]
    curve: NotRequired[Annotated[list[ErrorDocument], Field(description="By h from 1 down to 1e-14.")]]


NUDGE: Final = TypeAdapter[NudgeDocument | None](NudgeDocument | None, config=STRINGS)
