"""A program at one point after another: each a run of its own, most of them in one process."""

from collections.abc import Mapping, Sequence
from typing import Final

from app.programs.request import ProgramRequest
from app.programs.runs import Runs
from app.resources.curve.request import CurveRequest
from app.runtime.cpu_deadline import DeadlineError
from engine.errors import EngineError
from engine.run import Run


class Points:
    """The runs of a curve, of which the first may be kept.

    Arguments:
        xs: the numbers of the leaf.
        seconds: of computing, for all of them together.
    """

    def __init__(self, runs: Runs, ask: CurveRequest, xs: Sequence[float], seconds: float) -> None:
        self._runs: Final = runs
        self._ask: Final = ask
        self._xs: Final = xs
        self._seconds: Final = seconds
        self._first = 0
        self._found: list[Run | EngineError] = []

    def run(self, i: int) -> Run:
        """The program at this point. Raises EngineError, and DeadlineError where the time is used up."""
        if i == 0:
            return self._runs.get(self._request(self.values(self._xs[0])))
        if not self._found:
            self._first = i
            numbers = [self.values(x) for x in self._xs[i:]]
            self._found = self._runs.series(self._request({}), numbers, self._seconds)
        if i - self._first >= len(self._found):
            raise DeadlineError(
                f"The curve computed for {self._seconds:g} seconds and reached point {i:,} of "
                f"{len(self._xs):,}.",
                limit="seconds",
                value=self._seconds,
                hint=f"Ask for {max(2, i // 2):,} points at a time.",
            )
        return _run(self._found[i - self._first])

    def with_values(self, values: Mapping[str, float]) -> Run:
        """The program with these numbers alone. Raises EngineError."""
        (found,) = self._runs.series(self._request({}), [values], self._seconds)
        return _run(found)

    def values(self, x: float) -> dict[str, float]:
        """The numbers of a point."""
        return {**self._ask.values, self._ask.leaf: x}

    def _request(self, values: dict[str, float]) -> ProgramRequest:
        ask = self._ask
        return ProgramRequest(
            source=ask.source,
            values=values,
            output=ask.output,
            seed=ask.seed,
            files=ask.files,
            python=ask.python,
        )


def _run(found: Run | EngineError) -> Run:
    if isinstance(found, EngineError):
        raise found
    return found
