"""What each call sends, and how its answer is read: said once for the client with ``await`` and without."""

import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeAlias, TypeVar

import httpx

from app.client.answers import Document, File, Link, Stepped, Stored

T = TypeVar("T")

Program: TypeAlias = str | Sequence[Mapping[str, Any]]
"""A program's text, or a graph's nodes as a graph document writes them."""


@dataclass(frozen=True, slots=True)
class Request(Generic[T]):
    """One call. Asking again does no harm: it changes nothing, or carries a key that the service knows."""

    method: str
    path: str
    read: Callable[[httpx.Response], T]
    body: Mapping[str, Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def evaluate(program: Program, options: Mapping[str, Any]) -> Request[Document]:
    """Forward and backward."""
    return _post("evaluate", program, options, lambda answer: Document.of(answer.json()))


def render(program: Program, form: str, scale: float | None, view: Any, options: Any) -> Request[File]:
    """A picture."""
    more = {"format": form, "view": view} | ({} if scale is None else {"scale": scale})
    return _post("render", program, {**options, **more}, _file)


def export(program: Program, form: str, options: Mapping[str, Any]) -> Request[File]:
    """Another tool's text."""
    return _post("export", program, {**options, "format": form}, _file)


def build(program: Program, options: Mapping[str, Any]) -> Request[Stored]:
    """A kept graph."""
    return _once(_post("graphs", program, options, lambda answer: Stored.of(answer.json())))


def read(id_: str) -> Request[Stored]:
    """A kept graph as it is now."""
    return Request("GET", f"graphs/{id_}", lambda answer: Stored.of(answer.json()))


def step(graph: Stored, options: Mapping[str, Any]) -> Request[Stepped]:
    """A descent on a kept graph, if nobody has changed it since."""
    return _once(
        Request(
            "POST",
            f"graphs/{graph.id}/step",
            lambda answer: Stepped.of(answer.json()),
            options,
            {"If-Match": f'"{graph.revision}"'},
        )
    )


def share(what: Stored | str, options: Mapping[str, Any]) -> Request[Link]:
    """A snapshot of a kept graph as it is now, or of a program."""
    body = {"graph": what.id} if isinstance(what, Stored) else {"source": what}
    return _once(Request("POST", "snapshots", _link, {**body, **options}))


def _post(
    call: str, program: Program, options: Mapping[str, Any], read: Callable[[httpx.Response], T]
) -> Request[T]:
    body = {"source": program} if isinstance(program, str) else {"nodes": list(program)}
    return Request("POST", call, read, {**body, **{k: v for k, v in options.items() if v is not None}})


def _once(request: Request[T]) -> Request[T]:
    """With a key by which the service knows it again, so that a second try is no second effect."""
    headers = {**request.headers, "Idempotency-Key": uuid.uuid4().hex}
    return Request(request.method, request.path, request.read, request.body, headers)


def _file(answer: httpx.Response) -> File:
    return File(answer.headers["content-type"].partition(";")[0], answer.content)


def _link(answer: httpx.Response) -> Link:
    raw = answer.json()
    return Link(raw["key"], raw["url"], raw["forms"])


def as_json(body: Mapping[str, Any]) -> bytes:
    """The body's text. Raises ValueError for a number that is not finite, which no request may hold."""
    return json.dumps(body, allow_nan=False).encode()
