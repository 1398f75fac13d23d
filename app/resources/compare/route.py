"""POST /compare: two programs, or two states of one, node by node."""

from fastapi import APIRouter
from starlette.responses import Response

from app.http.bodies import JSONRoute, json_answer
from app.http.problem_documentation import READING, RUNNING, problems
from app.resources.compare.answer import CompareDocument
from app.resources.compare.compute import compare_json
from app.resources.compare.request import CompareRequest
from app.services import ServicesOf, SlotOf

router = APIRouter(route_class=JSONRoute, tags=["programs"])


@router.post(
    "/compare",
    summary="Compare two programs, or two states of one",
    response_model=CompareDocument,
    responses=problems("/api/v1/compare", *READING, *RUNNING, "no-value"),
)
async def compare(ask: CompareRequest, services: ServicesOf, slot: SlotOf) -> Response:
    """What is new, gone or other, by id in either graph, and the first value and the first grad that differ.
    A node is the same if it is in the same scope under the same name, or is computed in the same way from the
    same nodes; lines play no part. Numbers are those of fresh passes; with `state: program` those that the
    program left. A refusal says which of the two it is of.
    """
    return json_answer(await slot.run(lambda: compare_json(services.runs, ask)))
