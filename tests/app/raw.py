"""A request as a server hands it to the app, for what no client library does."""

from typing import Any


def posted(path: str, *headers: tuple[bytes, bytes]) -> dict[str, Any]:
    """The scope of a POST with a JSON body."""
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(b"content-type", b"application/json"), *headers],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
