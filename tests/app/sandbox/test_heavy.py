"""A program that imports a heavy package is run where it is loaded, once, and as if nothing had happened."""

import subprocess
import sys

import pytest

from app.sandbox import heavy
from app.sandbox.errors import Crashed
from tests.app.sandbox import users
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


def test_fonts_are_held_for_children_that_cannot_open_them() -> None:
    program = """\
import builtins
import io
from app.sandbox import plotting
from matplotlib import pyplot

plotting.draw_once()
plotting.hold_fonts()
from matplotlib.font_manager import _get_font, findfont, fontManager
_get_font.cache_clear()
assert len({each.name for each in fontManager.ttflist}) > 5
def refuse(*arguments, **words):
    raise PermissionError(arguments)
builtins.open = refuse
pyplot.title("$x^2$ and text", style="italic", weight="bold")
drawn = io.StringIO()
pyplot.savefig(drawn, format="svg")
print(drawn.getvalue().count("<svg"))"""
    pytest.importorskip("matplotlib")
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=users.ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    assert done.stdout == "1\n"
