"""Backward passes with bugs in them."""

from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter
from typing_extensions import TypedDict

from app.programs.answer import FrameDocument, NoticeDocument, TraceDocument
from app.programs.numbers import STRINGS, Number

_OfPass = TypedDict("_OfPass", {"pass": Annotated[int, Field(description="Which pass took it, from 0.")]})


class BrokenStepDocument(_OfPass, TraceDocument):
    """One step of a broken pass; steps are counted through all passes."""


class WrongDocument(TypedDict):
    """A node whose grad a bug has made wrong."""

    node: str
    name: Annotated[str, Field(description="A leaf's name; another node's label, else its id.")]
    got: Number
    should_be: Number
    step: Annotated[int, Field(description="The first step at this node that a right pass would not take.")]


class BugsDocument(TypedDict):
    """Backward passes with bugs in them, beside the right one."""

    output: str
    structure: str
    bugs: list[Literal["assign", "depth_first", "no_zero_grad", "zero_leaves_only"]]
    passes: int
    compared: Annotated[int, Field(description="How many nodes have a grad: all but constants.")]
    wrong: list[WrongDocument]
    alone: Annotated[dict[str, int], Field(description="How many grads each bug makes wrong on its own.")]
    frame: Annotated[FrameDocument, Field(description="What the broken passes leave.")]
    right: Annotated[FrameDocument, Field(description="What a right pass leaves.")]
    trace: list[BrokenStepDocument]
    notices: list[NoticeDocument]


BUGS: Final = TypeAdapter[BugsDocument | None](BugsDocument | None, config=STRINGS)
