"""Server-sent events: work that is told while it is done, a turn at the gate for each piece of it.

Between two pieces nothing is held but the iterator: a reader who leaves, or who reads slowly, keeps no
thread, and nothing is computed that nobody waits for. What goes wrong before the first event is an ordinary
answer; what goes wrong later is an `error` event with the same JSON.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Annotated, Final, Protocol

from fastapi import Header
from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event
from starlette.responses import Response

from app.http.problem_responses import problem_body
from app.http.problems import ProblemError
from app.http.queue_slot import QueueSlot
from app.http.refusals import RETRY_AFTER, refusal
from app.runtime.work_queue import BusyError, GoneError

log = logging.getLogger("backlens")

MEDIA_TYPE: Final = "text/event-stream"
KEEP_ALIVE: Final = 15.0
"""Seconds of silence after which a comment is sent, so that nothing between takes the line for dead."""
LOOK: Final = 0.5
"""Seconds between two looks at whether the server is closing, while a piece of work waits for its turn."""


LastEventId = Annotated[
    str | None,
    Header(alias="Last-Event-ID", max_length=100, description="Of a stream: go on after this event."),
]


class Event(Protocol):
    """What is sent: a name, JSON, and the id under which it can be gone on from."""

    @property
    def name(self) -> str: ...
    @property
    def data(self) -> bytes: ...
    @property
    def id(self) -> str | None: ...


async def stream(
    slot: QueueSlot,
    events: Iterator[Event | None],
    is_closing: Callable[[], bool],
    keep_alive: float = KEEP_ALIVE,
) -> Response:
    """The response that sends these events; a None among them only gives others their turn.

    Raises what the iterator raises before its first event, and ProblemError `busy`.
    """
    first = await _next(slot, events)
    content = _sent(slot, first, events, is_closing, keep_alive)
    return EventSourceResponse(content, headers={"Vary": "Accept", "X-Accel-Buffering": "no"})


async def _next(slot: QueueSlot, events: Iterator[Event | None]) -> Event | None:
    """The next event; None at the end."""
    while True:
        event, is_end = await slot.run(lambda: _step(events))
        if event is not None or is_end:
            return event


def _step(events: Iterator[Event | None]) -> tuple[Event | None, bool]:
    try:
        return next(events), False
    except StopIteration:
        return None, True


async def _patiently(slot: QueueSlot, events: Iterator[Event | None]) -> Event | None:
    """As `_next`; where all places are taken, it waits with everybody else."""
    while True:
        try:
            return await _next(slot, events)
        except BusyError:
            await asyncio.sleep(RETRY_AFTER)


async def _sent(
    slot: QueueSlot,
    event: Event | None,
    events: Iterator[Event | None],
    is_closing: Callable[[], bool],
    keep_alive: float,
) -> AsyncIterator[bytes]:
    while event is not None:
        yield format_sse_event(event=event.name, data_str=event.data.decode(), id=event.id)
        piece = asyncio.ensure_future(_patiently(slot, events))
        try:
            silent = 0.0
            while not piece.done() and not is_closing():
                look = min(LOOK, keep_alive)
                await asyncio.wait((piece,), timeout=look)
                silent += look
                if silent >= keep_alive and not piece.done():
                    silent = 0.0
                    yield KEEPALIVE_COMMENT
            if is_closing():
                yield _problem(slot, _CLOSING)
                return
            event = piece.result()
        except GoneError:
            return
        except Exception as error:
            found = refusal(error, slot.request)
            if found is None:
                log.exception("internal fault in a stream of %r", slot.request.url.path)
                found = ProblemError("internal", "This should not have happened. It is in the server's log.")
            yield _problem(slot, found)
            return
        finally:
            piece.cancel()


_CLOSING: Final = ProblemError(
    "closing",
    "The server is closing.",
    "Send the request again, with the last event's id as `Last-Event-ID`.",
)


def _problem(slot: QueueSlot, error: ProblemError) -> bytes:
    body = problem_body(error, slot.request.url.path)
    return format_sse_event(event="error", data_str=json.dumps(body))
