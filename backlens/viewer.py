"""`show`: the graph of a Value-like object, in a browser."""

import json
import os
import webbrowser
from typing import Any

from backlens import local_service
from backlens.checker import judged, said
from backlens.client import BacklensError, Client
from backlens.program import program
from engine.errors import EngineError
from engine.export import export
from engine.foreign.micrograd import is_like_micrograd
from engine.foreign.objects import read
from engine.graph import Graph
from engine.value import Value


def show(value: Any, url: str | None = None, *, open_browser: bool = True) -> str:
    """Opens the graph under a value in the explorer, with the data and the grads that its nodes hold now. A
    graph that is too large for the explorer, from some 6,000 nodes, is opened as a drawing of its calls
    and lists.

    The graph is kept as a snapshot of that service: its address shows the same graph to everybody who can
    reach it, for as long as the service keeps it. Where a class of one's own computes wrong grads, the
    terminal says so, as `check` does.

    Arguments:
        value: the output. A Value or a Graph of Backlens, a Value of micrograd or of a class like it (`data`,
            `grad`, its inputs in `_prev` or `_children`, its op in `_op`), or a scalar tensor of PyTorch.
        url: a running Backlens. By default that of the variable BACKLENS_URL; else http://localhost:8000, if
            one runs there; else one is started, which ends with this process.
        open_browser: False only returns the address.

    Returns:
        The address that was opened.

    Raises:
        TypeError: for an object whose graph cannot be read; the message says why.
        LimitError: for more nodes than can be written out.
        BacklensError: when the service refuses the graph, for example because of a label that is too long.
        Unreachable: when there is no service at `url`.
    """
    graph = _graph(value)
    base = url or os.environ.get("BACKLENS_URL") or local_service.url()
    with Client(base) as client:
        address = f"{base.rstrip('/')}/s/{_shared(client, graph)}"
    if open_browser:
        webbrowser.open(address)
    _warn(value)
    return address


def _warn(value: Any) -> None:
    """Prints what is wrong with the grads of a class of one's own; says nothing of one that is right."""
    if not isinstance(value, Graph | Value) and is_like_micrograd(value):
        found = judged(value)
        if not found.agrees:
            print(said(found))


def _shared(client: Client, graph: Graph) -> str:
    """The last part of its address: a snapshot, or the drawing of one."""
    try:
        # Without a `mode` the explorer shows the grads that the program leaves, and so do the pictures.
        return client.share(program(graph), state="program").key
    except BacklensError as error:
        if error.code != "limit-exceeded":
            raise
    nodes = json.loads(export("json", graph, graph.frame()))["nodes"]
    client.render(nodes, state="program", folded=True)  # raises where there would be nothing to open
    stored = client.build(nodes, state="program")
    key = client.share(stored, view={"folded": True}).key
    client.delete(stored)
    return f"{key}.svg"


def _graph(value: Any) -> Graph:
    if isinstance(value, Graph):
        return value
    try:
        return Graph(read(value))
    except EngineError as error:
        raise TypeError(" ".join(filter(None, (str(error), error.hint)))) from error
