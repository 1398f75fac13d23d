"""A run's structure as bytes and back: what a stored graph is, apart from its numbers.

The graph is kept as it was built, and never built again from its text: a later version of the language could
read the text another way.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass, field
from typing import Any, Final

from engine.custom import custom_op
from engine.graph import Frame, Graph
from engine.notices import Notice
from engine.ops import CATALOGUE, CONSTANT, CUSTOM, LEAF
from engine.run import Run

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
