"""Imports: ``math``, ``random`` and micrograd's names are here; numpy and the like are skipped."""

from __future__ import annotations

import ast
from typing import Any

from engine.program.builder import Builder
from engine.program.builtins import BUILTINS
from engine.program.frame import Execute, Frame
from engine.program.functions import Package
from engine.program.machine import Machine
from engine.program.mathlib import MATH
from engine.program.names import did_you_mean
from engine.program.randomlib import RANDOM
from engine.program.targets import target
from engine.program.unavailable import MODULES, Unavailable

_NN = Package("micrograd.nn", {name: BUILTINS[name] for name in ("MLP", "Layer", "Neuron")})
_ENGINE = Package("micrograd.engine", {"Value": BUILTINS["Value"]})
_DATASETS = Package("sklearn.datasets", {"make_moons": BUILTINS["make_moons"]})
PACKAGES: dict[str, Package] = {
    "math": MATH,
    "random": RANDOM,
    "micrograd": Package("micrograd", {"engine": _ENGINE, "nn": _NN}),
    "micrograd.engine": _ENGINE,
    "micrograd.nn": _NN,
    "sklearn": Package("sklearn", {"datasets": _DATASETS}),
    "sklearn.datasets": _DATASETS,
    "engine": Package("engine", dict(_ENGINE.items) | dict(_NN.items)),
    "backlens": Package("backlens", dict(_ENGINE.items) | dict(_NN.items) | {"watch": BUILTINS["watch"]}),
}
_HINT = "`math`, `random` and `micrograd` can be imported; what else a program needs is built in."
_DATA_HINT = "Its `make_moons` is built in, and other data: see `GET /datasets`."


def import_(builder: Builder, node: ast.Import) -> Execute:
    """``import math``, ``import numpy as np``."""
    steps = [_step(builder, node, alias.name, None, alias) for alias in node.names]
    return _all(steps)


def import_from(builder: Builder, node: ast.ImportFrom) -> Execute:
    """``from math import exp``."""
    if node.level or node.module is None:
        raise builder.unsupported(node, "An import from the program's own folder", _HINT)
    if node.module == "__future__":
        return lambda frame: None
    return _all([_step(builder, node, node.module, alias.name, alias) for alias in node.names])


def _all(steps: list[Execute]) -> Execute:
    def execute(frame: Frame) -> None:
        for step in steps:
            step(frame)

    return execute


def _step(builder: Builder, node: ast.stmt, module: str, item: str | None, alias: ast.alias) -> Execute:
    place = builder.place(node)
    top = module.partition(".")[0]
    bound = alias.asname or (item or top)
    name = ast.copy_location(ast.Name(bound, ast.Store()), node)
    store = target(builder, name, labels=False)
    thing: Any
    if top in MODULES:
        unavailable = Unavailable(top, bound)

        def read_over(frame: Frame) -> None:
            frame.machine.notice("import", f"{MODULES[top]} is not available here. Import skipped.", place)
            store(frame, unavailable)

        return read_over
    package = PACKAGES.get(module)
    if package is None:
        hint = _DATA_HINT if top == "sklearn" else _HINT
        raise builder.unsupported(node, f"The module `{module[:60]}`", hint)
    if item == "*":
        raise builder.unsupported(node, "`import *`", "Name what you need.")
    if item is None:
        # `import micrograd.nn` binds micrograd; `import micrograd.nn as nn` binds the inner one.
        thing = package if alias.asname else PACKAGES[top]
    elif item in package.items:
        thing = package.items[item]
    else:
        raise builder.refuse(
            node, f"`{module}` has no `{item}` here.", "unknown-attribute", did_you_mean(item, package.items)
        )

    def execute(frame: Frame) -> None:
        _choose_nonlin(frame.machine, module, item)
        store(frame, thing)

    return execute


def _choose_nonlin(machine: Machine, module: str, item: str | None) -> None:
    """micrograd's own networks are built of relu; the lecture's, of tanh."""
    if module == "micrograd.nn" or (module == "micrograd" and item == "nn"):
        machine.nonlin = "relu"
