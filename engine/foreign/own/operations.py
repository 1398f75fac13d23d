"""The operations of a class, tried one by one: so a fault shows that the program does not happen to meet.

Forward is compared with the catalogue, the derivative with a finite difference of their own forward, so that
a function of their own is judged as what it is. An operation that only shows the fault of another says so.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from types import CodeType
from typing import Any, Final

from engine.findings import Operation, Tried, Verdict
from engine.foreign.journal import Journal
from engine.foreign.own.bench import Bench
from engine.foreign.own.cases import Trial, trials
from engine.foreign.own.passes import shapes
from engine.foreign.own.quiet import quiet
from engine.foreign.own.reading import Reading
from engine.foreign.own.replay import untouched

_SECONDS: Final = 0.2  # for one operation; one that takes longer is left out
_ALL_SECONDS: Final = 0.6
_STEP: Final = 1e-4
_NEAR: Final = 2e-6


@dataclass(frozen=True, slots=True)
class _Row:
    """What came of one trial. calls: the methods that its forward calls."""

    operation: Operation
    calls: tuple[str, ...]


def operations(reading: Reading, journal: Journal, own: Collection[str] = ()) -> tuple[Operation, ...]:
    """Every operation of the class, with what is right of it and what is not. Leaves no trace.

    own: methods that the catalogue does not have and that the program used.
    """
    bench = Bench(reading, journal)
    if bench.make(1.0) is None and bench.make(0.5) is None:
        return ()
    rows: list[_Row] = []
    began = _spent()
    grad = reading.layout.grad or reading.layout.data
    with quiet(bench.kind, empty=True), untouched(reading, reading.objects, grad):
        clips = bench.clips
        for trial in trials(bench.kind, own):
            if clips and trial.is_composed:
                continue
            start = _spent()
            row = _tried(bench, trial)
            now = _spent()
            if now - start < _SECONDS and (row.operation.cases or not (clips or trial.is_own)):
                rows.append(row)
            if now - began > _ALL_SECONDS:
                break
        found = _through(rows)
        sound = all(each.derivative != "wrong" for each in found if each.op in ("a + b", "a * b"))
        if sound and bench.runs:
            found += shapes(bench)
    return tuple(found)


def _spent() -> float:
    """CPU seconds, so that a busy machine leaves nothing out; of what sleeps a tenth of the clock's."""
    return max(time.thread_time(), time.perf_counter() / 10)


def _tried(bench: Bench, trial: Trial) -> _Row:
    if not callable(getattr(bench.kind, trial.method, None)):
        return _Row(Operation(trial.text, trial.method, None, "missing", "missing", 0, 0), ())
    forward: list[bool] = []
    derivative: list[bool] = []
    cases = wrong = 0
    tried: list[Tried] = []
    for numbers, given in trial.points:
        value, data, want = _forward(bench, trial, numbers, given)
        slope, grads, slopes = _derivative(bench, trial, numbers, given)
        if value is None and slope is None:
            continue
        cases += 1
        wrong += value is False or slope is False
        inputs = (*numbers, *map(float, given))
        tried.append(Tried(inputs, data, want if trial.is_operator else None, grads, slopes))
        forward += [] if value is None else [value]
        derivative += [] if slope is None else [slope]
    right_slope = bool(derivative) and all(derivative)
    if not trial.is_operator and derivative:
        forward = [True] if trial.is_own else forward
        if right_slope:
            forward = [True for _ in forward]  # a function of their own, right in itself
            wrong = 0
    verdicts = _verdict(forward), _verdict(derivative)
    return _Row(
        Operation(
            trial.text,
            trial.method,
            bench.line(trial.method),
            *verdicts,
            cases,
            wrong,
            file=bench.file(trial.method),
            tried=tuple(tried) if "wrong" in verdicts else (),
        ),
        _calls(bench, trial),
    )


def _verdict(found: Sequence[bool]) -> Verdict:
    return "missing" if not found else "right" if all(found) else "wrong"


def _forward(
    bench: Bench, trial: Trial, numbers: Sequence[float], given: Sequence[float]
) -> tuple[bool | None, float | None, float | None]:
    """Whether forward gives what the catalogue says, None where the class makes another number of that; what
    it gives, and what the catalogue says.
    """
    want = trial.want(*numbers, *map(float, given))
    if not math.isfinite(want) or bench.make(want) is None:
        return None, None, None
    try:
        leaves = [bench.make(number) for number in numbers]
        if any(leaf is None for leaf in leaves):
            return None, None, None
        out = trial.function(*leaves, *given)
    except Exception:
        return None, None, None
    number = bench.number(out)
    if number is None:
        # A method of an op's name may do something else, and log or print; an operator has to give a node.
        is_nothing = trial.is_operator and out is not NotImplemented and bench.runs
        return False if is_nothing else None, None, want
    return abs(number - want) <= 1e-9 * max(abs(number), abs(want)) + 1e-12, number, want


