"""POST /evaluate, /forward and /backward."""

from functools import partial
from typing import Annotated, Final

from fastapi import APIRouter, Header, Request
from starlette.responses import Response

from app.http import server_sent_events as events
from app.http.bodies import JSONRoute, json_answer
from app.http.live_events import FollowResponse
from app.http.negotiation import choose
from app.http.problem_documentation import READING, RUNNING, problems
from app.http.problems import ProblemError
from app.programs.answer import GraphDocument
from app.programs.request import ProgramRequest
from app.resources.evaluate import compute
from app.resources.evaluate.request import BackwardRequest, EvaluateRequest
from app.resources.evaluate.stream import evaluate_live
from app.runtime.clients import client
from app.services import ServicesOf, SlotOf

STREAM: Final = (
    'event: run\ndata: {"id":"5f0c1d2e3a4b5c6d7e8f90a1b2c3d4e5"}\nid: 5f0c1d2e3a4b5c6d7e8f90a1b2c3d4e5.0\n\n'
    'event: printed\ndata: {"text":"loss 2.5\\n"}\nid: 5f0c1d2e3a4b5c6d7e8f90a1b2c3d4e5.1\n\n'
)

router = APIRouter(route_class=JSONRoute, tags=["programs"])


@router.post(
    "/evaluate",
    summary="Run a program and return its graph",
    response_model=GraphDocument,
    responses={
        200: {"content": {events.MEDIA_TYPE: {"schema": {"type": "string"}, "example": STREAM}}},
        **problems("/api/v1/evaluate", *READING, *RUNNING, "closing", "stopped"),
    },
)
async def evaluate(
    ask: EvaluateRequest,
    services: ServicesOf,
    slot: SlotOf,
    request: Request,
    accept: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """Builds the graph, runs forward and backward, and returns every number that `include` asks for.

    With `Accept: text/event-stream` the run is streamed: `run` with its id; `printed`, `pass` and `figure` as
    they come; last `document`, or `problem`. Closing the connection ends the program, unless
    `resume_seconds` says otherwise; the calls of `/runs` pause it, let it go on and stop it. With neither
    `live` nor `resume_seconds`, a program that ran a moment ago is not run again.
    """
    if choose(accept, ("application/json", events.MEDIA_TYPE)) == events.MEDIA_TYPE:
        services.client_streams.check(client.get())
        work = partial(evaluate_live, services.runs, services.processes, services.live_runs, ask)
        run = services.live_runs.begin(work, ask.resume_seconds)
        return FollowResponse(request, run, services.shutdown)
    for name in ("resume_seconds", "live"):
        if name in ask.model_fields_set:
            raise ProblemError(
                "invalid-request",
                f"`{name}` is only for a stream.",
                f"Send `Accept: {events.MEDIA_TYPE}`, or leave it out.",
                names=(name,),
            )
    return json_answer(await slot.run(lambda: compute.evaluate(services.runs, ask)))


@router.post(
    "/forward",
    summary="Run a program and a forward pass",
    response_model=GraphDocument,
    responses=problems("/api/v1/forward", *READING, *RUNNING),
)
async def forward(ask: ProgramRequest, services: ServicesOf, slot: SlotOf) -> Response:
    """Every node's data; each `grad_state` is `none`, each grad 0, and a trace has no steps."""
    return json_answer(await slot.run(lambda: compute.forward(services.runs, ask)))


@router.post(
    "/backward",
    summary="Run a program and one or more backward passes",
    response_model=GraphDocument,
    responses=problems("/api/v1/backward", *READING, *RUNNING),
)
async def backward(ask: BackwardRequest, services: ServicesOf, slot: SlotOf) -> Response:
    """With `zero_grad` each pass begins at 0. Without it the passes add up in the leaves, on top of what the
    program left there when `state` is `program`: the lecture's missing `zero_grad`.
    """
    return json_answer(await slot.run(lambda: compute.backward(services.runs, ask)))
