"""A graph as JSON: the node list of the REST contract, which can be read back bit for bit."""

from __future__ import annotations

import json
import math
from typing import Any

from engine.export.format import Format
from engine.graph import Frame, Graph
from engine.names import node_id


def write(graph: Graph, frame: Frame) -> str:
    """``{"output", "nodes": [{"id", "op", "label", "group", "data", "grad", "inputs": [{"node"}]}]}``.

    Numbers that are not finite are the strings ``"NaN"``, ``"Infinity"`` and ``"-Infinity"``.
    """
    nodes = [
        {
            "id": node_id(i),
            "op": op.name,
            "label": graph.labels[i],
            "group": graph.groups[i],
            "data": _number(frame.data[i]),
            "grad": _number(frame.grad[i]),
            "inputs": [{"node": node_id(j)} for j in graph.inputs[i]],
        }
        for i, op in enumerate(graph.ops)
    ]
    return json.dumps({"output": node_id(graph.output), "nodes": nodes}, allow_nan=False, indent=1) + "\n"


def _number(x: float) -> Any:
    if math.isfinite(x):
        return x
    return "NaN" if math.isnan(x) else "Infinity" if x > 0 else "-Infinity"


DOCUMENT = Format("json", "JSON node list", "json", "application/json", write)
