"""Programs that are run once for all tests here, as Python, in this process."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from app.sandbox.child.running import run_python
from app.sandbox.job import Job
from engine.graph import Graph
from engine.outline import Outline, outline_of

_ROOT = Path(__file__).parents[4]
_EXAMPLES, _PROGRAMS = _ROOT / "app" / "examples", _ROOT / "tests" / "app" / "sandbox" / "programs"


@cache
def example(name: str) -> tuple[Graph, Outline]:
    """An example of the page's menu."""
    return ran((_EXAMPLES / f"{name}.py.txt").read_text())


@cache
def gpt() -> tuple[Graph, Outline]:
    """A GPT in plain Python: 33,387 values."""
    return ran((_PROGRAMS / "gpt.py.txt").read_text())


def ran(source: str) -> tuple[Graph, Outline]:
    """The graph and the outline of a program."""
    run = run_python(Job(source=source))
    assert run.graph is not None
    return run.graph, outline_of(run)
