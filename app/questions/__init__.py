"""What people ask about backpropagation: each question with a graph in the state that answers it.

A question is a Markdown file beside this one: a block of JSON (the question, what is shown, one thing to
try), a block of Python (its program), three sentences, and under ``## In PyTorch`` what PyTorch does about
it, with a program and its output. A number in the text is written with where it comes from, so that a test
asks the engine:

    {{ 6 = grad a }}          the grad of a, as the program leaves it
    {{ 2 = fresh grad a }}    the grad that one right pass gives
    {{ -8 = data L }}         the data of a node
    {{ 4 = partial y x }}     ∂y/∂x

What is said after the attempt has the numbers after it. Programs may have classes of their own, which run
in the sandbox, so nothing is computed when a file is read.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from app.teaching.blocks import TextError, html, split

CLAIM: Final = re.compile(r"\{\{\s*([^{}=]*?)\s*=\s*([^{}]*?)\s*\}\}")
_PYTORCH: Final = "\n## In PyTorch\n"


@dataclass(frozen=True, slots=True)
class Question:
    """One question as the page gets it.

    Arguments:
        short: the question in a few words, for links.
        group: the heading under which it is listed.
        shows: what the graph shows first, as a link keeps it.
        html: the answer.
        pytorch: what PyTorch does about it.
        attempt: the thing to try: in words, as actions, the rule by which the page sees that it is done, and
            what is said then.
    """

    number: int
    name: str
    title: str
    short: str
    group: str
    source: str
    shows: Mapping[str, Any]
    html: str
    pytorch: str
    attempt: Mapping[str, Any]


@cache
def questions() -> tuple[Question, ...]:
    """Every question in its order. Raises TextError for a file that is none."""
    found = sorted(
        (each.name, each.read_text(encoding="utf-8"))
        for each in files(__name__).iterdir()
        if each.name.endswith(".md")
    )
    return tuple(read(name, text) for name, text in found)


def named(name: str) -> Question | None:
    """The question of this name."""
    return next((each for each in questions() if each.name == name), None)


def entries() -> list[dict[str, str]]:
    """Every question as a list of them has it."""
    return [{"name": each.name, "title": each.title, "group": each.group} for each in questions()]


def groups() -> dict[str, list[Question]]:
    """The questions by heading, in their order."""
    found: dict[str, list[Question]] = {}
    for each in questions():
        found.setdefault(each.group, []).append(each)
    return found


def read(file: str, text: str) -> Question:
    """The question in a file's text. Raises TextError."""
    blocks = split(file, text)
    answer, found, pytorch = blocks.prose.partition(_PYTORCH)
    if not found:
        raise TextError(f"{file}: a question ends with what PyTorch does, under ## In PyTorch.")
    head = blocks.head
    try:
        attempt = head["try"]
        return Question(
            number=blocks.number,
            name=blocks.name,
            title=head["title"],
            short=head["short"],
            group=head["group"],
            source=blocks.source,
            shows=head.get("shows", {}),
            html=html(plain(answer, "**")),
            pytorch=html(plain(pytorch, "**")),
            attempt={**attempt, "text": plain(attempt["text"]), "done": plain(attempt["done"])},
        )
    except KeyError as error:
        raise TextError(f"{file}: the JSON block has no {error}.") from None


def plain(text: str, mark: str = "") -> str:
    """The text with its numbers alone, each with a true minus sign."""
    return CLAIM.sub(lambda claim: f"{mark}{claim[1].replace('-', '−')}{mark}", text)
