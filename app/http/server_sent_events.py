"""Server-sent events: progress that is streamed, with a place in the work queue for each piece of the work.

Between two pieces nothing is held but the iterator: a client that leaves, or that reads slowly, keeps no
thread, and nothing is computed without a reader. A failure before the first event is an ordinary answer; a
later one is an `error` event with the same JSON.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Annotated, Final, Protocol

from fastapi import Header
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from starlette.responses import Response

from app.http.event_response import EventResponse
from app.http.problem_responses import problem_body
from app.http.problems import ProblemError
from app.http.queue_slot import QueueSlot
from app.http.refusals import RETRY_AFTER, refusal
from app.runtime.clients import TooManyError
from app.runtime.work_queue import BusyError, GoneError

log = logging.getLogger("backlens")

MEDIA_TYPE: Final = "text/event-stream"
KEEP_ALIVE: Final = 15.0
"""Seconds of silence after which a comment is sent, so that no proxy closes the connection."""
POLL: Final = 0.5
"""Seconds between two checks whether the server is shutting down, while a piece of work waits."""


LastEventId = Annotated[
    str | None,
    Header(alias="Last-Event-ID", max_length=100, description="Of a stream: resume after this event."),
]


class Event(Protocol):
    """What is sent: a name, JSON, and the id after which it can be resumed."""

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
    """The response that sends these events; a None among them only lets other work run.

    Raises what the iterator raises before its first event, BusyError and TooManyError.
    """
    first = await _next(slot, events)
    return EventResponse(slot.request, _bytes(slot, first, events, is_closing, keep_alive))


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


async def _next_when_free(slot: QueueSlot, events: Iterator[Event | None]) -> Event | None:
    """As `_next`; where all places are taken, it waits for one."""
    while True:
        try:
            return await _next(slot, events)
        except (BusyError, TooManyError):
            await asyncio.sleep(RETRY_AFTER)


async def _bytes(
    slot: QueueSlot,
    event: Event | None,
    events: Iterator[Event | None],
    is_closing: Callable[[], bool],
    keep_alive: float,
) -> AsyncIterator[bytes]:
    while event is not None:
        yield format_sse_event(event=event.name, data_str=event.data.decode(), id=event.id)
        piece = asyncio.ensure_future(_next_when_free(slot, events))
        try:
            silent = 0.0
            while not piece.done() and not is_closing():
                poll = min(POLL, keep_alive)
                await asyncio.wait((piece,), timeout=poll)
                silent += poll
                if silent >= keep_alive and not piece.done():
                    silent = 0.0
                    yield KEEPALIVE_COMMENT
            if is_closing():
                yield _problem(slot, CLOSING)
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


CLOSING: Final = ProblemError(
    "closing",
    "The server is closing.",
    "Send the request again, with the last event's id as `Last-Event-ID`.",
)


def _problem(slot: QueueSlot, error: ProblemError) -> bytes:
    body = problem_body(error, slot.request.url.path)
    return format_sse_event(event="error", data_str=json.dumps(body))
