"""POST /find: what of a program's graph a query finds."""

from fastapi import APIRouter
from starlette.responses import Response

from app.http.bodies import JSONRoute, json_answer
from app.http.problem_documentation import READING, RUNNING, problems
from app.resources.find.answer import FindDocument
from app.resources.find.compute import find_json
from app.resources.find.request import FindRequest
from app.services import ServicesOf, SlotOf

router = APIRouter(route_class=JSONRoute, tags=["programs"])


@router.post(
    "/find",
    summary="Find values, lists, calls and lines of a program",
    response_model=FindDocument,
    responses=problems("/api/v1/find", *READING, *RUNNING, "no-value", "bad-query"),
)
async def find(ask: FindRequest, services: ServicesOf, slot: SlotOf) -> Response:
    """Counts of everything that the query finds, and the first rows of each kind. Conditions speak of the
    numbers of fresh passes; with `state: program` of those that the program left.
    """
    return json_answer(await slot.run(lambda: find_json(services.runs, ask)))
