"""POST /curve: a program as a function of one of its leaves."""

from fastapi import APIRouter
from starlette.responses import Response

from app import calls
from app.bodies import JSONRoute, json_answer
from app.openapi import READING, RUNNING, problems
from app.parts import PartsOf, TurnOf
from app.schemas.documents import CurveDocument
from app.schemas.requests import CurveRequest

router = APIRouter(route_class=JSONRoute, tags=["programs"])


@router.post(
    "/curve",
    summary="Vary one leaf and follow the output and its slope",
    response_model=CurveDocument,
    responses=problems("/api/v1/curve", *READING, *RUNNING, "no-value"),
)
async def curve(ask: CurveRequest, parts: PartsOf, turn: TurnOf) -> Response:
    """One forward and one backward pass a point: over the same graph if the program looks at no number, else
    the program is run anew at each. A program that fails at some points has NaN there, and `failed` says why;
    one that fails at all of them is refused.
    """
    return json_answer(await turn.run(lambda: calls.curve(parts.runs, ask, parts.limits)))
