"""Which Value a program is about, when the request does not say."""

from __future__ import annotations

from typing import Any

from engine.errors import UnknownNodeError
from engine.graph import Graph
from engine.program.machine import Machine
from engine.program.values import TracedValue, is_value


def default_output(machine: Machine, echoed: Any) -> TracedValue | None:
    """The first of these that there is: a final expression; what was last drawn; what backward was last
    called on, or what its name holds since; what was last assigned at the top level; what was last made.
    """
    record = machine.record
    if is_value(echoed):
        return echoed  # type: ignore[no-any-return]  # a Value, as just seen
    if record.last_drawn is not None:
        return record.last_drawn
    if record.differentiated is not None:
        value, name = record.differentiated
        now = machine.names.get(name) if name is not None else None
        return now if type(now) is TracedValue else value
    return record.last_assigned or record.last_made


def chosen_output(machine: Machine, wanted: str, default: TracedValue | None) -> TracedValue:
    """The Value that a request names: the last made of this label, else a node of the default graph.

    Raises UnknownNodeError.
    """
    labelled = machine.record.labelled.get(wanted)
    if labelled is not None and labelled.label == wanted:
        return labelled
    held = machine.names.get(wanted)
    if type(held) is TracedValue:
        return held
    if default is None:
        raise UnknownNodeError(f"The program made no Value that could be `{wanted[:60]}`.", names=(wanted,))
    graph = Graph(default)
    return graph.nodes[graph.resolve(wanted)]  # type: ignore[return-value]  # a program has no other nodes
