"""POST /evaluate: a program in, its graph document out."""

from fastapi import APIRouter
from starlette.responses import Response

from app import calls
from app.bodies import JSONRoute, json_answer
from app.openapi import READING, RUNNING, problems
from app.parts import PartsOf, TurnOf
from app.schemas.documents import GraphDocument
from app.schemas.requests import ProgramRequest

router = APIRouter(route_class=JSONRoute, tags=["programs"])


@router.post(
    "/evaluate",
    summary="Run a program and answer its graph",
    response_model=GraphDocument,
    responses=problems("/api/v1/evaluate", *READING, *RUNNING),
)
async def evaluate(ask: ProgramRequest, parts: PartsOf, turn: TurnOf) -> Response:
    """Builds the graph, runs forward and backward, and answers every number asked for by `include`."""
    return json_answer(await turn.run(lambda: calls.evaluate(parts.runs, ask)))
