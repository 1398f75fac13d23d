"""What a short link keeps."""

import json
from typing import Any, Final

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from app.pictures.request import ViewRequest
from app.programs.fields import State, Text, Values
from app.programs.request import Running

PAGE_LENGTH: Final = 100_000


class SnapshotRequest(Running):
    """What is kept: a program with its numbers, or a stored graph as it is now; and how it is shown."""

    source: str | None = Field(default=None, description="A program's text; this or `graph`.")
    graph: str | None = Field(
        default=None, max_length=64, description="The id of a stored graph; this or `source`."
    )
    values: Values = Field(default_factory=dict, description="With `source`: numbers for leaves.")
    output: Text | None = Field(default=None, description="With `source`: which node to differentiate.")
    state: State = Field(
        default="fresh",
        description="With `source`: `fresh` runs a backward pass, unless the page's `mode` is `forward` or "
        "it hides grads; `program` keeps what the program left.",
    )
    view: ViewRequest = Field(default_factory=ViewRequest, description="How it is drawn.")
    page: dict[str, Any] | None = Field(
        default=None,
        description="What else a link of the page keeps, such as `mode`, `step`, `selected` and `hide`; up "
        "to 100,000 characters of JSON.",
    )

    @model_validator(mode="after")
    def _one(self) -> "SnapshotRequest":
        if (self.source is None) == (self.graph is None):
            raise PydanticCustomError("snapshot", "should have either `source` or `graph`")
        if self.page is not None and len(json.dumps(self.page)) > PAGE_LENGTH:
            raise PydanticCustomError("snapshot", "should have a smaller `page`")
        return self
