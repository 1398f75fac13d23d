"""A program that imports a heavy package is run where it is loaded, once, and as if nothing had happened."""

import pytest

from app.sandbox import heavy
from app.sandbox.errors import Crashed
from tests.app.sandbox.conftest import Programs


def test_nothing_is_heavy_outside_of_the_sandbox() -> None:
    for package in heavy.PACKAGES:
        heavy.require(package)


def test_what_is_loaded_elsewhere_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heavy, "_elsewhere", set())
    heavy.are_elsewhere(["matplotlib"])
    heavy.require("math")
    heavy.require("sklearn")
    with pytest.raises(heavy.NeedsHeavy):
        heavy.require("matplotlib.pyplot")


@pytest.mark.parametrize("package", heavy.PACKAGES)
def test_it_is_run_again_where_the_package_is_loaded(run: Programs, package: str) -> None:
    pytest.importorskip(package)
    program = f"""\
import os, sys
from {heavy.__name__} import require
require({package!r})
print({package!r} in sys.modules, os.getppid())"""
    there, supervisor = run(program).split()
    assert there == "True"
    assert supervisor != run("import os; print(os.getppid())").strip()
    assert run(program).split() == [there, supervisor]


def test_one_that_always_asks_ends(run: Programs) -> None:
    with pytest.raises(Crashed, match="heavy"):
        run(f"from {heavy.__name__} import NeedsHeavy\nraise NeedsHeavy")


def test_a_figure_is_drawn(run: Programs) -> None:
    pytest.importorskip("matplotlib")
    program = f"""\
from {heavy.__name__} import require
require('matplotlib')
import io
import matplotlib.pyplot as plt
plt.plot([1, 4, 9])
plt.title('loss $x^2$')
drawn = io.StringIO()
plt.savefig(drawn, format='svg')
print(drawn.getvalue().count('<svg'))"""
    assert run(program, memory_bytes=2**30, wall_seconds=60, cpu_seconds=30) == "1\n"
