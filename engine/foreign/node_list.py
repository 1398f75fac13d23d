"""A graph read from a list of nodes, as the graph document writes them: for tools that have a graph already.

Nodes may come in any order and under any ids. What is read is checked as if a stranger had written it, which
is so; every refusal names the node. A document's own nodes give the same graph again, bit for bit.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import islice
from typing import Any

from engine.collector import building
from engine.custom import custom_op
from engine.errors import LimitError, NodeListError, UnknownNodeError
from engine.graph import Frame, Graph
from engine.labels import GROUP, LABEL, LEVELS, NAME, levels
from engine.names import leaf_path
from engine.ops import CATALOGUE, CONSTANT, CUSTOM, LEAF, Op
from engine.value import Value

STATES = ("none", "fresh", "stale", "accumulated", "assigned")
NON_FINITE = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}
COUNT = 2**53
_SHOWN = 8  # nodes of one fault that its message names
_OPS = {"leaf": LEAF, "constant": CONSTANT} | CATALOGUE


@dataclass(frozen=True, slots=True)
class NodeList:
    """What a list came to.

    graph: under the output. frame: the numbers of the list; what an op computed and the list does not say is
    computed. states, passes, lines: of each node, in the graph's order. outside: labels, or else ids, of the
    leaves that the output does not depend on. left_out: how many other nodes it does not depend on.
    """

    graph: Graph
    frame: Frame
    states: tuple[str, ...]
    passes: tuple[int, ...]
    lines: tuple[int | None, ...]
    outside: tuple[str, ...]
    left_out: int


@dataclass(slots=True)
class _Entry:
    """One node of the list, checked without the others."""

    id: str
    op: Op
    inputs: tuple[str, ...]
    data: float | None
    grad: float
    state: str
    passes: int
    line: int | None
    label: str
    group: str


@building()
def read_nodes(nodes: Sequence[Any], output: str | None = None, most: int | None = None) -> NodeList:
    """The graph of these nodes: mappings with ``id``, ``op``, ``inputs`` (of ``{"node": id}``), ``data``
    where nothing computes it, and whatever else a graph document says of a node.

    Arguments:
        nodes: in any order.
        output: an id or a label; by default the last node that no other uses.
        most: how many nodes there may be.

    Raises:
        NodeListError: with the ids of the nodes at fault.
        UnknownNodeError: for an output that is not in the list.
        LimitError: for more nodes than ``most``.
    """
    if most is not None and len(nodes) > most:
        raise LimitError(
            f"The list has {len(nodes):,} nodes; a graph may have {most:,}.", limit="nodes", value=most
        )
    entries: dict[str, _Entry] = {}
    for place, node in enumerate(nodes, 1):
        entry = _entry(node, place)
        if entry.id in entries:
            raise _fault(
                f"There are two nodes `{shown(entry.id)}`.", entry.id, hint="Give each node an id of its own."
            )
        entries[entry.id] = entry
    order = _ordered(entries)
    root = _output(entries, output)
    values: dict[str, Value] = {}
    for id_ in order:
        values[id_] = _value(entries[id_], values)
    graph = Graph(values[root])
    of = {id(value): entries[id_] for id_, value in values.items()}
    inside = [of[id(node)] for node in graph.nodes]
    held = {entry.id for entry in inside}
    outside = [entry for entry in entries.values() if entry.id not in held]
    leaves = tuple(_path(entry) for entry in outside if entry.op is LEAF)
    return NodeList(
        graph=graph,
        frame=graph.frame(),
        states=tuple(entry.state for entry in inside),
        passes=tuple(entry.passes for entry in inside),
        lines=tuple(entry.line for entry in inside),
        outside=leaves,
        left_out=len(outside) - len(leaves),
    )


def _path(entry: _Entry) -> str:
    return leaf_path(entry.label, entry.group) if entry.label else entry.id


def _fault(message: str, *ids: str, hint: str | None = None) -> NodeListError:
    return NodeListError(message, names=ids, hint=hint)


def _called(id_: str) -> str:
    return f"node `{shown(id_)}`"


def shown(text: str) -> str:
    """A stranger's string, cut to what a message may repeat."""
    return text if len(text) <= 64 else f"{text[:60]}…"


# -- one node ----------------------------------------------------------------------------------------------


