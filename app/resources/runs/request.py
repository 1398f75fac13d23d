"""How a run continues, and what is asked of a recorded pass."""

from typing import Annotated

from fastapi import Path
from pydantic import Field

from app.pictures.request import ViewRequest
from app.programs.fields import Strict, Values
from app.programs.parts import Parts


class StepRequest(Strict):
    """How a run makes its next pass."""

    values: Values = Field(
        default_factory=dict,
        description="Numbers for leaves, by name or id: they are set before the program continues.",
    )


class ContinueRequest(StepRequest):
    """How a run continues."""

    pace: float | None = Field(
        default=None,
        ge=0,
        le=100,
        description="Passes a second from now on; 0: as fast as it goes; null: as before.",
    )


class PassRequest(Parts):
    """What is asked of a recorded pass; where a picture is accepted, how it is drawn."""

    view: ViewRequest = Field(default_factory=ViewRequest, description="Of a picture.")
    prefix: str = Field(
        default="",
        pattern=r"^([A-Za-z][A-Za-z0-9_-]{0,31})?$",
        description="Of a picture: prefix of each id in the SVG.",
    )


RunId = Annotated[str, Path(max_length=64, description="From the `run` event: the key to the run.")]
PassNumber = Annotated[str, Path(pattern=r"^(newest|[0-9]{1,10})$", description="Of the pass, or `newest`.")]
