"""A whole descent, as it is answered."""

from typing import Annotated, Final

from pydantic import Field, TypeAdapter
from typing_extensions import TypedDict

from app.descents.answer import DescentFrameDocument, OptimizerDocument, StoppedDocument
from app.programs.numbers import STRINGS, Number


class DescentDocument(TypedDict):
    """A whole descent."""

    losses: Annotated[list[Number], Field(description="The output at steps 0 to the last.")]
    values: Annotated[dict[str, Number], Field(description="The moved leaves; send them back to continue.")]
    grads: Annotated[dict[str, Number], Field(description="At those values, by leaf name.")]
    frames: list[DescentFrameDocument]
    watched: Annotated[list[str] | None, Field(description="The nodes in the frames; null for all.")]
    optimizer: OptimizerDocument
    stopped: StoppedDocument | None


DESCENT: Final = TypeAdapter[DescentDocument | None](DescentDocument | None, config=STRINGS)
