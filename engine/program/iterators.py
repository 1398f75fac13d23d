"""Built-ins that iterate: ``range``, ``zip``, ``map``, ``sorted`` and the like."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.program.arithmetic import truth
from engine.program.calls import call
from engine.program.containers import ordered
from engine.program.iteration import drain, iterate
from engine.program.kinds import kind, whole, wrong_type, wrong_value
from engine.program.lazy import Lazy
from engine.program.machine import Machine


def range_(machine: Machine, start: Any, stop: Any = None, step: Any = 1, /) -> range:
    first, last = (0, start) if stop is None else (start, stop)
    bounds = [whole(bound, "a bound of `range`") for bound in (first, last, step)]
    if bounds[2] == 0:
        raise wrong_value("ValueError: the step of `range` cannot be zero.")
    return range(*bounds)


def zip_(machine: Machine, *iterables: Any, strict: Any = False) -> Lazy:
    sources = [iterate(thing, "`zip`") for thing in iterables]
    return Lazy(machine, _zipped(machine, sources, bool(whole(strict, "`strict`"))))


def _zipped(machine: Machine, sources: list[Iterator[Any]], strict: bool) -> Iterator[Any]:
    done = object()
    while sources:
        row = []
        for source in sources:
            item = next(source, done)
            if item is done:
                break
            row.append(item)
        if len(row) < len(sources):
            if strict and (row or any(next(source, done) is not done for source in sources[1:])):
                raise wrong_value("ValueError: the arguments of `zip` differ in length.")
            return
        machine.budget.step()
        machine.budget.memory(len(row))
        yield tuple(row)


def enumerate_(machine: Machine, iterable: Any, start: Any = 0) -> Lazy:
    return Lazy(
        machine, _numbered(machine, iterate(iterable, "`enumerate`"), whole(start, "the first number"))
    )


def _numbered(machine: Machine, items: Iterator[Any], count: int) -> Iterator[Any]:
    for item in items:
        machine.budget.step()
        yield count, item
        count += 1


def map_(machine: Machine, function: Any, first: Any, /, *others: Any) -> Lazy:
    rows = _zipped(machine, [iterate(thing, "`map`") for thing in (first, *others)], False)
    return Lazy(machine, _mapped(machine, function, rows))


def _mapped(machine: Machine, function: Any, rows: Iterator[Any]) -> Iterator[Any]:
    for row in rows:
        yield call(machine, function, list(row))


def filter_(machine: Machine, function: Any, iterable: Any, /) -> Lazy:
    return Lazy(machine, _kept(machine, function, iterate(iterable, "`filter`")))


def _kept(machine: Machine, function: Any, items: Iterator[Any]) -> Iterator[Any]:
    for item in items:
        machine.budget.step()
        if truth(item if function is None else call(machine, function, [item])):
            yield item


def reversed_(machine: Machine, sequence: Any, /) -> Lazy:
    if type(sequence) not in (list, tuple, str, range, dict):
        raise wrong_type(f"{kind(sequence)} cannot be reversed.")
    return Lazy(machine, _passed_on(machine, reversed(sequence)))


def _passed_on(machine: Machine, items: Iterator[Any]) -> Iterator[Any]:
    for item in items:
        machine.budget.step()
        yield item


def sorted_(machine: Machine, iterable: Any, /, *, key: Any = None, reverse: Any = False) -> list[Any]:
    return ordered(machine, drain(machine, iterable), key, reverse)


def any_(machine: Machine, iterable: Any, /) -> bool:
    for item in iterate(iterable, "`any`"):
        machine.budget.step()
        if truth(item):
            return True
    return False


def all_(machine: Machine, iterable: Any, /) -> bool:
    for item in iterate(iterable, "`all`"):
        machine.budget.step()
        if not truth(item):
            return False
    return True
