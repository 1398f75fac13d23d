"""The engines of the tests as text."""

from __future__ import annotations

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parents[1] / "engines"
ENGINES: Final = {
    path.stem: path.read_text() for path in sorted(FOLDER.glob("*.py")) if path.stem != "__init__"
}
LECTURE: Final = ENGINES["lecture"]


def changed(before: str, after: str, text: str = LECTURE) -> str:
    """An engine with one change."""
    assert before in text, before
    return text.replace(before, after, 1)
