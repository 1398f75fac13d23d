"""A client of the service, for programs: ``Client`` and, with ``await``, ``AsyncClient``.

    from backlens import Client

    with Client("http://localhost:8000") as backlens:
        answer = backlens.evaluate("L = (a*b + c)*f", values={"a": 2, "b": -3, "c": 10, "f": -2})
        answer.grads["a"]

It knows the REST contract and nothing of the server.
"""

from backlens.client.answers import Compared, Document, File, First, Found, Link, Match, Node, Stepped, Stored
from backlens.client.client import AsyncClient, Client
from backlens.client.errors import BacklensError, Unreachable

__all__ = [
    "AsyncClient",
    "BacklensError",
    "Client",
    "Compared",
    "Document",
    "File",
    "First",
    "Found",
    "Link",
    "Match",
    "Node",
    "Stepped",
    "Stored",
    "Unreachable",
]
