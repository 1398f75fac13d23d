"""POST /bugs: backward broken on purpose, beside the right one."""

from fastapi import APIRouter
from starlette.responses import Response

from app.http.bodies import JSONRoute, json_answer
from app.http.problem_documentation import READING, RUNNING, problems
from app.resources.bugs.answer import BugsDocument
from app.resources.bugs.compute import bugs_json
from app.resources.bugs.request import BugsRequest
from app.services import ServicesOf, SlotOf

router = APIRouter(route_class=JSONRoute, tags=["programs"])


@router.post(
    "/bugs",
    summary="Run a backward pass with bugs in it",
    response_model=BugsDocument,
    responses=problems("/api/v1/bugs", *READING, *RUNNING, "no-value"),
)
async def bugs(ask: BugsRequest, services: ServicesOf, slot: SlotOf) -> Response:
    """The steps of backward passes that make the mistakes named in `bugs`, what they leave in each node, what
    a right pass leaves there, and for each wrong node the step at which the two first differ. Bugs combine;
    no other call has any of them.
    """
    return json_answer(await slot.run(lambda: bugs_json(services.runs, ask)))
