"""A client of the service, for programs: ``Backlens`` and, with ``await``, ``AsyncBacklens``.

    from app.client import Backlens

    with Backlens("http://localhost:8000") as backlens:
        answer = backlens.evaluate("L = (a*b + c)*f", values={"a": 2, "b": -3, "c": 10, "f": -2})
        answer.grads["a"]

It needs httpx (``pip install 'backlens[client]'``) and nothing of the server.
"""

from app.client.answers import Document, File, Link, Node, Stepped, Stored
from app.client.client import AsyncBacklens, Backlens
from app.client.errors import BacklensError, Unreachable

__all__ = [
    "AsyncBacklens",
    "Backlens",
    "BacklensError",
    "Document",
    "File",
    "Link",
    "Node",
    "Stepped",
    "Stored",
    "Unreachable",
]
