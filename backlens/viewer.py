"""`show`: the graph of a Value-like object, in a browser."""

import os
import webbrowser
from typing import Any

from backlens import local_service
from backlens.client import Client
from backlens.program import program
from engine.errors import EngineError
from engine.foreign.objects import read
from engine.graph import Graph


def show(value: Any, url: str | None = None, *, open_browser: bool = True) -> str:
    """Opens the graph under a value in the explorer, with the data and the grads that its nodes hold now.

    The graph is kept as a snapshot of that service: its address shows the same graph to everybody who can
    reach it, for as long as the service keeps it.

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
        BacklensError: when the service refuses the graph, for example because it is too large.
        Unreachable: when there is no service at `url`.
    """
    text = program(_graph(value))
    base = url or os.environ.get("BACKLENS_URL") or local_service.url()
    with Client(base) as client:
        # Without a `mode` the explorer shows the grads that the program leaves, and so do the pictures.
        shown = client.share(text, state="program").key
    address = f"{base.rstrip('/')}/s/{shown}"
    if open_browser:
        webbrowser.open(address)
    return address


def _graph(value: Any) -> Graph:
    if isinstance(value, Graph):
        return value
    try:
        return Graph(read(value))
    except EngineError as error:
        raise TypeError(" ".join(filter(None, (str(error), error.hint)))) from error
