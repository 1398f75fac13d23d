"""Every call of the clients: its arguments, what it sends, how its answer is read; said once for both."""

import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeAlias, TypeVar

import httpx

from backlens.client.answers import Compared, Document, File, Found, Link, RunState, Stepped, Stored
from backlens.client.events import Descended

T = TypeVar("T")
RESUME: Final = 30.0

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


def evaluate(
    program: Program, values: Mapping[str, float] | None = None, *, output: str | None = None,
    state: str = "fresh", seed: int = 0, files: Mapping[str, str] | None = None, python: str | None = None,
    include: Sequence[str] | None = None, window: Mapping[str, Any] | None = None,
) -> Request[Document]:  # fmt: skip
    """A program's graph, or that of a list of nodes, with data and grads. window: some of its nodes, whatever
    its size, as in ``{"count": 100, "sort": "-grad"}`` or ``{"nodes": ["n5"]}``.

    In every call ``files`` is what the program can open and, where the name ends in ``.py``, import, as
    ``{name: text}``; python: ``sandboxed``, ``interpreted``, or what the host has.
    """
    parts = list(include) if include is not None else [] if window else ["nodes"]
    options = {**_options(values, output, state, seed, files, python), "include": parts, "window": window}
    return _post("evaluate", program, options, lambda answer: Document.of(answer.json()))


def run(
    program: Program, values: Mapping[str, float] | None = None, *, output: str | None = None,
    state: str = "program", seed: int = 0, files: Mapping[str, str] | None = None, python: str | None = None,
    include: Sequence[str] | None = None, parts: bool = False, record: bool = False,
    pace: float | None = None, pause_at: int | None = None, resume_seconds: float = RESUME,
) -> Request[None]:  # fmt: skip
    """A program while it runs: ``for event in client.run(source)``. The events are those of
    ``backlens.client.events``; the last is the Document of ``include``.

    Arguments:
        parts: passes carry the numbers of the named lists of leaves.
        record: passes are kept, to be asked for with ``pass_``.
        pace: passes a second at most. pause_at: wait after this pass.
        resume_seconds: how long the run continues after a lost connection, to be found again; up to 60. One
            whose events are not read on is stopped.

    Raises:
        BacklensError: while the events are read: the program failed, or was not run.
        Unreachable: the connection was lost, and the run with it.
    """
    live = {"parts": parts, "record": record, "pace": pace, "pause_at": pause_at}
    options = {
        **_options(values, output, state, seed, files, python),
        "include": None if include is None else list(include),
        "live": {name: each for name, each in live.items() if each not in (None, False)} or None,
        "resume_seconds": resume_seconds,
    }
    return _post("evaluate", program, options, lambda _: None)


def descend(
    program: Program, learning_rate: float, steps: int, values: Mapping[str, float] | None = None, *,
    stream: bool = False, output: str | None = None, seed: int = 0, files: Mapping[str, str] | None = None,
    python: str | None = None, **options: Any,
) -> Request[Descended]:  # fmt: skip
    """A descent on the graph that a program ended with. options: ``direction``, ``parameters``,
    ``optimizer``, ``schedule``, ``stride``, ``watch``.

    stream: instead of the answer an iterator, of a Step now and then and last of the answer. A lost
    connection is resumed.
    """
    given = _options(values, output, None, seed, files, python)
    moves = {"learning_rate": learning_rate, "steps": steps, **options}
    return _post("descend", program, {**given, **moves}, lambda answer: Descended.of(answer.json()))


def state_of(run_id: str) -> Request[RunState]:
    """Where a run is."""
    return Request("GET", f"runs/{run_id}", lambda answer: RunState.of(answer.json()))


def control(
    run_id: str, verb: str, values: Mapping[str, float] | None = None, pace: float | None = None
) -> Request[RunState]:
    """What a run can be asked to do: ``pause``, ``step``, ``continue``, ``stop``."""
    body = {"values": dict(values) if values else None, "pace": pace}
    given = {name: each for name, each in body.items() if each is not None}
    return Request("POST", f"runs/{run_id}/{verb}", lambda answer: RunState.of(answer.json()), given)


def recorded(run_id: str, number: int | str, include: Sequence[str] | None) -> Request[Document]:
    """The graph of a run at a pass."""
    body = {} if include is None else {"include": list(include)}
    path = f"runs/{run_id}/passes/{number}"
    headers = {"Accept": "application/json"}  # it is drawn, too
    return Request("POST", path, lambda answer: Document.of(answer.json()), body, headers)


def find(
    program: Program, query: str, values: Mapping[str, float] | None = None, *,
    kinds: Sequence[str] | None = None, first: int = 0, limit: int = 8,
    output: str | None = None, state: str = "fresh", seed: int = 0,
    files: Mapping[str, str] | None = None, python: str | None = None,
) -> Request[dict[str, Found]]:  # fmt: skip
    """What of a program's graph a query finds, by kind: ``attn``, ``grad>1``, ``op:tanh line:12``."""
    options = {
        **_options(values, output, state, seed, files, python),
        "query": query,
        "kinds": None if kinds is None else list(kinds),
        "from": first,
        "limit": limit,
    }
    return _post(
        "find",
        program,
        options,
        lambda answer: {each["kind"]: Found.of(each) for each in answer.json()["found"]},
    )


