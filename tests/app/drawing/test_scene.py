"""What a card says: the cases that the page's own suite reads too."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.drawing.quotient.boxes import Box
from app.drawing.scene import Scene
from engine.graph import Graph
from engine.program import run
from tests.app.drawing.graphs import lecture

CASES = Path(__file__).parents[2]
ORIGINS: list[dict[str, Any]] = json.loads((CASES / "origin_text.json").read_text(encoding="utf-8"))
CARDS: list[dict[str, Any]] = json.loads((CASES / "card_text.json").read_text(encoding="utf-8"))


def scene(graph: Graph, state: str, passes: int) -> Scene:
    count = len(graph)
    return Scene(graph, graph.frame(), (state,) * count, (passes,) * count, frozenset({0, 1}))


@pytest.mark.parametrize("case", ORIGINS, ids=lambda case: case["program"])
def test_every_origin(case: dict[str, Any]) -> None:
    leaves = [f"{name} = Value(0.5, label='{name}')" for name in case["inputs"]]
    graph = run("\n".join([*leaves, f"L = {case['program']}"])).graph
    assert graph is not None
    assert graph.ops[graph.output].name == case["op"]
    assert graph.ops[graph.output].symbol == case["symbol"]
    assert scene(graph, "none", 0).origin(graph.output) == case["text"]


@pytest.mark.parametrize("case", CARDS, ids=lambda case: f"{case['state']} {case['label']}")
def test_every_card(case: dict[str, Any]) -> None:
    graph = lecture()
    card = scene(graph, case["state"], case["passes"])
    node = graph.labels.index(case["label"])
    assert card.sentence(Box(f"n{node}", "value", node, (node,))) == case["text"]
