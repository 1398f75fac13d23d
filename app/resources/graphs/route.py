"""/graphs: stored graphs, changed one revision at a time by any client that has the id."""

from typing import Annotated

from fastapi import APIRouter, Header, Query
from starlette.responses import Response

from app.http import server_sent_events as events
from app.http.bodies import JSONRoute
from app.http.etags import tag, takes_any, unchanged
from app.http.idempotency import ClaimOf, answer_of
from app.http.negotiation import choose
from app.http.problem_documentation import READING, RUNNING, STORING, WRITING, problems
from app.pictures.request import PictureQuery
from app.programs.fields import Part
from app.programs.parts import TRACE_SHOWN, WINDOW, Parts, Window
from app.programs.request import ProgramRequest
from app.resources.graphs import compute, document
from app.resources.graphs.answer import SteppedDocument, StoredDocument
from app.resources.graphs.documentation import (
    BASE,
    EXAMPLE,
    MISPLACED,
    PICTURING,
    reading_responses,
    revision_responses,
    step_responses,
)
from app.resources.graphs.representation import representation
from app.resources.graphs.request import (
    PatchRequest,
    StepRequest,
    StoredBackwardRequest,
    StoredForwardRequest,
)
from app.resources.graphs.stream import streamed_step
from app.resources.graphs.write import REVALIDATE, ChangeOf, answer
from app.services import ServicesOf, SlotOf
from app.store import Packed
from app.store.record import new_id
from app.stored import graph as stored
from app.stored import representations
from app.stored.graph import Stored
from app.stored.lookup import Id, IfNoneMatch, loaded, row_of
from engine.search.order import Sort

router = APIRouter(route_class=JSONRoute, tags=["stored graphs"])


@router.post(
    "/graphs",
    status_code=201,
    summary="Build a graph and store it",
    response_model=StoredDocument,
    responses=revision_responses(
        201,
        BASE,
        *READING,
        *RUNNING,
        "no-value",
        "store-full",
        Location={"description": "The graph's address.", "schema": {"type": "string"}},
    ),
)
async def create_graph(ask: ProgramRequest, services: ServicesOf, slot: SlotOf, claim: ClaimOf) -> Response:
    """Forward is run and no grad is known yet; with `state` `program` data and grads stay as the program left
    them. The id is the key to the graph: anyone who has it may change it.
    """
    id_ = new_id()

    def work() -> tuple[Packed, Response]:
        made = stored.build(services.runs, ask)
        content = document.as_json(made, id_, 1, ask)
        return stored.pack(made, with_shape=True), answer(content, 1, 201, {"Location": f"{BASE}/{id_}"})

    packed, response = await slot.run(work)
    kept = answer_of(response)
    await services.store.call(lambda opened: opened.graphs.add(id_, packed, claim, kept))
    return response


