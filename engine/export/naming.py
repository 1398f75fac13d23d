"""Names for the nodes of a graph in a program: a person's labels where they can be used, ids elsewhere."""

from __future__ import annotations

import builtins
import keyword
import math
import re
from collections.abc import Collection

from engine.graph import Graph
from engine.names import node_id, parse_id

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}\Z")


def identifiers(graph: Graph, taken: Collection[str]) -> list[str]:
    """One name a node, each used once.

    A label is used if it is a name that nothing else has: no word of Python's, none of ``taken``, no id.
    """
    counts: dict[str, int] = {}
    for label in graph.labels:
        counts[label] = counts.get(label, 0) + 1
    refused = {*taken, *dir(builtins), *keyword.kwlist, *keyword.softkwlist}

    def usable(label: str) -> bool:
        return (
            counts[label] == 1
            and _WORD.match(label) is not None
            and not label.startswith("_")
            and parse_id(label) is None
            and label not in refused
        )

    return [label if usable(label) else node_id(i) for i, label in enumerate(graph.labels)]


def literal(number: float) -> str:
    """The number as Python reads it back, bit for bit; what is not finite needs ``math``."""
    if number != number:
        return "math.nan"
    if math.isinf(number):
        return "math.inf" if number > 0 else "-math.inf"
    return repr(float(number))


def remark(text: str) -> str:
    """The string as it may be in a comment: one line, nothing that a terminal or an editor would act on."""
    return "".join(c if c.isprintable() else "�" for c in text)
