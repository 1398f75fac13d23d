"""A program and how its graph is drawn."""

from typing import Annotated, Literal

from pydantic import Field

from app.drawing.print_queue import LEAST_SCALE, MOST_SCALE
from app.pictures.request import ViewRequest
from app.programs.request import ProgramRequest

Place = Annotated[int, Field(ge=0, le=100_000_000)]
Span = Annotated[list[Place], Field(min_length=2, max_length=2)]


class RenderRequest(ProgramRequest):
    """A program and a view."""

    view: ViewRequest = Field(default_factory=ViewRequest)
    format: Literal["svg", "dot", "png", "pdf"] | None = Field(
        default=None,
        description="Takes precedence over `Accept`; SVG by default. PNG and PDF are made from the SVG, in "
        "the light theme where the view says `auto`.",
    )
    scale: float | None = Field(
        default=None,
        ge=LEAST_SCALE,
        le=MOST_SCALE,
        description="Of a PNG: pixels to each of the picture's own; 2 by default, or as many as fit.",
    )
    grads_after: int | None = Field(
        default=None,
        ge=0,
        le=100_000_000,
        description="The grads after so many steps of the backward pass; those that have not begun are shown "
        "as not computed.",
    )
    pending: Annotated[list[Span], Field(fail_fast=True)] = Field(
        default_factory=list,
        max_length=20_000,
        description="Spans of values, each the first and the last place in id order, whose grads are shown "
        "as not computed: those that a pass by boxes has not come to.",
    )
    prefix: str = Field(
        default="", pattern=r"^([A-Za-z][A-Za-z0-9_-]{0,31})?$", description="Prefix of each id in the SVG."
    )
