"""GET /problems/{code}: what a problem's `type` links to."""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from app.http.bodies import json_answer
from app.http.problem_documentation import problems
from app.http.problems import PROBLEMS, ProblemError
from app.resources.problems.answer import KINDS, KindDocument

router = APIRouter(tags=["problems"])


@router.get(
    "/problems/{code}",
    summary="What a problem means",
    response_model=KindDocument,
    responses=problems("/problems/none", "not-found"),
)
async def explain_problem(code: Annotated[str, Path(examples=["unknown-name"])]) -> Response:
    """The title, the status and when it occurs."""
    kind = PROBLEMS.get(code)
    if kind is None:
        raise ProblemError("not-found", "There is no problem with this code.", names=tuple(PROBLEMS))
    return json_answer(
        KINDS.dump_json({"code": code, "title": kind.title, "status": kind.status, "about": kind.about})
    )
