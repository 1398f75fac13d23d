"""A program and how it is followed, or how many backward passes to run."""

from pydantic import Field

from app.programs.fields import Strict
from app.programs.request import Passes, ProgramRequest
from app.sandbox.job import Live


class LiveRequest(Strict):
    """How a streamed run is followed."""

    parts: bool = Field(
        default=False, description="Passes carry the numbers of the named lists of leaves, at most 65,536."
    )
    record: bool = Field(
        default=False,
        description="Passes are recorded, at a stride that keeps up: `POST /runs/{id}/passes/{number}`.",
    )
    pace: float | None = Field(
        default=None, ge=0.1, le=100, description="Passes a second; null: as fast as it goes."
    )
    pause_at: int | None = Field(default=None, ge=1, lt=2**31, description="The run pauses after this pass.")


class EvaluateRequest(ProgramRequest):
    """A program; where the answer is a stream, also how its run is followed."""

    resume_seconds: float = Field(
        default=0.0,
        ge=0,
        le=60,
        description="Of a stream: for how long the run continues without a reader, who resumes it at "
        "`GET /runs/{id}/events`.",
    )
    live: LiveRequest | None = Field(default=None, description="Of a stream: how the run is followed.")

    def followed(self) -> Live:
        """The same for the run."""
        asked = self.live or LiveRequest()
        return Live(asked.parts, asked.record, asked.pace, asked.pause_at)


class BackwardRequest(Passes, ProgramRequest):
    """A program and how many backward passes to run."""
