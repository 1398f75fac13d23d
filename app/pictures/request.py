"""How a picture is asked for: in a body, and in an address."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.drawing import ViewChoice
from app.programs.fields import Path, Strict, Text


class Around(Strict):
    """A neighbourhood."""

    node: Text = Field(description="The node in the middle: an id, a leaf's name or a label.")
    hops: int = Field(ge=0, le=1_000, description="How many edges away a node may be.")


class Fit(Strict):
    """The place that a picture is shown in."""

    width: int = Field(ge=100, le=10_000, description="In px.")
    height: int = Field(ge=100, le=10_000, description="In px.")


BoxPath = Annotated[str, Field(max_length=4_000)]


class ViewRequest(Strict):
    """What is drawn and how."""

    direction: Literal["LR", "TB"] | None = Field(
        default=None,
        description="Left to right or top to bottom; null: what fills its place better, and left to right "
        "for a view of single values.",
    )
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
        description="The scopes and lists of the program are boxes; the largest are opened as long as no "
        "more than 60 boxes result.",
    )
    detail: Literal["program", "calls", "lines", "values"] | None = Field(
        default=None,
        description="How deep the program's structure is opened: the outermost calls, every call, every "
        "line, or every value on its own.",
    )
    open: Annotated[list[BoxPath], Field(fail_fast=True)] = Field(
        default_factory=list,
        max_length=200,
        description="Paths of boxes that are drawn from inside, those around them included; the nearest one "
        "that is, where the program has changed.",
    )
    fit: Fit | None = Field(
        default=None,
        description="Where the picture is shown: with neither `detail` nor `open` nor `collapsed`, "
        "everything is drawn if it fits there at 60 % or more, else the outermost calls, opened one by one "
        "while they fit. What was chosen is in the root's `data-` attributes.",
    )
    around: Around | None = Field(default=None, description="Only the neighbourhood of a node.")
    background: Literal["paper", "white", "none"] = Field(
        default="paper",
        description="Of a picture that is complete on its own: the page's colour, or another.",
    )
    inline: bool = Field(
        default=False, description="For a page that has the style already; else complete on its own."
    )

    def choice(self, prefix: str = "") -> ViewChoice:
        """The same for the drawing; prefix: goes before each id in the SVG."""
        return _choice(
            self,
            fit=None if self.fit is None else (self.fit.width, self.fit.height),
            around=None if self.around is None else (self.around.node, self.around.hops),
            inline=self.inline,
            background=self.background,
            prefix=prefix,
        )


class PictureQuery(BaseModel):
    """How a picture is drawn, in its address."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    theme: Literal["auto", "light", "dark"] = Field(default="auto", description="`auto`: the reader's own.")
    look: Literal["merged", "classic"] = Field(default="merged", description="As in `view`.")
    direction: Literal["LR", "TB"] | None = Field(default=None, description="As in `view`.")
    collapsed: Annotated[list[Path], Field(fail_fast=True)] = Field(
        default_factory=list, max_length=1_000, description="As in `view`; may be repeated."
    )
    folded: bool = Field(default=False, description="As in `view`.")
    detail: Literal["program", "calls", "lines", "values"] | None = Field(
        default=None, description="As in `view`."
    )
    open: Annotated[list[BoxPath], Field(fail_fast=True)] = Field(
        default_factory=list, max_length=200, description="As in `view`; may be repeated."
    )

    def choice(self) -> ViewChoice:
        """The same for the drawing."""
        return _choice(self)


def _choice(asked: ViewRequest | PictureQuery, **more: Any) -> ViewChoice:
    """What a request and an address both say of a picture."""
    return ViewChoice(
        direction=asked.direction,
        look=asked.look,
        theme=asked.theme,
        collapsed=tuple(asked.collapsed),
        folded=asked.folded,
        detail=asked.detail,
        open=tuple(asked.open),
        **more,
    )
