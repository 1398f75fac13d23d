"""Backlens from Python: the engine, a client of the service, and graphs shown in a browser.

    from backlens import Value, show

    a, b = Value(2.0, label="a"), Value(-3.0, label="b")
    loss = (a * b).tanh()
    loss.backward()
    show(loss)

`Value`, `Graph` and `MLP` are the engine's, a drop-in for micrograd's. `Client` calls the REST API of a
service that runs anywhere. `show` opens any Value-like object in the explorer, `check` says whether a class
of one's own computes the right grads. `import backlens.notebook` draws a Value at the end of a cell.
`watch` shows a thing under a name: a curve or a panel in Train, a printed line elsewhere.
`python -m backlens` serves.

`app` and `engine` never import it. An installed wheel has both inside it, so that a folder may have an `app`
and an `engine` of its own.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backlens.checker import check
    from backlens.client import Client
    from backlens.viewer import show
    from engine import MLP, Graph, Value

__all__ = ["MLP", "Client", "Graph", "Value", "check", "show", "watch"]


def watch(name: str, thing: Any, /) -> None:
    """Shows a thing under a name. Here it is printed; a program that Backlens runs gives it a panel.

    Arguments:
        name: what the panel is called.
        thing: a number or a Value makes a curve, a list or a matrix of them a heat map, anything else text.
    """
    print(f"{name}: {thing}")


def __getattr__(name: str) -> Any:
    """Each is imported when it is asked for, because a client needs no engine and the service no client."""
    match name:
        case "MLP" | "Graph" | "Value":
            from engine import MLP, Graph, Value

            return {"MLP": MLP, "Graph": Graph, "Value": Value}[name]
        case "Client":
            from backlens.client import Client

            return Client
        case "check":
            from backlens.checker import check

            return check
        case "show":
            from backlens.viewer import show

            return show
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
