"""Where programs run: each in a process of its own, as Python where this host can sandbox one, else
interpreted. Knows no HTTP.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal, Protocol, TypeVar

from app.programs.agreed import Agreed
from app.programs.figures import shown
from app.programs.request import ProgramRequest
from app.runtime.work_queue import GoneError, has_left
from app.sandbox.codec.answers import decode_answer, split_answers
from app.sandbox.codec.bounds import Bounds
from app.sandbox.codec.jobs import encode_job, encode_series
from app.sandbox.control import Control
from app.sandbox.errors import (
    Cancelled,
    Crashed,
    Ended,
    OutOfMemory,
    OutOfTime,
    SandboxError,
    TooMuch,
    Unavailable,
)
from app.sandbox.job import Job, JobLimits, Live
from app.sandbox.pool import Sandbox
from engine.errors import EngineError, LimitError, ProgramError
from engine.program import Limits
from engine.run import Run

Way = Literal["sandboxed", "interpreted"]

_KINDS: Final[dict[Way, str]] = {"sandboxed": "python", "interpreted": "interpreted"}
_AFTERWARDS: Final = 2.0  # seconds for reading and checking what the program left
_ANSWER_BYTES: Final = 96 * 2**20

T = TypeVar("T")

log = logging.getLogger("backlens")


class PythonUnavailableError(EngineError):
    """Programs are to be sandboxed where this host cannot."""

    default_code = "python-unavailable"


class StoppedError(EngineError):
    """A run was told to stop, and had to be ended."""

    default_code = "stopped"


class ProcessesError(Exception):
    """No process could be had for a program; the same request may work later. ``str`` is a sentence."""


@dataclass(frozen=True, slots=True)
class RunLimits:
    """What one run may take.

    seconds, wall_seconds: of a sandboxed one. stream_seconds: of one that is streamed, both of computing and
    by the clock. files: bytes of a request's files.
    """

    sandboxed: JobLimits
    interpreted: Limits
    seconds: float
    wall_seconds: float
    stream_seconds: float
    files: int


@dataclass(frozen=True, slots=True)
class Follow:
    """How a run is followed. on_event: called with each event; control: what gives it orders."""

    on_event: Callable[[bytes], None]
    live: Live = field(default_factory=Live)
    control: Control | None = None


class Runner(Protocol):
    """Whatever runs a program."""

    def way(self, ask: ProgramRequest) -> Way:
        """How this request's program would run. Raises PythonUnavailableError."""

    def run(self, ask: ProgramRequest, follow: Follow | None = None) -> Run:
        """The run. Raises EngineError."""

    def series(
        self, ask: ProgramRequest, values: Sequence[Mapping[str, float]], seconds: float
    ) -> list[Run | EngineError]:
        """What comes of each of these numbers in turn, as far as the seconds of computing last. Raises
        EngineError where nothing comes of the whole.
        """


class Processes:
    """Runs programs in processes of the sandbox's pool.

    Arguments:
        sandbox: started by its maker.
        limits: of each run.
        allowed: `auto`, or the one way in which this host lets programs run.
    """

    def __init__(self, sandbox: Sandbox, limits: RunLimits, allowed: Literal["auto"] | Way = "auto") -> None:
        self._sandbox: Final = sandbox
        self._limits: Final = limits
        self._allowed: Final = allowed
        self._agreed: Final = Agreed()
        self.outcomes: Final = Counter[str]()
        """How many runs ended in each way: `ok`, or the code of what came of it."""

    @property
    def why_not(self) -> str | None:
        """Why programs are not sandboxed here; None where they are. Waits until that is known."""
        if self._allowed == "interpreted":
            return "This host is set to interpret programs."
        return self._sandbox.why_not

    def fault(self) -> str | None:
        """Why no program can run here; None where they can. Waits until that is known."""
        if self._sandbox.has_overdue:
            return "A program's process has outlived its deadline."
        why_not = self.why_not
        return None if why_not is None or self._allowed != "sandboxed" else f"No program can run: {why_not}"

    def way(self, ask: ProgramRequest) -> Way:
        """Sandboxed where that is possible, or asked for."""
        if ask.python == "interpreted" and self._allowed != "sandboxed":
            return "interpreted"
        why_not = self.why_not
        if why_not is None:
            return "sandboxed"
        if ask.python == "sandboxed" or self._allowed == "sandboxed":
            raise PythonUnavailableError(
                f"Programs cannot be sandboxed here. {why_not}",
                hint="Leave `python` out, and programs are interpreted where they can be.",
            )
        return "interpreted"

    def run(self, ask: ProgramRequest, follow: Follow | None = None) -> Run:
        """The run, from a process of its own.

        Raises:
            EngineError: the program's own failure, a limit, or what became of its process.
            ProcessesError: there was none.
            GoneError: nobody waits for it any more.
        """
        way, limits = self.way(ask), self._limits
        seconds, wall = limits.seconds, limits.wall_seconds
        if way == "interpreted":
            seconds = limits.interpreted.seconds
            wall = 2 * seconds
        elif follow is not None:
            seconds = wall = limits.stream_seconds
        job = _job(ask, limits, way, seconds, None if follow is None else follow.live)
        if ask.fast_engine and way == "sandboxed":
            job = replace(job, agreed=self._agreed.keys())
        found = self._do(way, encode_job(job), seconds, wall, follow, lambda answer: self._read(answer, way))
        if found.own is not None and found.own.key is not None:
            self._agreed.add(found.own.key)
        return found

    def decoded(self, answer: bytes) -> Run:
        """The run of a pass that a sandboxed one recorded. Raises EngineError and GarbledError."""
        return self._read(answer, "sandboxed")

    def series(
        self, ask: ProgramRequest, values: Sequence[Mapping[str, float]], seconds: float
    ) -> list[Run | EngineError]:
        """All of them in one process; one that uses up the time of a single run has none after it.

        Raises as `run`.
        """
        way, limits = self.way(ask), self._limits
        job = encode_series(_job(ask, limits, way, limits.seconds, None), values, seconds)
        wall = 2 * seconds + limits.wall_seconds

        def read(answers: bytes) -> list[Run | EngineError]:
            return [self._read_any(answer, way) for answer in split_answers(answers, len(values))]

        return self._do(way, job, seconds + limits.seconds, wall, None, read)

    def _do(
        self,
        way: Way,
        job: bytes,
        seconds: float,
        wall: float,
        follow: Follow | None,
        read: Callable[[bytes], T],
    ) -> T:
        """What `read` makes of the answer of a process."""
        try:
            answer = self._sandbox.run(
                _KINDS[way],
                job,
                cpu_seconds=seconds + _AFTERWARDS,
                wall_seconds=wall + _AFTERWARDS,
                memory_bytes=self._limits.sandboxed.memory,
                answer_bytes=_ANSWER_BYTES,
                on_event=None if follow is None else follow.on_event,
                cancel=has_left.get(None),
                control=None if follow is None else follow.control,
            )
            found = read(answer)
            self.outcomes["ok"] += 1
            return found
        except EngineError as error:
            self.outcomes[error.code] += 1
            raise
        except SandboxError as error:
            self.outcomes[type(error).__name__] += 1
            raise _worded(error, seconds, wall, self._limits.sandboxed.memory) from error

    def _read(self, answer: bytes, way: Way) -> Run:
        run = decode_answer(answer, _bounds(self._limits, way))
        return replace(run, interpreted=way == "interpreted", figures=shown(run.figures))

    def _read_any(self, answer: bytes, way: Way) -> Run | EngineError:
        try:
            return self._read(answer, way)
        except EngineError as error:
            return error


