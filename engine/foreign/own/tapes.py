"""Engines whose nodes do not know their inputs: a tape that the program keeps beside them does."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from engine.foreign.journal import Journal
from engine.foreign.own.inputs import NONE, Inputs, IsNode, Way
from engine.foreign.own.objects import MISSING, get, is_number, real, stored

_LONGEST = 2_000_000


def tapes(root: Any) -> Iterator[list[Any]]:
    """The lists that the module of a class, the class and what they hold keep, and that may be tapes."""
    seen: set[int] = set()
    for place in _places(root):
        for found in place:
            for each in (found, *[inside for _, inside in _inside(found)]):
                if isinstance(each, list) and each and id(each) not in seen and len(each) < _LONGEST:
                    seen.add(id(each))
                    yield each


def _places(root: Any) -> Iterator[list[Any]]:
    kind = type(root)
    yield [each for _, each in stored(root)]
    for base in kind.__mro__[:-1]:
        yield list(vars(base).values())
        for function in list(vars(base).values()):
            known = getattr(function, "__globals__", None)
            if known is not None:
                yield list(known.values())
                break
        else:
            module = sys.modules.get(base.__module__)
            if module is not None:
                yield list(vars(module).values())


def _inside(thing: Any) -> Iterator[tuple[str, Any]]:
    if type(thing).__module__ in ("builtins", "functools", "typing") or isinstance(thing, type):
        return
    try:
        yield from stored(thing)
    except Exception:
        return


def taped(root: Any, is_node: IsNode, journal: Journal) -> Way | None:
    """How inputs are read from a tape on which the node is, None if there is none."""
    rank = {id(instance): k for k, instance in enumerate(journal.instances)}
    for tape in tapes(root):
        rows: dict[int, Inputs] = {}
        for entry in tape:
            found = _row(entry, is_node, rank)
            if found is not None:
                rows.setdefault(id(found[0]), found[1])
        if id(root) in rows:
            return lambda thing, rows=rows: rows.get(id(thing), NONE)  # type: ignore[misc]
    return None


def _row(entry: Any, is_node: IsNode, rank: dict[int, int]) -> tuple[Any, Inputs] | None:
    """The node that one entry of a tape made, and its inputs; None for anything else."""
    found = list(_mentioned(entry, is_node))
    nodes = [each for each in found if is_node(each)]
    if len(nodes) < 2 and not (nodes and isinstance(entry, tuple)):
        return None
    named = dict(_named(entry))
    out = next(
        (named[name] for name in ("out", "output", "result", "res", "z") if is_node(named.get(name))), None
    )
    if out is None:
        first, last = nodes[0], nodes[-1]
        out = max(nodes, key=lambda node: rank.get(id(node), -1)) if rank else first
        if not rank and hasattr(entry, "__code__"):
            out = last
    items, partials, skipped = [], [], False
    for each in found:
        if each is out and not skipped:
            skipped = True
        elif is_node(each):
            items.append(each)
        else:
            partials.append(real(each) or 0.0)
    known = tuple(partials) if len(partials) == len(items) else None
    return out, Inputs(tuple(items), True, known, repeats=not callable(entry))


def _mentioned(entry: Any, is_node: IsNode, depth: int = 3) -> Iterator[Any]:
    """Nodes and numbers in an entry, as they come: of closures, tuples, lists and records."""
    if is_node(entry) or is_number(entry):
        yield entry
    elif depth and isinstance(entry, list | tuple):
        for each in entry:
            yield from _mentioned(each, is_node, depth - 1)
    elif depth and isinstance(entry, dict):
        for each in entry.values():
            yield from _mentioned(each, is_node, depth - 1)
    elif depth and not isinstance(entry, str | type | None):
        for _, each in _named(entry):
            yield from _mentioned(each, is_node, depth - 1)


def _named(entry: Any) -> Iterator[tuple[str, Any]]:
    code = get(entry, "__code__")
    if code is MISSING:
        yield from stored(entry)
        return
    cells = dict(zip(code.co_freevars, entry.__closure__ or (), strict=False))
    for name in sorted(cells, key=lambda each: (each != "self", each)):
        try:
            yield name, cells[name].cell_contents
        except ValueError:
            continue
    defaults = entry.__defaults__ or ()
    arguments = code.co_varnames[: code.co_argcount]
    yield from zip(arguments[len(arguments) - len(defaults) :], defaults, strict=False)
