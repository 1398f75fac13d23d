"""A stored graph with its numbers. Knows no HTTP and keeps no state."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.programs import passes
from app.programs.graph import graph_of
from app.programs.passes import Numbers
from app.programs.request import ProgramRequest
from app.programs.runs import Runs
from app.store import Packed, Shape, numbers, shape
from engine.graph import Graph
from engine.names import node_id
from engine.run import Run

CONSEQUENCE = "there is no graph to keep"


@dataclass(frozen=True, slots=True)
class Stored:
    """A graph with its numbers, and which leaves have a number that is not the program's."""

    shape: Shape
    numbers: Numbers
    values: Mapping[str, float]

    @property
    def graph(self) -> Graph:
        return self.shape.graph

    def with_numbers(self, found: Numbers, values: Mapping[str, float] | None = None) -> "Stored":
        """The same graph with other numbers."""
        return Stored(self.shape, found, self.values if values is None else values)


def pack(stored: Stored, with_shape: bool) -> Packed:
    """As the store takes it; the structure only where it is new."""
    packed = shape.pack(stored.shape) if with_shape else None
    digest = "" if packed is None else shape.digest(packed)
    return Packed(digest, packed, numbers.pack(stored.graph, stored.numbers, stored.values))


def unpack(structure: Shape, packed: bytes) -> Stored:
    """As the store gave it."""
    return Stored(structure, *numbers.unpack(structure.graph, packed))


def build(runs: Runs, ask: ProgramRequest) -> Stored:
    """A program's graph after a forward pass, or as the program left it. Raises NoValueError."""
    run = runs.get(ask)
    graph = graph_of(run, CONSEQUENCE)
    if ask.state == "program":
        found = replace(passes.left_by(run, graph), as_left=False)
    else:
        found = passes.untouched(graph, passes.begin(run, graph, ask.values, ask.state))
    shape = Shape(lasting(run), graph, ask.output, ask.seed, ask.files, ask.python)
    return Stored(shape, found, by_name(graph, ask.values))


def lasting(run: Run) -> Run:
    """What of a run is kept: of its own engine what is said of the class, and not the numbers of one pass."""
    own = run.own and replace(run.own, expected=(None,) * len(run.states), contributions=())
    return replace(run, own=own, seconds=0.0)


def by_name(graph: Graph, values: Mapping[str, float]) -> dict[str, float]:
    """A request may name a leaf by its id; what is kept never does."""
    named = {node_id(leaf): name for leaf, name in graph.names.items()}
    return {name if name in graph.ids else named.get(name, name): number for name, number in values.items()}
