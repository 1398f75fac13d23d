"""The shape of a refusal."""

from typing import Annotated, Any, NotRequired

from pydantic import Field
from typing_extensions import TypedDict


class ProblemLimit(TypedDict):
    """The limit that was exceeded."""

    name: str
    value: int | float


class ProblemDocument(TypedDict):
    """A refusal, as RFC 9457 says; lines and columns from 1, in code points, the end exclusive."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    line: NotRequired[int]
    column: NotRequired[int]
    end_line: NotRequired[int]
    end_column: NotRequired[int]
    file: NotRequired[Annotated[str, Field(description="The attached file that the place is in.")]]
    hint: NotRequired[str]
    limit: NotRequired[ProblemLimit]
    names: NotRequired[list[str]]
    exception: NotRequired[Annotated[str, Field(description="The class of what Python raised.")]]
    printed: NotRequired[Annotated[str, Field(description="What the program had printed before.")]]
    views: NotRequired[Annotated[list[dict[str, Any]], Field(description="Views that would fit.")]]
