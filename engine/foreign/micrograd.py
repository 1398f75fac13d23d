"""micrograd's graphs, and those of classes like it, as ours: what their Values keep, read back.

They do not keep all of it, so what is read is compared with what they computed, and what cannot be known is
refused. Nothing of them is imported: their objects are known by what they have.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from engine.collector import building
from engine.foreign.interop import InteropError, close, inputs_first
from engine.labels import LABEL
from engine.ops import CATALOGUE, Op
from engine.value import Value, apply

_POWER = re.compile(r"\*\*(-?[0-9.]+(?:e[-+]?[0-9]+)?|-?inf|nan)\Z", re.IGNORECASE)
_MICROGRAD = {"+": "add", "*": "mul", "ReLU": "relu", "-": "sub", "/": "div", "**": "pow"}
_CHILDREN = ("_prev", "_children", "children", "_parents", "parents", "_inputs", "inputs", "prev")
_WORDS = ("_op", "op", "_operation", "operation")
_LABELS = ("label", "name", "_label")


def is_like_micrograd(thing: Any) -> bool:
    """Whether it keeps a number, its grad and what it was computed from."""
    return hasattr(thing, "data") and hasattr(thing, "grad") and _attribute(thing, _CHILDREN) is not None


@building()
def from_micrograd(root: Any) -> Value:
    """The graph under a ``micrograd.engine.Value``, one of the lecture's or of a class like them, with its
    data and grads. Inputs, op and label may have any of the usual names.

    micrograd keeps inputs as a set, so ``a + a`` and ``a * a`` show one input: an op of two with one has it
    twice. It forgets the order of two: for ``+`` and ``*`` that changes nothing but the layout; for ops of a
    subclass whose order matters, the order that gives the data is taken. A constant looks like a leaf there
    and is one here. Labels are kept where the Value has one. Data that nothing explains is refused.
    Raises InteropError.
    """
    made: dict[int, Any] = {}
    for value, sources in inputs_first(root, _children):
        if not hasattr(value, "data"):
            made[id(value)] = _real(value, "input")  # a plain number is a constant
            continue
        inputs = [made[id(source)] for source in _in_order(sources, made)]
        found = _of_micrograd(value, inputs)
        found.label = str(_attribute(value, _LABELS) or "")[:LABEL]
        found.grad = 0.0 if value.grad is None else _real(value.grad, "grad")
        made[id(value)] = found
    found = made[id(root)]
    assert isinstance(found, Value)  # it has data
    return found


def _children(value: Any) -> Collection[Any]:
    found = _attribute(value, _CHILDREN)
    if found is None:
        return ()
    if not isinstance(found, Collection):
        raise InteropError(f"Its inputs are of type {type(found).__name__}, not in a list, a tuple or a set.")
    return found


def _in_order(sources: Collection[Any], made: Mapping[int, Any]) -> list[Any]:
    """Of a set its members in the order in which they were read, which is the same in every run."""
    if not isinstance(sources, set | frozenset):
        return list(sources)
    place = {id_: k for k, id_ in enumerate(made)}
    return sorted(sources, key=lambda source: place[id(source)])


def _real(number: Any, what: str) -> float:
    try:
        return float(number)
    except (TypeError, ValueError):
        raise InteropError(
            f"Its {what} is a {type(number).__name__}, not a real number.", hint="Only scalars are read."
        ) from None
    except OverflowError:
        raise InteropError(f"Its {what} is too large for a double.") from None


def _of_micrograd(value: Any, inputs: list[Any]) -> Value:
    word, data = str(_attribute(value, _WORDS) or ""), _real(value.data, "data")
    if not inputs:
        return Value(data)
    if not word:
        return _by_number(value, inputs)
    power = _POWER.match(word)
    if power and len(inputs) == 1:
        return _agreeing(value, [inputs[0] ** float(power[1])], word)
    name = _MICROGRAD.get(word, word.lower())
    op = CATALOGUE.get(name)
    if op is None:
        raise InteropError(f"Their `{word}` has no op here.", hint="There are: " + ", ".join(CATALOGUE) + ".")
    return _agreeing(value, [apply(op, *arguments) for arguments in _arguments(op, inputs)], word)


def _by_number(value: Any, inputs: list[Any]) -> Value:
    """The one op that gives the data; a class that does not name its ops leaves nothing else to go by."""
    data = float(value.data)
    agreeing = [
        found
        for op in CATALOGUE.values()
        if op.arity is not None or len(inputs) > 2  # of two, a sum is an addition
        for found in (apply(op, *arguments) for arguments in _arguments(op, inputs))
        if close(found.data, data)
    ]
    names = tuple(dict.fromkeys(found.op.name for found in agreeing))
    if len(names) != 1:
        shown = ", ".join(f"{getattr(source, 'data', source)!r}" for source in inputs)
        raise InteropError(
            f"It cannot be told which op made {data!r} of {shown}.", names=names,
            hint="Keep the op's sign or name with each node, in `_op`.",
        )  # fmt: skip
    agreeing[0].data = data
    return agreeing[0]


def _arguments(op: Op, inputs: list[Any]) -> Iterator[Sequence[Any]]:
    """Every way in which a set of inputs may have been an op's arguments, the likeliest first."""
    if op.arity is None or op.arity == len(inputs):
        yield inputs
        if op.arity == 2:
            yield inputs[::-1]
    elif op.arity == 2 and len(inputs) == 1:
        yield inputs * 2


def _agreeing(value: Any, candidates: list[Value], word: str) -> Value:
    data = float(value.data)
    for found in candidates:
        if close(found.data, data):
            found.data = data
            return found
    shown = ", ".join(f"{found.data!r}" for found in candidates) or "nothing"
    raise InteropError(
        f"`{word}` with {len(_children(value))} inputs holds {data!r}, but they give {shown}.",
        hint="Was `data` changed after the graph was built? Then build it again first.",
    )


def _attribute(thing: Any, names: Sequence[str]) -> Any:
    """The first of these attributes that it has, or None; methods do not count."""
    found = (getattr(thing, name, None) for name in names)
    return next((each for each in found if each is not None and not callable(each)), None)
