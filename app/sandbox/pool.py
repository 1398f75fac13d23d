"""Runs jobs in processes of their own: what the server asks. Safe for many threads; knows no HTTP and no
program.

It keeps a supervisor, and from the first run that needs it one with the heavy packages; one that has died is
replaced.
"""

import logging
import math
import threading
from pathlib import Path
from typing import Final

from app.sandbox import probe
from app.sandbox.errors import Crashed, DataExposed, SandboxError, Unavailable
from app.sandbox.exchange import Bounds, Cancel, Exchange, OnEvent
from app.sandbox.heavy import NeedsHeavy
from app.sandbox.launch import LostError, SupervisorProcess
from app.sandbox.orders import Order
from app.sandbox.restrictions import folders, kernel

HANDLER: Final = f"{__package__}.child.main"
INTERPRETED: Final = "interpreted"
"""The kind that runs also where the machine has no sandbox."""

_START_SECONDS: Final = 60.0
_TRIES: Final = 2
_EVENTS_BYTES: Final = 64 * 2**20

log = logging.getLogger("backlens")


class Sandbox:
    """Forks a child a run, from a process that has Python loaded.

    Arguments:
        handler: the module whose `handle(kind, job, emit)` runs a job in the child.
    """

    def __init__(self, handler: str = HANDLER) -> None:
        self._handler: Final = handler
        self._supervisors: Final[dict[bool, SupervisorProcess]] = {}  # by whether it is the heavy one
        self._lock: Final = threading.Lock()
        self._prober: threading.Thread | None = None
        self._why_not: str | None = None
        self._closed = False

    def start(self) -> None:
        """A supervisor begins to come up, if it has not yet; nothing here waits for it."""
        with self._lock:
            if self._prober is None:
                self._prober = threading.Thread(target=self._probe, name="sandbox-probe", daemon=True)
                self._prober.start()

    def close(self) -> None:
        """Every process ends, and with it every run."""
        with self._lock:
            self._closed = True
            ending = [*self._supervisors.values()]
            self._supervisors.clear()
        for each in ending:
            each.close()
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
    ) -> bytes:
        """Do a job in a process of its own, and wait for it. When this returns or raises, the process has
        gone.

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

        Returns:
            What the handler returned, or what the program forged in its place.

        Raises:
            SandboxError: one of its kinds; `errors` lists them.
        """
        guarded = self.available
        if not guarded and kind != INTERPRETED:
            raise Unavailable(self._why_not)
        order = Order(kind, math.ceil(cpu_seconds), memory_bytes, guarded)
        bounds = Bounds(_START_SECONDS, wall_seconds, answer_bytes, events_bytes)
        try:
            return self._run(order, job, bounds, on_event, cancel, heavy=False)
        except NeedsHeavy:
            pass
        try:
            return self._run(order, job, bounds, on_event, cancel, heavy=True)
        except NeedsHeavy:
            raise Crashed(detail="It asked for the heavy packages where they are loaded.") from None

    def _run(
        self,
        order: Order,
        job: bytes,
        bounds: Bounds,
        on_event: OnEvent | None,
        cancel: Cancel | None,
        heavy: bool,
    ) -> bytes:
        for _ in range(_TRIES):
            exchange = Exchange(order, job, bounds, on_event, cancel)
            supervisor = self._supervisor(heavy)
            try:
                return exchange.outcome(supervisor)
            except LostError:
                exchange.lost = True
                if exchange.told:
                    break
            finally:
                if exchange.lost:
                    self._retire(supervisor, heavy)
        raise Unavailable("The process that runs programs ended. Try again.")

    def _supervisor(self, heavy: bool) -> SupervisorProcess:
        """The one that is there, or a new one."""
        with self._lock:
            if self._closed:
                raise Unavailable("The server is shutting down.")
            found = self._supervisors.get(heavy)
            if found is None or not found.is_alive:
                if found is not None:
                    log.warning("The sandbox's supervisor ended and is started again.")
                    found.close()
                found = self._supervisors[heavy] = SupervisorProcess(self._handler, heavy)
            return found

    def _retire(self, supervisor: SupervisorProcess, heavy: bool) -> None:
        with self._lock:
            if self._supervisors.get(heavy) is supervisor:
                del self._supervisors[heavy]
        supervisor.close()

    def _probe(self) -> None:
        self._why_not = self._attempt()
        if self._why_not is not None:
            log.warning("Programs are not sandboxed: %s", self._why_not)

    def _attempt(self) -> str | None:
        """Start a supervisor, and let a child try what it must not be able to do."""
        try:
            kernel.machine()
        except kernel.UnsupportedError as error:
            return str(error)
        order = Order(probe.KIND, 10, 2**28, guarded=True)
        try:
            findings = self._run(order, b"", Bounds(_START_SECONDS, 20, 2**16, 0), None, None, heavy=False)
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