def _entry(node: Any, place: int) -> _Entry:
    if not isinstance(node, Mapping):
        raise NodeListError(f"Item {place:,} of the list is not an object.", hint=_EXAMPLE)
    id_ = node.get("id")
    if not isinstance(id_, str) or not 1 <= len(id_) <= LABEL:
        raise NodeListError(
            f"Item {place:,} of the list has no `id` of 1 to {LABEL} characters.", hint=_EXAMPLE
        )
    unknown = [str(name) for name in node if name not in _FIELDS]
    if unknown:
        raise _fault(f"The {_called(id_)} has a field `{shown(unknown[0])}`, which nodes do not have.", id_)
    inputs = tuple(_inputs(id_, node.get("inputs", [])))
    data = _number(id_, "data", node.get("data"))
    op = _custom(id_, node, data) if node.get("op") == CUSTOM else _op(id_, node.get("op"))
    _check_arity(id_, op, inputs)
    if data is None and not inputs:
        raise _fault(
            f"The {_called(id_)} is a {op.name} and has no `data`.", id_, hint="Only an op computes its own."
        )
    grad = _number(id_, "grad", node.get("grad")) or 0.0
    _number(id_, "expected_grad", node.get("expected_grad"))
    _text(id_, "title", node.get("title", ""), LABEL + 20)
    _text(id_, "file", node.get("file") or "", LABEL)
    _text(id_, "name", node.get("name") or "", NAME)
    state = node.get("grad_state", "assigned" if grad else "none")
    if state not in STATES:
        raise _fault(f"The `grad_state` of {_called(id_)} is not one of {', '.join(STATES)}.", id_)
    return _Entry(
        id=id_,
        op=op,
        inputs=inputs,
        data=data,
        grad=grad,
        state=state,
        passes=_count(id_, "passes", node.get("passes", 0), 0) or 0,
        line=_count(id_, "line", node.get("line"), 1),
        label=_text(id_, "label", node.get("label", ""), LABEL),
        group=_group(id_, node.get("group", "")),
    )


_FIELDS = set(
    "id op symbol name inputs data grad expected_grad grad_state passes line file label title group".split()
)
_EXAMPLE = 'A node is written as {"id": "c", "op": "mul", "inputs": [{"node": "a"}, {"node": "b"}]}.'


def _op(id_: str, word: Any) -> Op:
    found = _OPS.get(word) if isinstance(word, str) else None
    if found is None:
        given = f"`{shown(word)}`" if isinstance(word, str) else "none"
        raise _fault(
            f"The op of {_called(id_)} is {given}, which is not known.",
            id_,
            hint="It is `leaf`, `constant` or one of: " + ", ".join(CATALOGUE) + ".",
        )
    return found


def _custom(id_: str, node: Mapping[str, Any], data: float | None) -> Op:
    """An op of a program's own, whose numbers are those of the list; inputs are known to be right."""
    if data is None or not node.get("inputs"):
        raise _fault(
            f"The {_called(id_)} is an op that only its program can compute, and lacks `data` or `inputs`.",
            id_,
            hint="Its `data` and each input's `partial` are what is known of it.",
        )
    partials = [_number(id_, "partial", slot.get("partial")) or 0.0 for slot in node["inputs"]]
    return custom_op(_text(id_, "symbol", node.get("symbol", ""), LABEL), data, partials)


def _inputs(id_: str, given: Any) -> Iterator[str]:
    if not isinstance(given, list | tuple):
        raise _fault(f"The `inputs` of {_called(id_)} are not a list.", id_, hint=_EXAMPLE)
    for slot in given:
        source = slot.get("node") if isinstance(slot, Mapping) else None
        if not isinstance(source, str) or not slot.keys() <= {"node", "partial"}:
            raise _fault(f'An input of {_called(id_)} is not written as {{"node": id}}.', id_, hint=_EXAMPLE)
        _number(id_, "partial", slot.get("partial"))
        yield source


def _check_arity(id_: str, op: Op, inputs: Sequence[str]) -> None:
    wanted = op.arity
    if (len(inputs) == wanted) if wanted is not None else inputs:
        return
    some = "at least one input" if wanted is None else "no inputs" if wanted == 0 else (
        f"{wanted} input" + "s" * (wanted > 1)
    )  # fmt: skip
    raise _fault(f"The {_called(id_)} is a `{op.name}`, which takes {some}, and has {len(inputs):,}.", id_)


