"""``make bench``: every row in one run, to the screen and to RESULTS.md.

``python -m benchmarks training sizes`` measures these rows alone and writes nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.boxes import boxes
from benchmarks.building import build
from benchmarks.cold import cold
from benchmarks.descents import descents
from benchmarks.finding import finding
from benchmarks.forking import forking
from benchmarks.live import live
from benchmarks.machine import described
from benchmarks.opening import opening
from benchmarks.outline import outlines
from benchmarks.picture import pictures
from benchmarks.programs import programs
from benchmarks.requests import requests
from benchmarks.service import service
from benchmarks.sizes import sizes
from benchmarks.starting import starting
from benchmarks.table import Line, markdown
from benchmarks.training import step
from engine.kernels import compiled

RESULTS = Path(__file__).with_name("RESULTS.md")
# What is measured and about how many seconds it may take, longer where one call takes longer.
ROWS: dict[str, tuple[Callable[[float], list[Line]], float]] = {
    "training": (step, 16.0),
    "build": (build, 60.0),
    "sizes": (sizes, 30.0),
    "descents": (descents, 8.0),
    "service": (service, 6.0),
    "pictures": (pictures, 15.0),
    "requests": (requests, 20.0),
    "starting": (starting, 6.0),
    "forking": (forking, 4.0),
    "finding": (finding, 12.0),
    "programs": (programs, 40.0),
    "outline": (outlines, 8.0),
    "boxes": (boxes, 8.0),
    "opening": (opening, 10.0),
    "live": (live, 60.0),
    "cold": (cold, 20.0),
}
ABOUT = """\
Written by `make bench`: everything below was measured in one run. Who is compared takes turns, and the least
time of each counts. "÷ ours" is a peer's time over that of the first line of the same work: above 1, Backlens
was faster; lines of our own in (2), (3), (5) and (7) are over that line too.

In (7) the client keeps some connections busy, and neither line is a least time: one is the mean over all
connections, the other what 99 of 100 requests take.

In (9) the times are a median and what 95 of 100 jobs take.

In (11) a request runs a program that the service has not seen in a process of its own, reads the graph of its
class, checks every use of the chain rule and answers with all numbers; CPython starts and runs the same file.

In (12) the times are the process's own: a run alone, and one of which every pass is sent to its reader.

In (1) to (4) the work is the same formula on the same numbers: micrograd adds by twos where Backlens has
one sum, and PyTorch works on whole matrices. micrograd as shipped takes the steps of (1) in a row, as a
program does, so that its collector has the graph before to look at.
"""


def main(wanted: list[str]) -> None:
    """Measures the wanted rows, all if none is named."""
    if unknown := [name for name in wanted if name not in ROWS]:
        raise SystemExit(f"There is no row {', '.join(unknown)}. There are {', '.join(ROWS)}.")
    compiled.load()
    lines: list[Line] = []
    for name in wanted or ROWS:
        measure, seconds = ROWS[name]
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        lines += measure(seconds)
    table = markdown(lines)
    print(table)
    if not wanted:
        machine = "\n".join(f"- {line}" for line in (f"{datetime.now(UTC):%Y-%m-%d}", *described()))
        RESULTS.write_text(f"# Side by side\n\n{ABOUT}\n{machine}\n\n{table}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
