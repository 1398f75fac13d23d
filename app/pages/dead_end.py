"""Where a link leads nowhere: the refusal as a page with a way on, for those who use a browser."""

from typing import Any, Final

from fastapi import Request
from starlette.responses import Response

from app.http.negotiation import choose
from app.http.problem_responses import MEDIA_TYPE
from app.http.problems import ProblemError
from app.pages.shell import page
from app.services import Services

_HTML: Final = "text/html"
# Programs ask for files and calls, and are answered in JSON, whatever they accept.
_OF_PROGRAMS: Final = ("/api/", "/static/")


def dead_end(
    request: Request, status: int, title: str, text: str, headers: dict[str, str] | None = None
) -> Response:
    """The page that says this."""
    services: Services = request.app.state.services
    boot: dict[str, Any] = {"deadEnd": {"title": title, "text": text}}
    return page(
        services.root,
        "dead-end.html",
        boot,
        status=status,
        headers=headers,
        name="dead-end",
        title=title,
        about=text,
        share={},
    )


def shown_to_people(request: Request, error: ProblemError) -> Response | None:
    """The refusal of a link that a browser followed; None for every other request."""
    if request.method != "GET" or request.url.path.startswith(_OF_PROGRAMS):
        return None
    if choose(request.headers.get("accept", ""), (MEDIA_TYPE, _HTML)) != _HTML:
        return None
    return dead_end(
        request, error.problem.status, error.problem.title, error.detail, dict(error.headers or {})
    )
