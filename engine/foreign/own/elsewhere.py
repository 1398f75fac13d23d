"""The judgement of a pass over another object than the output, in terms of the output's graph."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from engine.findings import Contribution, OwnEngine

_UNLABELLED: Final = re.compile(r"(?<!`)\bn(\d+)\b(?!`)")


def moved(own: OwnEngine, of: Sequence[Any], other: OwnEngine, of_other: Sequence[Any]) -> OwnEngine:
    """What is said of the output's graph, with what was found in the other.

    of, of_other: the instance of each node of the two graphs. What is not in the output's graph is said of
    the output.
    """
    here = {id(thing): node for node, thing in enumerate(of) if thing is not None}
    nodes = {k: here[id(thing)] for k, thing in enumerate(of_other) if id(thing) in here}
    expected = list(own.expected)
    for k, node in nodes.items():
        expected[node] = other.expected[k]
    findings = [
        replace(each, node=nodes.get(each.node, len(of) - 1), message=_renamed(each.message, nodes))
        for each in other.findings
    ]
    return replace(
        own,
        agrees=own.agrees and other.agrees,
        checked=other.checked,
        findings=tuple(findings),
        expected=tuple(expected),
        contributions=tuple([_moved(each, nodes) for each in other.contributions if each.node in nodes]),
    )


def _renamed(message: str, nodes: Mapping[int, int]) -> str:
    """Nodes without a label are called by their ids, which are others here."""

    def name(found: re.Match[str]) -> str:
        node = nodes.get(int(found[1]))
        return "a value outside this graph" if node is None else f"n{node}"

    return _UNLABELLED.sub(name, message)


def _moved(each: Contribution, nodes: Mapping[int, int]) -> Contribution:
    source = None if each.source is None else nodes.get(each.source)
    slot = None if source is None else each.slot
    return replace(each, node=nodes[each.node], source=source, slot=slot)