def _job(ask: ProgramRequest, limits: RunLimits, way: Way, seconds: float, live: Live | None) -> Job:
    """Raises LimitError for files that are too large."""
    size = sum(len(text.encode("utf-8", "replace")) for text in ask.files.values())
    if size > limits.files:
        raise LimitError(
            f"The files have {size:,} bytes together; they may have {limits.files:,}.",
            limit="files_bytes",
            value=limits.files,
            hint="Attach a part of them.",
        )
    return Job(
        source=ask.source,
        files=ask.files if way == "sandboxed" else {},
        values=ask.values,
        output=ask.output,
        state=ask.state,
        seed=ask.seed,
        limits=replace(limits.sandboxed, seconds=seconds),
        interpreter=limits.interpreted,
        events=live is not None,
        live=live,
        norms="passes" in ask.include,
    )


def _bounds(limits: RunLimits, way: Way) -> Bounds:
    if way == "interpreted":
        return Bounds(nodes=limits.interpreted.nodes, source=limits.interpreted.text)
    job = limits.sandboxed
    return Bounds(job.nodes, source=job.text, printed=job.printed, figures=job.figures)


def _worded(error: SandboxError, seconds: float, wall: float, memory: int) -> Exception:
    """What became of the process, in the words of who wrote the program."""
    match error:
        case Cancelled():
            return GoneError()
        case Ended():
            return StoppedError("The run was stopped: its program did not end.")
        case Unavailable():
            log.error("No process for a program: %s", error)
            return ProcessesError("Programs cannot run now: no process could be had for one.")
        case OutOfTime(clock):
            limit, most = ("seconds", seconds) if clock == "cpu" else ("wall_seconds", wall)
            what = "of computing" if clock == "cpu" else ""
            return LimitError(
                f"Stopped after {most:g} seconds{what and ' '}{what}. Is there a loop without an end?",
                limit=limit,
                value=most,
                hint="Take fewer steps, or a smaller network.",
            )
        case OutOfMemory(most):
            return LimitError(
                f"The program needed more than {most / 2**20:,.0f} MiB of memory.", limit="memory", value=most
            )
        case TooMuch():
            log.warning("The answer of a program's process cannot be read: %s", error)
            return ProgramError("What the program's process answered cannot be read.")
        case Crashed(detail=detail) if detail and detail.startswith("MemoryError"):
            # Of our own reading and checking, once the program itself has ended.
            return LimitError(
                f"What the program left needed more than {memory / 2**20:,.0f} MiB of memory.",
                limit="memory",
                value=memory,
                hint="Make a smaller graph, or hold less when the program ends.",
            )
        case Crashed(detail=detail) if detail:
            log.warning("A program's process failed: %.300r", detail)
            return ProgramError("The program's process failed before its answer was complete.")
    return ProgramError(str(error), hint="Something ended the process from inside it, such as `os.abort()`.")
