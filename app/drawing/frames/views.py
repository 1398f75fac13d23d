"""Which boxes are open in each detail, and in the first view."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from heapq import heappop, heappush
from weakref import WeakKeyDictionary

from app.drawing.frames.frame import Detail, Frame, Ids, boxes
from app.drawing.frames.index import Index, index_of
from app.drawing.frames.level import Level
from app.drawing.frames.opening import Opening
from app.drawing.frames.sharing import only_child
from app.drawing.frames.tree import Closed, Rule, Tree
from engine.graph import Graph
from engine.outline import Outline

MOST = 60
"""Boxes of one level, and of the first view, unless more are opened."""
DEEP = 6
"""Calls of one function, or turns of a loop, that follow on each other in the program as it is shown first:
so many can be read in a row."""
NEARLY = 0.8
"""The share of all nodes from which on an only scope is the program."""

_counts: WeakKeyDictionary[Outline, Mapping[Detail, int]] = WeakKeyDictionary()


def frames(
    graph: Graph,
    outline: Outline,
    *,
    detail: Detail | None = None,
    open: Collection[str] = (),  # noqa: A002  # as a view calls it
    most: int = MOST,
    bound: int | None = None,
) -> Frame:
    """The frames of a view.

    Arguments:
        detail: how deep the boxes go; None opens the largest scopes as long as there are no more boxes than
            `most`.
        open: box paths that are open beside these.
        most: boxes that one level may have; more are drawn as ranges.
        bound: boxes that the picture may have; where there are more, not all that is asked for is opened.
    """
    index = index_of(graph, outline)
    opening = Opening.of(index, open)
    if detail == "values":
        return Tree(index, opening, _never, most).every_value()
    if detail is None:
        return _first(index, opening, most, bound)
    deep = DEEP if detail == "program" else None
    return Tree(index, opening, _rule(index, detail), most, bound, deep).root()


def counts(graph: Graph, outline: Outline) -> Mapping[Detail, int]:
    """How many boxes each detail draws; counted once for each outline that is kept."""
    found = _counts.get(outline)
    if found is None:
        details: tuple[Detail, ...] = ("program", "calls", "lines")
        drawn: dict[Detail, int] = {
            detail: sum(1 for _ in boxes(frames(graph, outline, detail=detail))) for detail in details
        }
        found = _counts[outline] = {**drawn, "values": len(graph)}
    return found


def _first(index: Index, opening: Opening, most: int, bound: int | None) -> Frame:
    """The program's outermost calls, and the largest scopes in them opened while the boxes are few enough.

    Of scopes of one name beside each other one is opened: the others show the same again.
    """
    chosen: set[tuple[int, int]] = set()

    def rule(level: Level, place: int) -> bool:
        return (int(level.refs[place]), int(level.parts[place])) in chosen or is_program(level, place)

    tree = Tree(index, opening, rule, most, bound)
    drawn = sum(1 for _ in boxes(tree.root()))
    waiting: list[tuple[float, int, Closed]] = []
    taken: set[tuple[int, str]] = set()
    seen = 0
    while True:
        for each in tree.closed:
            seen += 1
            heappush(waiting, (-len(each.unit.members) / len(each.group.boxes), seen, each))
        tree.closed.clear()
        if not waiting:
            return tree.root()
        _, _, each = heappop(waiting)
        place = each.group.boxes[0]
        entry = int(each.inside.level.refs[place])
        alike = each.inside.level.entry, index.outline.entries[entry].name
        if alike in taken or not holds_scopes(index, entry, each.inside.level.nodes(place)):
            continue
        more = sum(1 for _ in boxes(tree.opened(each))) - (len(each.group.boxes) == 1)
        if drawn + more <= most:
            drawn += more
            chosen.add((entry, int(each.inside.level.parts[place])))
            taken.add(alike)
        else:
            tree.closed.clear()


def _rule(index: Index, detail: Detail) -> Rule:
    def calls(level: Level, place: int) -> bool:
        return holds_scopes(index, int(level.refs[place]), level.nodes(place))

    def lines(level: Level, place: int) -> bool:
        return True

    return {"program": is_program, "calls": calls, "lines": lines}.get(detail, _never)


def _never(level: Level, place: int) -> bool:
    return False


def is_program(level: Level, place: int) -> bool:
    """Whether a scope is as good as all of the program."""
    return (
        int(level.scopes.sum()) == 1
        and level.scopes[place]
        and level.entry == 0
        and int(level.starts[place + 1] - level.starts[place]) >= NEARLY * len(level.members)
    )


def holds_scopes(index: Index, entry: int, members: Ids) -> bool:
    """Whether there are scopes to see where an entry is opened."""
    home = index.home[members]
    while (inner := only_child(index, entry, home)) is not None:
        entry = inner
    return bool((home != entry).any())
