"""How a picture is asked for: in a body, and in an address."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.drawing import ViewChoice
from app.programs.fields import Path, Strict, Text


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
        description="What is repeated is one box with a count: the calls of a network, the iterations of a "
        "loop. `collapsed` then names groups without the number of a call; if it is empty, the finest level "
        "that is readable at a glance is drawn.",
    )
    around: Around | None = Field(default=None, description="Only the neighbourhood of a node.")
    inline: bool = Field(
        default=False, description="For a page that has the style already; else complete on its own."
    )

    def choice(self, prefix: str = "") -> ViewChoice:
        """The same for the drawing; prefix: goes before each id in the SVG."""
        return ViewChoice(
            direction=self.direction,
            look=self.look,
            theme=self.theme,
            collapsed=tuple(self.collapsed),
            folded=self.folded,
            around=None if self.around is None else (self.around.node, self.around.hops),
            inline=self.inline,
            prefix=prefix,
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

    def choice(self) -> ViewChoice:
        """The same for the drawing."""
        return ViewChoice(
            direction=self.direction,
            look=self.look,
            theme=self.theme,
            collapsed=tuple(self.collapsed),
            folded=self.folded,
        )
