"""GET and POST /runs/{id}: a streamed run while it lasts, and its recorded passes."""

from typing import Annotated, Final

from fastapi import APIRouter, Header, Request
from starlette.responses import Response

from app.http import server_sent_events as events
from app.http.bodies import JSONRoute, bounded, json_answer
from app.http.content_policy import PICTURE_POLICY
from app.http.live_events import FollowResponse, begin_after
from app.http.negotiation import choose
from app.http.problem_documentation import DRAWING, READING, problems
from app.pictures.picture import picture
from app.programs.answer import GraphDocument
from app.programs.live.run import Verb
from app.resources.runs import compute
from app.resources.runs.answer import RunDocument, StateDocument, run_json, state_json
from app.resources.runs.request import ContinueRequest, PassNumber, PassRequest, RunId, StepRequest
from app.services import Services, ServicesOf, SlotOf

SVG: Final = "image/svg+xml"
_BASE: Final = "/api/v1/runs/5f0c1d2e3a4b5c6d7e8f90a1b2c3d4e5"
_CONTINUING: Final = (*READING, "unknown-run", "run-ended", "unknown-node", "busy", "too-many-requests")

router = APIRouter(route_class=JSONRoute, tags=["runs"])


@router.get(
    "/runs/{run_id}",
    summary="Where a streamed run is",
    response_model=RunDocument,
    responses=problems(_BASE, "bad-request", "invalid-request", "unknown-run"),
)
async def get_run(run_id: RunId, services: ServicesOf) -> Response:
    """Its state, its newest pass and which passes are recorded; also for some minutes after its end."""
    return json_answer(run_json(services.live_runs.get(run_id)))


@router.get(
    "/runs/{run_id}/events",
    summary="Follow a streamed run, from any event on",
    response_class=Response,
    responses={
        200: {"content": {events.MEDIA_TYPE: {"schema": {"type": "string"}}}},
        **problems(
            _BASE + "/events", "bad-request", "invalid-request", "unknown-run", "unknown-event", "closing"
        ),
    },
)
async def run_events(
    run_id: RunId, services: ServicesOf, request: Request, last_event: events.LastEventId = None
) -> Response:
    """The events of `POST /evaluate` after the one that `Last-Event-ID` names, or all that are kept. The
    newest pass always comes; for a reader that is slow, earlier ones lose `norms` and `parts`, and then some
    are left out.
    """
    run = services.live_runs.get(run_id)
    return FollowResponse(request, run, services.shutdown, begin_after(run, last_event))


@router.post(
    "/runs/{run_id}/pause",
    summary="Pause a streamed run",
    response_model=StateDocument,
    responses=problems(_BASE + "/pause", "bad-request", "invalid-request", "unknown-run"),
)
async def pause_run(run_id: RunId, services: ServicesOf) -> Response:
    """The program waits after its next backward pass. It gives up its place in the queue and, after some
    minutes, is stopped.
    """
    return await _asked(services, run_id, "pause")


@router.post(
    "/runs/{run_id}/step",
    summary="One more pass of a streamed run",
    response_model=StateDocument,
    responses=problems(_BASE + "/step", *_CONTINUING),
)
async def step_run(run_id: RunId, services: ServicesOf, ask: StepRequest | None = None) -> Response:
    """The program continues until its next backward pass has ended. `values` are set before, or nothing
    happens where a name is not known.
    """
    return await _asked(services, run_id, "step", ask)


@router.post(
    "/runs/{run_id}/continue",
    summary="Let a streamed run continue",
    response_model=StateDocument,
    responses=problems(_BASE + "/continue", *_CONTINUING),
)
async def continue_run(run_id: RunId, services: ServicesOf, ask: ContinueRequest | None = None) -> Response:
    """It waits for a place, and continues with these numbers and at this pace."""
    return await _asked(services, run_id, "continue", ask)


@router.post(
    "/runs/{run_id}/stop",
    summary="Stop a streamed run",
    response_model=StateDocument,
    responses=problems(_BASE + "/stop", "bad-request", "invalid-request", "unknown-run"),
)
async def stop_run(run_id: RunId, services: ServicesOf) -> Response:
    """The program ends after its next backward pass, with the document of what it has left; one that makes
    none within a second is ended, and the last event is a problem `stopped`.
    """
    return await _asked(services, run_id, "stop")


@router.post(
    "/runs/{run_id}/passes/{number}",
    summary="The graph of a recorded pass",
    response_model=GraphDocument,
    responses={
        200: {"content": {SVG: {"schema": {"type": "string"}}}},
        **problems(
            _BASE + "/passes/64",
            *READING,
            *DRAWING,
            "unknown-run",
            "unknown-pass",
            "no-value",
            "not-acceptable",
        ),
    },
)
async def run_pass(
    run_id: RunId,
    number: PassNumber,
    ask: PassRequest,
    services: ServicesOf,
    slot: SlotOf,
    accept: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """As `POST /evaluate` answers with `state` `program`: data and grads are those that the program had. With
    `Accept: image/svg+xml` its picture.
    """
    run, at = services.live_runs.get(run_id), None if number == "newest" else int(number)
    if choose(accept, ("application/json", SVG)) != SVG:
        return json_answer(await slot.run(lambda: compute.pass_json(services.processes, run, at, ask)))
    found = await slot.run(lambda: compute.pass_numbers(services.processes, run, at))
    content = await picture(services, slot, *found, ask.view.choice(ask.prefix), "svg")
    headers = {"Content-Security-Policy": PICTURE_POLICY, "Vary": "Accept"}
    return Response(bounded(content), media_type=SVG, headers=headers)


async def _asked(services: Services, run_id: str, verb: Verb, ask: StepRequest | None = None) -> Response:
    run = services.live_runs.get(run_id)
    values = {} if ask is None else ask.values
    pace = ask.pace if isinstance(ask, ContinueRequest) else None
    return json_answer(state_json(await run.ask(verb, values, pace)))
