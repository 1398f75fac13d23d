"""POST /paths: the chain rule as a sum over paths."""

from fastapi import APIRouter
from starlette.responses import Response

from app import calls
from app.bodies import JSONRoute, json_answer
from app.openapi import READING, RUNNING, problems
from app.parts import PartsOf, TurnOf
from app.schemas.documents import PathsDocument
from app.schemas.requests import PathsRequest

router = APIRouter(route_class=JSONRoute, tags=["programs"])


@router.post(
    "/paths",
    summary="List every path from a node to the output",
    response_model=PathsDocument,
    responses=problems("/api/v1/paths", *READING, *RUNNING, "no-value", "takes-no-grad"),
)
async def paths(ask: PathsRequest, parts: PartsOf, turn: TurnOf) -> Response:
    """A grad is the sum over all paths of the product of the partials along each. Their number is counted
    without walking them; the first `limit` are listed, in the order in which backward comes to them.
    """
    return json_answer(await turn.run(lambda: calls.paths(parts.runs, ask)))
