"""Runs jobs in processes of their own: what the server asks. Knows no HTTP and no program."""

import logging
import math
import sys
import threading
from pathlib import Path
from typing import Final

from app.sandbox import probe
from app.sandbox.control import Control
from app.sandbox.errors import DataExposed, SandboxError, Unavailable
from app.sandbox.restrictions import folders, kernel
from app.sandbox.task import Cancel, OnEvent, Task

if sys.platform == "win32":
    from app.sandbox.workers import Workers as Processes
else:
    from app.sandbox.supervisors import Supervisors as Processes

HANDLER: Final = f"{__package__}.child.main"
INTERPRETED: Final = "interpreted"
"""The kind that runs also where the machine has no sandbox."""

_EVENTS_BYTES: Final = 64 * 2**20

log = logging.getLogger("backlens")


class Sandbox:
    """Forks a child a run, from a process that has Python loaded.

    Arguments:
        handler: the module whose `handle(kind, job, emit)` runs a job in the child.
    """

    def __init__(self, handler: str = HANDLER) -> None:
        self._processes: Final = Processes(handler)
        self._lock: Final = threading.Lock()
        self._prober: threading.Thread | None = None
        self._why_not: str | None = None

    def start(self) -> None:
        """A supervisor begins to come up, if it has not yet; nothing here waits for it."""
        with self._lock:
            if self._prober is None:
                self._prober = threading.Thread(target=self._probe, name="sandbox-probe", daemon=True)
                self._prober.start()

    def close(self) -> None:
        """Every process ends, and with it every run."""
        self._processes.close()
        if self._prober is not None:
            self._prober.join()

    @property
    def available(self) -> bool:
        """Whether this machine can sandbox a process. Waits until that has been tried."""
        return self.why_not is None

    @property
    def why_not(self) -> str | None:
        """A sentence, or None where it can. Waits until that has been tried."""
        self.start()
        assert self._prober is not None
        self._prober.join()
        return self._why_not

    @property
    def has_overdue(self) -> bool:
        """Whether a child has outlived its deadline, as none should."""
        return self._processes.has_overdue

    def run(
        self,
        kind: str,
        job: bytes,
        *,
        cpu_seconds: float,
        wall_seconds: float,
        memory_bytes: int,
        answer_bytes: int,
        events_bytes: int = _EVENTS_BYTES,
        on_event: OnEvent | None = None,
        cancel: Cancel | None = None,
        control: Control | None = None,
    ) -> bytes:
        """Do a job in a process of its own, which is being ended when this returns. Safe for many threads.

        Arguments:
            kind: what the handler is called with; at most 16 ASCII characters. Only INTERPRETED runs where
                there is no sandbox.
            job: what the handler is called with.
            cpu_seconds: processor time, rounded up to whole seconds.
            wall_seconds: time by the clock, from the moment that the process exists.
            memory_bytes: address space beyond that of the packages that are loaded.
            answer_bytes: of the answer, and of each event.
            events_bytes: of all events together.
            on_event: called with each event, in this thread.
            cancel: looked at every 20 ms.
            control: what gives the process orders while it runs. Then it may tell events without end; where
                they come too quickly it is slowed down.

        Returns:
            What the handler returned, or what the program forged in its place.

        Raises:
            SandboxError: one of its kinds; `errors` lists them.
        """
        guarded = self.available
        if not guarded and kind != INTERPRETED:
            raise Unavailable(self._why_not)
        task = Task(
            kind=kind,
            job=job,
            cpu_seconds=max(1, math.ceil(cpu_seconds)),
            wall_seconds=wall_seconds,
            memory_bytes=memory_bytes,
            answer_bytes=answer_bytes,
            events_bytes=events_bytes,
            on_event=on_event,
            cancel=cancel,
            control=control,
        )
        return self._processes.run(task, guarded)

    def _probe(self) -> None:
        self._why_not = self._attempt()
        if self._why_not is not None:
            log.warning("Programs are not sandboxed: %s", self._why_not)

    def _attempt(self) -> str | None:
        """Start a process, and let it try what it must not be able to do."""
        try:
            self._processes.start()
            kernel.machine()
            findings = self._processes.run(probe.TASK, guarded=True)
        except kernel.UnsupportedError as error:
            return str(error)
        except SandboxError as error:
            return f"A process could not be restricted. {error}"
        if findings:
            not_refused = findings.decode(errors="replace")
            return f"This system does not refuse everything to a restricted process ({not_refused})."
        return None


def check_data_folder(folder: Path) -> None:
    """Raises DataExposed where programs could read what the server keeps there."""
    if (above := folders.readable_above(folder)) is not None:
        raise DataExposed(
            f"The data folder {folder} is inside {above}, which programs can read. "
            "Set BACKLENS_DATA to another folder."
        )
