"""Stored graphs."""

from typing import Annotated, Final

from pydantic import Field, TypeAdapter

from app.descents.answer import OptimizerDocument, StoppedDocument
from app.programs.answer import GraphDocument
from app.programs.numbers import STRINGS, Number


class StoredDocument(GraphDocument):
    """A stored graph: the document of its program, with its id and revision."""

    id: Annotated[str, Field(description="The key to the graph: anyone who has it may change it.")]
    revision: Annotated[int, Field(description="From 1; every write raises it. `ETag` says it too.")]
    values: Annotated[dict[str, Number], Field(description="Leaves whose numbers are not the program's.")]


class SteppedDocument(StoredDocument):
    """A stored graph after a descent."""

    losses: Annotated[list[Number], Field(description="The output before the first step and after each.")]
    optimizer: OptimizerDocument
    stopped: StoppedDocument | None


STORED: Final = TypeAdapter[StoredDocument | None](StoredDocument | None, config=STRINGS)

STEPPED: Final = TypeAdapter[SteppedDocument | None](SteppedDocument | None, config=STRINGS)
