"""`backward` itself, tried on the shapes that tell a right order from a wrong one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from engine.findings import Operation, Verdict
from engine.foreign.own.attributes import PASSES
from engine.foreign.own.bench import Bench

Build = Callable[[Any, Any], list[Any]]


def _chain(a: Any, b: Any) -> list[Any]:
    c = a * b
    d = c * b
    return [c, d, d * b]


def _diamond(a: Any, b: Any) -> list[Any]:
    c = a * b
    d = c + a
    return [c, d, d * c]


def _mirrored(a: Any, b: Any) -> list[Any]:
    c = a * b
    d = a + c
    return [c, d, c * d]


def _twice(a: Any, b: Any) -> list[Any]:
    c = a + b
    return [c, c + c]


def _square(a: Any, b: Any) -> list[Any]:
    c = a * b
    return [c, c * c]


# Each with the grads of a and b where a = 2 and b = 3.
_SHAPES: Final[tuple[tuple[str, tuple[tuple[Build, float, float], ...]], ...]] = (
    ("chain", ((_chain, 27.0, 54.0),)),
    ("diamond", ((_diamond, 48.0, 28.0), (_mirrored, 48.0, 28.0))),
    ("value used twice", ((_twice, 2.0, 2.0), (_square, 36.0, 24.0))),
)


def shapes(bench: Bench) -> list[Operation]:
    """A row for each shape, and one for a second pass after all grads were set to 0."""
    rows = []
    for name, builds in _SHAPES:
        found = [_is_right(bench, *each) for each in builds]
        rows.append(_row(bench, name, [each for each in found if each is not None]))
    # An engine that passes once over a graph, and counts uses down or leaves marks, is a right one.
    again = [_is_right(bench, *each, passes=2) for each in _SHAPES[1][1]]
    rows.append(_row(bench, "two passes, grads set to 0 between", [True for each in again if each]))
    return [row for row in rows if row.cases or row is rows[-1]]


def _row(bench: Bench, name: str, found: Sequence[bool]) -> Operation:
    method = next((each for each in PASSES if callable(getattr(bench.kind, each, None))), "backward")
    verdict: Verdict = "missing" if not found else "right" if all(found) else "wrong"
    forward: Verdict = "right" if found else "missing"
    return Operation(
        f"backward(): {name}",
        method,
        bench.line(method),
        forward,
        verdict,
        len(found),
        found.count(False),
        file=bench.file(method),
    )


def _is_right(bench: Bench, build: Build, da: float, db: float, passes: int = 1) -> bool | None:
    a, b = bench.make(2.0), bench.make(3.0)
    grad = bench.layout.grad
    if a is None or b is None or grad is None:
        return None
    try:
        nodes = build(a, b)
        if not all(map(bench.layout.is_node, nodes)):
            return None
        for k in range(passes):
            if k:
                for node in (a, b, *nodes):
                    setattr(node, grad, 0.0)
            bench.run(nodes[-1])
    except Exception:
        return None
    found = (bench.layout.gradient(a), bench.layout.gradient(b))
    return all(abs(got - want) <= 1e-9 * want for got, want in zip(found, (da, db), strict=True))
