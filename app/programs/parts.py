"""What of a graph's document is asked for."""

from typing import Annotated, Final

from pydantic import Field

from app.programs.fields import Part, Strict, Text
from engine.search.order import Sort

TRACE_SHOWN: Final = 20_000
WINDOW: Final = 1_000  # nodes of one window


class Window(Strict):
    """Some of the nodes, of a graph of any size."""

    from_: int = Field(
        default=0, alias="from", ge=0, lt=2**53, description="The first one, counted from 0 in this order."
    )
    count: int = Field(default=100, ge=1, le=WINDOW, description="How many.")
    sort: Sort = Field(
        default="id",
        description="The order: a leading `-` turns it round. What has no such name or number comes last.",
    )
    leaves: bool = Field(default=False, description="Only leaves.")
    nodes: Annotated[list[Text], Field(fail_fast=True)] | None = Field(
        default=None,
        min_length=1,
        max_length=WINDOW,
        description="In place of an order: just these, each an id, a leaf's name or a label.",
    )
    trace: bool = Field(
        default=False,
        description="In place of an order: the nodes that the steps in `trace` speak of.",
    )
    near: bool = Field(
        default=False,
        description="With `nodes`: then also what they are computed from and what uses them, a few of each, "
        "and `used_by` of each of `nodes`.",
    )


class Parts(Strict):
    """Parts of the graph document, and which steps and nodes of it."""

    include: Annotated[list[Part], Field(fail_fast=True)] = Field(
        default_factory=lambda: list[Part](["nodes"]),
        max_length=16,
        description="Parts of the graph document.",
    )
    trace_from: int = Field(default=0, ge=0, lt=2**53, description="First backward step that `trace` shows.")
    trace_count: int = Field(
        default=TRACE_SHOWN, ge=1, le=TRACE_SHOWN, description="How many backward steps `trace` shows."
    )
    window: Window | None = Field(
        default=None,
        description="Some of the nodes, whatever the size of the graph: the answer has them in `window`, "
        "and no `grads` and `parameters`. Usually with an empty `include`.",
    )
