"""/graphs: graphs that are kept, changed one revision at a time by whoever has the id."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, Final

from fastapi import APIRouter, Header, Query
from starlette.responses import Response

from app import events, forms, stored
from app.bodies import JSONRoute
from app.conditions import tag, takes_any, unchanged
from app.courses import descent_events
from app.drawing import ViewChoice
from app.idempotency import ClaimOf, answer_of
from app.negotiation import choose
from app.openapi import DRAWING, READING, RUNNING, STORING, WRITING, problems
from app.parts import Parts, PartsOf, Turn, TurnOf
from app.schemas.documents import SteppedDocument, StoredDocument
from app.schemas.requests import (
    Part,
    PatchRequest,
    PictureQuery,
    ProgramRequest,
    StepRequest,
    StoredBackwardRequest,
    StoredForwardRequest,
)
from app.store import Claim, Opened, Packed, Row, StaleError
from app.store.record import new_id
from app.stored import Stored
from app.storing import Id, IfMatch, IfNoneMatch, loaded, row_of, row_seen

TRIES: Final = 100  # of a write that takes any revision
BASE: Final = "/api/v1/graphs"
EXAMPLE: Final = f"{BASE}/0123456789abcdef0123456789abcdef"

Work = Callable[[Stored, int], tuple[Stored, bytes]]  # the graph as it was and the revision to come

router = APIRouter(route_class=JSONRoute, tags=["stored graphs"])


def _responses(status: int, path: str, *codes: str, **extra: Any) -> dict[int | str, dict[str, Any]]:
    etag = {"ETag": {"description": "The revision.", "schema": {"type": "string"}}}
    return {status: {"headers": etag | extra}, **problems(path, *STORING, *codes)}


def _stepping() -> dict[int | str, dict[str, Any]]:
    codes = ("limit-exceeded", "not-a-leaf", "unknown-node", "bad-descent", "unknown-event", "closing")
    found = _responses(200, f"{EXAMPLE}/step", *READING, *WRITING, *codes)
    found[200]["content"] = {events.MEDIA_TYPE: {"schema": {"type": "string"}}}
    return found


@router.post(
    "/graphs",
    status_code=201,
    summary="Build a graph and keep it",
    response_model=StoredDocument,
    responses=_responses(
        201,
        BASE,
        *READING,
        *RUNNING,
        "no-value",
        "store-full",
        Location={"description": "The graph's address.", "schema": {"type": "string"}},
    ),
)
async def create(ask: ProgramRequest, parts: PartsOf, turn: TurnOf, claim: ClaimOf) -> Response:
    """Forward is run and no grad is known yet; with `state` `program` data and grads stay as the program left
    them. The id is the key to the graph: whoever has it may change it.
    """
    id_ = new_id()

    def work() -> tuple[Any, Response]:
        made = stored.build(parts.runs, ask)
        content = stored.as_json(made, id_, 1, ask.include, ask.trace_from)
        return stored.pack(made, with_shape=True), _answer(content, 1, 201, {"Location": f"{BASE}/{id_}"})

    packed, response = await turn.run(work)
    answer = answer_of(response)
    await parts.store.call(lambda opened: opened.graphs.add(id_, packed, claim, answer))
    return response


@router.get(
    "/graphs/{id}.{form}",
    summary="A kept graph in another form",
    response_class=forms.FormResponse,
    responses={
        200: forms.documented(),
        304: {"description": "You have it already."},
        **problems(EXAMPLE, *STORING, *DRAWING, "invalid-request", "not-found", "not-acceptable"),
    },
)
async def read_form(
    id: Id,  # noqa: A002  # the contract's word
    form: forms.FormName,
    look: Annotated[PictureQuery, Query()],
    parts: PartsOf,
    turn: TurnOf,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """A picture, DOT, Python or the document, by the address alone, so that it can be linked to."""
    row = await row_of(parts, id)
    forms.check(form)
    return await _form(parts, turn, row, form, look, if_none_match, {})


@router.get(
    "/graphs/{id}",
    summary="Read a kept graph",
    response_model=StoredDocument,
    responses={
        **_responses(200, EXAMPLE, *DRAWING, "not-found", "invalid-request", "not-acceptable"),
        304: {"description": "You have it already."},
    },
)
async def read(
    id: Id,  # noqa: A002
    parts: PartsOf,
    turn: TurnOf,
    include: Annotated[
        list[Part] | None, Query(max_length=16, description="Parts of the document; `nodes` by default.")
    ] = None,
    trace_from: Annotated[int, Query(ge=0, lt=2**53, description="First step that `trace` shows.")] = 0,
    if_none_match: IfNoneMatch = None,
    accept: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """The document, or another form when `Accept` says so."""
    form = forms.wanted(accept)
    row = await row_of(parts, id)
    vary = {"Vary": "Accept"}
    if form != "json":
        return await _form(parts, turn, row, form, PictureQuery(), if_none_match, vary)
    if unchanged(if_none_match, tag(row.revision)):
        return Response(status_code=304, headers={"ETag": tag(row.revision), **_REVALIDATE, **vary})

    def work() -> Response:
        found = loaded(parts, row)
        content = stored.as_json(found, id, row.revision, include or ["nodes"], trace_from)
        return _answer(content, row.revision, 200, vary)

    return await turn.run(work)


@router.patch(
    "/graphs/{id}",
    summary="Set leaves, or put another program in its place",
    response_model=StoredDocument,
    responses=_responses(200, EXAMPLE, *READING, *RUNNING, *WRITING, "no-value", "store-full"),
)
async def patch(
    id: Id,  # noqa: A002
    ask: PatchRequest,
    parts: PartsOf,
    turn: TurnOf,
    if_match: IfMatch = None,
) -> Response:
    """`values` join those given before and set leaves: data is computed anew and grads are stale. `source`
    builds another graph and runs forward; numbers whose leaf is gone are dropped.
    """

    def work(before: Stored, revision: int) -> tuple[Stored, bytes]:
        after = stored.patch(parts.runs, before, ask)
        return after, stored.as_json(after, id, revision, ask.include, ask.trace_from)

    return await _write(parts, turn, id, if_match, work, None, with_shape=ask.source is not None)


@router.post(
    "/graphs/{id}/forward",
    summary="Forward over a kept graph",
    response_model=StoredDocument,
    responses=_responses(200, f"{EXAMPLE}/forward", *READING, *WRITING),
)
async def forward(
    id: Id,  # noqa: A002
    parts: PartsOf,
    turn: TurnOf,
    claim: ClaimOf,
    ask: StoredForwardRequest | None = None,
    if_match: IfMatch = None,
) -> Response:
    """Data from the leaves upward. Grads stay; they are stale if any data changed."""
    asked = ask or StoredForwardRequest()

    def work(before: Stored, revision: int) -> tuple[Stored, bytes]:
        after = stored.forward(before)
        return after, stored.as_json(after, id, revision, asked.include, asked.trace_from)

    return await _write(parts, turn, id, if_match, work, claim)


@router.post(
    "/graphs/{id}/backward",
    summary="Backward over a kept graph",
    response_model=StoredDocument,
    responses=_responses(200, f"{EXAMPLE}/backward", *READING, *WRITING),
)
async def backward(
    id: Id,  # noqa: A002
    parts: PartsOf,
    turn: TurnOf,
    claim: ClaimOf,
    ask: StoredBackwardRequest | None = None,
    if_match: IfMatch = None,
) -> Response:
    """One pass, fresh; without `zero_grad` it adds to what the leaves hold, as PyTorch does."""
    asked = ask or StoredBackwardRequest()

    def work(before: Stored, revision: int) -> tuple[Stored, bytes]:
        after = stored.backward(before, asked)
        return after, stored.as_json(after, id, revision, asked.include, asked.trace_from)

    return await _write(parts, turn, id, if_match, work, claim)


@router.post(
    "/graphs/{id}/step",
    summary="Descend on a kept graph",
    response_model=SteppedDocument,
    responses=_stepping(),
)
async def step(
    id: Id,  # noqa: A002
    ask: StepRequest,
    parts: PartsOf,
    turn: TurnOf,
    claim: ClaimOf,
    if_match: IfMatch = None,
    accept: Annotated[str, Header(include_in_schema=False)] = "",
    last_event_id: events.LastEventId = None,
) -> Response:
    """Backward, update, forward, as often as asked: the new numbers are kept, and grads are stale.

    With `Accept: text/event-stream` the course is told while it is computed, as by `/descend`. The numbers
    are kept before `done`, which has the new revision; whoever leaves earlier has changed nothing.
    """
    if choose(accept, ("application/json", events.MEDIA_TYPE)) == events.MEDIA_TYPE:
        return await _told_step(parts, turn, id, ask, if_match, last_event_id)

    def work(before: Stored, revision: int) -> tuple[Stored, bytes]:
        after, course = stored.step(before, ask, parts.limits)
        return after, stored.stepped_json(after, course, id, revision, ask.include, ask.trace_from)

    return await _write(parts, turn, id, if_match, work, claim)


async def _told_step(
    parts: Parts, turn: Turn, id_: str, ask: StepRequest, if_match: str | None, last_event: str | None
) -> Response:
    """The step as events. A stream is no answer that could be given again, so no key is kept for it."""
    row = await row_seen(parts, id_, if_match)
    before = await turn.run(lambda: loaded(parts, row))

    def keep() -> int:
        # Computed again by the call that is not streamed, because what is kept has the grads of the last
        # backward pass, and those are none of the course's frames: both answers keep the same bits.
        after, _ = stored.step(before, ask, parts.limits)
        packed = stored.pack(after, with_shape=False)
        parts.store.open().graphs.replace(id_, row.revision, packed, None, answer_of(Response()))
        return row.revision + 1

    course = descent_events(
        before.shape.run,
        before.graph,
        ask,
        lambda: list(before.numbers.frame.data),
        None,
        None,
        parts.limits,
        last_event,
        keep,
    )
    return await events.stream(turn, course, parts.closing)


@router.delete(
    "/graphs/{id}",
    status_code=204,
    summary="Delete a kept graph",
    response_class=Response,
    responses=problems(EXAMPLE, *STORING, *WRITING),
)
async def delete(id: Id, parts: PartsOf, if_match: IfMatch = None) -> Response:  # noqa: A002
    """It is gone at once, and its id is never used again."""
    row = await row_seen(parts, id, if_match)
    revision = None if takes_any(if_match) else row.revision
    await parts.store.call(lambda opened: opened.graphs.remove(id, revision))
    return Response(status_code=204)


_REVALIDATE: Final = {"Cache-Control": "private, no-cache"}


def _answer(content: bytes, revision: int, status: int, headers: dict[str, str]) -> Response:
    return Response(
        content,
        status,
        {"ETag": tag(revision), **_REVALIDATE, **headers},
        media_type="application/json",
    )


async def _write(
    parts: Parts,
    turn: Turn,
    id_: str,
    if_match: str | None,
    work: Work,
    claim: Claim | None,
    with_shape: bool = False,
) -> Response:
    """Compute the next revision and put it in the place of the one that was seen.

    Whoever takes any revision is not told of writes that came between: theirs is computed anew.
    """
    for left in reversed(range(TRIES)):
        row = await row_seen(parts, id_, if_match)

        def compute(row: Row = row) -> tuple[Any, Response]:
            after, content = work(loaded(parts, row), row.revision + 1)
            return stored.pack(after, with_shape), _answer(content, row.revision + 1, 200, {})

        packed, response = await turn.run(compute)
        put = partial(_put, row=row, packed=packed, claim=claim, response=response)
        try:
            await parts.store.call(put)
        except StaleError:
            if not takes_any(if_match) or not left:
                raise
        else:
            return response
    raise AssertionError("the last try returns or raises")


def _put(opened: Opened, row: Row, packed: Packed, claim: Claim | None, response: Response) -> None:
    opened.graphs.replace(row.id, row.revision, packed, claim, answer_of(response))


async def _form(
    parts: Parts,
    turn: Turn,
    row: Row,
    form: str,
    look: PictureQuery,
    if_none_match: str | None,
    headers: dict[str, str],
) -> Response:
    current = {"ETag": tag(row.revision, form), **_REVALIDATE, **headers}
    if unchanged(if_none_match, current["ETag"]):
        return Response(status_code=304, headers=current)
    found = await turn.run(lambda: loaded(parts, row))
    if form == "json":
        content = await turn.run(lambda: stored.as_json(found, row.id, row.revision, ["nodes"], 0))
        return forms.FormResponse(content, media_type=forms.FORMS["json"], headers=current)
    return await forms.picture(parts, turn, found, form, _choice(look), current)


def _choice(look: PictureQuery) -> ViewChoice:
    return ViewChoice(
        direction=look.direction,
        look=look.look,
        theme=look.theme,
        collapsed=tuple(look.collapsed),
        folded=look.folded,
    )
