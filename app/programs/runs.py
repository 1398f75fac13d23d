"""Runs that are kept, so that a moved slider does not parse and interpret its program again.

A run that is reusable serves every request for the same text, output and seed that gives numbers to the same
names: those numbers are set on the kept graph. Any other run serves only the very same request.
"""

from collections.abc import Callable, Hashable
from typing import Final

from app.programs.node_list_run import run_of
from app.programs.request import ProgramRequest
from app.runtime.bounded_cache import BoundedCache
from engine import program
from engine.program import Limits
from engine.run import Run

Key = tuple[Hashable, ...]


class Runs:
    """The kept runs, bounded by their number and by their nodes together.

    Threads share it. Two that miss at once both run the program: a run is a pure function of its key.
    """

    def __init__(self, limits: Limits, count: int, nodes: int, run: Callable[..., Run] = program.run) -> None:
        self._limits: Final = limits
        self._run: Final = run
        self._kept: Final = BoundedCache[Key, Run](count, nodes, _size)

    def get(self, ask: ProgramRequest) -> Run:
        """The run of this request, kept or new. Raises EngineError when the program fails; failures are not
        kept, nor are lists of nodes, which are read as quickly as they could be compared.
        """
        if ask.nodes is not None:
            return run_of(ask.nodes, ask.values, ask.output, ask.state, self._limits)
        same_names = ("names", ask.source, ask.output, ask.seed, frozenset(ask.values))
        # As text, because 0.0 and -0.0 are one key and two numbers.
        numbers = tuple(sorted((name, repr(number)) for name, number in ask.values.items()))
        same_request = ("request", ask.source, ask.output, ask.seed, ask.state, numbers)
        found = (self._kept.get(same_names) if ask.state == "fresh" else None) or self._kept.get(same_request)
        if found is None:
            found = self._run(
                ask.source,
                values=ask.values,
                output=ask.output,
                state=ask.state,
                seed=ask.seed,
                limits=self._limits,
            )
            self._kept.put(same_names if found.reusable and ask.state == "fresh" else same_request, found)
        return found


def _size(run: Run) -> int:
    return 1 if run.graph is None else 1 + len(run.graph)
