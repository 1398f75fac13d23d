"""Compiled loops on disk: found again, never trusted when they are of something else, never needed."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest

from engine import Graph, Value
from engine.descent.rules import RULES
from engine.kernels import files
from engine.kernels.cache import fingerprint
from engine.kernels.compiled import Kernels
from engine.ops import CATALOGUE

OPS, RULE = (CATALOGUE["mul"],), (RULES["sgd"],)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for loops."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "loops"))
    return tmp_path / "loops"


def works(kernels: Kernels) -> None:
    """Asserts that the loops compute."""
    import numpy as np

    x = Value(3.0)
    graph = Graph(x * x)
    tape, data, grad = kernels.tape(graph), np.array([3.0, 0.0]), np.zeros(2)
    kernels.forward(tape, data)
    kernels.backward(tape, data, grad)
    assert (data.tolist(), grad.tolist()) == ([3.0, 9.0], [6.0, 1.0])


def written(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


def test_a_second_process_finds_what_the_first_compiled(folder: Path) -> None:
    assert not files.exist()
    works(Kernels(OPS, RULE))
    first = written(folder)
    assert sorted(name.partition("-")[0] for name in first) == ["backward", "descend", "forward"]
    assert files.exist()
    works(Kernels(OPS, RULE))
    assert written(folder) == first
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes()[:100])
    works(Kernels(OPS, RULE))
    assert written(folder).keys() == first.keys()
    assert all(path.stat().st_size > 100 for path in folder.iterdir())


def test_without_a_place_to_write_the_loops_are_compiled_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "file" / "loops"))
    works(Kernels(OPS, RULE))
    assert not files.exist()


def test_another_catalogue_has_another_key() -> None:
    def reaching(factor: float, root: Callable[[float], float] = math.sqrt) -> Callable[[float], float]:
        def inner(a: float) -> float:
            return root(a) * factor

        def outer(a: float) -> float:
            return inner(a) + 1.0

        return outer

    assert fingerprint([reaching(2.0)], []) == fingerprint([reaching(2.0)], [])
    assert fingerprint([reaching(2.0)], []) != fingerprint([reaching(3.0)], [])
    assert fingerprint([reaching(2.0)], []) != fingerprint([reaching(2.0, math.exp)], [])
    assert fingerprint([reaching(2.0)], ["words"]) != fingerprint([reaching(2.0)], [])
