"""What a node was computed from: the ways in which classes keep it, each as a function of a node.

A way gives the inputs in order (nodes and plain numbers), whether that order is the program's, and the local
partials that are kept beside them, if there are any.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeAlias

from engine.foreign.interop import InteropError
from engine.foreign.own.objects import MISSING, get, has, is_number, present, real, stored

COLLECTIONS: Final = (
    "_prev", "_children", "children", "prev", "_parents", "parents", "_inputs", "inputs", "args", "_args",
    "operands", "_operands", "sources", "_sources", "deps", "_deps", "dependencies", "depends_on", "previous",
    "srcs", "src", "terms", "in_nodes", "input_nodes", "parent_nodes", "child_nodes", "nodes", "edges",
    "_edges", "incoming", "prevs", "arguments", "saved", "saved_tensors", "_from", "parts", "history",
)  # fmt: skip
GROUPS: Final = (
    ("left", "right"), ("_left", "_right"), ("lhs", "rhs"), ("l", "r"), ("a", "b"), ("first", "second"),
    ("x", "y"), ("parent1", "parent2"), ("child1", "child2"), ("input1", "input2"), ("in1", "in2"),
    ("arg1", "arg2"), ("p1", "p2"), ("op1", "op2"), ("u", "v"), ("base", "exponent"), ("arg",), ("operand",),
    ("parent",), ("child",), ("source",), ("input",), ("inner",), ("src",), ("origin",),
)  # fmt: skip
PARTIALS: Final = (
    "_local_grads", "local_grads", "_local_gradients", "local_gradients", "partials", "_partials", "_local",
    "local", "local_derivatives", "local_derivs", "_derivs", "derivs", "jacobian", "weights", "_weights",
    "local_partials", "_locals", "locals", "locals_", "grads", "factors", "local_diffs",
)  # fmt: skip
CONTEXTS: Final = (
    "_ctx", "ctx", "grad_fn", "_grad_fn", "creator", "_creator", "op", "_op", "fn", "func", "function",
    "node", "operation", "origin", "source", "history", "record", "backward_fn",
)  # fmt: skip
CALLED: Final = (
    "_backward", "backward_fn", "_backward_fn", "grad_fn", "_grad_fn", "_bwd", "bwd", "_back", "vjp", "_vjp",
    "pullback", "_pullback", "_backprop", "chain", "_chain", "_propagate", "backprop_fn",
)  # fmt: skip


class Inputs(NamedTuple):
    """items: nodes and plain numbers. ordered: whether in the program's own order. partials: or None.
    repeats: whether an input that is used twice is kept twice.
    """

    items: tuple[Any, ...]
    ordered: bool = True
    partials: tuple[float, ...] | None = None
    repeats: bool = True


IsNode: TypeAlias = Callable[[Any], bool]
Way: TypeAlias = Callable[[Any], Inputs]
NONE: Final = Inputs(())


def nothing(_: Any) -> Inputs:
    """The way of a class that keeps no inputs, or of a leaf that does not show how others keep them."""
    return NONE


def way_of(root: Any, is_node: IsNode) -> Way:
    """How the class of this node keeps inputs: by the tables, else by whatever holds nodes."""
    for way in _ways(root, is_node):
        try:
            found = way(root)
        except InteropError:
            continue
        if any(map(is_node, found.items)):
            return way
    empty = [name for name in COLLECTIONS if _holds(root, name)]
    usual = [name for name in COLLECTIONS[:8] if has(root, name) and not callable(get(root, name))]
    return next((Collected(name, is_node) for name in (*empty, *usual)), nothing)


def _holds(root: Any, name: str) -> bool:
    found = get(root, name)
    return found is None or isinstance(found, list | tuple | set | frozenset)


def _ways(root: Any, is_node: IsNode) -> Iterator[Way]:
    for name in COLLECTIONS:
        if has(root, name):
            yield Collected(name, is_node)
    for names in GROUPS:
        if has(root, names[0]):
            yield _group(names, is_node)
    for name in CONTEXTS:
        found = get(root, name)
        if found is not MISSING and found is not None and not isinstance(found, str) and not is_node(found):
            yield _context(name, is_node)
    yield _whatever(root, is_node)
    for name in CALLED:
        if has(root, name):
            yield _closure(name, is_node)


@dataclass(frozen=True, slots=True)
class Collected:
    """The way of a class that keeps its inputs together in one attribute."""

    name: str
    is_node: IsNode

    def __call__(self, thing: Any) -> Inputs:
        found = get(thing, self.name)
        if found is MISSING or found is None:
            return NONE
        if isinstance(found, Mapping):
            return _pairs(found, self.is_node)
        if self.is_node(found):
            return Inputs((found,))
        if not isinstance(found, Collection) or isinstance(found, str):
            raise InteropError(
                f"Its inputs are of type {type(found).__name__}, not in a list, a tuple or a set."
            )
        return _members(found, thing, self.is_node)


def _pairs(found: Mapping[Any, Any], is_node: IsNode) -> Inputs:
    """Of a dictionary from nodes to partials, or from names to nodes."""
    if not any(map(is_node, found)):
        return Inputs(tuple(each for each in found.values() if is_node(each) or is_number(each)))
    partials = [real(each) for each in found.values()]
    known = tuple(each for each in partials if each is not None)
    return Inputs(tuple(found), True, known if len(known) == len(found) else None, repeats=False)


def _members(found: Collection[Any], thing: Any, is_node: IsNode) -> Inputs:
    ordered = not isinstance(found, set | frozenset)
    items, partials = [], []
    for member in found:
        if isinstance(member, list | tuple):  # a node beside its local partial
            items += [each for each in member if is_node(each)]
            numbers = [real(each) for each in member if not is_node(each) and is_number(each)]
            partials += [number for number in numbers if number is not None]
        elif member is not None or ordered:
            items.append(member)
    while items and items[-1] is None:
        items.pop()
    beside = partials if len(partials) == len(items) else _kept_partials(thing, len(items))
    return Inputs(tuple(items), ordered, None if not beside else tuple(beside), repeats=ordered)


def _kept_partials(thing: Any, count: int) -> list[float]:
    for name in present(thing, PARTIALS):
        found = get(thing, name)
        if isinstance(found, list | tuple) and len(found) == count and all(map(is_number, found)):
            return [real(number) or 0.0 for number in found]
    return []


def _group(names: Iterable[str], is_node: IsNode) -> Way:
    def way(thing: Any) -> Inputs:
        found = [get(thing, name) for name in names]
        items = tuple(each for each in found if each is not MISSING and each is not None)
        if not all(is_node(each) or is_number(each) for each in items):
            return NONE
        partials = _kept_partials(thing, len(items)) if items else []
        return Inputs(items, True, tuple(partials) or None) if any(map(is_node, items)) else NONE

    return way


def _context(name: str, is_node: IsNode) -> Way:
    def way(thing: Any) -> Inputs:
        context = get(thing, name)
        if context is MISSING or context is None:
            return NONE
        for inside in COLLECTIONS:
            found = get(context, inside)
            if isinstance(found, list | tuple | set | frozenset) and any(map(is_node, found)):
                return _members(found, context, is_node)
        nodes = tuple(each for _, each in stored(context) if is_node(each) and each is not thing)
        return Inputs(nodes)

    return way


def _whatever(root: Any, is_node: IsNode) -> Way:
    """The attribute with a collection of nodes, else all that are nodes themselves, whatever their names."""
    for name, found in stored(root):
        if isinstance(found, list | tuple | set | frozenset) and found:
            first = next(iter(found))
            pair = isinstance(first, list | tuple) and any(map(is_node, first))
            if (is_node(first) and first is not root) or pair:
                return Collected(name, is_node)
    names = [name for name, found in stored(root) if is_node(found) and found is not root]
    return _group(names, is_node) if names else nothing


def _closure(name: str, is_node: IsNode) -> Way:
    """What the node's own backward has at hand, for classes that keep nothing else."""

    def way(thing: Any) -> Inputs:
        found = get(thing, name)
        freed = getattr(getattr(found, "__code__", None), "co_freevars", ())
        cells = dict(zip(freed, getattr(found, "__closure__", None) or (), strict=False))
        contents = []
        for variable in sorted(cells, key=lambda each: (each != "self", each)):
            try:
                content = cells[variable].cell_contents
            except ValueError:
                continue
            if is_node(content) and content is not thing:
                contents.append(content)
        return Inputs(tuple(contents), repeats=False)

    return way
