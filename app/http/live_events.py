"""A run that is followed, as server-sent events, from any of its events on.

What has come is kept by the run and not here: a reader that is slow, or that leaves, holds up nothing. A
failure is a `problem` event, because the answer has begun by then.
"""

import json
import logging
from collections.abc import AsyncIterator, Callable
from typing import Final

from fastapi import Request
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from starlette.types import Receive, Scope, Send

from app.http.bodies import bounded
from app.http.event_response import EventResponse
from app.http.problem_responses import problem_body
from app.http.problems import ProblemError
from app.http.refusals import refusal
from app.http.request_refusals import address
from app.http.server_sent_events import CLOSING, KEEP_ALIVE, POLL
from app.programs.live.run import LiveRun

log = logging.getLogger("backlens")


class FollowResponse(EventResponse):
    """A reader of a run until it has been sent everything, or leaves.

    Arguments:
        begin: the number of the first event that is sent.

    Raises:
        TooManyError: the client has as many streams open as it may.
    """

    def __init__(
        self, request: Request, run: LiveRun, is_closing: Callable[[], bool], begin: int = 0
    ) -> None:
        super().__init__(request, _bytes(request, run, is_closing, begin))
        self._run: Final = run

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._run.reading():
            await super().__call__(scope, receive, send)


def begin_after(run: LiveRun, last_event: str | None) -> int:
    """The number of the event that comes after this one. Raises ProblemError."""
    if last_event is None:
        return 0
    id_, _, number = last_event.partition(".")
    if id_ != run.id or not (number.isascii() and number.isdigit()) or int(number) > run.events.next:
        raise ProblemError("unknown-event", "The run has no event of this id.")
    return int(number) + 1


async def _bytes(
    request: Request, run: LiveRun, is_closing: Callable[[], bool], begin: int
) -> AsyncIterator[bytes]:
    position, silent = begin, 0.0
    while not is_closing():
        is_over = run.state == "ended"
        events = run.events.after(position)
        for each in events:
            position = each.number + 1
            id_ = f"{run.id}.{each.number}"
            try:
                data = bounded(each.data).decode()
            except ProblemError as error:
                yield _problem(request, error, id_)
                return
            yield format_sse_event(event=each.name, data_str=data, id=id_)
        if events:
            silent = 0.0
        elif is_over:
            if run.failure is not None:
                yield _problem(request, _found(run.failure, request), f"{run.id}.{run.events.next}")
            return
        else:
            silent += await run.changed(POLL)
            if silent >= KEEP_ALIVE:
                silent = 0.0
                yield KEEPALIVE_COMMENT
    yield _problem(request, CLOSING, f"{run.id}.{position}")


def _found(error: Exception, request: Request) -> ProblemError:
    found = refusal(error, request)
    if found is None:
        log.error("internal fault in a run that is followed", exc_info=error)
        found = ProblemError("internal", "This should not have happened. It is in the server's log.")
    return found


def _problem(request: Request, error: ProblemError, id_: str) -> bytes:
    body = json.dumps(problem_body(error, address(request)))
    return format_sse_event(event="problem", data_str=body, id=id_)
