"""Lessons and questions as files of Markdown: JSON (what it is), Python (its program), then its prose."""

import json
import re
from dataclasses import dataclass
from typing import Any, Final

_BLOCKS: Final = re.compile(r"\A```json\n(.*?)\n```\n\s*```python\n(.*?)\n```\n(.*)\Z", re.DOTALL)
_NAME: Final = re.compile(r"(\d\d)-([a-z-]+)\.md")


class TextError(Exception):
    """A file cannot be read; the message names the file and the fault."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """The parts of one file. ``number`` is its place among the others."""

    number: int
    name: str
    head: dict[str, Any]
    source: str
    prose: str


def split(file: str, text: str) -> Blocks:
    """The parts of a file. Raises TextError."""
    named, blocks = _NAME.fullmatch(file), _BLOCKS.match(text)
    if named is None or blocks is None:
        raise TextError(f"{file}: it should be NN-name.md with a JSON block, a Python block and its prose.")
    try:
        head = json.loads(blocks[1])
    except ValueError as error:
        raise TextError(f"{file}: the JSON block cannot be read: {error}.") from None
    return Blocks(int(named[1]), named[2], head, blocks[2], blocks[3])


def html(markdown: str) -> str:
    """The prose as the page shows it."""
    # Needed for the first text only, and not to answer /healthz.
    from markdown_it import MarkdownIt

    # Raw HTML stays text, whatever a file holds.
    rendered: str = MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown)
    return rendered.strip()


def shown(number: float) -> str:
    """A number in a sentence: four significant digits, with a true minus sign."""
    return f"{number:.4g}".replace("-", "−")
