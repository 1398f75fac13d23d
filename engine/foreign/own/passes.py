"""`backward` itself, tried on the shapes that tell a right order from a wrong one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from engine.findings import Operation, Verdict
from engine.foreign.own.attributes import PASSES
from engine.foreign.own.bench import Bench

Build = Callable[..., list[Any]]


def _chain(a: Any, b: Any, c: Any, d: Any) -> list[Any]:
    """Every value is used once, so that an engine that replaces grads is right here."""
    e = a * b
    f = e * c
    return [e, f, f * d]


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


_NUMBERS: Final = (2.0, 3.0, 5.0, 7.0)
# Each with the grads of its leaves where they hold these numbers.
_SHAPES: Final[tuple[tuple[str, tuple[tuple[Build, tuple[float, ...]], ...]], ...]] = (
    ("chain", ((_chain, (105.0, 70.0, 42.0, 30.0)),)),
    ("diamond", ((_diamond, (48.0, 28.0)), (_mirrored, (48.0, 28.0)))),
    ("value used twice", ((_twice, (2.0, 2.0)), (_square, (36.0, 24.0)))),
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


def _is_right(bench: Bench, build: Build, want: Sequence[float], passes: int = 1) -> bool | None:
    leaves = [bench.make(number) for number in _NUMBERS[: len(want)]]
    grad = bench.layout.grad
    if grad is None or any(leaf is None for leaf in leaves):
        return None
    try:
        nodes = build(*leaves)
        if not all(map(bench.layout.is_node, nodes)):
            return None
        for k in range(passes):
            if k:
                for node in (*leaves, *nodes):
                    setattr(node, grad, 0.0)
            bench.run(nodes[-1])
    except Exception:
        return None
    found = [bench.layout.gradient(leaf) for leaf in leaves]
    return all(abs(got - right) <= 1e-9 * right for got, right in zip(found, want, strict=True))
