"""A program as a function of one leaf."""

import math

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from app.programs.fields import Numbers, Text, Values
from app.programs.request import Running


class CurveRequest(Running):
    """A program as a function of one of its leaves, and at which points."""

    source: str = Field(description="The program's text.")
    values: Values = Field(default_factory=dict, description="Numbers for the other leaves, by name.")
    output: Text | None = Field(
        default=None, description="Which node is f(x): a label (the last made, if several) or an id."
    )
    leaf: Text = Field(
        description="The leaf that varies: its name, or its id. The others keep their numbers."
    )
    from_: float | None = Field(
        default=None, alias="from", allow_inf_nan=False, description="The first point; with `to`."
    )
    to: float | None = Field(
        default=None, allow_inf_nan=False, description="The last point; above `from`, and at most 1e308 away."
    )
    points: int | None = Field(
        default=None,
        ge=2,
        lt=2**53,
        description="How many points from `from` to `to`, both included, evenly spaced; 201 by default.",
    )
    at: Numbers | None = Field(default=None, description="The points one by one, in place of a range.")

    @model_validator(mode="after")
    def _one_way(self) -> "CurveRequest":
        """A range or a list. A range has two ends, in order."""
        ends = (self.from_, self.to)
        if self.at is not None:
            if ends != (None, None) or self.points is not None:
                raise PydanticCustomError("at", "should have `at`, or `from`, `to` and `points`, not both")
        elif self.from_ is None or self.to is None:
            raise PydanticCustomError("ends", "should have `from` and `to`, or `at`")
        elif not self.from_ < self.to or not math.isfinite(self.to - self.from_):
            raise PydanticCustomError("ends", "should have `to` above `from`, not too far for a double")
        return self
