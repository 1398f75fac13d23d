"""What a program came to: its graph, its numbers, and what it printed and drew.

However a program ran, interpreted or as Python, a `Run` is what is left of it. Knows no program text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from engine.errors import LeafError
from engine.findings import OwnEngine
from engine.graph import Frame, Graph
from engine.names import parse_id
from engine.norms import Norms
from engine.notices import Notice
from engine.ops import CONSTANT, LEAF
from engine.watched import Watched

State: TypeAlias = Literal["fresh", "program"]
GradState: TypeAlias = Literal["none", "fresh", "stale", "accumulated", "assigned"]


@dataclass(frozen=True, slots=True)
class NamedList:
    """Values that the program holds together: `q` in `q = linear(x, wq)`.

    nodes: ids in the list's order. whole: the shape that it has in the program, if only some of its rows are
    in the graph; empty if all are.
    """

    name: str
    shape: tuple[int, ...]
    nodes: tuple[int, ...]
    whole: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """One call of one of the program's functions, or one turn of a loop that makes Values.

    path: `name[k]/name[k]…` from the outermost; "" is the whole program. parent: index in the run's scopes,
    -1 for the outermost. nodes: ids of the Values made here and not in a scope inside this one, in the order
    in which they were made.
    """

    path: str
    name: str
    line: int | None
    parent: int
    nodes: tuple[int, ...]
    lists: tuple[NamedList, ...] = ()
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """What a program drew. svg: as the program's process made it, so not to be trusted."""

    name: str
    line: int | None
    svg: str
    file: str | None = None


@dataclass(frozen=True, slots=True)
class PassRecord:
    """One `backward()`, counted from 1. value: the output's data. nodes: how many the graph has. norms: None
    where nobody asked for them, or where they would have held the program up.
    """

    number: int
    value: float
    nodes: int | None
    line: int | None
    file: str | None = None
    norms: Norms | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """What a program came to.

    graph: under its output; None for a program without a Value. frame: data and grads exactly as the program
    left them. states, passes, lines: for each node its grad state, the passes its grad holds, and the line
    that made it. result: the repr of a final expression statement; echo: the node that it shows, if it is one
    of the graph's. reusable: other values for its leaves are one forward pass over the same graph.
    parameters: the leaves that a descent moves unless told otherwise. loose: names that have a number but no
    part in the output. held: the top-level names of lists and tuples, each with its nodes in the graph.
    files: for each node the attached file that its line is in, None for the program itself; empty if all are.
    own: what is to be said of a Value class that the program defines itself, if its output is one of them.
    seconds: CPU time that the program took, 0 where none ran. interpreted: whether it was interpreted instead
    of run as Python. cacheable: false if it read the clock or the system's entropy.
    watched: the last thing that it showed under each name.
    """

    source: str
    graph: Graph | None
    frame: Frame
    states: tuple[str, ...]
    passes: tuple[int, ...]
    lines: tuple[int | None, ...]
    printed: str
    notices: tuple[Notice, ...]
    result: str | None
    echo: int | None
    reusable: bool
    parameters: tuple[str, ...]
    loose: tuple[str, ...]
    held: tuple[tuple[str, tuple[int, ...]], ...] = ()
    files: tuple[str | None, ...] = ()
    scopes: tuple[Scope, ...] = ()
    figures: tuple[Figure, ...] = ()
    pass_records: tuple[PassRecord, ...] = ()
    own: OwnEngine | None = None
    seconds: float = 0.0
    interpreted: bool = True
    cacheable: bool = True
    watched: tuple[Watched, ...] = ()


def settle(run: Run, values: Mapping[str, float]) -> list[float]:
    """The run's data with ``values`` on its leaves, by name or id: what a fresh forward pass begins with.

    Names that the graph does not have are left alone. Raises LeafError for a node that is not a leaf.
    """
    data = list(run.frame.data)
    if run.graph is None:
        return data
    for name, number in values.items():
        i = run.graph.ids.get(name)
        if i is None and is_leaf_id(run.graph, name):
            i = parse_id(name, len(run.graph))
        if i is not None:
            data[i] = float(number)
        elif name in run.graph.labels:
            raise not_a_leaf(name, f"`{name}` is computed from the leaves")
    return data


def is_leaf_id(graph: Graph | None, name: str) -> bool:
    """Whether the name is the id of a leaf. Raises LeafError for the id of another node."""
    i = None if graph is None else parse_id(name, len(graph))
    if graph is None or i is None:
        return False
    if graph.ops[i] is CONSTANT:
        raise not_a_leaf(name, f"`{name}` is a constant, a plain number that an op wrapped")
    if graph.ops[i] is not LEAF:
        raise not_a_leaf(name, f"`{name}` is computed from the leaves")
    return True


def not_a_leaf(name: str, why: str) -> LeafError:
    return LeafError(
        f"{why}: only a leaf can be given a number.", names=(name,), hint="A leaf is made with `Value(…)`."
    )
