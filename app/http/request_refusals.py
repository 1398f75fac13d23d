"""What is wrong with a request itself: its fields, its address, its method.

Nothing of a request is echoed but names, and those only as text that every encoding can carry.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import quote

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match, Mount

from app.http.problems import ProblemError

_BY_STATUS: Final = {400: "bad-request", 404: "not-found", 405: "method-not-allowed", 413: "body-too-large"}
_NAMED: Final = 20  # faults of one request that its answer speaks of


def from_validation(error: RequestValidationError) -> ProblemError:
    """The fields at fault, each with what it should be; never what it was."""
    faults = [(_path(fault["loc"]), fault) for fault in error.errors()[:_NAMED]]
    sentences = " ".join(_sentence(path, fault) for path, fault in faults)
    return ProblemError("invalid-request", sentences, names=tuple(path for path, _ in faults))


def _path(location: Iterable[str | int]) -> str:
    parts = [str(part) if len(str(part)) <= 64 else f"{str(part)[:60]}…" for part in location]
    return ".".join(parts[1:]) or "body"


def _sentence(path: str, fault: Mapping[str, Any]) -> str:
    match fault["type"]:
        case "missing":
            return f"`{path}` is missing."
        case "extra_forbidden":
            return f"`{path}` is not a field of this request."
    message = str(fault["msg"]).removeprefix("Input ").removeprefix("Value error, ")
    return f"`{path}` {message[:1].lower()}{message[1:].rstrip('.')}."


def from_http(error: HTTPException, request: Request) -> ProblemError:
    """What the framework refuses."""
    code = _BY_STATUS.get(error.status_code, "bad-request")
    detail = str(error.detail)
    if code == "not-found":
        detail = f"There is nothing at {address(request)}."
    elif code == "method-not-allowed":
        detail = f"{request.method} is not one of the methods of {address(request)}."
        return ProblemError(code, detail, headers={"Allow": ", ".join(_methods(request))})
    return ProblemError(code, detail, headers=dict(error.headers or {}))


def _methods(request: Request) -> list[str]:
    """All methods of an address; the framework names those of the first route that fits it."""
    routes = [route for route in request.app.router.routes if not isinstance(route, Mount)]
    found = [
        method
        for method in ("GET", "POST", "PATCH", "DELETE")
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in routes)
    ]
    # What is mounted are files; and `app.http.security_headers` answers HEAD wherever there is a GET.
    return ["GET", "HEAD", *found[1:]] if found[:1] in ([], ["GET"]) else found


def address(request: Request) -> str:
    """The request's path as plain ASCII, cut where it is long."""
    return plain_path(request.url.path)


def plain_path(path: str) -> str:
    """A path as plain ASCII, cut where it is long."""
    return quote(path.encode("utf-8", "replace"), safe="/{}:@!$&'()*+,;=~-._")[:200]
