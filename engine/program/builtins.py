"""The functions that a program finds without importing anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from engine.graph import topological_order
from engine.labels import check_group
from engine.nn import MLP, Layer, Neuron
from engine.ops import CATALOGUE
from engine.program.arithmetic import absolute
from engine.program.conversions import bool_, dict_, float_, int_, list_, set_, str_, tuple_
from engine.program.datasets import DATA
from engine.program.functions import Builtin
from engine.program.iteration import length
from engine.program.iterators import all_, any_, enumerate_, filter_, map_, range_, reversed_, sorted_, zip_
from engine.program.kinds import kind, real, wrong_type
from engine.program.machine import Machine
from engine.program.mathlib import MATH, on_op
from engine.program.networks import make_layer, make_mlp, make_neuron
from engine.program.numeric import divmod_, extreme, pow_, round_, sum_
from engine.program.randomlib import RANDOM
from engine.program.reprs import repr_of, text_of
from engine.program.sets import Set
from engine.program.texts import text
from engine.program.unavailable import Unavailable
from engine.program.values import TracedValue, is_value
from engine.watched import NAMES, watched


def print_(machine: Machine, *things: Any, sep: Any = None, end: Any = None) -> None:
    between = " " if sep is None else text(sep, "`sep`")
    last = "\n" if end is None else text(end, "`end`")
    parts = [text_of(machine, thing) for thing in things]
    size = sum(map(len, parts)) + len(between) * max(len(parts) - 1, 0) + len(last)
    machine.budget.memory(size)
    # What was printed is kept apart and cut: it holds nothing of the program's.
    machine.printer.write(between.join(parts) + last, machine.place)
    machine.budget.held -= size


def watch(machine: Machine, name: Any, thing: Any, /) -> None:
    """Keeps what is shown under a name: it is sent once the program has ended."""

    def number(each: Any) -> float | None:
        if is_value(each):
            machine.record.numbers_used = True
            return float(each.data)
        return float(each) if type(each) in (bool, int, float) else None

    rows = thing if type(thing) in (list, tuple) else ()
    machine.budget.step(1 + len(rows) + sum(len(row) for row in rows if type(row) in (list, tuple)))
    found = watched(text(name, "the name"), thing, number, lambda each: text_of(machine, each))
    if found.name in machine.watched or len(machine.watched) < NAMES:
        passes = len(machine.pass_records)
        machine.watched[found.name] = replace(found, line=machine.place.line, number=passes)
    else:
        machine.notice("watched-names", f"Only the first {NAMES} watched names are kept.")


def len_(machine: Machine, obj: Any, /) -> int:
    count = length(obj)
    machine.budget.bits(count.bit_length())
    return count


def isinstance_(machine: Machine, obj: Any, kinds: Any, /) -> bool:
    choices = kinds if type(kinds) is tuple else (kinds,)
    machine.budget.step(len(choices))
    for choice in choices:
        if type(choice) is not Builtin or not choice.kinds:
            raise wrong_type(f"`isinstance` needs a type such as `Value` or `float`, not {kind(choice)}.")
    return any(isinstance(obj, choice.kinds) for choice in choices)


def value_(machine: Machine, data: Any, label: Any = "", group: Any = "") -> TracedValue:
    if is_value(data):
        raise wrong_type("a Value holds a number, not another Value.", data)
    path = text(group, "a group")
    check_group(path)
    return machine.leaf(real(data, "what a Value holds"), text(label, "a label"), path)


def draw_dot(machine: Machine, root: Any, format: Any = None, rankdir: Any = None) -> Unavailable:  # noqa: A002
    """Marks the output. It returns a picture, which is not available here."""
    if not is_value(root):
        raise wrong_type(f"`draw_dot` needs a Value, not {kind(root)}.")
    machine.record.last_drawn = root
    return Unavailable("graphviz", "draw_dot(…)")


def trace(machine: Machine, root: Any) -> tuple[Set, Set]:
    """The lecture's ``trace``: all nodes and edges under a Value."""
    if not is_value(root):
        raise wrong_type(f"`trace` needs a Value, not {kind(root)}.")
    nodes = topological_order(root)
    edges = [(source, node) for node in nodes for source in node.inputs]
    machine.budget.step(len(nodes) + len(edges))
    machine.budget.memory(len(nodes) + 3 * len(edges))
    return Set(nodes), Set(edges)


_TYPES: dict[str, tuple[Callable[..., Any], tuple[type, ...]]] = {
    "float": (float_, (float,)),
    "int": (int_, (int,)),
    "bool": (bool_, (bool,)),
    "str": (str_, (str,)),
    "list": (list_, (list,)),
    "tuple": (tuple_, (tuple,)),
    "dict": (dict_, (dict,)),
    "set": (set_, (Set,)),
    "range": (range_, (range,)),
    "Value": (value_, (TracedValue,)),
    "Neuron": (make_neuron, (Neuron,)),
    "Layer": (make_layer, (Layer,)),
    "MLP": (make_mlp, (MLP,)),
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "print": print_, "watch": watch, "len": len_, "isinstance": isinstance_, "zip": zip_,
    "enumerate": enumerate_, "map": map_, "filter": filter_, "reversed": reversed_, "sorted": sorted_,
    "any": any_, "all": all_, "sum": sum_,
    "abs": lambda machine, x, /: absolute(machine, x), "round": round_, "divmod": divmod_, "pow": pow_,
    "repr": lambda machine, obj, /: repr_of(machine, obj), "draw_dot": draw_dot, "trace": trace,
    "max": extreme("max", ">"), "min": extreme("min", "<"),
    "maximum": extreme("max", ">"), "minimum": extreme("min", "<"),
}  # fmt: skip

BUILTINS: dict[str, Any] = (
    # Every op that is a function can be called by its name.
    {
        word: on_op(entry, word)
        for entry in CATALOGUE.values()
        if not entry.token and entry.arity == 1
        for word in (entry.name, *entry.aliases)
    }
    | {name: Builtin(name, function, kinds) for name, (function, kinds) in _TYPES.items()}
    | {name: Builtin(name, function) for name, function in _FUNCTIONS.items()}
    | DATA
    # Known without an import too: a cell is often pasted without the first one.
    | {"math": MATH, "random": RANDOM}
)
