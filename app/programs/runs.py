"""Runs that are kept, so that a moved slider does not run its program again.

A run that is reusable serves every request for the same program, output and seed that gives numbers to the
same names: those numbers are set on the kept graph. Any other run serves only the very same request, and one
that looked at the clock serves none.
"""

import hashlib
from collections.abc import Hashable, Mapping, Sequence
from typing import Final

from app.programs.node_list_run import run_of
from app.programs.python import Follow, Runner
from app.programs.request import ProgramRequest
from app.runtime.bounded_cache import BoundedCache
from engine.errors import EngineError
from engine.kept import forget
from engine.program import Limits
from engine.run import Run

Key = tuple[Hashable, ...]

_CHARACTERS: Final = 200  # of text and pictures count as one node


def _forget(run: Run) -> None:
    if run.graph is not None:
        forget(run.graph)


class Runs:
    """The kept runs, bounded by their number and by their nodes together.

    Threads share it. Two that miss at once both run the program: a run is a pure function of its key.

    Arguments:
        runner: runs what is not kept.
        limits: of lists of nodes.
        count, nodes: how many runs are kept, and how many nodes they may have together.
    """

    def __init__(self, runner: Runner, limits: Limits, count: int, nodes: int) -> None:
        self._runner: Final = runner
        self._limits: Final = limits
        self._kept: Final = BoundedCache[Key, Run](count, nodes, _size, _forget)

    @property
    def kept(self) -> int:
        """How many are kept."""
        return len(self._kept)

    def get(self, ask: ProgramRequest) -> Run:
        """The run of this request, kept or new.

        Raises EngineError when the program fails; failures are not kept, nor are lists of nodes, which are
        read as quickly as they could be compared.
        """
        if ask.nodes is not None:
            return run_of(ask.nodes, ask.values, ask.output, ask.state, self._limits)
        found = self.find(ask)
        if found is None:
            found = self._runner.run(ask)
            self.keep(ask, found)
        return found

    def find(self, ask: ProgramRequest) -> Run | None:
        """The run of this request, if it is kept."""
        same_names, same_request = self._keys(ask)
        return (self._kept.get(same_names) if _by_names(ask) else None) or self._kept.get(same_request)

    def keep(self, ask: ProgramRequest, run: Run) -> None:
        """Keeps a run that is a pure function of its request."""
        if run.cacheable and ask.nodes is None:
            same_names, same_request = self._keys(ask)
            self._kept.put(same_names if run.reusable and _by_names(ask) else same_request, run)

    def live(self, ask: ProgramRequest, follow: Follow) -> Run:
        """A new run of this request that tells its events as they come, and may take as long as streamed
        runs may. It is not kept, because orders may have changed it: see `keep`. Raises EngineError.
        """
        if ask.nodes is not None:
            return self.get(ask)
        return self._runner.run(ask, follow)

    def series(
        self, ask: ProgramRequest, values: Sequence[Mapping[str, float]], seconds: float
    ) -> list[Run | EngineError]:
        """What comes of the program with each of these numbers in turn, as far as the seconds of computing
        last. None of these runs is kept: they would only push out others. Raises EngineError.
        """
        return self._runner.series(ask, values, seconds)

    def _keys(self, ask: ProgramRequest) -> tuple[Key, Key]:
        """The keys of runs that serve other numbers too, and of those that do not."""
        # Norms take time, and are there only where they were asked for.
        norms = "passes" in ask.include
        program = (
            ask.source,
            _digest(ask.files),
            self._runner.way(ask),
            ask.output,
            ask.seed,
            norms,
            ask.fast_engine,
        )
        # As text, because 0.0 and -0.0 are one key and two numbers.
        numbers = tuple(sorted((name, repr(number)) for name, number in ask.values.items()))
        state = ask.state if ask.values else None
        return ("names", *program, frozenset(ask.values)), ("request", *program, state, numbers)


def _by_names(ask: ProgramRequest) -> bool:
    """Without a number for a name, a run is the same whichever of its numbers are asked for."""
    return ask.state == "fresh" or not ask.values


def _digest(files: dict[str, str]) -> bytes:
    digest = hashlib.blake2b(digest_size=32)
    for name in sorted(files):
        for text in (name, files[name]):
            written = text.encode("utf-8", "surrogatepass")
            digest.update(len(written).to_bytes(8, "little") + written)
    return digest.digest()


def _size(run: Run) -> int:
    nodes = 0 if run.graph is None else len(run.graph)
    nodes += len(run.scopes)
    text = len(run.printed) + sum(len(figure.svg) for figure in run.figures)
    return 1 + nodes + text // _CHARACTERS
