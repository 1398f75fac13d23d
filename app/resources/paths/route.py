"""POST /paths: the chain rule as a sum over paths."""

from fastapi import APIRouter
from starlette.responses import Response

from app.http.bodies import JSONRoute, json_answer
from app.http.problem_documentation import READING, RUNNING, problems
from app.resources.paths.answer import PathsDocument
from app.resources.paths.compute import paths_json
from app.resources.paths.request import PathsRequest
from app.services import ServicesOf, SlotOf

router = APIRouter(route_class=JSONRoute, tags=["programs"])


@router.post(
    "/paths",
    summary="List every path from a node to the output",
    response_model=PathsDocument,
    responses=problems("/api/v1/paths", *READING, *RUNNING, "no-value", "takes-no-grad"),
)
async def paths(ask: PathsRequest, services: ServicesOf, slot: SlotOf) -> Response:
    """A grad is the sum over all paths of the product of the partials along each. Their number is counted
    without walking them; the first `limit` are listed, in the order in which backward reaches them.
    """
    return json_answer(await slot.run(lambda: paths_json(services.runs, ask)))
