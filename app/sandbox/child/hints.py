"""What to do instead, kept with an exception until it is reported. A program sees nothing of it."""

from __future__ import annotations

from typing import TypeVar

E = TypeVar("E", bound=BaseException)
_NAME = "__backlens_hint__"


def hinted(error: E, hint: str | None) -> E:
    """The exception, with a hint for the author of the program."""
    error.__dict__[_NAME] = hint
    return error


def hint_of(error: BaseException) -> str | None:
    """The hint that the exception carries, if it does."""
    found = getattr(error, "__dict__", {}).get(_NAME)
    return found if isinstance(found, str) else None
