"""POST /evaluate, /forward and /backward."""

from fastapi import APIRouter
from starlette.responses import Response

from app.http.bodies import JSONRoute, json_answer
from app.http.problem_documentation import READING, RUNNING, problems
from app.programs.answer import GraphDocument
from app.programs.request import ProgramRequest
from app.resources.evaluate import compute
from app.resources.evaluate.request import BackwardRequest
from app.services import ServicesOf, SlotOf

router = APIRouter(route_class=JSONRoute, tags=["programs"])


@router.post(
    "/evaluate",
    summary="Run a program and return its graph",
    response_model=GraphDocument,
    responses=problems("/api/v1/evaluate", *READING, *RUNNING),
)
async def evaluate(ask: ProgramRequest, services: ServicesOf, slot: SlotOf) -> Response:
    """Builds the graph, runs forward and backward, and returns every number that `include` asks for."""
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
