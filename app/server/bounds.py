"""What one connection and one client may do, as numbers."""

from dataclasses import dataclass, field
from typing import Final

from app.runtime.clients import CLIENT_CONNECTIONS, CLIENT_REQUESTS, Share

CLIENT_UNREAD: Final = 8
"""Answers of one client that it does not read, beyond which its next request is refused; with twice as many
the connection of the next one is closed."""

HEAD_BYTES: Final = 65_536
HEADERS: Final = 128
HEAD_SECONDS: Final = 10.0
BODY_SECONDS: Final = 60.0
"""For a body that nobody reads any more."""
EVENTS: Final = 256
"""Pieces of a body, beyond which they must have EVENT_BYTES each: a piece costs as much as a kilobyte."""
EVENT_BYTES: Final = 64
IDLE_SECONDS: Final = 15
UNREAD_SECONDS: Final = 20.0
REFUSED_SECONDS: Final = 1.0
"""For which nothing more is read from a connection whose request was refused as one too many."""
LAST_SECONDS: Final = 0.5
"""For the request of a connection that came as the server was told to end."""
SEND_BUFFER: Final = 262_144
"""Bytes that the system keeps of what one connection has not read."""


@dataclass(frozen=True)
class Shares:
    """What each client holds now."""

    proxies: int
    connections: Share = field(
        default_factory=lambda: Share("client_connections", CLIENT_CONNECTIONS, "connections")
    )
    requests: Share = field(default_factory=lambda: Share("client_requests", CLIENT_REQUESTS, "requests"))
    unread: Share = field(
        default_factory=lambda: Share("client_unread", CLIENT_UNREAD, "answers that it does not read")
    )
