"""Text from a person's program on its way into a drawing: made harmless, measured, cut to fit."""

import unicodedata

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
LONGEST_LABEL = 200
NOTE_CELL = 6.7
"""Px of one cell of the note after a name."""
CHARACTER = 8.15
"""Px of one cell of a name: 13.5 px bold monospaced."""
BADGE_AT, NAME_GAP, RIGHT = 7, 8, 10
"""Px on a card's first line: left of the badge, between badge and name, right of everything."""
# Cc controls, Cs lone surrogates, Cn unassigned and non-characters: XML may not hold them, or no font draws
# them.
_UNDRAWABLE = {"Cc", "Cs", "Cn"}
_TURNING = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")


def clean(text: str, longest: int = LONGEST_LABEL) -> str:
    """At most so many characters; controls, and marks that would turn the text around them, become �."""
    kept = text if len(text) <= longest else text[: longest - 1] + ELLIPSIS
    if kept.isascii() and kept.isprintable():
        return kept
    return "".join(
        REPLACEMENT if c in _TURNING or unicodedata.category(c) in _UNDRAWABLE else c for c in kept
    )


def cells(text: str) -> int:
    """Width in character cells of a monospaced font: 2 for wide East Asian characters, 0 for combining
    marks."""
    if text.isascii():
        return len(text)
    return sum(map(_cell, text))


def fit(text: str, room: int) -> str:
    """The text, cut and ended with … where it is wider than `room` cells; empty where not even that fits."""
    if cells(text) <= room:
        return text
    kept: list[str] = []
    left = room - 1
    for character in text:
        left -= _cell(character)
        if left < 0:
            break
        kept.append(character)
    return "".join(kept).rstrip() + ELLIPSIS if room > 0 else ""


def badge_width(symbol: str) -> int:
    """Px of a badge with this symbol."""
    return max(18, 8 + (8 if " " in symbol else 7) * cells(symbol))


def heading_width(symbol: str, name: str) -> float:
    """Px of a card's first line, margins included."""
    return BADGE_AT + badge_width(symbol) + NAME_GAP + cells(name) * CHARACTER + RIGHT


def times(count: int) -> str:
    """How often something is there, as a card says it; nothing for once."""
    return "" if count == 1 else f"×{count:,}"


def _cell(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
