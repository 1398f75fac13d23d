"""Where compiled code lies in the text that it came from."""

from __future__ import annotations

from functools import lru_cache
from types import CodeType, FrameType, TracebackType
from typing import NamedTuple

from engine.program.places import Place


class FilePlace(NamedTuple):
    """A place, and the attached file that it is in; None for the program itself."""

    file: str | None
    place: Place | None

    @property
    def line(self) -> int | None:
        """The line, if it is known."""
        return None if self.place is None else self.place.line


NOWHERE = FilePlace(None, None)


@lru_cache(4_096)
def _positions(code: CodeType) -> tuple[Place | None, ...]:
    """The place of each instruction. The columns of what was compiled here count code points already."""
    found: list[Place | None] = []
    for line, end_line, column, end_column in code.co_positions():
        if line is None or line < 1:
            found.append(None)
        elif column is None or end_column is None or end_line is None:
            found.append(Place(line, 1, line, 2))
        else:
            found.append(
                Place(
                    line,
                    column + 1,
                    end_line,
                    max(end_column, column + 1) + 1
                    if (end_line == line and end_column <= column)
                    else end_column + 1,
                )
            )
    return tuple(found)


def place_in(code: CodeType, at: int) -> Place | None:
    """The place of the instruction at this offset."""
    positions = _positions(code)
    index = max(at, 0) // 2
    return positions[index] if index < len(positions) else None


def innermost(traceback: TracebackType | None, files: dict[str, str | None]) -> FilePlace:
    """The innermost place of a traceback that lies in the program or in a file of it."""
    found = NOWHERE
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if code.co_filename in files:
            found = FilePlace(files[code.co_filename], place_in(code, traceback.tb_lasti))
        traceback = traceback.tb_next
    return found


def of_frame(frame: FrameType | None, files: dict[str, str | None]) -> FilePlace:
    """The innermost place of a running frame that lies in the program or in a file of it."""
    while frame is not None:
        if frame.f_code.co_filename in files:
            return FilePlace(files[frame.f_code.co_filename], place_in(frame.f_code, frame.f_lasti))
        frame = frame.f_back
    return NOWHERE
