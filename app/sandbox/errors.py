"""Why a run in the sandbox gave no answer.

SandboxError
├── OutOfTime      its processor time, or its time by the clock
├── OutOfMemory
├── Crashed        it ended without an answer
├── TooMuch        its answer is too large, or not an answer
├── Cancelled      by the caller
├── Ended          by who controls it
├── Unavailable    no process could be had for it
└── DataExposed    programs could read the server's data
"""

import signal
from dataclasses import dataclass
from typing import Literal


class SandboxError(Exception):
    """The root of these."""


@dataclass
class OutOfTime(SandboxError):
    """clock: which of the two times was used up. seconds: how much there was."""

    clock: Literal["cpu", "wall"]
    seconds: float

    def __str__(self) -> str:
        return f"Stopped after {self.seconds:g} s of {'computing' if self.clock == 'cpu' else 'waiting'}."


@dataclass
class OutOfMemory(SandboxError):
    """The limit on memory was reached, or the machine had no more."""

    limit_bytes: int

    def __str__(self) -> str:
        return f"The program needed more than {self.limit_bytes / 2**20:,.0f} MiB of memory."


@dataclass
class Crashed(SandboxError):
    """The process ended without an answer.

    signal: what ended it, or None. status: else its exit status. detail: an exception of the code around the
        program,
    as the process told it, for a log: a program can forge it.
    """

    signal: int | None = None
    status: int | None = None
    detail: str = ""

    def __str__(self) -> str:
        if self.detail:
            return f"The program's process failed: {self.detail}"
        if self.signal is not None:
            return f"The program's process ended with {_name(self.signal)}."
        return f"The program's process ended with exit status {self.status}."


class TooMuch(SandboxError):
    """The answer is larger than its limit, or what came was not an answer; ``str`` says which."""


class Cancelled(SandboxError):
    """The caller did not want the answer any more."""

    def __str__(self) -> str:
        return "The run was cancelled."


class Ended(SandboxError):
    """It was to stop, and did not."""

    def __str__(self) -> str:
        return "The run was stopped."


class Unavailable(SandboxError):
    """No process could be had for the run; ``str`` says why."""


class DataExposed(SandboxError):
    """The server's data is in a folder that programs can read; ``str`` says what to do."""


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
