"""Which Value a program is about, when the request does not say."""

from __future__ import annotations

from typing import Any

from engine.errors import UnknownNodeError
from engine.graph import Graph
from engine.program.outcome import Ended


def default_output(ended: Ended, echoed: Any) -> Any:
    """The first of these that there is: a final expression; what was last drawn; what backward was last
    called on, or what its name holds since; what was last assigned at the top level; what was last made.
    None for a program without a Value.
    """
    record = ended.record
    if ended.is_value(echoed):
        return echoed
    if record.last_drawn is not None:
        return record.last_drawn
    if record.differentiated is not None:
        value, name = record.differentiated
        now = ended.names.get(name) if name is not None else None
        return now if ended.is_value(now) else value
    return record.last_made if record.last_assigned is None else record.last_assigned


def chosen_output(ended: Ended, wanted: str, default: Any) -> Any:
    """The Value that a request names: the last made of this label, else a node of the default graph.

    Raises UnknownNodeError.
    """
    labelled = ended.record.labelled.get(wanted)
    if labelled is not None and labelled.label == wanted:
        return labelled
    held = ended.names.get(wanted)
    if ended.is_value(held):
        return held
    if default is None:
        raise UnknownNodeError(f"The program made no Value that could be `{wanted[:60]}`.", names=(wanted,))
    graph = Graph(default)
    return graph.nodes[graph.resolve(wanted)]
