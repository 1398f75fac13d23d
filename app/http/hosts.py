"""Which names this service answers to: a `Host` that somebody made up is refused and never becomes a link."""

from typing import Final

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.http.problem_responses import problem_response
from app.http.problems import ProblemError
from app.http.root_path import rooted


class Hosts:
    """Refuses requests for another host.

    Arguments:
        hosts: names, with a port where only that port is meant; none for every host.
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self.app: Final = app
        self._hosts: Final = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._hosts:
            given = Headers(scope=scope).getlist("host")
            if len(given) != 1 or not self._is_ours(given[0].lower()):
                error = ProblemError("bad-request", "This is not a host that this service answers to.")
                await problem_response(error, "/")(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _is_ours(self, host: str) -> bool:
        name, _, port = host.rpartition(":")
        return host in self._hosts or (port.isdigit() and name in self._hosts)


def base_of(request: Request) -> str:
    """The address of this service with its slash, as links that are given away begin."""
    public: str = request.app.state.services.settings.public_url
    return f"{public.rstrip('/')}/" if public else str(request.base_url.replace(path=rooted("/")))