def compare(
    before: Program, after: Program | None = None, *,
    values_before: Mapping[str, float] | None = None, values_after: Mapping[str, float] | None = None,
    state: str = "fresh", seed: int = 0, files: Mapping[str, str] | None = None, python: str | None = None,
) -> Request[Compared]:  # fmt: skip
    """Two programs, or one with other numbers, node by node. after: the same program where it is left out."""
    body = {
        name: _body(program, _options(values, None, state, seed, files, python))
        for name, program, values in (
            ("before", before, values_before),
            ("after", before if after is None else after, values_after),
        )
    }
    return Request("POST", "compare", lambda answer: Compared.of(answer.json()), body)


def render(
    program: Program, values: Mapping[str, float] | None = None, *, format: str = "svg",  # noqa: A002
    scale: float | None = None, output: str | None = None, state: str = "fresh", seed: int = 0,
    files: Mapping[str, str] | None = None, python: str | None = None, **view: Any,
) -> Request[File]:  # fmt: skip
    """The picture: ``svg``, ``png``, ``pdf`` or ``dot``. view: ``theme``, ``look``, ``direction``, …"""
    options = {
        **_options(values, output, state, seed, files, python),
        "format": format,
        "scale": scale,
        "view": view,
    }
    return _post("render", program, options, _file)


def export(
    program: Program, format: str, values: Mapping[str, float] | None = None, *,  # noqa: A002
    output: str | None = None, state: str = "fresh", seed: int = 0,
    files: Mapping[str, str] | None = None, python: str | None = None,
) -> Request[File]:  # fmt: skip
    """The graph as another tool's text: ``torch``, ``jax``, ``latex`` and so on."""
    return _post(
        "export", program, {**_options(values, output, state, seed, files, python), "format": format}, _file
    )


def build(
    program: Program, values: Mapping[str, float] | None = None, *, output: str | None = None,
    state: str = "fresh", seed: int = 0, files: Mapping[str, str] | None = None, python: str | None = None,
) -> Request[Stored]:  # fmt: skip
    """A graph that the service keeps."""
    options = _options(values, output, state, seed, files, python)
    return _once(_post("graphs", program, options, lambda answer: Stored.of(answer.json())))


def read(graph: Stored | str) -> Request[Stored]:
    """A kept graph as it is now."""
    id_ = graph if isinstance(graph, str) else graph.id
    return Request("GET", f"graphs/{id_}", lambda answer: Stored.of(answer.json()))


def step(graph: Stored, learning_rate: float, steps: int = 1, **options: Any) -> Request[Stepped]:
    """Steps of descent on a kept graph. options: ``direction``, ``parameters``, ``optimizer`` and so on.

    Raises BacklensError of status 412 if somebody has changed the graph since it was read.
    """
    return _once(
        Request(
            "POST",
            f"graphs/{graph.id}/step",
            lambda answer: Stepped.of(answer.json()),
            {"learning_rate": learning_rate, "steps": steps, **options},
            {"If-Match": f'"{graph.revision}"'},
        )
    )


def delete(graph: Stored) -> Request[None]:
    """Forgets a kept graph. Snapshots of it stay.

    Raises BacklensError of status 412 if somebody has changed the graph since it was read.
    """
    headers = {"If-Match": f'"{graph.revision}"'}
    return Request("DELETE", f"graphs/{graph.id}", lambda answer: None, headers=headers)


def share(what: Stored | str, **options: Any) -> Request[Link]:
    """A short link to an immutable copy of a kept graph or of a program. options: ``view``, …"""
    body = {"graph": what.id} if isinstance(what, Stored) else {"source": what}
    return _once(Request("POST", "snapshots", _link, {**body, **options}))


def _options(
    values: Mapping[str, float] | None,
    output: str | None,
    state: str | None,
    seed: int,
    files: Mapping[str, str] | None,
    python: str | None,
) -> dict[str, Any]:
    return {
        "values": dict(values or {}),
        "output": output,
        "state": state,
        "seed": seed,
        "files": None if files is None else dict(files),
        "python": python,
    }


def _post(
    call: str, program: Program, options: Mapping[str, Any], read: Callable[[httpx.Response], T]
) -> Request[T]:
    return Request("POST", call, read, _body(program, options))


def _body(program: Program, options: Mapping[str, Any]) -> dict[str, Any]:
    body = {"source": program} if isinstance(program, str) else {"nodes": list(program)}
    return {**body, **{k: v for k, v in options.items() if v is not None}}


def _once(request: Request[T]) -> Request[T]:
    """With a key that the service recognises, so that a retry has no second effect."""
    headers = {**request.headers, "Idempotency-Key": uuid.uuid4().hex}
    return Request(request.method, request.path, request.read, request.body, headers)


def _file(answer: httpx.Response) -> File:
    return File(answer.headers["content-type"].partition(";")[0], answer.content)


def _link(answer: httpx.Response) -> Link:
    raw = answer.json()
    return Link(raw["key"], raw["url"], raw["forms"])


def sent(request: Request[Any]) -> dict[str, Any]:
    """As httpx takes it. Raises ValueError for a number that is not finite, which no request may hold."""
    if request.body is None:
        return {"method": request.method, "url": request.path, "headers": request.headers}
    content = json.dumps(request.body, allow_nan=False).encode()
    headers = {**request.headers, "Content-Type": "application/json"}
    return {"method": request.method, "url": request.path, "content": content, "headers": headers}
