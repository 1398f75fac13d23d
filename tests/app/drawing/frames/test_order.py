"""Ranks of boxes, and the cut through cycles."""

from __future__ import annotations

import numpy as np
import pytest

from app.drawing.frames.frame import Ids
from app.drawing.frames.order import Joins, cut, levels


def ids(*numbers: int) -> Ids:
    return np.array(numbers, np.int32)


def test_joins_count_their_edges_and_know_the_first() -> None:
    found = Joins.of(ids(0, 0, 1, 0, 2), ids(1, 1, 1, 2, 0), 3)
    assert found.source.tolist() == [0, 0, 2]
    assert found.target.tolist() == [1, 2, 0]
    assert found.count.tolist() == [2, 1, 1]
    assert found.first.tolist() == [0, 3, 4]
    weighed = Joins.of(ids(0, 0), ids(1, 1), 2, ids(5, 7))
    assert weighed.count.tolist() == [12]


def test_a_rank_is_the_longest_path_to_a_box() -> None:
    rank, complete = levels(4, Joins.of(ids(0, 1, 0, 2), ids(1, 2, 2, 3), 4))
    assert complete
    assert rank.tolist() == [0, 1, 2, 3]
    rank, complete = levels(3, Joins.of(ids(0, 1, 2), ids(1, 2, 1), 3))
    assert not complete
    assert rank.tolist() == [0, -1, -1]


@pytest.mark.parametrize(
    ("box", "edges", "parts"),
    [
        # 0 and 2 are of one box, with another between them.
        ((0, 1, 0), [(0, 1), (1, 2)], (0, 0, 1)),
        # What a box makes for its own later use is in one part with it: 1 is only used by 3.
        ((0, 0, 1, 0), [(0, 2), (2, 3), (1, 3)], (0, 1, 0, 1)),
        # What nothing in the cycle uses stays where its box is already.
        ((0, 1, 1, 0), [(0, 1), (0, 2), (1, 3)], (0, 0, 0, 1)),
        # No cycle, no parts.
        ((0, 1, 2), [(0, 1), (1, 2)], (0, 0, 0)),
    ],
)
def test_a_cycle_is_cut_into_as_few_parts_as_it_takes(
    box: tuple[int, ...], edges: list[tuple[int, int]], parts: tuple[int, ...]
) -> None:
    edges = sorted(edges, key=lambda edge: edge[1])
    source, target = (ids(*ends) for ends in zip(*edges, strict=True))
    boxes = ids(*box)
    joins = Joins.of(boxes[source], boxes[target], max(box) + 1)
    assert tuple(cut(boxes, source, target, joins, max(box) + 1).tolist()) == parts
