"""A kind of problem."""

from typing import Annotated, Final

from pydantic import Field, TypeAdapter
from typing_extensions import TypedDict


class KindDocument(TypedDict):
    """A kind of problem."""

    code: str
    title: str
    status: int
    about: Annotated[str, Field(description="When it occurs.")]


KINDS: Final = TypeAdapter[KindDocument](KindDocument)
