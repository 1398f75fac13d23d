"""A program and the node whose paths are wanted."""

from pydantic import Field

from app.programs.fields import Text
from app.programs.request import ProgramRequest


class PathsRequest(ProgramRequest):
    """A program and the node whose paths to the output are wanted."""

    node: Text = Field(description="Which node: an id, a leaf's name or a label; not a constant.")
    limit: int = Field(default=20, ge=0, le=1_000, description="How many paths are listed; 0 only counts.")
