"""A run that is followed, in the tests' own process."""

from __future__ import annotations

from app.sandbox.child.running import run_python
from app.sandbox.events import Event, Passed
from app.sandbox.job import Job, Live
from engine.norms import ListNorms
from engine.run import Run


def followed(source: str, live: Live | None = None, **words: object) -> tuple[Run, list[Event]]:
    """The run of a program, and what was told of it meanwhile."""
    told: list[Event] = []
    job = Job(source, events=True, live=live or Live(), **words)  # type: ignore[arg-type]  # as the test gives them
    return run_python(job, told.append), told


def passes(told: list[Event]) -> list[Passed]:
    """Those events that are passes."""
    return [each for each in told if isinstance(each, Passed)]


def lists(passed: Passed) -> dict[str, ListNorms]:
    """The norms of a pass by the name of their list."""
    assert passed.record.norms is not None
    return {each.name: each for each in passed.record.norms.lists}
