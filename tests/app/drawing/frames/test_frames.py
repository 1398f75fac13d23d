"""What holds for the frames of any graph: no cycle, no node twice, no edge lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest

from app.drawing.frames import Frame, Unit, boxes, counts, frames
from engine.graph import Graph
from engine.outline import outline_of
from tests.app.drawing.frames.random_runs import random_run

SEEDS = range(30)


def every_frame(frame: Frame) -> Iterator[Frame]:
    yield frame
    for unit in frame.units:
        if unit.inner is not None:
            yield from every_frame(unit.inner)


def every_unit(frame: Frame) -> list[Unit]:
    return [unit for each in every_frame(frame) for unit in each.units]


def random_views(seed: int) -> Iterator[tuple[Graph, Frame]]:
    """Frames of a random graph: each detail, the first view, then what opening boxes one by one leads to."""
    run = random_run(seed)
    assert run.graph is not None
    outline = outline_of(run)
    random = Random(seed)
    for detail in ("program", "calls", "lines", None, "values"):
        yield run.graph, frames(run.graph, outline, detail=detail)
    most = random.choice([3, 5, 60])
    opened: list[str] = []
    for _ in range(6):
        view = frames(run.graph, outline, detail="program", open=opened, most=most)
        yield run.graph, view
        closed = [unit for unit in boxes(view) if unit.opens]
        if not closed:
            return
        opened += [
            random.choice(unit.copies or (unit.path,)) for unit in random.sample(closed, min(3, len(closed)))
        ]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_frame_is_acyclic_and_in_topological_order(seed: int) -> None:
    for _, view in random_views(seed):
        for frame in every_frame(view):
            assert all(0 <= join.source < join.target < len(frame.units) for join in frame.joins)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_node_is_in_one_box_or_docked_and_every_edge_is_drawn_once(seed: int) -> None:
    for graph, view in random_views(seed):
        drawn = list(boxes(view))
        found = Counter(node for unit in drawn for node in unit.members.tolist())
        assert all(count == 1 for count in found.values())
        docked = {node for unit in drawn for dock in unit.docks for node in dock.nodes}
        assert found.keys() | docked == set(range(len(graph)))
        home = {node: unit for unit in drawn for node in unit.members.tolist()}
        joins = Counter[tuple[int, int]]()
        for frame in every_frame(view):
            inside = [frozenset(unit.members.tolist()) for unit in frame.units]
            for join in frame.joins:
                crossing = [
                    (target, slot)
                    for target in inside[join.target]
                    for slot, source in enumerate(graph.inputs[target])
                    if source in inside[join.source]
                ]
                assert len(crossing) == join.count
                assert join.first == min(crossing)
                joins.update(crossing)
        for target in range(len(graph)):
            for slot, source in enumerate(graph.inputs[target]):
                if source not in home:
                    assert any(source in dock.nodes for dock in home[target].docks)
                elif target in home:
                    assert joins[target, slot] == (home[source] is not home[target])


@pytest.mark.parametrize("seed", SEEDS)
def test_paths_are_unique_and_what_is_inside_a_unit_is_what_it_has(seed: int) -> None:
    for graph, view in random_views(seed):
        units = every_unit(view)
        paths = Counter(unit.path for unit in units)
        assert all(count == 1 for count in paths.values()), paths.most_common(2)
        for unit in units:
            if unit.inner is not None:
                assert (
                    sorted(n for each in unit.inner.units for n in each.members.tolist())
                    == unit.members.tolist()
                )
            assert set(unit.cells) <= set(range(len(graph)))
            size = 1
            for length in unit.shape:
                size *= length
            assert size == len(unit.cells) > 0


@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_frame_reads_and_what_is_used_outside_it(seed: int) -> None:
    for graph, view in random_views(seed):
        for frame in every_frame(view):
            inside = {node for unit in frame.units for node in unit.members.tolist()}
            docked = {node for unit in frame.units for dock in unit.docks for node in dock.nodes}
            for k, unit in enumerate(frame.units):
                members = unit.members.tolist()
                reads = {source for node in members for source in graph.inputs[node]} - inside
                used = {target for node in members for target, _ in graph.uses[node]} - inside
                assert (k in frame.reads) == bool({s for s in reads if s not in docked})
                assert (k in frame.leaves) == bool(used)


@pytest.mark.parametrize("seed", SEEDS)
def test_counts_are_those_of_the_boxes(seed: int) -> None:
    run = random_run(seed)
    assert run.graph is not None
    found = counts(run.graph, outline_of(run))
    for detail, count in found.items():
        most = 10**6 if detail == "values" else 60
        assert count == sum(1 for _ in boxes(frames(run.graph, outline_of(run), detail=detail, most=most)))


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_opened_is_open_beside_all_that_was(seed: int) -> None:
    run = random_run(seed)
    assert run.graph is not None
    random = Random(seed)
    most = random.choice([3, 5, 60])
    opened: list[str] = []
    for _ in range(8):
        view = frames(run.graph, outline_of(run), detail="program", open=opened, most=most)
        assert set(opened) <= {unit.path for unit in every_unit(view) if unit.inner is not None}
        closed = [unit for unit in boxes(view) if unit.opens]
        if closed:
            opened.append(random.choice(random.choice([unit.copies or (unit.path,) for unit in closed])))
