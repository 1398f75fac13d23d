"""GET /conformance: statements about correctness, each with a request that tests it."""

from fastapi import APIRouter
from starlette.responses import Response

from app.http.bodies import json_answer
from app.resources.conformance.answer import CONFORMANCE, ExpectationDocument, StatementDocument
from app.resources.conformance.statements import STATEMENTS, Expectation, Statement

router = APIRouter(tags=["catalogues"])


@router.get("/conformance", summary="Statements about correctness", response_model=list[StatementDocument])
async def conformance() -> Response:
    """One row a statement. Send `body` to `path` of any host: the answer has `status`, and at each JSON
    pointer of `expects` is what `is` says, or as many elements as `count`, or a number below `below`. With
    `twice`, the same request gives the same bytes again.
    """
    return json_answer(CONFORMANCE.dump_json([_statement(row) for row in STATEMENTS]))


def _statement(row: Statement) -> StatementDocument:
    return {
        "name": row.name,
        "topic": row.topic,
        "says": row.says,
        "path": row.path,
        "body": dict(row.body),
        "status": row.status,
        "expects": [_expectation(each) for each in row.expects],
        "twice": row.twice,
    }


def _expectation(each: Expectation) -> ExpectationDocument:
    if each.count is not None:
        return {"pointer": each.pointer, "count": each.count}
    if each.below is not None:
        return {"pointer": each.pointer, "below": each.below}
    return {"pointer": each.pointer, "is": each.is_}
