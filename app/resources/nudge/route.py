"""POST /nudge: one node moved by h."""

from fastapi import APIRouter
from starlette.responses import Response

from app.http.bodies import JSONRoute, json_answer
from app.http.problem_documentation import READING, RUNNING, problems
from app.resources.nudge.answer import NudgeDocument
from app.resources.nudge.compute import nudge_json
from app.resources.nudge.request import NudgeRequest
from app.services import ServicesOf, SlotOf

router = APIRouter(route_class=JSONRoute, tags=["programs"])


@router.post(
    "/nudge",
    summary="Move one node by h and compare with its grad",
    response_model=NudgeDocument,
    responses=problems("/api/v1/nudge", *READING, *RUNNING, "no-value", "takes-no-grad", "bad-nudge"),
)
async def nudge(ask: NudgeRequest, services: ServicesOf, slot: SlotOf) -> Response:
    """The node is held at data + h and only its uses are computed again. With `state: program` the leaves
    begin as the program left them. Where the output has a kink, `kink` says so.
    """
    return json_answer(await slot.run(lambda: nudge_json(services.runs, ask)))
