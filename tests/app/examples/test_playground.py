"""The playground's programs, as its controls write them, and the regions of micrograd's demo.

The tests of the page hold the same files to its controls and to its own forward.
"""

import itertools
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.settings import Settings
from engine.data import DATASETS
from engine.nn import MLP
from tests.app.examples.test_moons import PUBLISHED

pytestmark = pytest.mark.anyio

TESTS = Path(__file__).parents[2]
PROGRAMS: dict[str, str] = json.loads((TESTS / "playground_programs.json").read_text())
# As the page writes what was pasted.
POINTS = "x1,x2,label: oak | elm\n" + "".join(f"{i % 5},{i % 3},{2 * (i % 2) - 1}\n" for i in range(24))
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


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings(concurrency=1, streams=1, queue=0, layout_workers=1, stream_seconds=600.0)


async def _run(client: httpx.AsyncClient, source: str, **more: Any) -> tuple[list[float], dict[str, Any]]:
    """The losses of a run, and the document that it ends with."""
    body = {"source": source, "state": "program", "include": ["nodes", "watch"], **more}
    response = await client.post("/api/v1/evaluate", json=body, headers={"Accept": "text/event-stream"})
    assert response.status_code == 200, response.text
    losses, last = [], {}
    for block in response.text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        assert fields.get("event") != "problem", fields
        if fields.get("event") == "pass":
            losses.append(json.loads(fields["data"])["value"])
        elif fields.get("event") == "document":
            last = json.loads(fields["data"])
    return losses, last


async def test_the_demo_gives_its_published_losses_and_accuracy(client: httpx.AsyncClient) -> None:
    losses, document = await _run(client, PROGRAMS["demo"])
    assert len(losses) == 100
    (accuracy,) = (each["value"] for each in document["watched"] if each["name"] == "accuracy")
    assert accuracy == 100
    assert {k: losses[k] for k in PUBLISHED} == pytest.approx(PUBLISHED, rel=1e-9, abs=0.0)


@pytest.mark.parametrize("name", [name for name in PROGRAMS if name != "demo"])
async def test_every_program_of_the_controls_trains(client: httpx.AsyncClient, name: str) -> None:
    more = {"files": {"points.csv": POINTS}} if name.startswith("own") else {}
    losses, document = await _run(client, PROGRAMS[name], **more)
    assert len(losses) == 4
    assert all(0.0 < loss < 100.0 for loss in losses)
    assert document["notices"] == []
