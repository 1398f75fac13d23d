"""Paths from a node to the output: counted exactly, listed up to a limit."""

from typing import Final

from app.programs.graph import settled
from app.programs.runs import Runs
from app.resources.paths.answer import PATHS, PathDocument, PathsDocument
from app.resources.paths.request import PathsRequest
from engine.explain.paths import UNCOUNTED, Path, count_paths, paths
from engine.graph import Graph
from engine.kernels import dispatch as loops
from engine.names import node_id

PATH_EDGES: Final = 100_000  # edges of all listed paths together; the first path is always listed
EXACT: Final = 2**53  # integers up to here are the same in every reader of JSON


def paths_json(runs: Runs, ask: PathsRequest) -> bytes:
    """The paths from one node to the output. Raises NoValueError and what ``paths_document`` does."""
    graph, data = settled(runs.get(ask), ask, "there is nothing to follow")
    return PATHS.dump_json(paths_document(graph, ask, data))


def paths_document(graph: Graph, ask: PathsRequest, data: list[float]) -> PathsDocument:
    """The paths from the node. `data` is a forward pass's result.

    Raises UnknownNodeError and ConstantError.
    """
    node = graph.resolve(ask.node)
    count = count_paths(graph, node)
    found = paths(graph, data, node, ask.limit, PATH_EDGES)
    total = 0.0
    for path in found:
        total += path.product
    return PathsDocument(
        node=node_id(node),
        output=node_id(graph.output),
        grad=loops.backward(graph, data)[node],
        count=_count(count),
        paths=[_path(path) for path in found],
        complete=len(found) == count,
        sum=total,
    )


def _count(count: int) -> int | str:
    if count >= UNCOUNTED:
        return "Infinity"
    return count if count <= EXACT else str(count)


def _path(path: Path) -> PathDocument:
    return PathDocument(
        nodes=[node_id(node) for node in path.nodes],
        slots=list(path.slots),
        partials=list(path.partials),
        product=path.product,
    )
