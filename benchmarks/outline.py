"""Row 12: a million nodes as boxes: scopes, twins and the view that is drawn first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.drawing.frames import frames
from benchmarks.clock import side_by_side
from benchmarks.table import Line
from engine.graph import Graph
from engine.ops import CATALOGUE, LEAF, Op
from engine.outline import outline_of
from engine.program import run
from engine.run import Run, Scope

EXAMPLES, LAYERS, WIDTH = 115, 8, 32
ROUNDS = 2
MOST = 2.0  # seconds
OUTLINED, DRAWN = "scopes and twins", "scopes, twins and the first view"


class Network:
    """A network over some examples, as flat lists: every call of every layer is a scope of its own."""

    def __init__(self, examples: int) -> None:
        self.ops: list[Op] = []
        self.inputs: list[tuple[int, ...]] = []
        self.scopes = [Scope("", "", None, -1, ())]
        self.made: list[list[int]] = [[]]
        multiply, total, bend = (CATALOGUE[name] for name in ("mul", "sum", "tanh"))
        weights = [[[self.add(LEAF, 0) for _ in range(WIDTH)] for _ in range(WIDTH)] for _ in range(LAYERS)]
        outputs = []
        for example in range(examples):
            turn = self.scope(f"for example[{example}]", 0)
            x = [self.add(LEAF, turn) for _ in range(WIDTH)]
            for number, layer in enumerate(weights):
                call = self.scope(f"layer[{number}]", turn)
                linear = self.scope("linear[0]", call)
                sums = [
                    self.add(
                        total, linear, [self.add(multiply, linear, pair) for pair in zip(row, x, strict=True)]
                    )
                    for row in layer
                ]
                x = [self.add(bend, call, (each,)) for each in sums]
            outputs.append(self.add(total, turn, x))
        self.add(total, 0, outputs)

    def add(self, op: Op, scope: int, inputs: Sequence[int] = ()) -> int:
        """A node; gives its id."""
        self.ops.append(op)
        self.inputs.append(tuple(inputs))
        self.made[scope].append(len(self.ops) - 1)
        return len(self.ops) - 1

    def scope(self, name: str, parent: int) -> int:
        """A scope; gives its index."""
        above = self.scopes[parent].path
        path = f"{above}/{name}" if above else name
        self.scopes.append(Scope(path, name.partition("[")[0], 1, parent, ()))
        self.made.append([])
        return len(self.scopes) - 1

    def run(self) -> Run:
        """A run of a graph that nothing has looked at yet."""
        count = len(self.ops)
        graph = Graph.of(self.ops, self.inputs, [""] * count, [""] * count)
        scopes = [
            replace(scope, nodes=tuple(made)) for scope, made in zip(self.scopes, self.made, strict=True)
        ]
        return replace(run(""), graph=graph, lines=(1,) * count, scopes=tuple(scopes))


def outlines(seconds: float, examples: int = EXAMPLES) -> list[Line]:
    """All of row 12. Each time the run is another, of which nothing is kept."""
    network = Network(examples)
    waiting = [network.run() for _ in range(2 * ROUNDS)]

    def outlined() -> object:
        return outline_of(waiting.pop())

    def drawn() -> object:
        made = waiting.pop()
        assert made.graph is not None
        return frames(made.graph, outline_of(made), detail=None, open=())

    times = side_by_side({OUTLINED: outlined, DRAWN: drawn}, min(seconds, 1e-6), rounds=ROUNDS)
    work = f"(12) boxes of {len(network.ops):,} nodes"
    return [
        Line(work, OUTLINED, times[OUTLINED]),
        Line(work, DRAWN, times[DRAWN], None, f"≤ {MOST:g} s", times[DRAWN] <= MOST),
    ]
