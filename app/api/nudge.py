"""POST /nudge: one node moved by h."""

from fastapi import APIRouter
from starlette.responses import Response

from app import calls
from app.bodies import JSONRoute, json_answer
from app.openapi import READING, RUNNING, problems
from app.parts import PartsOf, TurnOf
from app.schemas.documents import NudgeDocument
from app.schemas.requests import NudgeRequest

router = APIRouter(route_class=JSONRoute, tags=["programs"])


@router.post(
    "/nudge",
    summary="Move one node by h and compare with its grad",
    response_model=NudgeDocument,
    responses=problems("/api/v1/nudge", *READING, *RUNNING, "no-value", "takes-no-grad", "bad-nudge"),
)
async def nudge(ask: NudgeRequest, parts: PartsOf, turn: TurnOf) -> Response:
    """The node is held at data + h and only its uses are computed anew. With `state: program` the leaves
    begin as the program left them. Where the output has a kink, `kink` says so.
    """
    return json_answer(await turn.run(lambda: calls.nudge(parts.runs, ask)))
