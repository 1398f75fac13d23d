"""A program as a function of one leaf: its output and that leaf's grad, point by point."""

from collections.abc import Sequence
from typing import Final

from app.programs import passes
from app.programs.graph import graph_of
from app.programs.runs import Runs
from app.resources.curve.answer import CURVE, CurveDocument, FailedPointDocument
from app.resources.curve.points import Points
from app.resources.curve.request import CurveRequest
from app.runtime.cpu_deadline import CpuDeadline, DeadlineError
from engine.errors import EngineError, LeafError, LimitError, ProgramError, UnknownNodeError
from engine.graph import Graph
from engine.program import Limits
from engine.run import Run

CURVE_POINTS: Final = 2_000
CURVE_WORK: Final = 5_000_000  # points × nodes: about two seconds of passes
USUAL_POINTS: Final = 201
FAILED_SHOWN: Final = 5

NAN: Final = float("nan")


def curve_json(runs: Runs, ask: CurveRequest, limits: Limits) -> bytes:
    """The output and a leaf's grad, point by point. Raises what ``curve_document`` does."""
    return CURVE.dump_json(curve_document(runs, ask, limits))


def curve_document(runs: Runs, ask: CurveRequest, limits: Limits) -> CurveDocument:
    """The curve.

    Raises LimitError when it would be, or turns out to be, too much work; UnknownNodeError for a leaf that
    the program does not have and LeafError for one that is computed; what the program raises at its first
    point if it can be run at none.
    """
    xs = _points(ask)
    values, grads = [NAN] * len(xs), [NAN] * len(xs)
    failed: list[tuple[int, EngineError]] = []
    kept: Run | None = None
    checked = False
    deadline = CpuDeadline(limits.seconds, "curve", "point")
    points = Points(runs, ask, xs, limits.seconds)
    for i, x in enumerate(xs):
        try:
            deadline.check(i, len(xs), f"Ask for {max(2, i // 2):,} points at a time.")
            run = kept or points.run(i)
            graph = graph_of(run, "it is not a function of its leaves")
        except EngineError as error:
            if isinstance(error, LeafError | DeadlineError) or error.code == "syntax-error":
                raise failed[0][1] if failed and not checked else error from None
            failed.append((i, error))
            continue
        if not checked:
            _check_work(graph, len(xs))
            _check_leaf(points, run, graph, ask)
            checked = True
        kept = run if run.reusable else None
        numbers = passes.evaluated(run, graph, points.values(x), "fresh")
        values[i] = numbers.frame.data[graph.output]
        grads[i] = _grad(graph, numbers.frame.grad, ask.leaf)
    if len(failed) == len(xs):
        raise failed[0][1]
    return CurveDocument(
        leaf=ask.leaf,
        x=list(xs),
        value=values,
        grad=grads,
        reusable=kept is not None,
        failures=len(failed),
        failed=[_failed(xs[i], error) for i, error in failed[:FAILED_SHOWN]],
    )


def _points(ask: CurveRequest) -> Sequence[float]:
    """The points asked for; a range begins and ends exactly at its ends."""
    ranged = USUAL_POINTS if ask.points is None else ask.points
    count = ranged if ask.at is None else len(ask.at)
    if count > CURVE_POINTS:
        raise LimitError(
            f"{count:,} points are too many for one curve; the limit is {CURVE_POINTS:,}.",
            limit="curve_points",
            value=CURVE_POINTS,
            hint="Ask for a part of the range at a time.",
        )
    if ask.at is not None:
        return ask.at
    assert ask.from_ is not None
    assert ask.to is not None
    first, last = ask.from_, ask.to
    between = [first + (last - first) * i / (count - 1) for i in range(1, count - 1)]
    return [first, *between, last]


def _check_work(graph: Graph, points: int) -> None:
    work = points * len(graph)
    if work > CURVE_WORK:
        raise LimitError(
            f"{points:,} points of {len(graph):,} nodes are {work:,}; the limit is {CURVE_WORK:,}.",
            limit="curve",
            value=CURVE_WORK,
            hint=f"Ask for {CURVE_WORK // len(graph):,} points at a time.",
        )


def _check_leaf(points: Points, run: Run, graph: Graph, ask: CurveRequest) -> None:
    """Raises UnknownNodeError unless the program makes this leaf.

    A number that the program has no use for is loose, and so is a leaf on which the output does not depend.
    Only the latter is there without being given a number.
    """
    if ask.leaf not in run.loose:
        return
    others = {name: number for name, number in ask.values.items() if name != ask.leaf}
    without = points.with_values(others)
    made = set(without.loose) if without.graph is None else {*without.loose, *without.graph.ids}
    if ask.leaf not in made:
        names = list(graph.names.values())[:20]
        raise UnknownNodeError(
            f"The program has no leaf `{ask.leaf[:64]}`.",
            names=(ask.leaf,),
            hint=f"Its leaves are {', '.join(f'`{name}`' for name in names)}." if names else None,
        )


def _grad(graph: Graph, grad: Sequence[float], leaf: str) -> float:
    """The leaf's grad; 0 where the output does not depend on it."""
    try:
        return grad[graph.resolve(leaf)]
    except UnknownNodeError:
        return 0.0


def _failed(x: float, error: EngineError) -> FailedPointDocument:
    line = error.line if isinstance(error, ProgramError) else None
    return FailedPointDocument(x=x, code=error.code, detail=str(error), line=line)
