"""Random runs, for property tests: everything that a child may answer."""

from __future__ import annotations

from math import prod
from typing import Any

from hypothesis import strategies as st

from engine.custom import custom_op
from engine.findings import Contribution, Finding, Operation, OwnEngine, Tried
from engine.graph import Frame, Graph
from engine.norms import ListNorms, Norms, ScopeNorms
from engine.notices import Notice
from engine.ops import LEAF, Op
from engine.run import Figure, NamedList, PassRecord, Run, Scope
from engine.watched import Watched
from tests.engine.graphs import dags

NUMBERS = st.floats()
WORDS = st.text(st.characters(codec="utf-8"), max_size=12)
LINES = st.none() | st.integers(1, 1_000)
FILES = st.sampled_from([None, "value.py", "pkg/näme.py"])
STATES = st.sampled_from(["none", "fresh", "stale", "accumulated", "assigned"])
VERDICTS = st.sampled_from(["right", "wrong", "missing"])
NORMS = st.builds(
    Norms,
    st.lists(
        st.builds(
            ListNorms,
            WORDS,
            st.lists(st.integers(0, 9), max_size=3).map(tuple),
            WORDS,
            NUMBERS,
            NUMBERS,
            st.none() | NUMBERS,
            st.integers(0, 9),
        ),
        max_size=2,
    ).map(tuple),
    st.lists(st.builds(ScopeNorms, WORDS, WORDS, NUMBERS, NUMBERS), max_size=2).map(tuple),
)
WATCHED = st.one_of(
    st.builds(Watched, WORDS, LINES, FILES, st.integers(0, 9), st.just("number"), NUMBERS),
    st.builds(Watched, WORDS, LINES, FILES, st.integers(0, 9), st.just("text"), WORDS),
    st.builds(
        Watched, WORDS, LINES, FILES, st.integers(0, 9), st.just("matrix"),
        st.tuples(*[NUMBERS] * 6), st.just((2, 3)),
    ),
)  # fmt: skip


def same(strategy: st.SearchStrategy[Any], count: int) -> st.SearchStrategy[tuple[Any, ...]]:
    """A tuple of so many."""
    return st.lists(strategy, min_size=count, max_size=count).map(tuple)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Over the whole catalogue, with labels and groups of any kind; some ops are the program's own."""
    graph = Graph(draw(dags(most=8))[1])
    count = len(graph)
    ops: list[Op] = list(graph.ops)
    for node, inputs in enumerate(graph.inputs):
        if inputs and draw(st.integers(0, 5)) == 0:
            ops[node] = custom_op(draw(WORDS), draw(NUMBERS), draw(same(NUMBERS, len(inputs))))
    groups = same(st.sampled_from(["", "mlp", "mlp/layer0", "größe/b"]), count)
    return Graph.of(ops, graph.inputs, draw(same(WORDS, count)), draw(groups))


@st.composite
def owns(draw: st.DrawFn, count: int) -> OwnEngine:
    """What is said of an own engine whose graph has so many nodes."""
    node = st.integers(0, count - 1)
    contributions = st.builds(
        Contribution, node, st.none() | node, st.none() | st.integers(0, 3), NUMBERS, st.none() | NUMBERS,
        NUMBERS, NUMBERS, LINES, FILES,
    )  # fmt: skip
    findings = st.builds(
        Finding, node, LINES, WORDS, st.none() | WORDS, st.none() | st.integers(0, 3), NUMBERS, NUMBERS,
        st.sampled_from([None, "overwrites"]), WORDS, FILES, st.none() | WORDS,
    )  # fmt: skip
    numbers = st.lists(NUMBERS, max_size=3).map(tuple)
    tried = st.builds(
        Tried, numbers, st.none() | NUMBERS, st.none() | NUMBERS, st.none() | numbers, st.none() | numbers
    )
    operations = st.builds(
        Operation, WORDS, WORDS, LINES, VERDICTS, VERDICTS, st.integers(0, 9), st.integers(0, 9), FILES,
        FILES, st.lists(tried, max_size=3).map(tuple),
    )  # fmt: skip
    return OwnEngine(
        name=draw(WORDS),
        line=draw(LINES),
        agrees=draw(st.booleans()),
        checked=draw(st.integers(0, 1_000)),
        operations=tuple(draw(st.lists(operations, max_size=3))),
        findings=tuple(draw(st.lists(findings, max_size=3))),
        expected=draw(same(st.none() | NUMBERS, count)),
        contributions=tuple(draw(st.lists(contributions, max_size=5))),
        file=draw(FILES),
    )


