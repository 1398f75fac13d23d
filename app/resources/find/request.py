"""A program, and what is to be found in its graph."""

from typing import Annotated

from pydantic import Field

from app.programs.fields import Text
from app.programs.request import ProgramRequest
from engine.search.find import KINDS, Kind


class FindRequest(ProgramRequest):
    """A program, and what is to be found in its graph."""

    query: Text = Field(
        description="Words and conditions, separated by spaces, all of which must hold. A word is part of a "
        "name: of a value, a list, a function. `op:tanh`, or `tanh` alone: made by this op. `line:12`: made "
        "by this line. `data<=0`, `grad>1`: compared with a number by `<`, `<=`, `=`, `>=` or `>`. `nan`, "
        "`inf`: a data or grad that is not finite. `n12`: the node of this id. Empty: everything."
    )
    kinds: Annotated[list[Kind], Field(fail_fast=True)] = Field(
        default_factory=lambda: list[Kind](KINDS), min_length=1, max_length=16, description="What is wanted."
    )
    from_: int = Field(
        default=0, alias="from", ge=0, lt=2**53, description="The first row of each kind, counted from 0."
    )
    limit: int = Field(default=8, ge=0, le=200, description="How many rows of each kind; 0 only counts.")
