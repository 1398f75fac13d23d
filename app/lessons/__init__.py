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

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

from app.lessons.claims import Claims, LessonError
from engine.program import run

_BLOCKS: Final = re.compile(r"\A```json\n(.*?)\n```\n\s*```python\n(.*?)\n```\n(.*)\Z", re.DOTALL)
_CLAIM: Final = re.compile(r"\{\{ *([^{}]*?) *\}\}")
# A right and a wrong answer, by which the tests try the task.
_FOR_TESTS: Final = ("answer", "wrong")
_NAME: Final = re.compile(r"(\d\d)-([a-z-]+)\.md")


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
    """Every lesson in its order. Raises LessonError for a file that is none."""
    found = sorted(
        (each.name, each.read_text(encoding="utf-8"))
        for each in files(__name__).iterdir()
        if each.name.endswith(".md")
    )
    return tuple(read(name, text) for name, text in found)


def read(file: str, text: str) -> Lesson:
    """The lesson in a file's text. Raises LessonError."""
    named, blocks = _NAME.fullmatch(file), _BLOCKS.match(text)
    if named is None or blocks is None:
        raise LessonError(f"{file}: a lesson is NN-name.md with a JSON block, a Python block and its text.")
    try:
        head = json.loads(blocks[1])
    except ValueError as error:
        raise LessonError(f"{file}: the JSON block cannot be read: {error}.") from None
    source = blocks[2]
    claims = Claims(run(source), file)
    prose = _CLAIM.sub(lambda claim: f"**{shown(claims.number(claim[1]))}**", blocks[3])
    task = {key: value for key, value in head["task"].items() if key not in _FOR_TESTS}
    for words in ("question", "hint"):
        task[words] = _CLAIM.sub(lambda claim: shown(claims.number(claim[1])), task.get(words, ""))
    return Lesson(
        number=int(named[1]),
        name=named[2],
        title=head["title"],
        source=source,
        state=head.get("state", "fresh"),
        view=head.get("view", "graph"),
        hide=head.get("hide"),
        collapsed=tuple(head.get("collapsed", ())),
        html=_html(prose),
        task=task,
    )


def _html(markdown: str) -> str:
    # Needed for the first lesson only, and not to answer /healthz.
    from markdown_it import MarkdownIt

    # Raw HTML stays text, whatever a lesson holds.
    html: str = MarkdownIt("commonmark", {"html": False}).render(markdown)
    return html.strip()


def shown(number: float) -> str:
    """A number in a sentence: four significant digits, with a true minus sign."""
    return f"{number:.4g}".replace("-", "−")
