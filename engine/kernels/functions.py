"""Plain functions of floats in compiled form."""

from __future__ import annotations

from collections.abc import Callable
from types import CellType, FunctionType
from typing import Any

import numba


def inside(function: Callable[..., Any]) -> Any:
    """Compiled into whatever calls it. Divisions are guarded by the ops themselves."""
    return numba.njit(function, error_model="numpy", forceinline=True)


def apart(function: Callable[..., Any]) -> Any:
    """Compiled once and called, not woven into what calls it: a loop with all registers to itself takes the
    same time wherever its arrays lie. Woven into a larger loop, a chain took up to twice as long.
    """
    return numba.njit(function, error_model="numpy")


class Functions:
    """Plain functions of floats in compiled form, with the functions that they call compiled as well."""

    def __init__(self) -> None:
        self._made: dict[Callable[..., Any], Any] = {}

    def __call__(self, function: Callable[..., Any]) -> Any:
        made = self._made.get(function)
        if made is None:
            assert isinstance(function, FunctionType)
            known = function.__globals__
            reached = {name: self._inner(known[name]) for name in function.__code__.co_names if name in known}
            cells = tuple(CellType(self._inner(cell.cell_contents)) for cell in function.__closure__ or ())
            copy = FunctionType(
                function.__code__, known | reached, function.__name__, function.__defaults__, cells
            )
            made = self._made[function] = numba.njit(copy, error_model="numpy")
        return made

    def _inner(self, reached: Any) -> Any:
        return self(reached) if isinstance(reached, FunctionType) else reached
