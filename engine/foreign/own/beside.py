"""Grads that a program keeps beside its nodes: in a dictionary from nodes to numbers."""

from __future__ import annotations

from typing import Any

from engine.foreign.own.objects import real, stored
from engine.foreign.own.quiet import collected
from engine.foreign.own.reading import Reading


def add_grads(reading: Reading) -> None:
    """Fills in the grads, where the class has no attribute for them and the output, its class or its module
    has a dictionary of them.
    """
    root = reading.objects[-1]
    for found in (*[each for _, each in stored(root)], *collected(type(root))):
        grads = _grads(found, reading) if type(found) is dict else {}
        if grads.get(len(reading) - 1) == 1.0:
            reading.grad = [grads.get(k, 0.0) for k in range(len(reading))]
            reading.beside = True
            return


def _grads(found: dict[Any, Any], reading: Reading) -> dict[int, float]:
    """By position; empty for a dictionary of anything else. Its keys are nodes or their `id`."""
    grads: dict[int, float] = {}
    for key, number in found.items():
        position = reading.at.get(key if type(key) is int else id(key))
        grad = real(number)
        if position is None or grad is None:
            return {}
        grads[position] = grad
    return grads
