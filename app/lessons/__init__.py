"""The lessons: the lecture as a path of states, each with a few sentences and a task that the page checks.

A lesson is a Markdown file beside this one: a block of JSON (its state and its task), a block of Python (its
program), then the text. A number that the text or the question claims is a placeholder, filled from a run of
the program when the lessons are read, so that it cannot drift:

    {{ data L }}              the data of a node, by label
    {{ grad a }}              its grad
    {{ partial e a }}         ∂e/∂a
    {{ contribution e a }}    grad of e × ∂e/∂a: the share of a's grad that comes through e, for one slot
    {{ difference x 0.1   }}  the forward difference quotient of the output in x
    {{ loss 0.05 10 }}        the output after ten steps of descent with rate 0.05
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

from app.lessons.claims import Claims
from app.teaching.blocks import html, shown, split
from engine.program import run

_CLAIM: Final = re.compile(r"\{\{ *([^{}]*?) *\}\}")
# A right and a wrong answer, by which the tests try the task.
_FOR_TESTS: Final = ("answer", "wrong")


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson as the page gets it. ``html`` is its text with every number filled in."""

    number: int
    name: str
    title: str
    source: str
    state: Literal["fresh", "program"]
    view: Literal["graph", "steps"]
    hide: Literal["grad"] | None
    collapsed: tuple[str, ...]
    html: str
    task: Mapping[str, Any]


@cache
def lessons() -> tuple[Lesson, ...]:
    """Every lesson in its order. Raises TextError for a file that is none."""
    found = sorted(
        (each.name, each.read_text(encoding="utf-8"))
        for each in files(__name__).iterdir()
        if each.name.endswith(".md")
    )
    return tuple(read(name, text) for name, text in found)


def read(file: str, text: str) -> Lesson:
    """The lesson in a file's text. Raises TextError."""
    blocks = split(file, text)
    head, source = blocks.head, blocks.source
    claims = Claims(run(source), file)
    prose = _CLAIM.sub(lambda claim: f"**{shown(claims.number(claim[1]))}**", blocks.prose)
    task = {key: value for key, value in head["task"].items() if key not in _FOR_TESTS}
    for words in ("question", "hint"):
        task[words] = _CLAIM.sub(lambda claim: shown(claims.number(claim[1])), task.get(words, ""))
    return Lesson(
        number=blocks.number,
        name=blocks.name,
        title=head["title"],
        source=source,
        state=head.get("state", "fresh"),
        view=head.get("view", "graph"),
        hide=head.get("hide"),
        collapsed=tuple(head.get("collapsed", ())),
        html=html(prose),
        task=task,
    )
