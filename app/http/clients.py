"""Who a request comes from: its address, or the one that trusted proxies report.

A proxy adds the address that it was asked from at the right end of `X-Forwarded-For`; whatever stands further
left was written by someone who may lie. So with one proxy the last entry counts, with two the last but one.
"""

import ipaddress
from collections.abc import Iterable
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.runtime.clients import client

TOO_MANY: Final = "too_many"
"""In a request's state: it was refused as one too many."""

_UNKNOWN: Final = "unknown"
_NETWORK: Final = 64  # bits: one household or machine has all of such a network to itself


def client_of(peer: str | None, headers: Iterable[tuple[bytes, bytes]], proxies: int) -> str:
    """The client's name: its address, of IPv6 the network.

    Arguments:
        peer: the address at the other end of the connection.
        headers: the request's, with names in lower case.
        proxies: how many proxies stand before this server, each of which adds to `X-Forwarded-For`.
    """
    if proxies:
        reported = b",".join(text for name, text in headers if name == b"x-forwarded-for")
        entries = reported.decode("latin-1").split(",") if reported else []
        # Fewer entries than proxies: the request came past the first of them.
        if len(entries) >= proxies:
            return named(entries[-proxies].strip())
    return named(peer)


def named(address: str | None) -> str:
    """One name for what is one client."""
    text = (address or _UNKNOWN).partition("%")[0].strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return _UNKNOWN
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is None:
            return str(ipaddress.ip_network((found, _NETWORK), strict=False))
        found = found.ipv4_mapped
    return str(found)


class Clients:
    """The outermost middleware: what is done for a request is done for its client.

    Arguments:
        proxies: how many proxies stand before this server.
    """

    def __init__(self, app: ASGIApp, proxies: int) -> None:
        self.app: Final = app
        self._proxies: Final = proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        peer = scope["client"][0] if scope.get("client") else None
        token = client.set(client_of(peer, scope["headers"], self._proxies))
        if self._proxies:
            scope["scheme"] = _scheme(scope)

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 429:
                scope.setdefault("state", {})[TOO_MANY] = True
            await send(message)

        try:
            await self.app(scope, receive, send_marked)
        finally:
            client.reset(token)


def _scheme(scope: Scope) -> str:
    """That of the address which the client asked at, as the proxy next to this server says."""
    for name, text in scope["headers"]:
        if name == b"x-forwarded-proto" and (said := text.decode("latin-1").rpartition(",")[2].strip()) in (
            "http",
            "https",
        ):
            return str(said)
    return str(scope["scheme"])
