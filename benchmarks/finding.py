"""Row 10: finding something in a large graph: its index, made once, and the rows of the slowest query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from benchmarks.clock import Task, side_by_side
from benchmarks.table import Line
from engine.graph import Frame, Graph
from engine.ops import CATALOGUE, LEAF
from engine.outline import outline_of
from engine.program import run
from engine.run import NamedList, Run, Scope
from engine.search.find import find
from engine.search.index import Index
from engine.search.masks import Numbers
from engine.search.order import ordered
from engine.search.query import read_query

SIZES = 40_000, 1_000_000
SECONDS = {40_000: 0.1, 1_000_000: 0.15}
CALL, LIST = 100, 10  # nodes of one call, and of the list in it
QUERIES = "q", "call q[3]", "grad>0.5", "data<=0 tanh", "value1", "line:7", ""


def program_of(n: int) -> Run:
    """A run with n nodes in calls of a hundred, each with a list of ten."""
    ops = [CATALOGUE["add"] if k % 3 else CATALOGUE["tanh"] if k % 10 else LEAF for k in range(n)]
    ops[:2] = [LEAF, LEAF]
    inputs = [() if op is LEAF else (k - 1,) if op.arity == 1 else (k - 1, k - 2) for k, op in enumerate(ops)]
    labels = [f"value{k}" if k % 10 == 5 else "" for k in range(n)]
    graph = Graph.of(ops, inputs, labels, [""] * n)
    calls = [
        Scope(
            f"call[{k}]",
            "call",
            3,
            0,
            tuple(range(start, min(n, start + CALL))),
            (NamedList("q", (LIST,), tuple(range(start, start + LIST))),),
        )
        for k, start in enumerate(range(0, n - LIST, CALL))
    ]
    held = {node for call in calls for node in call.nodes}
    outermost = Scope("", "", None, -1, tuple(node for node in range(n) if node not in held))
    lines = tuple(k % 50 + 1 for k in range(n))
    empty = run("")
    frame = Frame((0.0,) * n, (0.0,) * n)
    return replace(
        empty, source="q\n" * 50, graph=graph, frame=frame, lines=lines, scopes=(outermost, *calls)
    )


def finding(seconds: float, counts: Sequence[int] = SIZES) -> list[Line]:
    """Three lines a size: the index, an order by number, and the slowest query."""
    return [line for n in counts for line in _lines(n, seconds / len(counts))]


def _lines(n: int, seconds: float) -> list[Line]:
    made = program_of(n)
    graph, outline = made.graph, outline_of(made)
    assert graph is not None
    index = Index(made, graph, outline)
    draw = np.random.default_rng(1)
    numbers = Numbers(draw.normal(size=n), draw.normal(size=n), np.ones(n, np.bool_))
    tasks: dict[str, Task] = {query: partial(find, index, read_query(query), numbers) for query in QUERIES}
    tasks["-grad"] = partial(ordered, index, numbers, "-grad")
    tasks["index"] = partial(Index, made, graph, outline)
    took = side_by_side(tasks, seconds, 3)
    slowest = max(QUERIES, key=lambda query: took[query])
    most = SECONDS.get(n, 1.0)
    work, target = f"(10) {n:,} values", f"≤ {most * 1000:.0f} ms"
    is_met, note = took[slowest] <= most, f"`{slowest}`"
    return [
        Line(f"{work}: what can be found, once", "Backlens", took["index"]),
        Line(f"{work}: a table by grad", "Backlens", took["-grad"]),
        Line(f"{work}: the slowest query", "Backlens", took[slowest], None, target, is_met, note),
    ]
