"""Work that tells events while it continues, as server-sent events; leaving ends it.

The work has a thread of its own in a queue of its own for all of its time, so that it holds up no other call.
A reader that is slow makes it wait. A failure is a `problem` event, because the answer has begun by then.
"""

import asyncio
import json
import logging
import threading
from collections.abc import AsyncIterator, Callable
from typing import Final

from fastapi import Request
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from starlette.responses import Response

from app.http.bodies import bounded
from app.http.event_response import EventResponse
from app.http.problem_responses import problem_body
from app.http.problems import ProblemError
from app.http.refusals import refusal
from app.http.request_refusals import address
from app.http.server_sent_events import CLOSING, KEEP_ALIVE, POLL
from app.runtime.work_queue import WorkQueue, has_left

log = logging.getLogger("backlens")

Send = Callable[[str, bytes], None]
"""Takes an event's name and its data as JSON; waits where the reader is slow."""

WAITING: Final = 1_000  # events that a slow reader has not taken yet


class _Handover:
    """Events on their way from the thread that works to the loop that sends them."""

    def __init__(self) -> None:
        self._loop: Final = asyncio.get_running_loop()
        self._room: Final = threading.Semaphore(WAITING)
        self._events: Final = asyncio.Queue[tuple[str, bytes]]()

    def put(self, name: str, data: bytes) -> None:
        """From the thread."""
        left = has_left.get(None)
        while not self._room.acquire(timeout=POLL):
            if left is not None and left.is_set():
                return
        self._loop.call_soon_threadsafe(self._events.put_nowait, (name, data))

    async def take(self, seconds: float) -> tuple[str, bytes] | None:
        """The next event; None if none comes within this time."""
        try:
            found = await asyncio.wait_for(self._events.get(), seconds)
        except TimeoutError:
            return None
        self._room.release()
        return found

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits to be sent."""
        return self._events.empty()


async def live(
    request: Request,
    queue: WorkQueue,
    work: Callable[[Send], None],
    is_closing: Callable[[], bool],
    id_: str,
) -> Response:
    """The response that sends what `work` tells, which begins with the response.

    Arguments:
        queue: where the work runs.
        work: sends its own last event; what it raises is sent as a problem.
        id_: what the ids of events begin with.

    Raises:
        BusyError, TooManyError: no more work may wait, or the client has too many streams.
    """
    queue.check()
    return EventResponse(request, _bytes(request, queue, work, is_closing, id_))


async def _bytes(
    request: Request,
    queue: WorkQueue,
    work: Callable[[Send], None],
    is_closing: Callable[[], bool],
    id_: str,
) -> AsyncIterator[bytes]:
    handover = _Handover()
    running = asyncio.ensure_future(queue.run(lambda: work(handover.put), _never))
    count, silent = 0, 0.0
    try:
        while not (running.done() and handover.is_empty):
            if is_closing():
                yield _problem(request, CLOSING, f"{id_}.{count}")
                return
            event = await handover.take(POLL)
            silent = 0.0 if event else silent + POLL
            if event is not None:
                data = bounded(event[1]).decode()
                yield format_sse_event(event=event[0], data_str=data, id=f"{id_}.{count}")
                count += 1
            elif silent >= KEEP_ALIVE:
                silent = 0.0
                yield KEEPALIVE_COMMENT
        running.result()
    except Exception as error:
        found = refusal(error, request)
        if found is None:
            log.exception("internal fault in a stream of %r", request.url.path)
            found = ProblemError("internal", "This should not have happened. It is in the server's log.")
        yield _problem(request, found, f"{id_}.{count}")
    finally:
        running.cancel()


async def _never() -> None:
    """Leaving ends the iterator of events, and that ends the work."""
    await asyncio.Event().wait()


def _problem(request: Request, error: ProblemError, id_: str) -> bytes:
    body = json.dumps(problem_body(error, address(request)))
    return format_sse_event(event="problem", data_str=body, id=id_)
