"""Frames by hand, and a graph whose nodes they show."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from app.drawing.frames.frame import Dock, Frame, Join, Unit
from engine.graph import Frame as Numbers
from engine.graph import Graph
from engine.ops import LEAF, op

NODES = 200
"""Nodes of the graph: 50 leaves, then sums of the first two."""


def graph() -> Graph:
    """Where every node may be in any box."""
    ops = [LEAF if k < 50 else op("add") for k in range(NODES)]
    inputs = [() if k < 50 else (0, 1) for k in range(NODES)]
    return Graph.of(ops, inputs, [f"v{k}" for k in range(NODES)], [""] * NODES)


def numbers() -> Numbers:
    """Some of either sign."""
    return Numbers(
        tuple((k % 7) - 3.0 for k in range(NODES)), tuple(0.01 * ((k % 5) - 2.0) for k in range(NODES))
    )


def unit(path: str, nodes: Sequence[int], **given: Any) -> Unit:
    """A closed call of these nodes, unless `given` says otherwise."""
    members = np.array(sorted(nodes), np.int32)
    fields = {
        "kind": "scope",
        "name": path.rpartition("/")[2],
        "note": "",
        "mark": 0,
        "cells": tuple(nodes),
        "shape": (len(nodes),),
    }
    return Unit(path=path, members=members, **{**fields, **given})


def dock(name: str, nodes: Sequence[int], *shape: int) -> Dock:
    """A list of leaves."""
    return Dock(f".{name}", name, tuple(nodes), shape or (len(nodes),))


def frame(path: str, units: Sequence[Unit], pairs: Sequence[tuple[int, int]], **given: Any) -> Frame:
    """Units with an edge for each pair."""
    joins = tuple(
        Join(source, target, 2 + source, (int(units[target].members[-1]), source)) for source, target in pairs
    )
    count = sum(len(each.members) for each in units)
    return Frame(path, path.rpartition("/")[2] or "program", "", count, tuple(units), joins, **given)


def chain(path: str, first: int) -> Frame:
    """Three boxes one after the other, read by and read from outside."""
    units = [unit(f"{path}/{name}", range(first + 4 * k, first + 4 * k + 4)) for k, name in enumerate("abc")]
    return frame(path, units, [(0, 1), (1, 2)], reads=(0, 2), leaves=(2,))


def opened(path: str, first: int, **given: Any) -> Unit:
    """A call that is open."""
    inner = chain(path, first)
    return unit(path, range(first, first + 12), inner=inner, **given)


def program(is_open: Sequence[bool] = (True, True)) -> Frame:
    """A box, two calls alike beside each other, open or not, and the value that all lead to."""
    calls = [
        opened(f"f[{k}]", 60 + 20 * k) if is_open[k] else unit(f"f[{k}]", range(60 + 20 * k, 72 + 20 * k))
        for k in range(2)
    ]
    start = unit("start", range(50, 54), docks=(dock("w", range(12), 3, 4), dock("b", range(12, 16))))
    loss = unit("n199", [199], kind="value", mark=None, opens=False, cells=(199,), shape=())
    return frame("", [start, *calls, loss], [(0, 1), (0, 2), (1, 3), (2, 3)])
