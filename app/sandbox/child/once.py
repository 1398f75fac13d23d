"""What a run tells, told once, though its program begins again and tells the same up to there."""

from __future__ import annotations

from collections.abc import Callable

from app.sandbox.events import Drawn, Event, Obeyed, Passed, Printed, Recorded, Watched
from engine.errors import ProgramError


class Once:
    """Takes events and tells those that were not told before. emit: where to."""

    def __init__(self, emit: Callable[[Event], None]) -> None:
        self._emit = emit
        self._characters = self._pass = self._recorded = self._figures = self._shown = 0
        self._left = (0, 0, 0)  # characters, figures, and what is watched, that come again
        self._has_obeyed = False

    def begin_again(self) -> None:
        """The program begins again. Raises ProgramError where it cannot, because orders have changed it."""
        if self._has_obeyed:
            raise ProgramError(
                "The run cannot be continued with the class as it is written.",
                hint="Run it again without the fast engine.",
            )
        self._left = (self._characters, self._figures, self._shown)
        self._characters = self._figures = self._shown = 0

    def __call__(self, event: Event) -> None:
        characters, figures, shown = self._left
        match event:
            case Printed(text):
                begun = self._characters
                self._characters += len(text)
                text = text[max(0, characters - begun) :]
                if text:
                    self._emit(Printed(text))
                return
            case Passed(record):
                if record.number <= self._pass:
                    return
                self._pass = record.number
            case Recorded(number=number):
                if number <= self._recorded:
                    return
                self._recorded = number
            case Drawn():
                self._figures += 1
                if self._figures <= figures:
                    return
            case Watched():
                self._shown += 1
                if self._shown <= shown:
                    return
            case Obeyed():
                self._has_obeyed = True
        self._emit(event)
