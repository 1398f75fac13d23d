"""A graph of a million nodes in a process that may take one gibibyte."""

from __future__ import annotations

import subprocess
import sys

import pytest

# RLIMIT_DATA counts what a process may write to, heap and private mappings, as a host's limit of memory does.
# RLIMIT_AS would count the address space, of which LLVM and numpy's BLAS reserve hundreds of megabytes that
# they never touch. That the pages in use stay below the limit is asserted besides, by the kernel's own mark:
# getrusage begins with what the process that started this one had in use.
PROGRAM = """
import resource
limit = 1 << 30
resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
from engine import Graph, Value, building
from engine.kernels import dispatch
dispatch.pays = lambda work: {compiled}
with building():
    x = y = Value(0.5)
    for _ in range(499_999):
        y = y * x + x
    y = y + 1.0
    graph = Graph(y)
assert len(graph) == 1_000_001, len(graph)
start = [node.data for node in graph.nodes]
data = dispatch.forward(graph, start)
grad = dispatch.backward(graph, data)
# y = x/(1 − x) in the limit: 1 at ½, and its slope 1/(1 − x)² is 4.
assert abs(data[-1] - 2.0) < 1e-12, data[-1]
assert abs(grad[0] - 4.0) < 1e-12, grad[0]
with open("/proc/self/status") as status:
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
assert peak < 1 << 20, f"{{peak}} KiB"
print(peak)
"""


@pytest.mark.parametrize("compiled", [True, False])
@pytest.mark.skipif(sys.platform != "linux", reason="counts kibibytes as Linux does")
def test_a_million_nodes_run_in_a_gibibyte(compiled: bool) -> None:
    program = PROGRAM.format(compiled=compiled)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 100_000
