"""How long what a person calls a node may be: its label, and the group that it is drawn in.

Each prefix of a group is a box of its own, so the number of its levels is bounded as well as its length.
"""

from __future__ import annotations

from engine.errors import LimitError

LABEL, GROUP, LEVELS = 200, 1_000, 50
NAME = GROUP + LABEL + 20  # of a leaf: `group/label#2`

# What ``GET /limits`` says of these: unit and meaning by name.
CATALOGUE: dict[str, tuple[int, str, str]] = {
    "label": (LABEL, "characters", "length of a label"),
    "group": (GROUP, "characters", "length of a group's path"),
    "group_levels": (LEVELS, "levels", "names in a group's path"),
}


def check_label(text: str) -> None:
    """Raises LimitError for a label that is too long."""
    _check("label", len(text), "A label has at most {:,} characters; this one has {:,}.")


def check_group(path: str) -> None:
    """Raises LimitError for a group whose path is too long or has too many levels."""
    _check("group", len(path), "A group has at most {:,} characters; this one has {:,}.")
    _check("group_levels", levels(path), "A group has at most {:,} levels; this one has {:,}.")


def levels(path: str) -> int:
    """How many names a group's path has."""
    return path.count("/") + 1 if path else 0


def _check(limit: str, count: int, sentence: str) -> None:
    most = CATALOGUE[limit][0]
    if count > most:
        raise LimitError(sentence.format(most, count), limit=limit, value=most)
