"""The lessons: from a slope to attention, each a program, a few sentences and a task that the page checks.

A lesson is a Markdown file beside this one: a block of JSON (its state and its task), a block of Python (its
program), then the text. A number that the text or the question claims is a placeholder, filled from a run of
the program when the lessons are read, so that it cannot drift:

    {{ data L }}              the data of a node, by label
    {{ grad a }}              its grad
    {{ partial e a }}         ∂e/∂a
    {{ contribution e a }}    grad of e × ∂e/∂a: the share of a's grad that comes through e, for one slot
    {{ difference x 0.1   }}  the forward difference quotient of the output in x
    {{ after x 0.1 }}         the output after x has moved by 0.1
    {{ minus p 1 }}           the data of a node, less a number
    {{ loss 0.05 10 }}        the output after ten steps of descent with rate 0.05

A program with a class of its own runs in the sandbox only; its lesson gives the same program without the
class in ``numbers``, for the placeholders.
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

_CLAIM: Final = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
# A right and a wrong answer, by which the tests try the task.
_FOR_TESTS: Final = ("answer", "wrong")
_WORDS: Final = ("question", "hint", "why")
# What a placeholder is about, by which the page gives it its colour.
_TONES: Final = {"data": "data", "after": "data", "loss": "data", "grad": "grad", "contribution": "grad"}
# Not in any text: where the numbers go, once the Markdown around them is HTML.
_OPEN, _CLOSE = "\ue000", "\ue001"
# A program that is longer is folded away, unless the task is about it.
_SHORT: Final = 14


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson as the page gets it.

    Arguments:
        part: the heading under which it is listed.
        shows_program: its program is open beside the text.
        curve: the leaf over which the output is drawn as a curve, and from where to where.
        html: its text with every number filled in.
    """

    number: int
    name: str
    title: str
    part: str
    source: str
    state: Literal["fresh", "program"]
    view: Literal["graph", "steps", "curve"]
    curve: Mapping[str, Any] | None
    shows_program: bool
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
    claims = Claims(run(head.get("numbers", source)), file)
    return Lesson(
        number=blocks.number,
        name=blocks.name,
        title=head["title"],
        part=head.get("part", "The lecture"),
        source=source,
        state=head.get("state", "fresh"),
        view=head.get("view", "graph"),
        curve=head.get("curve"),
        shows_program=source.count("\n") < _SHORT or "program" in head,
        hide=head.get("hide"),
        collapsed=tuple(head.get("collapsed", ())),
        html=_prose(blocks.prose, claims),
        task=_task(head["task"], claims),
    )


def shown_claim(claim: str, claims: Claims) -> str:
    """A claim's number; a difference quotient with more digits, so that one sees where it settles."""
    number = claims.number(claim)
    return f"{number:.6g}".replace("-", "−") if claim.startswith("difference") else shown(number)


def _prose(markdown: str, claims: Claims) -> str:
    """The text as HTML, each number in it bold and in the colour of what it is."""

    def token(claim: re.Match[str]) -> str:
        tone = _TONES.get(claim[1].split()[0] if claim[1] else "", "")
        return f"{_OPEN}{tone}:{shown_claim(claim[1], claims)}{_CLOSE}"

    def bold(found: re.Match[str]) -> str:
        return (
            f'<strong class="{found[1]}">{found[2]}</strong>' if found[1] else f"<strong>{found[2]}</strong>"
        )

    made = html(_CLAIM.sub(token, markdown))
    return re.sub(f"{_OPEN}(.*?):(.*?){_CLOSE}", bold, made)


def _task(task: Mapping[str, Any], claims: Claims) -> dict[str, Any]:
    """A task as the page gets it: its words with their numbers, its usual mistakes with theirs."""
    made = {key: value for key, value in task.items() if key not in _FOR_TESTS}
    for words in _WORDS:
        made[words] = _CLAIM.sub(lambda claim: shown(claims.number(claim[1])), task.get(words, ""))
    made["mistakes"] = [
        {"text": each["say"], "nodes": each["nodes"]}
        if "nodes" in each
        else {"text": each["say"], "value": claims.number(each["is"])}
        for each in task.get("mistakes", ())
    ]
    return made
