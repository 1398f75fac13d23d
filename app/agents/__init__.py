"""For agents: the service as tools of the Model Context Protocol, at `/mcp`.

A tool makes REST calls of its own, so that it has the same limits, queue and sandbox; its answer is numbers,
a sentence, and a link that shows them.
"""

from typing import Final

from fastapi import FastAPI
from starlette.routing import Route

from app.agents.endpoint import Endpoint

PATH: Final = "/mcp"


def install(app: FastAPI) -> None:
    """The endpoint of this app. It keeps no session, so it only takes POST."""
    app.router.routes.append(Route(PATH, Endpoint(app), methods=["POST"], include_in_schema=False))
