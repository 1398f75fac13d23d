"""The functions that a program finds without importing anything."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

from engine.errors import ProgramError
from engine.graph import topological_order
from engine.nn import MLP, Layer, Neuron
from engine.ops import CATALOGUE, op
from engine.program.absent import Absent
from engine.program.arithmetic import OPERATORS, absolute, truth
from engine.program.calls import call
from engine.program.comparison import before
from engine.program.containers import ordered, pairs, set_of
from engine.program.functions import Builtin
from engine.program.iteration import drain, iterate, length
from engine.program.kinds import is_number, kind, real, whole, wrong_type
from engine.program.lazy import Lazy
from engine.program.machine import Machine
from engine.program.mathlib import MATH, on_op
from engine.program.networks import make_layer, make_mlp, make_neuron
from engine.program.randomlib import RANDOM
from engine.program.reprs import repr_of, text_of
from engine.program.sets import Set
from engine.program.texts import text
from engine.program.values import TracedValue, is_value
from engine.value import apply, total

# -- printing and asking -----------------------------------------------------------------------------------


def print_(machine: Machine, *things: Any, sep: Any = None, end: Any = None) -> None:
    between = " " if sep is None else text(sep, "`sep`")
    last = "\n" if end is None else text(end, "`end`")
    parts = [text_of(machine, thing) for thing in things]
    size = sum(map(len, parts)) + len(between) * max(len(parts) - 1, 0) + len(last)
    machine.meter.hold(size)
    # What was printed is kept apart and cut: it holds nothing of the program's.
    machine.printer.write(between.join(parts) + last, machine.place)
    machine.meter.held -= size


def len_(machine: Machine, obj: Any, /) -> int:
    count = length(obj)
    machine.meter.bits(count.bit_length())
    return count


def isinstance_(machine: Machine, obj: Any, kinds: Any, /) -> bool:
    choices = kinds if type(kinds) is tuple else (kinds,)
    for choice in choices:
        if type(choice) is not Builtin or not choice.kinds:
            raise wrong_type(f"`isinstance` asks for a type such as `Value` or `float`, not {kind(choice)}.")
    return any(isinstance(obj, choice.kinds) for choice in choices)


# -- going through -----------------------------------------------------------------------------------------


def range_(machine: Machine, start: Any, stop: Any = None, step: Any = 1, /) -> range:
    first, last = (0, start) if stop is None else (start, stop)
    bounds = [whole(bound, "A bound of `range`") for bound in (first, last, step)]
    if bounds[2] == 0:
        raise ProgramError("The step of a range cannot be 0.", code="wrong-value")
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
                raise ProgramError("What `zip` goes through differs in length.", code="wrong-value")
            return
        machine.meter.turn()
        machine.meter.hold(len(row))
        yield tuple(row)


def enumerate_(machine: Machine, iterable: Any, start: Any = 0) -> Lazy:
    return Lazy(
        machine, _numbered(machine, iterate(iterable, "`enumerate`"), whole(start, "The first number"))
    )


def _numbered(machine: Machine, items: Iterator[Any], count: int) -> Iterator[Any]:
    for item in items:
        machine.meter.turn()
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
        machine.meter.turn()
        if truth(item if function is None else call(machine, function, [item])):
            yield item


def reversed_(machine: Machine, sequence: Any, /) -> Lazy:
    if type(sequence) not in (list, tuple, str, range, dict):
        raise wrong_type(f"`reversed` does not go through {kind(sequence)}.")
    return Lazy(machine, _passed_on(machine, reversed(sequence)))


def _passed_on(machine: Machine, items: Iterator[Any]) -> Iterator[Any]:
    for item in items:
        machine.meter.turn()
        yield item


def sorted_(machine: Machine, iterable: Any, /, *, key: Any = None, reverse: Any = False) -> list[Any]:
    return ordered(machine, drain(machine, iterable), key, reverse)


def any_(machine: Machine, iterable: Any, /) -> bool:
    for item in iterate(iterable, "`any`"):
        machine.meter.turn()
        if truth(item):
            return True
    return False


def all_(machine: Machine, iterable: Any, /) -> bool:
    for item in iterate(iterable, "`all`"):
        machine.meter.turn()
        if not truth(item):
            return False
    return True


# -- numbers -----------------------------------------------------------------------------------------------


def sum_(machine: Machine, iterable: Any, /, start: Any = 0) -> Any:
    """One n-ary op over Values; plain additions from the left over anything else."""
    terms = drain(machine, iterable)
    machine.meter.held -= len(terms)
    if is_value(start) or any(is_value(term) for term in terms):
        for term in (start, *terms):
            if type(term) is Absent:
                raise term.needed("a Value")
            if not is_value(term) and not is_number(term):
                raise wrong_type(f"`sum` cannot add {kind(term)} to Values.")
        return total(terms, start)
    add = OPERATORS["+"]
    if type(start) is str:
        raise ProgramError("`sum` does not join texts.", code="wrong-type", hint='Use `"".join(…)`.')
    made = start
    for term in terms:
        made = add(machine, made, term)
    return made


_MISSING = object()


def _extreme(name: str, symbol: str) -> Callable[..., Any]:
    def extreme(
        machine: Machine, first: Any, /, *others: Any, key: Any = None, default: Any = _MISSING
    ) -> Any:
        items = [first, *others] if others else drain(machine, first)
        if not items:
            if default is _MISSING:
                raise ProgramError(f"`{name}` of nothing has no answer.", code="wrong-value")
            return default
        machine.meter.turn(len(items))
        best = items[0]
        if key is None and any(is_value(item) for item in items):
            for item in items:
                if not is_value(item) and not is_number(item):
                    raise wrong_type(f"`{name}` cannot compare {kind(item)} with a Value.")
            for item in items[1:]:
                # Two plain numbers before the first Value are compared as the op compares them.
                best = op(name).value(best, item) if _both_plain(best, item) else apply(op(name), best, item)
            return best
        best_key = best if key is None else call(machine, key, [best])
        for item in items[1:]:
            item_key = item if key is None else call(machine, key, [item])
            if before(machine, symbol, item_key, best_key):
                best, best_key = item, item_key
        return best

    return extreme


def _both_plain(a: Any, b: Any) -> bool:
    return is_number(a) and is_number(b)


def round_(machine: Machine, number: Any, ndigits: Any = None) -> Any:
    if is_value(number):
        raise wrong_type("A Value cannot be rounded.", number)
    real(number, "What `round` takes")
    digits = None if ndigits is None else whole(ndigits, "The number of digits")
    if digits is None and not math.isfinite(number):
        raise ProgramError(f"{number} has no whole number.", code="wrong-value")
    if digits is None:
        return round(number)
    try:
        return round(number, max(-400, min(digits, 400)))
    except OverflowError:
        return math.copysign(math.inf, number)


def divmod_(machine: Machine, a: Any, b: Any, /) -> tuple[Any, Any]:
    return OPERATORS["//"](machine, a, b), OPERATORS["%"](machine, a, b)


def pow_(machine: Machine, base: Any, exp: Any, mod: Any = None) -> Any:
    if mod is None:
        return OPERATORS["**"](machine, base, exp)
    machine.meter.turn(64)
    a, b, m = (whole(x, "What `pow` takes") for x in (base, exp, mod))
    if m == 0:
        raise ProgramError("`pow` by the modulus 0 has no answer.", code="wrong-value")
    try:
        return pow(a, b, m)
    except ValueError:
        raise ProgramError("The base has no inverse for this modulus.", code="wrong-value") from None


# -- conversions -------------------------------------------------------------------------------------------


def _read(name: str, written: str, convert: Callable[[str], Any]) -> Any:
    try:
        return convert(written)
    except ValueError:
        raise ProgramError(f"`{name}` cannot read {written[:40]!r}.", code="wrong-value") from None


def float_(machine: Machine, x: Any = 0.0, /) -> float:
    if type(x) is str:
        machine.meter.turn(1 + len(x) // 64)
        return float(_read("float", x, float))
    return real(x, "What `float` takes")


def int_(machine: Machine, x: Any = 0, /) -> int:
    if type(x) is str:
        machine.meter.bits(3 * len(x.strip()))
        made = int(_read("int", x, int))
        machine.meter.bits(made.bit_length())
        return made
    if type(x) in (int, bool):
        return int(x)
    number = real(x, "What `int` takes")
    if not math.isfinite(number):
        raise ProgramError(f"{number} has no whole number.", code="wrong-value")
    return int(number)


def str_(machine: Machine, x: Any = "", /) -> str:
    return text_of(machine, x)


def bool_(machine: Machine, x: Any = False, /) -> bool:
    return truth(x)


def list_(machine: Machine, iterable: Any = (), /) -> list[Any]:
    return drain(machine, iterable)


def tuple_(machine: Machine, iterable: Any = (), /) -> tuple[Any, ...]:
    return tuple(drain(machine, iterable))


def set_(machine: Machine, iterable: Any = (), /) -> Set:
    return set_of(machine, iterable)


def dict_(machine: Machine, iterable: Any = (), /, **keywords: Any) -> dict[Any, Any]:
    machine.meter.hold(len(keywords))
    return pairs(machine, iterable) | keywords


# -- Values and pictures -----------------------------------------------------------------------------------


def value_(machine: Machine, data: Any, label: Any = "", group: Any = "") -> TracedValue:
    if is_value(data):
        raise wrong_type("A Value holds a plain number, not another Value.", data)
    place = text(group, "A group")
    return machine.leaf(real(data, "What a Value holds"), text(label, "A label"), place)


def draw_dot(machine: Machine, root: Any, format: Any = None, rankdir: Any = None) -> Absent:  # noqa: A002
    """Marks the output. What it gives back is a picture, which nothing here needs."""
    if not is_value(root):
        raise wrong_type(f"`draw_dot` draws a Value, not {kind(root)}.")
    machine.record.last_drawn = root
    return Absent("graphviz", "draw_dot(…)")


def trace(machine: Machine, root: Any) -> tuple[Set, Set]:
    """The lecture's ``trace``: all nodes and edges under a Value."""
    if not is_value(root):
        raise wrong_type(f"`trace` takes a Value, not {kind(root)}.")
    nodes = topological_order(root)
    edges = [(source, node) for node in nodes for source in node.inputs]
    machine.meter.turn(len(nodes) + len(edges))
    machine.meter.hold(len(nodes) + 3 * len(edges))
    return Set(nodes), Set(edges)


