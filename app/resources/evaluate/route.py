"""POST /evaluate: a program in, its graph document out."""

from fastapi import APIRouter
from starlette.responses import Response

from app import calls
from app.http.bodies import JSONRoute, json_answer
from app.programs.answer import GraphDocument
from app.programs.request import ProgramRequest
from app.reference.openapi import READING, RUNNING, problems
from app.services import ServicesOf, SlotOf

router = APIRouter(route_class=JSONRoute, tags=["programs"])


@router.post(
    "/evaluate",
    summary="Run a program and answer its graph",
    response_model=GraphDocument,
    responses=problems("/api/v1/evaluate", *READING, *RUNNING),
)
async def evaluate(ask: ProgramRequest, services: ServicesOf, slot: SlotOf) -> Response:
    """Builds the graph, runs forward and backward, and answers every number asked for by `include`."""
    return json_answer(await slot.run(lambda: calls.evaluate(services.runs, ask)))