@st.composite
def scopes(draw: st.DrawFn, count: int) -> tuple[Scope, ...]:
    """A tree of scopes, each after the one that it is in, over a graph of so many nodes."""
    found: list[Scope] = []
    made_in = draw(same(st.integers(0, 2), count))
    for k in range(draw(st.integers(1, 3))):
        parent = draw(st.integers(0, k - 1)) if k else -1
        name = draw(WORDS) if k else ""
        above = found[parent].path if k else ""
        path = f"{above}{'/' if above else ''}{name}[{k}]" if k else ""
        inside = tuple([node for node in range(count) if made_in[node] == k])
        file = draw(FILES) if k else None
        found.append(
            Scope(
                path,
                name,
                draw(LINES) if k else None,
                parent,
                inside,
                draw(lists(count)) if count else (),
                file,
            )
        )
    return tuple(found)


@st.composite
def lists(draw: st.DrawFn, count: int) -> tuple[NamedList, ...]:
    """Lists of any shape."""
    node = st.integers(0, count - 1)
    found = []
    for _ in range(draw(st.integers(0, 2))):
        shape = draw(st.lists(st.integers(0, 3), min_size=1, max_size=3).map(tuple))
        whole = draw(st.just(()) | same(st.integers(0, 9), 2))
        found.append(NamedList(draw(WORDS), shape, draw(same(node, prod(shape))), whole))
    return tuple(found)


@st.composite
def runs(draw: st.DrawFn) -> Run:
    """With or without a graph."""
    graph = draw(st.none() | graphs())
    count = 0 if graph is None else len(graph)
    node = st.nothing() if graph is None else st.integers(0, count - 1)
    ids: st.SearchStrategy[tuple[int, ...]] = (
        st.just(()) if graph is None else st.lists(node, max_size=4).map(tuple)
    )
    leaves = () if graph is None else tuple(graph.names[i] for i in range(count) if graph.ops[i] is LEAF)
    return Run(
        source=draw(WORDS),
        graph=graph,
        frame=Frame(draw(same(NUMBERS, count)), draw(same(NUMBERS, count))),
        states=draw(same(STATES, count)),
        passes=draw(same(st.integers(0, 1_000), count)),
        lines=draw(same(LINES, count)),
        printed=draw(WORDS),
        notices=tuple(
            draw(st.lists(st.builds(Notice, WORDS, WORDS, LINES, LINES, st.none() | node, FILES), max_size=3))
        ),
        result=draw(st.none() | WORDS),
        echo=draw(st.none() | node),
        reusable=draw(st.booleans()),
        parameters=leaves,
        loose=tuple(draw(st.lists(WORDS, max_size=3))),
        held=tuple(draw(st.lists(st.tuples(WORDS, ids), max_size=3))),
        files=draw(st.just(()) | same(FILES, count)),
        scopes=draw(st.just(()) | scopes(count)),
        figures=tuple(draw(st.lists(st.builds(Figure, WORDS, LINES, WORDS, FILES), max_size=2))),
        pass_records=tuple(
            draw(
                st.lists(
                    st.builds(
                        PassRecord,
                        st.integers(1, 9),
                        NUMBERS,
                        st.none() | st.just(3),
                        LINES,
                        FILES,
                        st.none() | NORMS,
                    ),
                    max_size=2,
                )
            )
        ),
        own=None if graph is None else draw(st.none() | owns(count)),
        seconds=draw(st.floats(0.0, 100.0)),
        interpreted=draw(st.booleans()),
        cacheable=draw(st.booleans()),
        watched=tuple(draw(st.lists(WATCHED, max_size=3))),
    )


def plain(run: Run) -> tuple[Any, ...]:
    """A run as a text that is equal for equal runs, NaN and signs of zero included."""
    graph = run.graph
    shape: Any = None
    if graph is not None:
        recorded = [
            (op.value(), [op.partial(slot, 0.0, (0.0,) * len(sources)) for slot in range(len(sources))])
            for op, sources in zip(graph.ops, graph.inputs, strict=True)
            if op.name == "custom"
        ]
        names = [(op.name, op.symbol) for op in graph.ops]
        shape = (names, graph.inputs, graph.labels, graph.groups, recorded)
    fields = [name for name in Run.__dataclass_fields__ if name != "graph"]
    return (repr(shape), *[(name, repr(getattr(run, name))) for name in fields])
