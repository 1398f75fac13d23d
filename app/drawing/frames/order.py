"""Boxes and their edges as numbers: an order, levels, and a cut through cycles.

Cycles of boxes are cut by stage. A node's stage is the number of times that a path to it leaves a box
within the cycle; a box with nodes of several stages becomes several parts. An edge within a part keeps the
stage and any other raises it, so no cycle is left.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.drawing.frames.frame import Ids
from app.drawing.quotient.topology import components

Edges = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Joins:
    """Which boxes feed which: source, target, how many edges, and the first of these edges."""

    source: Ids
    target: Ids
    count: Ids
    first: Edges

    @classmethod
    def of(cls, source: Ids, target: Ids, boxes: int, weight: Ids | None = None) -> Joins:
        """The joins of edges, given by the boxes at their ends; edges inside one box are none."""
        across = np.flatnonzero(source != target)
        codes = source[across].astype(np.int64) * boxes + target[across]
        found, first, inverse = np.unique(codes, return_index=True, return_inverse=True)
        counts = np.bincount(inverse, None if weight is None else weight[across], len(found))
        return cls(
            (found // boxes).astype(np.int32),
            (found % boxes).astype(np.int32),
            counts.astype(np.int32),
            across[first],
        )


def levels(boxes: int, joins: Joins) -> tuple[Ids, bool]:
    """For each box the longest path to it, -1 on a cycle and behind one; and whether there is none."""
    inputs = np.bincount(joins.target, minlength=boxes).tolist()
    starts = np.searchsorted(joins.source, np.arange(boxes + 1)).tolist()
    targets = joins.target.tolist()
    found = [-1] * boxes
    ready = [box for box in range(boxes) if not inputs[box]]
    for box in ready:
        found[box] = 0
    done, longest = 0, [0] * boxes
    while done < len(ready):
        box = ready[done]
        done += 1
        found[box] = longest[box]
        for target in targets[starts[box] : starts[box + 1]]:
            if longest[target] <= longest[box]:
                longest[target] = longest[box] + 1
            inputs[target] -= 1
            if not inputs[target]:
                ready.append(target)
    return np.array(found, np.int32), done == boxes


def cut(box: Ids, source: Ids, target: Ids, joins: Joins, boxes: int) -> Ids:
    """For each node the number of the part of its box that it is in, from 0; 0 off every cycle.

    Arguments:
        box: the box of each node; nodes are in topological order.
        source, target: the edges between these nodes, by target.
    """
    pairs = list(zip(joins.source.tolist(), joins.target.tolist(), strict=True))
    cycle = np.array(components(boxes, pairs), np.int32)
    size = np.bincount(cycle, minlength=boxes)
    cycle[size[cycle] < 2] = -1
    inside = cycle[box[source]]
    kept = (inside >= 0) & (inside == cycle[box[target]])
    stage = _stages(box, cycle, source[kept].tolist(), target[kept].tolist())
    codes = box.astype(np.int64) * (int(stage.max(initial=0)) + 1) + stage
    found, number = np.unique(codes, return_inverse=True)
    owner = found // (int(stage.max(initial=0)) + 1)
    first = np.searchsorted(owner, np.arange(boxes))
    parts: Ids = (number - first[box]).astype(np.int32)
    return parts


def _stages(box: Ids, cycle: Ids, sources: list[int], targets: list[int]) -> Ids:
    """As late as the uses allow, so that what a box makes for its own later use is in one part with it."""
    home = box.tolist()
    earliest = [0] * len(home)
    for source, target in zip(sources, targets, strict=True):
        stage = earliest[source] + (home[source] != home[target])
        if stage > earliest[target]:
            earliest[target] = stage
    used = np.zeros(len(home), bool)
    used[sources] = True
    free = np.flatnonzero(~used & (cycle[box] >= 0)).tolist()
    latest = _latest(home, sources, targets, dict.fromkeys(free, _NEVER))
    occupied: dict[int, set[int]] = {}
    for node, stage in enumerate(latest):
        if stage < _NEVER:
            occupied.setdefault(home[node], set()).add(stage)
    ends = {
        node: min((s for s in occupied.get(home[node], ()) if s >= earliest[node]), default=earliest[node])
        for node in free
    }
    return np.array(_latest(home, sources, targets, ends), np.int32)


_NEVER = 1 << 30


def _latest(home: list[int], sources: list[int], targets: list[int], ends: dict[int, int]) -> list[int]:
    """The latest stage of each node. ends: the stages of those that nothing on the cycle uses."""
    latest = [_NEVER if node in ends else 0 for node in range(len(home))]
    for node in {*sources}:
        latest[node] = _NEVER
    for node, stage in ends.items():
        latest[node] = stage
    for source, target in zip(reversed(sources), reversed(targets), strict=True):
        stage = latest[target] - (home[source] != home[target]) if latest[target] < _NEVER else _NEVER
        if stage < latest[source]:
            latest[source] = stage
    return latest
