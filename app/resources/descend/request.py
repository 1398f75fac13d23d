"""A program and a descent."""

from typing import Annotated

from pydantic import Field

from app.descents.request import Descending
from app.programs.fields import Text
from app.programs.request import ProgramRequest


class DescendRequest(Descending, ProgramRequest):
    """A program and a descent on the graph that it ended with."""

    stride: int | None = Field(
        default=None,
        ge=1,
        lt=2**53,
        description="A frame every so many steps; without it the last step's only.",
    )
    watch: Annotated[list[Text], Field(fail_fast=True)] | None = Field(
        default=None,
        max_length=100_000,
        description="Nodes whose numbers the frames hold: names, ids, labels or groups. By default all.",
    )
