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
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

from engine import autodiff
from engine.descent.plan import Plan
from engine.descent.stepping import descend
from engine.graph import Graph
from engine.program import Run, run

_BLOCKS: Final = re.compile(r"\A```json\n(.*?)\n```\n\s*```python\n(.*?)\n```\n(.*)\Z", re.DOTALL)
_CLAIM: Final = re.compile(r"\{\{ *([^{}]*?) *\}\}")
# A right and a wrong answer, by which the tests try the task.
_FOR_TESTS: Final = ("answer", "wrong")
_NAME: Final = re.compile(r"(\d\d)-([a-z-]+)\.md")


class LessonError(Exception):
    """A lesson's file is not one; the message names the file and the fault."""


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


class Claims:
    """What a lesson's text may say about the fresh numbers of its program."""

    def __init__(self, ran: Run, file: str) -> None:
        if ran.graph is None:
            raise LessonError(f"{file}: the program makes no Value.")
        self.graph: Final[Graph] = ran.graph
        self.data: Final = autodiff.forward(ran.graph, list(ran.frame.data))
        self.grad: Final = autodiff.backward(ran.graph, self.data)
        self._parameters: Final = ran.parameters
        self._file: Final = file

    def number(self, claim: str) -> float:
        """The number of a placeholder. Raises LessonError."""
        kind, *words = claim.split()
        kinds: dict[str, Callable[[Sequence[str]], float]] = {
            "data": lambda given: self.data[self._node(given[0])],
            "grad": lambda given: self.grad[self._node(given[0])],
            "partial": lambda given: self._partial(given[0], given[1]),
            "contribution": lambda given: self.grad[self._node(given[0])] * self._partial(given[0], given[1]),
            "difference": lambda given: self._difference(given[0], float(given[1])),
            "loss": lambda given: self._loss(float(given[0]), int(given[1])),
        }
        try:
            return kinds[kind](words)
        except (KeyError, IndexError, ValueError) as error:
            raise LessonError(f"{self._file}: {{{{ {claim} }}}} has no number: {error}.") from None

    def _node(self, label: str) -> int:
        return self.graph.labels.index(label)

    def _partial(self, target: str, source: str) -> float:
        to, node = self._node(target), self._node(source)
        slot = list(self.graph.inputs[to]).index(node)
        partial = autodiff.partials(self.graph, self.data, to)[slot]
        if partial is None:
            raise ValueError("a constant takes no grad")
        return partial

    def _difference(self, leaf: str, h: float) -> float:
        moved = list(self.data)
        moved[self._node(leaf)] += h
        return (autodiff.forward(self.graph, moved)[self.graph.output] - self.data[self.graph.output]) / h

    def _loss(self, rate: float, steps: int) -> float:
        leaves = tuple(self.graph.ids[name] for name in self._parameters)
        return descend(Plan(self.graph, leaves, rate, steps), self.data).losses[-1]
