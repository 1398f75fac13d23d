"""A program and a backward pass that is broken on purpose."""

from typing import Annotated, Literal

from pydantic import Field

from app.programs.request import ProgramRequest

Bug = Literal["assign", "depth_first", "no_zero_grad", "zero_leaves_only"]


class BugsRequest(ProgramRequest):
    """A program and the mistakes that its backward pass makes."""

    bugs: Annotated[list[Bug], Field(fail_fast=True)] = Field(
        default_factory=list,
        max_length=16,
        description=(
            "`assign`: `=` instead of `+=`. `depth_first`: plain depth-first order instead of topological. "
            "`no_zero_grad`: leaves keep the grads of the last pass. `zero_leaves_only`: only leaves are set "
            "to 0 between passes, interior grads stay. An empty list is the right pass."
        ),
    )
    passes: int | None = Field(
        default=None,
        ge=1,
        le=100,
        description="How many passes are run; by default as many as show the bugs.",
    )
