"""A client of the service, for programs: ``Client`` and, with ``await``, ``AsyncClient``.

    from backlens import Client

    with Client("http://localhost:8000") as backlens:
        answer = backlens.evaluate("L = (a*b + c)*f", values={"a": 2, "b": -3, "c": 10, "f": -2})
        answer.grads["a"]
        for event in backlens.run("x = Value(3.0)\nfor k in range(9):\n    L = x*x\n    L.backward()"):
            print(event)  # Printed, Pass, Figure, Watch, State, and last the Document

It knows the REST contract and nothing of the server.
"""

from backlens.client.answers import (
    Compared,
    Document,
    File,
    First,
    Found,
    Link,
    Match,
    Node,
    RunState,
    Stepped,
    Stored,
)
from backlens.client.client import AsyncClient, Client
from backlens.client.errors import BacklensError, Unreachable
from backlens.client.events import Descended, Event, Figure, Part, Pass, Printed, State, Step, Watch
from backlens.client.runs import AsyncRun, Run

__all__ = [
    "AsyncClient",
    "AsyncRun",
    "BacklensError",
    "Client",
    "Compared",
    "Descended",
    "Document",
    "Event",
    "Figure",
    "File",
    "First",
    "Found",
    "Link",
    "Match",
    "Node",
    "Part",
    "Pass",
    "Printed",
    "Run",
    "RunState",
    "State",
    "Step",
    "Stepped",
    "Stored",
    "Unreachable",
    "Watch",
]
