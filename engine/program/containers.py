"""The methods of lists, tuples, dicts and sets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.program.arithmetic import common, either, merged, without
from engine.program.calls import call
from engine.program.comparison import in_order, key, same
from engine.program.functions import Builtin
from engine.program.iteration import drain
from engine.program.kinds import whole, wrong_type, wrong_value
from engine.program.machine import Machine
from engine.program.sets import Set

# -- lists and tuples --------------------------------------------------------------------------------------


def append(machine: Machine, own: list[Any], item: Any) -> None:
    machine.budget.memory(1)
    own.append(item)


def extend(machine: Machine, own: list[Any], iterable: Any) -> None:
    own.extend(drain(machine, iterable))


def insert(machine: Machine, own: list[Any], place: Any, item: Any) -> None:
    machine.budget.memory(1)
    machine.budget.step(1 + len(own) // 64)
    own.insert(clamped(whole(place, "the index")), item)


def clamped(index: int) -> int:
    """An index that fits a machine word; one further out means the same."""
    return max(-(1 << 62), min(index, 1 << 62))


def pop(machine: Machine, own: list[Any], index: Any = -1) -> Any:
    at = whole(index, "the index")
    if not -len(own) <= at < len(own):
        raise wrong_value("IndexError: pop index out of range.")
    machine.budget.step(1 + len(own) // 64)
    return own.pop(at)


def index(machine: Machine, own: list[Any] | tuple[Any, ...], item: Any) -> int:
    for i, element in enumerate(own):
        if same(machine, item, element):
            return i
    raise wrong_value("ValueError: this is not in the list.")


def remove(machine: Machine, own: list[Any], item: Any) -> None:
    del own[index(machine, own, item)]


def count(machine: Machine, own: list[Any] | tuple[Any, ...], item: Any) -> int:
    return sum([same(machine, item, element) for element in list(own)])


def reverse(machine: Machine, own: list[Any]) -> None:
    machine.budget.step(len(own))
    own.reverse()


def sort(machine: Machine, own: list[Any], *, key: Any = None, reverse: Any = False) -> None:
    own[:] = ordered(machine, list(own), key, reverse)


def ordered(machine: Machine, items: list[Any], by: Any, reverse: Any) -> list[Any]:
    """The items sorted, by what ``by`` gives for each unless it is None."""
    keys = items if by is None else [call(machine, by, [item]) for item in items]
    return in_order(machine, items, keys, bool(whole(reverse, "`reverse`")))


def clear(machine: Machine, own: Any) -> None:
    (own.items if type(own) is Set else own).clear()


def copy(machine: Machine, own: Any) -> Any:
    items = drain(machine, own)
    if type(own) is dict:
        return dict(own)
    return Set(items) if type(own) is Set else items


# -- dicts -------------------------------------------------------------------------------------------------


def get(machine: Machine, own: dict[Any, Any], name: Any, default: Any = None) -> Any:
    return own.get(key(machine, name), default)


def setdefault(machine: Machine, own: dict[Any, Any], name: Any, default: Any = None) -> Any:
    machine.budget.memory(1)
    return own.setdefault(key(machine, name), default)


def keys(machine: Machine, own: dict[Any, Any]) -> list[Any]:
    return drain(machine, own)


def values(machine: Machine, own: dict[Any, Any]) -> list[Any]:
    drain(machine, own)
    return list(own.values())


def items(machine: Machine, own: dict[Any, Any]) -> list[Any]:
    drain(machine, own)
    return list(own.items())


def pop_key(machine: Machine, own: dict[Any, Any], name: Any, *default: Any) -> Any:
    if key(machine, name) not in own:
        if default:
            return default[0]
        raise wrong_value("KeyError: the dict has no such key.")
    return own.pop(name)


def popitem(machine: Machine, own: dict[Any, Any]) -> Any:
    if not own:
        raise wrong_value("KeyError: the dict is empty.")
    return own.popitem()


def update_dict(machine: Machine, own: dict[Any, Any], other: Any = (), **keywords: Any) -> None:
    own.update(pairs(machine, other))
    own.update(keywords)


def pairs(machine: Machine, thing: Any) -> dict[Any, Any]:
    """A new dict from a dict or from pairs."""
    found = drain(machine, thing)
    if type(thing) is dict:
        return dict(thing)
    made = {}
    for pair in found:
        two = drain(machine, pair) if type(pair) in (tuple, list) else []
        if len(two) != 2:
            raise wrong_type("a dict is made from a dict or from pairs.", pair)
        made[key(machine, two[0])] = two[1]
    return made


# -- sets --------------------------------------------------------------------------------------------------


def add(machine: Machine, own: Set, item: Any) -> None:
    machine.budget.memory(1)
    own.items[key(machine, item)] = None


def discard(machine: Machine, own: Set, item: Any) -> None:
    own.items.pop(key(machine, item), None)


def remove_element(machine: Machine, own: Set, item: Any) -> None:
    if key(machine, item) not in own:
        raise wrong_value("KeyError: this is not in the set.")
    del own.items[item]


def pop_element(machine: Machine, own: Set) -> Any:
    if not len(own):
        raise wrong_value("KeyError: the set is empty.")
    first = next(iter(own))
    del own.items[first]
    return first


def set_of(machine: Machine, thing: Any) -> Set:
    """A new set of a thing's elements."""
    return Set([key(machine, item) for item in drain(machine, thing)])


def update_set(machine: Machine, own: Set, *others: Any) -> None:
    for other in others:
        own.items.update(set_of(machine, other).items)


def _algebra(keep: Callable[[Set, Set], list[Any]]) -> Callable[..., Set]:
    def method(machine: Machine, own: Set, *others: Any) -> Set:
        made = own
        for other in others:
            machine.budget.step(len(made))
            machine.budget.memory(len(made))
            made = Set(keep(made, set_of(machine, other)))
        return made if others else Set(own)

    return method


def _relation(holds: Callable[[Set, Set], bool]) -> Callable[[Machine, Set, Any], bool]:
    def method(machine: Machine, own: Set, other: Any) -> bool:
        machine.budget.step(len(own))
        return holds(own, set_of(machine, other))

    return method


def _inside(a: Set, b: Set) -> bool:
    return not without(a, b)


_SHARED = {"index": index, "count": count}
_METHODS: dict[type, dict[str, Callable[..., Any]]] = {
    list: _SHARED | {
        "append": append, "extend": extend, "insert": insert, "pop": pop, "remove": remove,
        "reverse": reverse, "sort": sort, "clear": clear, "copy": copy,
    },
    tuple: _SHARED,
    dict: {
        "get": get, "setdefault": setdefault, "keys": keys, "values": values, "items": items, "pop": pop_key,
        "popitem": popitem, "update": update_dict, "clear": clear, "copy": copy,
    },
    Set: {
        "add": add, "discard": discard, "remove": remove_element, "pop": pop_element, "update": update_set,
        "clear": clear, "copy": copy, "union": _algebra(merged), "intersection": _algebra(common),
        "difference": _algebra(without), "symmetric_difference": _algebra(either),
        "issubset": _relation(_inside), "issuperset": _relation(lambda a, b: _inside(b, a)),
        "isdisjoint": _relation(lambda a, b: not common(a, b)),
    },
}  # fmt: skip
METHODS: dict[type, dict[str, Builtin]] = {
    which: {name: Builtin(name, function, own=2) for name, function in methods.items()}
    for which, methods in _METHODS.items()
}
