"""What a graph document costs where a graph has many levels of groups."""

import tracemalloc

from app.programs.document import document
from app.programs.parts import Parts
from app.programs.passes import untouched
from engine.program import run

LEVELS = 50
SOURCE = f"g = '/'.join(['g'] * {LEVELS})\nsum([Value(1.0, '', g) for i in range(4000)])"


def test_levels_cost_no_text_of_their_own_for_each_node() -> None:
    found = run(SOURCE)
    assert found.graph is not None
    found.graph.prefixes  # noqa: B018  # computed once for a graph, and not what is looked at here
    tracemalloc.start()
    try:
        made = document(
            found, lambda graph: untouched(graph, list(found.frame.data)), Parts(include=["groups"])
        )
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [len(group["nodes"]) for group in made["groups"]] == [4000] * LEVELS
    assert peak < 4_000_000  # some 2.2 MB; 12 MB if each level wrote its ids
