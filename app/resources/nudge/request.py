"""A program and one node to move by h."""

from typing import Literal

from pydantic import Field

from app.programs.fields import Text
from app.programs.request import ProgramRequest


class NudgeRequest(ProgramRequest):
    """A program and one node to move by h."""

    node: Text = Field(description="Which node: an id, a leaf's name or a label; not a constant.")
    h: float = Field(gt=0, allow_inf_nan=False, description="How far it is moved: finite and above 0.")
    method: Literal["forward", "central"] = Field(
        default="forward", description="(L(x + h) − L(x)) / h, or (L(x + h) − L(x − h)) / 2h."
    )
    frame: bool = Field(
        default=True, description="Whether `frame` and `changed` are wanted: a number for each node."
    )
    curve: bool = Field(default=False, description="Whether the errors for h from 1 to 1e-14 are wanted.")
