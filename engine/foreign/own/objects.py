"""Looking at objects of a program without trusting them: whatever they raise counts as not being there."""

from __future__ import annotations

import enum
import sys
from collections.abc import Iterator
from typing import Any, Final


class _Missing:
    """What an attribute is that is not there."""


MISSING: Final = _Missing()
_PLAIN = (float, int)


class _Classes:
    """What classes define, looked up once for each name: most of reading a graph is asking for attributes."""

    def __init__(self) -> None:
        self.defined: dict[type, dict[str, bool]] = {}
        self.slots: dict[type, tuple[str, ...]] = {}
        self.present: dict[tuple[type, tuple[str, ...]], tuple[str, ...]] = {}

    def defines(self, kind: type, name: str) -> bool:
        names = self.defined.get(kind)
        if names is None:
            names = self.defined[kind] = {}
        found = names.get(name)
        if found is None:
            found = names[name] = any(name in vars(base) for base in kind.__mro__)
        return found

    def slots_of(self, kind: type) -> tuple[str, ...]:
        found = self.slots.get(kind)
        if found is None:
            names = []
            for base in reversed(kind.__mro__):
                slots = vars(base).get("__slots__", ())
                every = (slots,) if isinstance(slots, str) else tuple(slots)
                plain = (name for name in every if name not in ("__dict__", "__weakref__"))
                names += [mangled(base, name) for name in plain]
            found = self.slots[kind] = tuple(names)
        return found


_classes = _Classes()


def forget() -> None:
    """Forgets what was looked up of classes, which a program may change, and does not keep them alive."""
    _classes.__init__()  # type: ignore[misc]


def has(thing: Any, name: str) -> bool:
    """Whether the attribute is stored or defined. A `__getattr__` that answers to any name does not count."""
    if _classes.defines(type(thing), name):
        return True
    try:
        return name in object.__getattribute__(thing, "__dict__")
    except AttributeError:
        return False


def get(thing: Any, name: str) -> Any:
    """The attribute, or MISSING where there is none or where it raises."""
    names = _classes.defined.get(type(thing))
    defined = None if names is None else names.get(name)
    if defined is None:
        defined = _classes.defines(type(thing), name)
    if defined:
        try:
            return getattr(thing, name)
        except Exception:
            return MISSING
    try:
        return object.__getattribute__(thing, "__dict__").get(name, MISSING)
    except AttributeError:
        return MISSING


def present(thing: Any, names: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the names that the first object of its class that was asked about has."""
    key = (type(thing), names)
    found = _classes.present.get(key)
    if found is None:
        found = _classes.present[key] = tuple(name for name in names if has(thing, name))
    return found


class Kept:
    """What an object held at one moment, to be put back."""

    __slots__ = ("own", "slots", "thing")

    def __init__(self, thing: Any) -> None:
        self.thing = thing
        try:
            self.own: dict[str, Any] | None = object.__getattribute__(thing, "__dict__").copy()
        except AttributeError:
            self.own = None
        names = _classes.slots_of(type(thing))
        self.slots = [(name, get(thing, name)) for name in names] if names else ()

    def put_back(self) -> None:
        """Sets all of it as it was, past any method of the class."""
        if self.own is not None:
            now = object.__getattribute__(self.thing, "__dict__")
            now.update(self.own)
            for name in [each for each in now if each not in self.own] if len(now) > len(self.own) else ():
                del now[name]
        for name, content in self.slots:
            if content is not MISSING:
                object.__setattr__(self.thing, name, content)


def stored(thing: Any) -> Iterator[tuple[str, Any]]:
    """The attributes that the object itself holds, in `__dict__` and in `__slots__`, as they were set."""
    try:
        own = object.__getattribute__(thing, "__dict__")
    except AttributeError:
        own = {}
    yield from list(own.items())
    for name in _classes.slots_of(type(thing)):
        found = get(thing, name)
        if found is not MISSING:
            yield name, found


def mangled(kind: type, name: str) -> str:
    """The name under which a class keeps its `__private` attributes."""
    if name.startswith("__") and not name.endswith("__"):
        return f"_{kind.__name__.lstrip('_')}{name}"
    return name


def real(thing: Any) -> float | None:
    """The number as a double; None for what is not one: text, complex, arrays, lower precision."""
    kind = type(thing)
    if kind is float:
        return thing  # type: ignore[no-any-return]
    if kind is int:
        try:
            return float(thing)
        except OverflowError:
            return None
    if kind is bool or (isinstance(thing, _PLAIN) and not isinstance(thing, enum.Enum)):
        return float.__float__(thing) if isinstance(thing, float) else float(int.__int__(thing))
    return _of_numpy(thing)


def _of_numpy(thing: Any) -> float | None:
    """Numbers of numpy's that are exact as doubles, and arrays without a dimension that hold one."""
    numpy = sys.modules.get("numpy")
    if numpy is None or not isinstance(thing, numpy.generic | numpy.ndarray):
        return None
    if thing.shape != () or thing.dtype.kind not in "iufb" or thing.dtype.itemsize > 8:
        return None
    if thing.dtype.kind == "f" and thing.dtype.itemsize < 8:
        return None
    return float(thing)


def is_number(thing: Any) -> bool:
    """Whether it is a plain number; a bool is a flag and not a number here."""
    return type(thing) is not bool and real(thing) is not None


def type_name(thing: Any) -> str:
    """How a message names the type of an object."""
    kind = type(thing)
    dtype = getattr(thing, "dtype", None) if kind.__module__ == "numpy" else None
    return f"{kind.__module__}.{kind.__name__} of {dtype}" if dtype is not None else kind.__name__
