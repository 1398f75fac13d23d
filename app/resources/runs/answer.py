"""What there is to say of a run."""

from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter
from typing_extensions import TypedDict

from app.programs.live.run import Answer, LiveRun

StateDocument = TypedDict(
    "StateDocument",
    {
        "id": str,
        "state": Annotated[
            Literal["running", "paused", "stopped", "ended"],
            Field(description="A program that makes no pass still runs where it was asked to pause."),
        ],
        "pass": Annotated[int, Field(description="The newest pass.")],
    },
)

StateDocument.__doc__ = "Where a run is."


class RunDocument(StateDocument):
    """Where a run is, and what is kept of it."""

    recorded: Annotated[list[int], Field(description="The passes that are recorded.")]
    seconds: Annotated[float, Field(description="By the clock since it began, pauses left out.")]


STATE: Final = TypeAdapter(StateDocument)
RUN: Final = TypeAdapter(RunDocument)


def state_json(answer: Answer) -> bytes:
    """Where it is."""
    return STATE.dump_json({"id": answer.id, "state": answer.state, "pass": answer.number})


def run_json(run: LiveRun) -> bytes:
    """Where it is, and what is kept of it."""
    return RUN.dump_json(
        {
            "id": run.id,
            "state": run.state,
            "pass": run.number,
            "recorded": run.recorded.numbers(),
            "seconds": run.seconds,
        }
    )
