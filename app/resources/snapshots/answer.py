"""Immutable copies and their links."""

from typing import Annotated, Any, Final

from pydantic import Field, TypeAdapter
from typing_extensions import TypedDict

from app.programs.answer import GraphDocument
from app.programs.numbers import STRINGS


class SnapshotDocument(TypedDict):
    """Where a snapshot is found."""

    key: str
    path: Annotated[str, Field(description="Its address on this host.")]
    url: Annotated[str, Field(description="The full URL.")]
    forms: Annotated[dict[str, str], Field(description="Addresses of its other forms, by suffix.")]
    deletion_key: Annotated[
        str | None,
        Field(description="What takes it down; null where equal content was kept before, for somebody else."),
    ]


class ShotDocument(GraphDocument):
    """A snapshot: the document of its graph, with the state that the page opens."""

    key: str
    state: Annotated[dict[str, Any], Field(description="As a link of the page keeps it.")]


SNAPSHOT: Final = TypeAdapter[SnapshotDocument](SnapshotDocument)

SHOT: Final = TypeAdapter[ShotDocument | None](ShotDocument | None, config=STRINGS)
