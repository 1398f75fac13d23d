"""What is done to a stored graph."""

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from app.descents.request import Descending
from app.programs.fields import Files, Python, Text, Values
from app.programs.parts import Parts
from app.programs.request import Passes


class PatchRequest(Parts):
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


class StoredForwardRequest(Parts):
    """A forward pass over a stored graph."""


class StoredBackwardRequest(Passes, Parts):
    """Backward passes over a stored graph."""


class StepRequest(Descending, Parts):
    """Steps of descent on a stored graph."""

    steps: int = Field(default=1, ge=1, lt=2**53, description="How many steps.")
