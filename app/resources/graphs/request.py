"""What is done to a stored graph."""

from typing import Annotated

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from app.descents.request import Descending
from app.programs.fields import Files, Part, Python, Strict, Text, Values
from app.programs.request import Passes


class Answered(Strict):
    """What of a stored graph's document is answered."""

    include: Annotated[list[Part], Field(fail_fast=True)] = Field(
        default_factory=lambda: list[Part](["nodes"]),
        max_length=16,
        description="Parts of the graph document.",
    )
    trace_from: int = Field(default=0, ge=0, lt=2**53, description="First backward step that `trace` shows.")


class PatchRequest(Answered):
    """Numbers for leaves, another program, or both."""

    values: Values = Field(
        default_factory=dict,
        description="Numbers for leaves, by name or id. They join those that were given before.",
    )
    source: str | None = Field(
        default=None,
        description="Another program. Numbers given before stay with the leaves that it has too.",
    )
    files: Files | None = Field(
        default=None, description="With `source`: its files. Without them those of the graph stay."
    )
    python: Python | None = Field(
        default=None, description="With `source`: how it runs. Without it as the graph's program ran."
    )
    output: Text | None = Field(
        default=None,
        description="With `source`: which node to differentiate. Without it the default rule holds.",
    )

    @model_validator(mode="after")
    def _changes(self) -> "PatchRequest":
        if self.source is None and not self.values:
            raise PydanticCustomError("patch", "should have `values` or `source`")
        for name in ("output", "files", "python"):
            if self.source is None and getattr(self, name) is not None:
                raise PydanticCustomError(
                    "patch", "should have a `source` where it has `{name}`", {"name": name}
                )
        return self


class StoredForwardRequest(Answered):
    """A forward pass over a stored graph."""


class StoredBackwardRequest(Passes, Answered):
    """Backward passes over a stored graph."""


class StepRequest(Descending, Answered):
    """Steps of descent on a stored graph."""

    steps: int = Field(default=1, ge=1, lt=2**53, description="How many steps.")
