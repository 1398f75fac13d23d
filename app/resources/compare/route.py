"""POST /compare: two programs, or two states of one, node by node."""

from fastapi import APIRouter
from starlette.responses import Response

from app.http.bodies import JSONRoute, json_answer
from app.http.problem_documentation import DRAWING, READING, RUNNING, problems
from app.resources.compare.answer import CompareDocument
from app.resources.compare.compute import as_json, document
from app.resources.compare.drawings import drawings
from app.resources.compare.request import CompareRequest
from app.resources.compare.sides import Comparison, comparison
from app.services import ServicesOf, SlotOf

router = APIRouter(route_class=JSONRoute, tags=["programs"])


@router.post(
    "/compare",
    summary="Compare two programs, or two states of one",
    response_model=CompareDocument,
    responses=problems("/api/v1/compare", *READING, *RUNNING, *DRAWING, "no-value"),
)
async def compare(ask: CompareRequest, services: ServicesOf, slot: SlotOf) -> Response:
    """What is new, gone or other, by id in either graph, and the first value and the first grad that differ.
    A node is the same if it is in the same scope under the same name, or is computed in the same way from the
    same nodes; lines play no part. Numbers are those of fresh passes; with `state: program` those that the
    program left. A refusal says which of the two it is of.
    """

    def work() -> tuple[Comparison, CompareDocument]:
        compared = comparison(services.runs, ask)
        return compared, document(compared, ask)

    compared, made = await slot.run(work)
    if "drawings" in ask.include:
        made["drawings"] = await drawings(
            services.drawer, compared.before, compared.after, compared.union, ask.view
        )
    return json_answer(as_json(made))
