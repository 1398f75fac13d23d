"""Two programs, or two states of one."""

from typing import Literal

from pydantic import Field

from app.pictures.request import ViewRequest
from app.programs.fields import Strict
from app.programs.request import ProgramRequest


class CompareRequest(Strict):
    """Two programs, or one with other numbers. What is asked of either beside its graph plays no part."""

    before: ProgramRequest = Field(description="What it is compared with.")
    after: ProgramRequest = Field(
        description="What is compared: another program, or the same one with other `values` or `state`."
    )
    include: list[Literal["numbers", "drawings"]] = Field(
        default_factory=list,
        max_length=2,
        description="`numbers`: data and grad of every node of either. `drawings`: both graphs drawn at the "
        "same places.",
    )
    view: ViewRequest = Field(default_factory=ViewRequest, description="How they are drawn.")
