"""For agents: the service as tools of the Model Context Protocol, at `/mcp`.

A tool makes REST calls of its own, so that it has the same limits, queue and sandbox; its answer is numbers,
a sentence, and a link that shows them.
"""

from typing import Final

from fastapi import FastAPI, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from app.agents import llms
from app.agents.endpoint import Endpoint
from app.http.hosts import base_of

PATH: Final = "/mcp"


def install(app: FastAPI) -> None:
    """The endpoint of this app, and `/llms.txt`. The endpoint keeps no session, so it only takes POST."""
    app.router.routes.append(Route(PATH, Endpoint(app), methods=["POST"], include_in_schema=False))

    async def shown(request: Request) -> Response:
        return PlainTextResponse(llms.text(base_of(request), app.openapi()))

    app.add_route("/llms.txt", shown, include_in_schema=False)
