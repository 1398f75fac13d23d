"""GET /healthz and /readyz: whether the process answers, and whether it can do its work."""

from fastapi import APIRouter
from starlette.responses import Response

from app.http.bodies import json_answer
from app.http.problem_documentation import problems
from app.services import ServicesOf

router = APIRouter(tags=["health"])


@router.get("/healthz", summary="Does the process answer?", response_model=dict[str, str])
async def healthz() -> Response:
    """At once, whatever else is going on."""
    return json_answer(b'{"status":"ok"}')


@router.get(
    "/readyz",
    summary="Can it do its work?",
    response_model=dict[str, str],
    responses=problems("/readyz", "not-ready"),
)
async def readyz(services: ServicesOf) -> Response:
    """One small graph was really drawn, at most 5 seconds ago."""
    await services.readiness.check()
    return json_answer(b'{"status":"ready"}')
