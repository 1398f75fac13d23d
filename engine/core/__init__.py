"""The core of ``engine.Value`` in C, where it was compiled (``python -m tools.core``).

``engine.value`` chooses when it is imported. What it chose changes no number: the readable class and the
core give the same to the last bit. ``BACKLENS_CORE=python`` in the environment chooses the readable class.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from engine import ops
from engine.ops import CONSTANT, LEAF, Op, op

SWITCH: Final = "BACKLENS_CORE"
# What a class has for itself.
_OWN: Final = frozenset(("__dict__", "__weakref__"))
_ALWAYS: Final = frozenset(("__doc__", "__module__", "__slots__"))


def compiled() -> ModuleType | None:
    """The compiled core; None where there is none, where it was made from other ops, or where the readable
    class is wanted.
    """
    if os.environ.get(SWITCH) == "python":
        return None
    try:
        from engine.core import _value
    except ImportError:
        return None
    return _value if digest() == _value.MADE_FROM else None


def digest() -> str:
    """Of what the core is made from: the op catalogue, but for imports, which a wheel rewrites, and the C."""
    made = hashlib.sha256()
    here = Path(__file__)
    for path in (Path(ops.__file__), here.with_name("value.c"), here.with_name("own.c")):
        lines = path.read_bytes().splitlines()
        made.update(b"\n".join(line for line in lines if not line.startswith(b"from ")))
    return made.hexdigest()[:16]


def connect(
    made: Any,
    readable: Any,
    operators: Callable[[Op], tuple[Any, Any]],
    apply: Callable[..., Any],
    total: Callable[..., Any],
) -> None:
    """Hands the core what it leaves to Python, and its Value all that it does not have itself.

    Arguments:
        made: the core.
        readable: the class that it takes the place of.
        operators: gives for an op the functions behind ``x + other`` and ``other + x``.
        apply, total: the readable functions of these names.
    """
    nothing = (None, None)
    entries = [op(name) for name in made.NAMES]
    pairs = [operators(entry) if entry.token else nothing for entry in entries]
    made.connect(
        (LEAF, CONSTANT, *entries),
        (*nothing, *(pair[0] for pair in pairs)),
        (*nothing, *(pair[1] for pair in pairs)),
        (*nothing, *(vars(readable).get(entry.name) for entry in entries)),
        readable.__init__,
        readable.backward,
        apply,
        total,
    )
    there = set(vars(made.Value)) - _ALWAYS | _OWN
    for name, thing in vars(readable).items():
        if name not in there:
            setattr(made.Value, name, thing)
    made.Value.__getstate__ = _state


def _state(value: Any) -> tuple[Any, dict[str, Any]]:
    """What a copy or a pickle holds: what Python finds in any object with `__slots__`."""
    names = [name for kind in type(value).__mro__ for name in vars(kind).get("__slots__", ())]
    slots = {name: getattr(value, name) for name in names if hasattr(value, name)}
    return getattr(value, "__dict__", None), slots