def _derivative(
    bench: Bench, trial: Trial, numbers: Sequence[float], given: Sequence[float]
) -> tuple[bool | None, tuple[float, ...] | None, tuple[float, ...] | None]:
    """Whether the grads are the slopes of their own forward, None where the slopes cannot be told; the grads
    and the slopes.
    """
    if not bench.runs or bench.layout.grad is None:
        return None, None, None

    def function(*leaves: Any) -> Any:
        return trial.function(*leaves, *given)

    grads = bench.grads(function, numbers)
    if grads is None:
        return None, None, None
    found = [_slope(bench, function, numbers, k) for k in range(len(grads))]
    slopes = [float(f"{slope:.7g}") for slope in found if slope is not None]  # no more of it is known
    if len(slopes) < len(grads):
        return None, None, None
    for grad, slope in zip(grads, found, strict=True):
        if slope == 0.0 and grad != 0.0 and (trial.is_own or bench.clips):
            return None, None, None  # clipping, rounding and the like, whose grad is somebody's choice
        if slope is None or not abs(grad - slope) <= _NEAR * max(1.0, abs(slope)):
            return False, tuple(grads), tuple(slopes)
    return True, tuple(grads), tuple(slopes)


def _slope(bench: Bench, function: Any, numbers: Sequence[float], k: int) -> float | None:
    """A central difference at two sizes, extrapolated; None where the two disagree."""
    sizes = []
    for step in (_STEP, _STEP / 2):
        ends = []
        for sign in (1.0, -1.0):
            moved = list(numbers)
            moved[k] += sign * step
            value = bench.value(function, moved)
            if value is None or not math.isfinite(value):
                return None
            ends.append((value, moved[k]))
        sizes.append((ends[0][0] - ends[1][0]) / (ends[0][1] - ends[1][1]))
    coarse, fine = sizes
    if abs(coarse - fine) > 1e-5 * max(1.0, abs(fine)):
        return None
    return (4.0 * fine - coarse) / 3.0


def _calls(bench: Bench, trial: Trial) -> tuple[str, ...]:
    """The methods of the class that forward calls, its own not among them."""
    names: dict[CodeType, str] = {}
    for base in bench.kind.__mro__[:-1]:
        for name, function in vars(base).items():
            code = getattr(function, "__code__", None)
            if code is not None:
                names.setdefault(code, name)
    called: dict[str, None] = {}

    def note(frame: Any, event: str, _: Any) -> None:
        if event == "call" and frame.f_code in names:
            called[names[frame.f_code]] = None

    numbers, given = trial.points[0]
    leaves = [bench.make(number) for number in numbers]
    if any(leaf is None for leaf in leaves):
        return ()
    if sys.getprofile() is not None:
        return ()  # somebody measures: theirs could not be put back
    sys.setprofile(note)
    try:
        trial.function(*leaves, *given)
    except Exception:
        return ()
    finally:
        sys.setprofile(None)
    return tuple(name for name in called if name != trial.method)


def _through(rows: Sequence[_Row]) -> list[Operation]:
    """The operations, those that are wrong only because they call a wrong one with its name."""
    found = [row.operation for row in rows]
    slopes = [each for each in found if each.derivative != "missing"]
    if len(slopes) > 2 and all(each.derivative == "wrong" for each in slopes):
        return [replace(each, through="backward()") if each.forward != "wrong" else each for each in found]
    by_method = {each.method: each for each in reversed(found)}
    for k, row in enumerate(rows):
        called = [by_method[name] for name in row.calls if name in by_method]
        if not _is_wrong(row.operation):
            continue
        culprits = [each for each in called if _is_wrong(each) and each.method != row.operation.method]
        deepest = [each for each in culprits if not _calls_wrong(each, rows, by_method)]
        if culprits:
            found[k] = replace(row.operation, through=(deepest or culprits)[0].op)
    return found


def _is_wrong(operation: Operation) -> bool:
    return "wrong" in (operation.forward, operation.derivative)


def _calls_wrong(operation: Operation, rows: Sequence[_Row], by_method: dict[str, Operation]) -> bool:
    row = next(each for each in rows if each.operation is operation)
    return any(
        name in by_method and _is_wrong(by_method[name]) for name in row.calls if name != operation.method
    )
