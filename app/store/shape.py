"""A run's structure as bytes and back: what a stored graph is, apart from its numbers.

The graph is kept as it was built, and never built again from its text: a later version of the language could
read the text another way.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any, Final

from engine.graph import Frame, Graph
from engine.notices import Notice
from engine.ops import CATALOGUE, CONSTANT, LEAF, Op
from engine.run import Run

_VERSION: Final = 1
_OPS: Final = {**CATALOGUE, LEAF.name: LEAF, CONSTANT.name: CONSTANT}


@dataclass(slots=True, eq=False)
class _Node:
    op: Op
    inputs: Sequence[_Node]
    label: str
    group: str
    data: float = 0.0
    grad: float = 0.0


@dataclass(frozen=True, slots=True)
class Shape:
    """The result of a run, and how it was requested. The numbers in `run` are not the graph's own."""

    run: Run
    graph: Graph
    output: str | None
    seed: int


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
            # Left out where there is none, so that what was kept before there was any has its digest still.
            **({"held": run.held} if run.held else {}),
        },
        separators=(",", ":"),
    ).encode()


def _notice(notice: Notice) -> tuple[Any, ...]:
    """Without a file where there is none, as notices were kept before there were files."""
    return astuple(notice)[: None if notice.file else -1]


def unpack(packed: bytes) -> Shape:
    """The structure that `pack` was given."""
    kept: dict[str, Any] = json.loads(packed)
    nodes: list[_Node] = []
    for op, inputs, label, group in zip(
        kept["ops"], kept["inputs"], kept["labels"], kept["groups"], strict=True
    ):
        nodes.append(_Node(_OPS[op], tuple([nodes[i] for i in inputs]), label, group))
    graph = Graph(nodes[-1])
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
    )
    return Shape(run, graph, kept["output"], kept["seed"])


def digest(packed: bytes) -> str:
    """Equal for equal structures."""
    return hashlib.sha256(packed).hexdigest()


def shrink(packed: bytes) -> bytes:
    """As it is stored in the database."""
    return zlib.compress(packed, 1)


def grow(stored: bytes) -> bytes:
    """As it was before `shrink`."""
    return zlib.decompress(stored)
