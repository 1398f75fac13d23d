"""The faults of `make mutants` are pieces of the source as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.mutant_list import MODULES, Module

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.file)
def test_each_fault_can_be_put_in(module: Module) -> None:
    source = (ROOT / module.file).read_text(encoding="utf-8")
    assert [old for old, new in module.faults if source.count(old) != 1 or old == new] == []
    assert all((ROOT / test).exists() for test in module.tests)


def test_there_are_many() -> None:
    assert sum(len(module.faults) for module in MODULES) >= 60
