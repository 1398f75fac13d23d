"""A picture: what is drawn, and how."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.drawing.print_queue import LEAST_SCALE, MOST_SCALE
from app.programs.fields import Path, Strict, Text
from app.programs.request import ProgramRequest


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
    folded: bool = Field(
        default=False,
        description="What is repeated is one box with a count: the calls of a network, the turns of a loop. "
        "`collapsed` then names groups without the number of a call; if it is empty, the finest level that "
        "is taken in at a glance is drawn.",
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


class PictureQuery(BaseModel):
    """How a picture is drawn, in its address."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    theme: Literal["auto", "light", "dark"] = Field(default="auto", description="`auto`: the reader's own.")
    look: Literal["merged", "classic"] = Field(default="merged", description="As in `view`.")
    direction: Literal["LR", "TB"] = Field(default="LR", description="As in `view`.")
    collapsed: Annotated[list[Path], Field(fail_fast=True)] = Field(
        default_factory=list, max_length=1_000, description="As in `view`; may be repeated."
    )
    folded: bool = Field(default=False, description="As in `view`.")
