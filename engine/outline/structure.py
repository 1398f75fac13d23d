"""What two runs have in common if they differ in nothing but numbers."""

from __future__ import annotations

import hashlib

from engine.outline.build import outline_of
from engine.outline.entry import Outline
from engine.run import Run


def structure_of(run: Run) -> str:
    """A hash of ops, edges, labels, groups, scopes and lists of a run that has a graph: equal hashes, equal
    ids, equal picture but for the numbers.
    """
    assert run.graph is not None
    outline = outline_of(run)
    if outline.structure is None:
        outline.structure = _structure(run.graph.structure, outline)
    return outline.structure


def _structure(graph: str, outline: Outline) -> str:
    if len(outline.entries) == 1 and not outline.entries[0].lists:
        return graph
    digest = hashlib.blake2b(graph.encode(), digest_size=16)
    digest.update(outline.scope_of.tobytes())
    for entry in outline.entries:
        held = [(each.name, each.shape, each.nodes, each.whole) for each in entry.lists]
        # repr, so that no name can look like a separator.
        digest.update(f"{entry.path!r}{held}\n".encode("utf-8", "backslashreplace"))
    return digest.hexdigest()
