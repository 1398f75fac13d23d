"""Answers made without the app, for requests that do not reach it."""

import json
from http import HTTPStatus
from typing import Final

from app.http.content_policy import HEADERS
from app.http.problem_responses import MEDIA_TYPE, problem_body
from app.http.problems import ProblemError
from app.http.refusals import from_client
from app.runtime.clients import TooManyError

_POLICY: Final = "".join(f"{name.lower()}: {text}\r\n" for name, text in HEADERS.items())


def raw(status: int, media: str, content: bytes, headers: str = "", with_body: bool = True) -> bytes:
    """A whole answer, after which the connection is closed."""
    head = (
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\ncontent-type: {media}\r\n"
        f"content-length: {len(content)}\r\nconnection: close\r\n{headers}{_POLICY}\r\n"
    )
    return head.encode("latin-1", "replace") + (content if with_body else b"")


def problem(error: ProblemError, instance: str = "/", with_body: bool = True) -> bytes:
    """A refusal."""
    content = json.dumps(problem_body(error, instance)).encode()
    headers = "".join(f"{name.lower()}: {text}\r\n" for name, text in error.headers.items())
    return raw(error.problem.status, MEDIA_TYPE, content, headers, with_body)


def too_many(error: TooManyError) -> bytes:
    """A request or a connection too many of one client."""
    return problem(from_client(error))
