"""Keeps a supervisor, from the first need one with the heavy packages, and replaces one that has died."""

import logging
import threading
from typing import Final

from app.sandbox.errors import Crashed, Unavailable
from app.sandbox.exchange import Exchange
from app.sandbox.heavy import NeedsHeavy
from app.sandbox.launch import LostError, SupervisorProcess
from app.sandbox.task import Task

_TRIES: Final = 2

log = logging.getLogger("backlens")


class Supervisors:
    """Safe for many threads.

    Arguments:
        handler: the module whose `handle` runs jobs.
    """

    def __init__(self, handler: str) -> None:
        self._handler: Final = handler
        self._running: Final[dict[bool, SupervisorProcess]] = {}  # by whether it is the heavy one
        self._lock: Final = threading.Lock()
        self._exchanges: Final[set[Exchange]] = set()
        self._closed = False

    def start(self) -> None:
        """The light one begins to come up. Raises Unavailable."""
        self._one(heavy=False)

    @property
    def has_overdue(self) -> bool:
        """Whether a child is there that should have been ended."""
        return any(each.is_overdue for each in list(self._exchanges))

    def close(self) -> None:
        """Every process ends, and with it every run."""
        with self._lock:
            self._closed = True
            ending = [*self._running.values()]
            self._running.clear()
        for each in ending:
            each.close()

    def run(self, task: Task, guarded: bool) -> bytes:
        """The answer. Raises SandboxError, and whatever the task's `on_event` raises."""
        try:
            return self._run(task, guarded, heavy=False)
        except NeedsHeavy:
            pass
        try:
            return self._run(task, guarded, heavy=True)
        except NeedsHeavy:
            raise Crashed(detail="It asked for the heavy packages where they are loaded.") from None

    def _run(self, task: Task, guarded: bool, heavy: bool) -> bytes:
        for _ in range(_TRIES):
            exchange = Exchange(task, guarded)
            supervisor = self._one(heavy)
            self._exchanges.add(exchange)
            try:
                return exchange.outcome(supervisor)
            except LostError:
                exchange.lost = True
                if exchange.told:
                    break
            finally:
                self._exchanges.discard(exchange)
                if exchange.lost:
                    self._retire(supervisor, heavy)
        raise Unavailable("The process that runs programs ended. Try again.")

    def _one(self, heavy: bool) -> SupervisorProcess:
        """The one that is there, or a new one."""
        with self._lock:
            if self._closed:
                raise Unavailable("The server is shutting down.")
            found = self._running.get(heavy)
            if found is None or not found.is_alive:
                if found is not None:
                    log.warning("The sandbox's supervisor ended and is started again.")
                    found.close()
                try:
                    found = self._running[heavy] = SupervisorProcess(self._handler, heavy)
                except OSError as error:
                    raise Unavailable(f"No process could be started: {error.strerror}.") from error
            return found

    def _retire(self, supervisor: SupervisorProcess, heavy: bool) -> None:
        with self._lock:
            if self._running.get(heavy) is supervisor:
                del self._running[heavy]
        supervisor.close()
