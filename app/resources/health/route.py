"""GET /healthz and /readyz: whether the process answers, and whether it can do its work."""

from fastapi import APIRouter
from starlette.responses import Response

from app.http.bodies import json_answer
from app.http.problem_documentation import problems
from app.services import ServicesOf

router = APIRouter(tags=["health"])


@router.get("/healthz", summary="Does the process answer?", response_model=dict[str, str])
async def healthz() -> Response:
    """Answers at once, however busy the server is."""
    return json_answer(b'{"status":"ok"}')


@router.get(
    "/readyz",
    summary="Can it do its work?",
    response_model=dict[str, str],
    responses=problems("/readyz", "not-ready"),
)
async def readyz(services: ServicesOf) -> Response:
    """A small graph was drawn and the store was written and read, at most 5 seconds ago. `python` says how
    programs run.
    """
    await services.readiness.check()
    return json_answer(f'{{"status":"ready","python":"{services.way()}"}}'.encode())
