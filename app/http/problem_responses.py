"""Every refusal as one response: `application/problem+json`, whatever raised it."""

import json
from collections.abc import Awaitable, Callable
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from app.drawing.errors import DrawingError
from app.http.problems import ProblemError
from app.http.refusals import refusal
from app.http.request_refusals import address
from app.http.root_path import rooted
from app.programs.python import ProcessesError
from app.runtime.clients import TooManyError
from app.runtime.readiness import NotReadyError
from app.runtime.work_queue import BusyError, GoneError
from app.store import StoreError
from engine.errors import EngineError

MEDIA_TYPE: Final = "application/problem+json"

_REFUSALS: Final = (
    ProblemError,
    EngineError,
    StoreError,
    DrawingError,
    BusyError,
    TooManyError,
    NotReadyError,
    ProcessesError,
    RequestValidationError,
    HTTPException,
    OSError,
    MemoryError,
)


def problem_body(error: ProblemError, instance: str) -> dict[str, Any]:
    """The members of RFC 9457 and ours; what does not apply is left out."""
    body: dict[str, Any] = {
        "type": rooted(f"/problems/{error.code}"),
        "title": error.problem.title,
        "status": error.problem.status,
        "detail": error.detail,
        "instance": rooted(instance),
        "code": error.code,
    }
    place = error.place
    parts = {
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
    }
    body |= {name: number for name, number in parts.items() if number is not None}
    if error.hint:
        body["hint"] = error.hint
    if error.limit:
        body["limit"] = {"name": error.limit[0], "value": error.limit[1]}
    if error.names:
        body["names"] = list(error.names)
    return body | dict(error.extra)


def problem_response(error: ProblemError, instance: str) -> Response:
    """The response to send; lone surrogates, which UTF-8 cannot carry, become question marks."""
    content = json.dumps(problem_body(error, instance), ensure_ascii=False).encode("utf-8", "replace")
    return Response(content, error.problem.status, error.headers, MEDIA_TYPE)


ForPeople = Callable[[Request, ProblemError], Response | None]


def _handler(for_people: ForPeople) -> Callable[[Request, Exception], Awaitable[Response]]:
    """The one exception handler: Starlette looks it up by the error's class."""

    async def handle(request: Request, error: Exception) -> Response:
        found = refusal(error, request)
        if found is None:
            raise error
        request.state.problem = found.code
        return for_people(request, found) or problem_response(found, address(request))

    return handle


async def _nobody(_: Request, error: Exception) -> Response:
    """The client has left, so nobody reads this."""
    return Response(status_code=499)


def install(app: FastAPI, for_people: ForPeople) -> None:
    """Have every refusal of this app answered here.

    Arguments:
        for_people: the page for a request that asks for one; None for all others.
    """
    handle = _handler(for_people)
    for kind in _REFUSALS:
        app.add_exception_handler(kind, handle)
    for gone in (GoneError, ClientDisconnect):
        app.add_exception_handler(gone, _nobody)
