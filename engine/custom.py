"""Ops that the catalogue does not have: what a program's own engine computed, as it was recorded.

Such an op belongs to one node. It cannot be computed again: whatever its arguments, its value and its
partials are the recorded numbers, so code that needs other numbers asks `Graph.custom` first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engine.errors import EngineError
from engine.graph import Graph
from engine.names import node_id
from engine.ops import CUSTOM, Op


class CustomOpError(EngineError):
    """Other numbers are asked of a graph that holds an op of the program's own."""

    default_code = "custom-op"

    def __init__(self, message: str, *, names: tuple[str, ...] = (), hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.names = names


def custom_op(name: str, value: float, partials: Sequence[float]) -> Op:
    """The op of one node.

    Arguments:
        name: what the program calls it.
        value: what came out.
        partials: what the program multiplied by on the way back, one for each input.
    """

    def recorded(number: float) -> Callable[..., float]:
        return lambda *_: number

    rule = f"recorded from `{name}`"
    return Op(
        CUSTOM,
        name,
        len(partials),
        recorded(value),
        tuple([recorded(partial) for partial in partials]),
        (rule,) * len(partials),
        name,
        (),
    )


def refuse_custom(graph: Graph, consequence: str) -> None:
    """Raises CustomOpError for a graph with such an op; consequence: such as "nothing can be nudged"."""
    node = graph.custom
    if node is None:
        return
    name = graph.ops[node].symbol
    raise CustomOpError(
        f"`{name[:64]}` ({node_id(node)}) is an operation of the program's own, which only the program can "
        f"compute, so {consequence}.",
        names=(node_id(node),),
        hint="Run the program with other `values` instead.",
    )
