"""Paths of groups, and groups by level: those that hold nodes, then their parents, up to the outermost."""

import re
from collections.abc import Collection, Iterable, Iterator

from app.drawing.errors import InvalidView

Level = tuple[str, ...]


def levels(groups: Iterable[str]) -> Iterator[Level]:
    """Paths by level, finest first."""
    paths = sorted(set(groups) - {""})
    while paths:
        yield tuple(paths)
        parents = sorted({path.rpartition("/")[0] or path for path in paths})
        if parents == paths:
            return
        paths = parents


def title(level: Level) -> str:
    """`by neuron` where the last parts of the paths are neuron0, neuron1 and so on."""
    kinds = {re.sub(r"\d+$", "", path.rpartition("/")[2]) for path in level}
    if not any("/" in path for path in level):
        return "by network"
    return f"by {kinds.pop()}" if len(kinds) == 1 else "by group"


def outermost(group: str, closed: Iterable[str]) -> str:
    """The shortest prefix of the group that is closed; empty where none is."""
    found = closed if isinstance(closed, set | frozenset) else set(closed)
    end = group.find("/")
    while end != -1:
        if group[:end] in found:
            return group[:end]
        end = group.find("/", end + 1)
    return group if group in found else ""


def check_groups(wanted: Iterable[str], known: Collection[str]) -> None:
    """Raises InvalidView for groups that the graph does not have."""
    if unknown := tuple(sorted(set(wanted).difference(known))):
        raise InvalidView(
            f"The graph has no group `{unknown[0]}`.",
            names=unknown,
            hint="`groups` of the graph document lists every group.",
        )
