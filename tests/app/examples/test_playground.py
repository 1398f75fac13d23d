"""The playground's programs, as its controls write them, and the regions of micrograd's demo.

The tests of the page hold the same files to its controls and to its own forward.
"""

import itertools
import json
from pathlib import Path
from typing import Any

import pytest

from engine.data import DATASETS
from engine.nn import MLP

TESTS = Path(__file__).parents[2]
REGIONS: dict[str, Any] = json.loads((TESTS / "playground_regions.json").read_text())


def test_the_regions_are_the_engines() -> None:
    model = MLP(2, [16, 16, 1], "relu")
    parts = {part["name"]: part["data"] for part in REGIONS["parts"]}
    for k, layer in enumerate(model.layers):
        weights = iter(parts[f"layers.{k}.w"])
        for neuron, bias in zip(layer.neurons, parts[f"layers.{k}.b"], strict=True):
            neuron.b.data = bias
            for w in neuron.w:
                w.data = next(weights)
    xs, ys = REGIONS["x"], REGIONS["y"]
    # The notebook's own grid: h = 0.25 around the points, by 1 wider on each side.
    rows, labels = DATASETS["moons"](n=100, noise=0.1, seed=1337)
    for axis, places in enumerate((xs, ys)):
        along = [row[axis] for row in rows]
        assert places[0] == pytest.approx(min(along) - 1)
        assert max(along) + 0.75 <= places[-1] < max(along) + 1
        assert [b - a for a, b in itertools.pairwise(places)] == pytest.approx([0.25] * (len(places) - 1))
    for y, scores in zip(ys, REGIONS["scores"], strict=True):
        assert [model([x, y]).data for x in xs] == pytest.approx(scores, rel=1e-12)
    assert all((model(row).data > 0) == (label > 0) for row, label in zip(rows, labels, strict=True))