def _number(id_: str, field: str, given: Any) -> float | None:
    """A double, None where nothing is given."""
    if given is None:
        return None
    if isinstance(given, str) and given in NON_FINITE:
        return NON_FINITE[given]
    try:
        if isinstance(given, int | float) and not isinstance(given, bool):
            return float(given)
    except OverflowError:
        pass
    raise _fault(
        f"The `{field}` of {_called(id_)} is not a double.",
        id_,
        hint="What is not finite is written NaN, Infinity or -Infinity, in quotes.",
    )


def _count(id_: str, field: str, given: Any, least: int) -> int | None:
    if given is None:
        return None
    if not isinstance(given, int) or isinstance(given, bool) or not least <= given < COUNT:
        raise _fault(f"The `{field}` of {_called(id_)} is not an int from {least} up.", id_)
    return given


def _text(id_: str, field: str, given: Any, most: int) -> str:
    if not isinstance(given, str) or len(given) > most:
        raise _fault(f"The `{field}` of {_called(id_)} is not a string of up to {most:,} characters.", id_)
    return given


def _group(id_: str, given: Any) -> str:
    path = _text(id_, "group", given, GROUP)
    if path and not all(path.split("/")):
        raise _fault(f"The `group` of {_called(id_)} is not a path of names with / between them.", id_)
    if levels(path) > LEVELS:
        raise _fault(f"The `group` of {_called(id_)} has more than {LEVELS} levels.", id_)
    return path


# -- all of them together ----------------------------------------------------------------------------------


def _ordered(entries: Mapping[str, _Entry]) -> list[str]:
    """Inputs before uses. Raises NodeListError for an input that is not in the list, and for a cycle."""
    uses: dict[str, list[str]] = {id_: [] for id_ in entries}
    waits: dict[str, int] = {}
    for id_, entry in entries.items():
        for source in entry.inputs:
            if source not in entries:
                raise _fault(
                    f"The {_called(id_)} has an input `{shown(source)}`, which is not in the list.",
                    id_,
                    shown(source),
                )
            uses[source].append(id_)
        waits[id_] = len(entry.inputs)
    ready = deque(id_ for id_, count in waits.items() if not count)
    order: list[str] = []
    while ready:
        order.append(ready.popleft())
        for target in uses[order[-1]]:
            waits[target] -= 1
            if not waits[target]:
                ready.append(target)
    if len(order) < len(entries):
        raise _cycle({id_: entries[id_].inputs for id_, count in waits.items() if count})
    return order


def _cycle(waiting: Mapping[str, Sequence[str]]) -> NodeListError:
    """The error for nodes, with their inputs, of which some are their own inputs' inputs."""
    try:
        TopologicalSorter(waiting).prepare()
    except CycleError as error:
        path = error.args[1][:0:-1]  # each has the next as an input, and the last has the first
    if len(path) == 1:
        return _fault(f"The {_called(path[0])} is its own input.", path[0])
    start = path.index(min(path))
    path = [*path[start:], *path[:start]]
    names = " ← ".join(f"`{shown(id_)}`" for id_ in islice((*path, path[0]), _SHOWN + 1))
    more = "" if len(path) <= _SHOWN else " …"
    return NodeListError(f"The nodes form a cycle: {names}{more}.", names=tuple(path[:_SHOWN]))


def _output(entries: dict[str, _Entry], wanted: str | None) -> str:
    if not entries:
        raise NodeListError("The list has no nodes.", hint=_EXAMPLE)
    if wanted is None:
        used = {source for entry in entries.values() for source in entry.inputs}
        ends = [id_ for id_, entry in entries.items() if id_ not in used and entry.op is not CONSTANT]
        if not ends:
            raise NodeListError("The list has nothing but constants.", names=tuple(entries)[:_SHOWN])
        return ends[-1]
    found = wanted if wanted in entries else None
    if found is None:
        found = next((id_ for id_ in reversed(entries) if entries[id_].label == wanted), None)
    if found is None or not wanted:
        raise UnknownNodeError(f"The list has no node `{shown(wanted)}`.", names=(wanted,))
    if entries[found].op is CONSTANT:
        raise _fault(
            f"The {_called(found)} is a constant, which has no gradient and cannot be the output.", found
        )
    return found


def _value(entry: _Entry, made: Mapping[str, Value]) -> Value:
    value = Value(0.0, entry.label, entry.group)
    value.op = entry.op
    value.inputs = tuple(made[source] for source in entry.inputs)
    value.grad = entry.grad
    if entry.data is not None:
        value.data = entry.data
    else:
        value.data = entry.op.value(*[source.data for source in value.inputs])
    return value
