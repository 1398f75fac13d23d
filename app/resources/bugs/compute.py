"""The bug lab: a pass broken on purpose beside the right one, and where the two first differ. Knows no HTTP.

The one place that may import ``engine.explain.bugs``.
"""

import math
from collections.abc import Sequence
from typing import Final

from app.programs import passes
from app.programs.answer import FrameDocument, NoticeDocument
from app.programs.graph import graph_of
from app.programs.parts import TRACE_SHOWN
from app.programs.runs import Runs
from app.programs.trace import cut_message, output_name, step_document
from app.resources.bugs.answer import BUGS, BrokenStepDocument, BugsDocument, WrongDocument
from app.resources.bugs.request import BugsRequest
from engine import autodiff
from engine.autodiff import BackwardStep
from engine.errors import LimitError
from engine.explain import bugs
from engine.explain.bugs import BrokenStep, Bug
from engine.graph import Graph
from engine.names import node_id
from engine.outline import structure_of

STEPS: Final = 500_000  # of all passes together: about a second
AGAIN: Final[frozenset[Bug]] = frozenset(("no_zero_grad", "zero_leaves_only"))  # seen from the second pass on
CLOSE: Final = 1e-9  # the order of a sum moves its last bits; a bug moves more


class Comparison:
    """The right grads, and how a broken pass is compared with them."""

    def __init__(self, graph: Graph, data: Sequence[float]) -> None:
        self.right: Final = [0.0] * len(graph)
        self._size: Final = [0.0] * len(graph)
        for step in autodiff.backward_steps(graph, data, self.right):
            self._size[step.node] += abs(step.contribution)

    def differs(self, node: int, got: float, expected: float) -> bool:
        """Whether a number at this node is wrong, and not only the same sum in another order."""
        if math.isnan(got) or math.isnan(expected):
            return math.isnan(got) != math.isnan(expected)
        size = self._size[node]
        slack = CLOSE * size if math.isfinite(size) else 0.0
        return not math.isclose(got, expected, rel_tol=CLOSE, abs_tol=slack)

    def strays(self, step: BackwardStep, so_far: float) -> bool:
        """Whether a step does not do what it should: bring its share, and add it to what this pass has
        brought so far.
        """
        if step.from_ is None or step.partial is None:
            return False
        share = self.right[step.from_] * step.partial
        return (
            self.differs(step.node, step.contribution, share)
            or self.differs(step.node, step.before, so_far)
            or self.differs(step.node, step.after, step.before + step.contribution)
        )


def bugs_json(runs: Runs, ask: BugsRequest) -> bytes:
    """Backward passes with bugs in them. Raises NoValueError, LimitError."""
    run = runs.get(ask)
    graph = graph_of(run, "there is no backward pass to break")
    data = passes.begin(run, graph, ask.values, ask.state)
    return BUGS.dump_json(bugs_document(graph, structure_of(run), data, ask))


def bugs_document(graph: Graph, structure: str, data: list[float], ask: BugsRequest) -> BugsDocument:
    """The passes with these bugs, node by node beside the right one.

    Raises LimitError for too many steps.
    """
    chosen = tuple(dict.fromkeys(ask.bugs))
    count = ask.passes or (2 if AGAIN.intersection(chosen) else 1)
    slots = 1 + sum(not graph.is_constant(source) for sources in graph.inputs for source in sources)
    if slots * count * (1 + len(chosen)) > STEPS:
        raise LimitError(
            f"{count} broken passes of {slots:,} steps are too many for the bug lab.",
            limit="bug_steps",
            value=STEPS,
            hint="Ask for fewer passes, or take a smaller program.",
        )
    compared = Comparison(graph, data)
    steps = list(bugs.passes(graph, data, chosen, count))
    got = _left(graph, steps)
    first_wrong = _first_wrong(compared, steps)
    wrong = _wrong(compared, got)
    output = output_name(graph)
    last = ask.trace_from + TRACE_SHOWN
    return BugsDocument(
        output=node_id(graph.output),
        structure=structure,
        bugs=list(chosen),
        passes=count,
        compared=sum(not graph.is_constant(i) for i in range(len(graph))),
        wrong=[
            WrongDocument(
                node=node_id(i),
                name=graph.names.get(i) or graph.labels[i] or node_id(i),
                got=got[i],
                should_be=compared.right[i],
                step=first_wrong[i],
            )
            for i in wrong
        ],
        alone={bug: len(_wrong_alone(graph, data, compared, bug, count)) for bug in chosen},
        frame=FrameDocument(structure=structure, data=data, grad=got),
        right=FrameDocument(structure=structure, data=data, grad=compared.right),
        trace=[
            BrokenStepDocument({"pass": pass_, **step_document(graph, step, output)})
            for pass_, step in steps[ask.trace_from : last]
        ],
        notices=[] if len(steps) <= last else [_cut(ask.trace_from, len(steps))],
    )


def _left(graph: Graph, steps: Sequence[BrokenStep]) -> list[float]:
    """What the last pass leaves in each node."""
    grad = [0.0] * len(graph)
    for _, step in steps:
        grad[step.node] = step.after
    return grad


def _wrong(compared: Comparison, got: Sequence[float]) -> list[int]:
    return [i for i, grad in enumerate(got) if compared.differs(i, grad, compared.right[i])]


def _wrong_alone(graph: Graph, data: list[float], compared: Comparison, bug: Bug, count: int) -> list[int]:
    return _wrong(compared, _left(graph, list(bugs.passes(graph, data, (bug,), count))))


def _first_wrong(compared: Comparison, steps: Sequence[BrokenStep]) -> dict[int, int]:
    """For each node the first step that does not do what it should."""
    found: dict[int, int] = {}
    so_far: dict[tuple[int, int], float] = {}
    for pass_, step in steps:
        key = pass_, step.node
        if step.node not in found and compared.strays(step, so_far.get(key, 0.0)):
            found[step.node] = step.step
        so_far[key] = step.after
    return found


def _cut(first: int, steps: int) -> NoticeDocument:
    message = cut_message(first, TRACE_SHOWN, steps)
    return NoticeDocument(code="trace-cut", message=message, line=None, column=None, file=None, node=None)