@router.get(
    "/graphs/{id}.{form}",
    summary="Read a stored graph in another form",
    response_class=representations.RepresentationResponse,
    responses={
        200: representations.documented(),
        304: {"description": "Not modified since the `ETag` that was sent."},
        **problems(EXAMPLE, *STORING, *PICTURING),
    },
)
async def read_graph_form(
    id: Id,  # noqa: A002  # the contract's word
    form: representations.Name,
    look: Annotated[PictureQuery, Query()],
    services: ServicesOf,
    slot: SlotOf,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """A picture, DOT, Python or the document, by the address alone, so that it can be linked to."""
    row = await row_of(services, id)
    representations.check(form)
    return await representation(services, slot, row, form, look, if_none_match, {})


@router.get(
    "/graphs/{id:word}",
    summary="Read a stored graph",
    response_model=StoredDocument,
    responses=reading_responses(),
)
async def read_graph(
    id: Id,  # noqa: A002
    services: ServicesOf,
    slot: SlotOf,
    include: Annotated[
        list[Part] | None, Query(max_length=16, description="Parts of the document; `nodes` by default.")
    ] = None,
    trace_from: Annotated[int, Query(ge=0, lt=2**53, description="First step that `trace` shows.")] = 0,
    trace_count: Annotated[
        int, Query(ge=1, le=TRACE_SHOWN, description="How many steps `trace` shows.")
    ] = TRACE_SHOWN,
    from_: Annotated[
        int, Query(alias="from", ge=0, lt=2**53, description="With `count`: the first node of `window`.")
    ] = 0,
    count: Annotated[
        int | None, Query(ge=1, le=WINDOW, description="How many nodes `window` has; none by default.")
    ] = None,
    sort: Annotated[Sort, Query(description="With `count`: the order of the nodes.")] = "id",
    if_none_match: IfNoneMatch = None,
    accept: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """The document, or another form when `Accept` says so."""
    form = representations.wanted(accept)
    row = await row_of(services, id)
    vary = {"Vary": "Accept"}
    if form != "json":
        return await representation(services, slot, row, form, PictureQuery(), if_none_match, vary)
    if unchanged(if_none_match, tag(row.revision)):
        return Response(status_code=304, headers={"ETag": tag(row.revision), **REVALIDATE, **vary})

    window = None if count is None else Window.model_validate({"from": from_, "count": count, "sort": sort})
    parts = Parts(
        include=include or ([] if window else ["nodes"]),
        trace_from=trace_from,
        trace_count=trace_count,
        window=window,
    )

    def work() -> Response:
        found = loaded(services, row)
        content = document.as_json(found, id, row.revision, parts)
        return answer(content, row.revision, headers=vary)

    return await slot.run(work)


@router.patch(
    "/graphs/{id:word}",
    summary="Set leaves, or put another program in its place",
    response_model=StoredDocument,
    responses=revision_responses(
        200, EXAMPLE, *READING, *RUNNING, *WRITING, "no-value", "store-full", *MISPLACED
    ),
)
async def patch_graph(ask: PatchRequest, change: ChangeOf) -> Response:
    """`values` join those given before and set leaves: data is computed again and grads are stale. `source`
    builds another graph and runs forward; numbers whose leaf is gone are dropped.
    """
    runs = change.services.runs
    return await change.make(ask, lambda before: compute.patch(runs, before, ask), ask.source is not None)


@router.post(
    "/graphs/{id}/forward",
    summary="Run a forward pass on a stored graph",
    response_model=StoredDocument,
    responses=revision_responses(200, f"{EXAMPLE}/forward", *READING, *WRITING, "custom-op"),
)
async def forward_graph(change: ChangeOf, ask: StoredForwardRequest | None = None) -> Response:
    """Data from the leaves upward. Grads stay; they are stale if any data changed."""
    return await change.make(ask or StoredForwardRequest(), compute.forward)


@router.post(
    "/graphs/{id}/backward",
    summary="Run backward passes on a stored graph",
    response_model=StoredDocument,
    responses=revision_responses(200, f"{EXAMPLE}/backward", *READING, *WRITING),
)
async def backward_graph(change: ChangeOf, ask: StoredBackwardRequest | None = None) -> Response:
    """One pass, fresh; without `zero_grad` it adds to what the leaves hold, as PyTorch does."""
    asked = ask or StoredBackwardRequest()
    return await change.make(asked, lambda before: compute.backward(before, asked))


@router.post(
    "/graphs/{id}/step",
    summary="Take steps of descent on a stored graph",
    response_model=SteppedDocument,
    responses=step_responses(),
)
async def step_graph(
    ask: StepRequest,
    change: ChangeOf,
    accept: Annotated[str, Header(include_in_schema=False)] = "",
    last_event_id: events.LastEventId = None,
) -> Response:
    """Backward, update, forward, as often as asked: the new numbers are kept, and grads are stale.

    With `Accept: text/event-stream` progress is streamed, as by `/descend`. The numbers are kept before
    `done`, which has the new revision; a client that leaves earlier has changed nothing.
    """
    if choose(accept, ("application/json", events.MEDIA_TYPE)) == events.MEDIA_TYPE:
        return await streamed_step(change, ask, last_event_id)

    def work(before: Stored, revision: int) -> tuple[Stored, bytes]:
        after, finished = compute.step(before, ask, change.services.limits)
        return after, document.stepped_json(after, finished, change.id, revision, ask)

    return await change.write(work)


@router.delete(
    "/graphs/{id:word}",
    status_code=204,
    summary="Delete a stored graph",
    response_class=Response,
    responses=problems(EXAMPLE, *STORING, *WRITING, *MISPLACED),
)
async def delete_graph(change: ChangeOf) -> Response:
    """It is gone at once, and its id is never used again."""
    row = await change.row()
    revision = None if takes_any(change.if_match) else row.revision
    await change.services.store.call(lambda opened: opened.graphs.remove(row.id, revision))
    return Response(status_code=204)