_TYPES: dict[str, tuple[Callable[..., Any], tuple[type, ...]]] = {
    "float": (float_, (float,)),
    "int": (int_, (int,)),
    "bool": (bool_, (bool,)),
    "str": (str_, (str,)),
    "list": (list_, (list,)),
    "tuple": (tuple_, (tuple,)),
    "dict": (dict_, (dict,)),
    "set": (set_, (Set,)),
    "range": (range_, (range,)),
    "Value": (value_, (TracedValue,)),
    "Neuron": (make_neuron, (Neuron,)),
    "Layer": (make_layer, (Layer,)),
    "MLP": (make_mlp, (MLP,)),
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "print": print_, "len": len_, "isinstance": isinstance_, "zip": zip_, "enumerate": enumerate_,
    "map": map_, "filter": filter_, "reversed": reversed_, "sorted": sorted_, "any": any_, "all": all_,
    "sum": sum_,
    "abs": lambda machine, x, /: absolute(machine, x), "round": round_, "divmod": divmod_, "pow": pow_,
    "repr": lambda machine, obj, /: repr_of(machine, obj), "draw_dot": draw_dot, "trace": trace,
    "max": _extreme("max", ">"), "min": _extreme("min", "<"),
    "maximum": _extreme("max", ">"), "minimum": _extreme("min", "<"),
}  # fmt: skip

BUILTINS: dict[str, Any] = (
    # Every op that is a function can be called by its name.
    {
        word: on_op(entry, word)
        for entry in CATALOGUE.values()
        if not entry.token and entry.arity == 1
        for word in (entry.name, *entry.aliases)
    }
    | {name: Builtin(name, function, kinds) for name, (function, kinds) in _TYPES.items()}
    | {name: Builtin(name, function) for name, function in _FUNCTIONS.items()}
    # Known without an import too: a cell is often pasted without the first one.
    | {"math": MATH, "random": RANDOM}
)
