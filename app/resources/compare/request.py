"""Two programs, or two states of one."""

from pydantic import Field

from app.programs.fields import Strict
from app.programs.request import ProgramRequest


class CompareRequest(Strict):
    """Two programs, or one with other numbers. What is asked of either beside its graph plays no part."""

    before: ProgramRequest = Field(description="What it is compared with.")
    after: ProgramRequest = Field(
        description="What is compared: another program, or the same one with other `values` or `state`."
    )
