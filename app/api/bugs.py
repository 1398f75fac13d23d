"""POST /bugs: backward broken on purpose, beside the right one."""

from fastapi import APIRouter
from starlette.responses import Response

from app import calls
from app.bodies import JSONRoute, json_answer
from app.openapi import READING, RUNNING, problems
from app.parts import PartsOf, TurnOf
from app.schemas.documents import BugsDocument
from app.schemas.requests import BugsRequest

router = APIRouter(route_class=JSONRoute, tags=["programs"])


@router.post(
    "/bugs",
    summary="Run a backward pass with bugs in it",
    response_model=BugsDocument,
    responses=problems("/api/v1/bugs", *READING, *RUNNING, "no-value"),
)
async def bugs(ask: BugsRequest, parts: PartsOf, turn: TurnOf) -> Response:
    """The steps of backward passes that make the mistakes named in `bugs`, what they leave in each node, what
    a right pass leaves there, and for each wrong node the step at which the two part. Bugs combine; none of
    them can be reached by any other call.
    """
    return json_answer(await turn.run(lambda: calls.bugs(parts.runs, ask)))
