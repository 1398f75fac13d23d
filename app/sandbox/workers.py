"""Runs what is interpreted where a process cannot fork (Windows): in workers, killed when time is up.

Nothing restricts them but their deadline, so no program runs in them as Python; events come with the answer.
"""

import os
from concurrent.futures import wait
from functools import partial
from importlib import import_module
from multiprocessing import get_context
from typing import Any, Final

from pebble import ProcessExpired, ProcessPool

from app.sandbox.errors import Cancelled, Crashed, OutOfMemory, OutOfTime, TooMuch, Unavailable
from app.sandbox.task import Task

_LOOK_SECONDS: Final = 0.05


class Workers:
    """As `Supervisors` is elsewhere.

    Arguments:
        handler: the module whose `handle` runs jobs.
    """

    def __init__(self, handler: str) -> None:
        self._handler: Final = handler
        self._pool: Final = ProcessPool(max_workers=os.cpu_count() or 1, context=get_context("spawn"))

    has_overdue = False
    """Whether a child is there that should have been ended: the pool ends them."""

    def start(self) -> None:
        """One of them begins to come up."""
        self._pool.schedule(import_module, args=[self._handler])

    def close(self) -> None:
        """Every process ends, and with it every run."""
        self._pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it untyped
        self._pool.join()

    def run(self, task: Task, guarded: bool) -> bytes:
        """The answer. Raises SandboxError, and whatever the task's `on_event` raises."""
        if guarded:
            raise Unavailable("This system cannot sandbox a process.")
        work = partial(_work, self._handler, task.kind, task.job)
        try:
            future: Any = self._pool.schedule(work, timeout=min(task.wall_seconds, task.cpu_seconds))
        except RuntimeError:
            raise Unavailable("The server is shutting down.") from None
        while not future.done():
            if task.cancel is not None and task.cancel.is_set():
                future.cancel()
                raise Cancelled
            wait([future], _LOOK_SECONDS)
        return _told(task, *_result(task, future))


def _work(handler: str, kind: str, job: bytes) -> tuple[list[bytes], bytes]:
    """In a worker: the events and the answer."""
    events: list[bytes] = []
    return events, import_module(handler).handle(kind, job, events.append)


def _result(task: Task, future: Any) -> tuple[list[bytes], bytes]:
    try:
        events, answer = future.result()
    except TimeoutError:
        raise OutOfTime("wall", task.wall_seconds) from None
    except MemoryError:
        raise OutOfMemory(task.memory_bytes) from None
    except ProcessExpired as error:
        raise Crashed(status=error.exitcode) from None
    except Exception as error:
        raise Crashed(detail=f"{type(error).__name__}: {error}") from error
    return events, answer


def _told(task: Task, events: list[bytes], answer: bytes) -> bytes:
    if len(answer) > task.answer_bytes or sum(map(len, events)) > task.events_bytes:
        raise TooMuch(f"The answer has {len(answer):,} bytes, and may have {task.answer_bytes:,}.")
    if task.on_event is not None:
        for event in events:
            task.on_event(event)
    return answer
