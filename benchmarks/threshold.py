"""``python -m benchmarks.threshold``: from how many nodes on a compiled loop pays, for the numbers in
``engine/kernels/dispatch.py``.

Everything is processor time, so that a laden machine changes little. A "node" is one node in one forward and
one backward pass.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.sizes import random_dag
from engine import Graph, autodiff
from engine.kernels import compiled, dispatch
from engine.kernels.compiled import Kernels

FEW = (5, 10, 15, 20, 30, 50, 100, 200)
ROOT = Path(__file__).parents[1]
LOAD = "import time; from engine.kernels import compiled; compiled.load(); print(time.process_time())"


def least(task: Callable[[], object], times: int) -> float:
    """The least processor seconds of several calls."""
    found = []
    for _ in range(times):
        begin = time.process_time()
        task()
        found.append(time.process_time() - begin)
    return min(found)


def loading(folder: Path | None = None) -> float:
    """Processor seconds until a new process has its loops: from the disk or, with an empty folder, made."""
    chosen = {} if folder is None else {"NUMBA_CACHE_DIR": str(folder)}
    said = subprocess.run(
        [sys.executable, "-c", LOAD],
        cwd=ROOT,
        env=os.environ | chosen,
        capture_output=True,
        text=True,
        check=True,
    )
    return float(said.stdout)


def _readable(nodes: int, times: int) -> float:
    graph = Graph(random_dag(nodes))
    data = graph.frame().data
    return least(lambda: autodiff.backward(graph, autodiff.forward(graph, data)), times * 30)


def _compiled(loops: Kernels, nodes: int, times: int) -> float:
    """What ``dispatch.forward`` and ``dispatch.backward`` do for a graph that they have not seen."""
    graph = Graph(random_dag(nodes))
    data = graph.frame().data

    def task() -> None:
        tape = loops.tape(graph)
        values = dispatch.as_array(graph, data)
        loops.forward(tape, values)
        values = dispatch.as_array(graph, values.tolist())
        grad = values.copy()
        loops.backward(tape, values, grad)
        grad.tolist()

    return least(task, times * 30)


def main(nodes: int = 20_000, times: int = 7) -> None:
    """Prints what each part costs, and where the loops cross."""
    loops = compiled.load()
    graph = Graph(random_dag(nodes))
    data = graph.frame().data

    def readable() -> None:
        autodiff.backward(graph, autodiff.forward(graph, data))

    tape = loops.tape(graph)
    values = dispatch.as_array(graph, data)
    grad = values.copy()

    def in_memory() -> None:
        loops.forward(tape, values)
        loops.backward(tape, values, grad)

    slow = least(readable, times) / nodes
    lowering = least(lambda: loops.tape(graph), times) / nodes
    fast = least(in_memory, times * 3) / nodes
    crossing = next((n for n in FEW if _compiled(loops, n, times) <= _readable(n, times)), FEW[-1])
    disk = min(loading() for _ in range(min(times, 3)))
    with tempfile.TemporaryDirectory() as empty:
        compiling = loading(Path(empty))
    print(f"readable loop {slow * 1e6:.2f} µs, tape {lowering * 1e6:.2f} µs, compiled {fast * 1e9:.1f} ns")
    gain = slow - lowering - fast
    print(f"in memory: with a new tape and all copies, pays from {crossing} nodes on")
    print(f"on disk: {disk:.2f} s to load, pays from {disk / gain:,.0f} nodes on")
    print(f"never compiled: {compiling:.1f} s, pays from {compiling / gain:,.0f} nodes on")
    chosen = dispatch.LOADED, dispatch.ON_DISK, dispatch.NEVER_COMPILED
    print("engine/kernels/dispatch.py says", ", ".join(f"{nodes:,}" for nodes in chosen))


if __name__ == "__main__":
    main()
