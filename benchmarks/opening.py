"""Row 14: a box of a large program opened and closed in its picture, from the request to the whole answer.

The run is kept, as it is while somebody looks at it. A box is opened for the first time, so that its frame
has no layout yet; opened again it has one.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import httpx

from benchmarks.table import Line
from tools import server

SOURCE = (Path(__file__).parents[1] / "tests/app/sandbox/programs/gpt.py.txt").read_text()
FIT = {"width": 800, "height": 600}
PATIENT = {"BACKLENS_PYTHON_SECONDS": "30", "BACKLENS_PYTHON_WALL_SECONDS": "60"}
"""The program runs once, however busy the machine is; it is not what is measured."""
MOST = 0.2
"""Seconds to open or close at 60,000 values."""
POSITIONS = 8
"""Of the longest name; the last step's graph has as many calls of the network."""


def program() -> str:
    """A GPT's training steps on long names only: 60,000 values in the last."""
    chosen = 'docs = ["isabella", "charlotte", "evelynne"]'
    assert "random.shuffle(docs)\n" in SOURCE
    return SOURCE.replace("random.shuffle(docs)\n", f"{chosen}\n", 1)


def opening(seconds: float, source: str | None = None, positions: int = POSITIONS) -> list[Line]:
    """All of row 14. seconds: not used, because every box is opened for the first time once."""
    with server.running(environment=PATIENT) as origin, httpx.Client(base_url=origin, timeout=60.0) as client:

        def ask(path: str, **body: Any) -> tuple[float, httpx.Response]:
            begun = perf_counter()
            response = client.post(f"/api/v1/{path}", json={"source": source or program(), **body})
            took = perf_counter() - begun
            response.raise_for_status()
            return took, response

        def draw(**view: Any) -> float:
            return ask("render", view={"inline": True, **view})[0]

        nodes = len(ask("evaluate", include=["frame"])[1].json()["frame"]["data"])
        work = f"(14) a GPT's training step, {nodes:,} values"
        first = draw(fit=FIT)
        times: dict[str, list[float]] = {"open a call": [], "open it again": [], "close it": []}
        for path in _paths(positions):
            view: Mapping[str, Any] = {"detail": "program", "direction": "TB"}
            times["open a call"].append(draw(**view, open=[path]))
            times["open it again"].append(draw(**view, open=[path]))
            times["close it"].append(draw(**view, open=[path.rpartition("/")[0]]))
        return [
            Line(f"{work}: the first view of a run that is kept", "Backlens", first),
            *(
                Line(f"{work}: {what}", "Backlens", took, None, f"≤ {1_000 * MOST:g} ms", took <= MOST)
                for what, taken in times.items()
                if (took := median(taken))
            ),
        ]


def _paths(positions: int) -> list[str]:
    outer = [f"for step[2]/for pos_id[{k}]" for k in range(positions)]
    inner = ["gpt[0]", "gpt[0]/for li[0]", "gpt[0]/for li[0]/for h[2]"]
    return [f"{path}/{within}" for path in outer for within in inner]


if __name__ == "__main__":
    for line in opening(0.0):
        print(f"{line.work}: {1_000 * (line.seconds or 0):.0f} ms")
    print(f"{os.cpu_count()} cores, {os.getloadavg()[0]:.1f} busy")
