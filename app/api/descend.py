"""POST /descend: gradient descent on the graph that a program ended with."""

from fastapi import APIRouter
from starlette.responses import Response

from app import calls
from app.bodies import JSONRoute, json_answer
from app.openapi import READING, RUNNING, problems
from app.parts import PartsOf, TurnOf
from app.schemas.documents import DescentDocument
from app.schemas.requests import DescendRequest

router = APIRouter(route_class=JSONRoute, tags=["programs"])


@router.post(
    "/descend",
    summary="Take steps of gradient descent",
    response_model=DescentDocument,
    responses=problems("/api/v1/descend", *READING, *RUNNING, "no-value", "bad-descent"),
)
async def descend(ask: DescendRequest, parts: PartsOf, turn: TurnOf) -> Response:
    """All parameters move together from one backward pass; forward is recomputed before the next. The
    program's own loops have run once, its Python is not run between steps. To go on, send back the `values`
    of the answer.
    """
    return json_answer(await turn.run(lambda: calls.descend(parts.runs, ask, parts.limits)))
