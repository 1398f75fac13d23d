"""POST /curve: a program as a function of one of its leaves."""

from fastapi import APIRouter
from starlette.responses import Response

from app.http.bodies import JSONRoute, json_answer
from app.http.problem_documentation import READING, RUNNING, problems
from app.resources.curve.answer import CurveDocument
from app.resources.curve.compute import curve_json
from app.resources.curve.request import CurveRequest
from app.services import ServicesOf, SlotOf

router = APIRouter(route_class=JSONRoute, tags=["programs"])


@router.post(
    "/curve",
    summary="Vary one leaf and follow the output and its slope",
    response_model=CurveDocument,
    responses=problems("/api/v1/curve", *READING, *RUNNING, "no-value"),
)
async def curve(ask: CurveRequest, services: ServicesOf, slot: SlotOf) -> Response:
    """One forward and one backward pass a point: over the same graph if the program does not look at numbers,
    else the program is run again at each. A program that fails at some points has NaN there, and `failed`
    says why; one that fails at all of them is refused.
    """
    return json_answer(await slot.run(lambda: curve_json(services.runs, ask, services.limits)))
