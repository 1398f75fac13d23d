"""A run's structure as bytes and back: what a stored graph is, apart from its numbers.

The graph is kept as it was built, and never built again from its text: a later version of the language could
read the text another way.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, field, replace
from typing import Any, Final

from engine.custom import custom_op
from engine.findings import Finding, Operation, OwnEngine
from engine.graph import Frame, Graph
from engine.notices import Notice
from engine.ops import CATALOGUE, CONSTANT, CUSTOM, LEAF
from engine.run import Figure, NamedList, PassRecord, Run, Scope

_VERSION: Final = 1
_OPS: Final = {**CATALOGUE, LEAF.name: LEAF, CONSTANT.name: CONSTANT}


@dataclass(frozen=True, slots=True)
class Shape:
    """The result of a run, and how it was requested. The numbers in `run` are not the graph's own."""

    run: Run
    graph: Graph
    output: str | None
    seed: int
    files: Mapping[str, str] = field(default_factory=dict)
    python: str = "auto"


def pack(shape: Shape) -> bytes:
    """A structure without its numbers. Equal ones give equal bytes."""
    run, graph = shape.run, shape.graph
    return json.dumps(
        {
            "version": _VERSION,
            "source": run.source,
            "output": shape.output,
            "seed": shape.seed,
            "ops": [op.name for op in graph.ops],
            "inputs": graph.inputs,
            "labels": graph.labels,
            "groups": graph.groups,
            "lines": run.lines,
            "printed": run.printed,
            "notices": [_notice(notice) for notice in run.notices],
            "result": run.result,
            "echo": run.echo,
            "reusable": run.reusable,
            "parameters": run.parameters,
            "loose": run.loose,
            **{name: value for name, value in _later(shape) if value},
        },
        separators=(",", ":"),
    ).encode()


def _later(shape: Shape) -> Iterator[tuple[str, Any]]:
    """What structures did not have at first: left out where there is none, so that digests stay the same."""
    run, graph = shape.run, shape.graph
    yield "held", run.held
    yield "files", dict(shape.files)
    yield "python", shape.python if shape.python != "auto" else None
    yield "in_files", run.files if any(run.files) else None
    yield "scopes", list(_scopes(run.scopes))
    yield "pass_records", [astuple(replace(record, norms=None))[:-1] for record in run.pass_records]
    yield "figures", [astuple(figure) for figure in run.figures]
    yield "own", _own(run.own)
    # Such an op's numbers are recorded, so they belong to the structure.
    yield (
        "custom",
        [
            (
                node,
                op.symbol,
                op.value(),
                [op.partial(slot, 0.0, ()) for slot in range(len(graph.inputs[node]))],
            )
            for node, op in enumerate(graph.ops)
            if op.name == CUSTOM
        ],
    )


def _scopes(scopes: Sequence[Scope]) -> Iterator[tuple[Any, ...]]:
    """Each scope with the last name of its path alone; none if the outermost is alone and has no list."""
    if len(scopes) > 1 or any(scope.lists for scope in scopes):
        for scope in scopes:
            above = scopes[scope.parent].path if scope.parent >= 0 else ""
            last = scope.path[len(above) + 1 :] if above else scope.path
            lists = [astuple(each) for each in scope.lists]
            yield last, scope.name, scope.line, scope.parent, scope.nodes, lists, scope.file


def _read_scopes(kept: Sequence[Sequence[Any]]) -> Iterator[Scope]:
    paths: list[str] = []
    for last, name, line, parent, nodes, lists, file in kept:
        above = paths[parent] if parent >= 0 else ""
        paths.append(f"{above}/{last}" if above else last)
        held = tuple(
            NamedList(each, tuple(shape), tuple(ids), tuple(whole)) for each, shape, ids, whole in lists
        )
        yield Scope(paths[-1], name, line, parent, tuple(nodes), held, file)


def _own(own: OwnEngine | None) -> dict[str, Any] | None:
    """What is said of the class; the numbers of one pass are not kept."""
    return None if own is None else {**asdict(own), "expected": (), "contributions": ()}


def _read_own(kept: Mapping[str, Any] | None, nodes: int) -> OwnEngine | None:
    if kept is None:
        return None
    operations = tuple(Operation.of(each) for each in kept["operations"])
    findings = tuple(Finding(**each) for each in kept["findings"])
    found = {**kept, "operations": operations, "findings": findings}
    return OwnEngine(**{**found, "expected": (None,) * nodes, "contributions": ()})


def _notice(notice: Notice) -> tuple[Any, ...]:
    """Without a file where there is none, as notices were kept before there were files."""
    return astuple(notice)[: None if notice.file else -1]


def unpack(packed: bytes) -> Shape:
    """The structure that `pack` was given."""
    kept: dict[str, Any] = json.loads(packed)
    custom = {node: custom_op(*recorded) for node, *recorded in kept.get("custom", ())}
    ops = [custom[node] if node in custom else _OPS[name] for node, name in enumerate(kept["ops"])]
    graph = Graph.of(ops, [tuple(sources) for sources in kept["inputs"]], kept["labels"], kept["groups"])
    zeros = (0.0,) * len(graph)
    run = Run(
        source=kept["source"],
        graph=graph,
        frame=Frame(zeros, zeros),
        states=("none",) * len(graph),
        passes=(0,) * len(graph),
        lines=tuple(kept["lines"]),
        printed=kept["printed"],
        notices=tuple(Notice(*notice) for notice in kept["notices"]),
        result=kept["result"],
        echo=kept["echo"],
        reusable=kept["reusable"],
        parameters=tuple(kept["parameters"]),
        loose=tuple(kept["loose"]),
        held=tuple((name, tuple(nodes)) for name, nodes in kept.get("held", ())),
        files=tuple(kept.get("in_files", ())),
        scopes=tuple(_read_scopes(kept.get("scopes", ()))),
        pass_records=tuple(PassRecord(*record) for record in kept.get("pass_records", ())),
        figures=tuple(Figure(*figure) for figure in kept.get("figures", ())),
        own=_read_own(kept.get("own"), len(graph)),
    )
    files, python = kept.get("files", {}), kept.get("python", "auto")
    return Shape(run, graph, kept["output"], kept["seed"], files, python)


def digest(packed: bytes) -> str:
    """Equal for equal structures."""
    return hashlib.sha256(packed).hexdigest()


def shrink(packed: bytes) -> bytes:
    """As it is stored in the database."""
    return zlib.compress(packed, 1)


def grow(stored: bytes) -> bytes:
    """As it was before `shrink`."""
    return zlib.decompress(stored)
