"""Where compiled code lies in the text that it came from."""

from __future__ import annotations

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


# By `id`, because a code object is hashed by all that is in it, each time; kept with it, so that no other
# takes its place.
_known: dict[int, tuple[CodeType, tuple[Place | None, ...]]] = {}
_MOST = 4_096


def _positions(code: CodeType) -> tuple[Place | None, ...]:
    """The place of each instruction. The columns of what was compiled here count code points already."""
    found: list[Place | None] = []
    for line, end_line, column, end_column in code.co_positions():
        if line is None or line < 1:
            found.append(None)
        elif column is None or end_column is None or end_line is None:
            found.append(Place(line, 1, line, 2))
        else:
            is_empty = end_line == line and end_column <= column
            found.append(Place(line, column + 1, end_line, column + 2 if is_empty else end_column + 1))
    return tuple(found)


def place_in(code: CodeType, at: int) -> Place | None:
    """The place of the instruction at this offset."""
    known = _known.get(id(code))
    if known is None:
        if len(_known) >= _MOST:
            _known.clear()
        known = _known[id(code)] = (code, _positions(code))
    positions = known[1]
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
