"""Runs programs right here, interpreted: for our own ones, which need no process that can be killed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from app.programs.python import Follow, Way
from app.programs.request import ProgramRequest
from engine import program
from engine.errors import EngineError
from engine.program import Limits
from engine.run import Run


class InProcess:
    """A runner for examples whose text is this service's own.

    Arguments:
        seconds: what each run says that it took, so that documentation is the same each time.
    """

    def __init__(self, limits: Limits, seconds: float = 0.0) -> None:
        self._limits: Final = limits
        self._seconds: Final = seconds

    def way(self, ask: ProgramRequest) -> Way:
        """As it says of itself: what readers of the documentation will see."""
        return "sandboxed"

    def run(self, ask: ProgramRequest, follow: Follow | None = None) -> Run:
        """The run. Raises EngineError."""
        run = program.run(
            ask.source,
            values=ask.values,
            output=ask.output,
            state=ask.state,
            seed=ask.seed,
            limits=self._limits,
        )
        return replace(run, seconds=self._seconds, interpreted=False)

    def series(
        self, ask: ProgramRequest, values: Sequence[Mapping[str, float]], seconds: float
    ) -> list[Run | EngineError]:
        """All of them: our own examples end soon."""
        return [self._any(ask.model_copy(update={"values": dict(each)})) for each in values]

    def _any(self, ask: ProgramRequest) -> Run | EngineError:
        try:
            return self.run(ask)
        except EngineError as error:
            return error
