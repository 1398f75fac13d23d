"""What a program raised and did not catch, as an error with its place."""

from __future__ import annotations

import builtins
import re
import traceback
from typing import Any

from app.sandbox.child import places
from app.sandbox.child.files import is_about_a_folder
from app.sandbox.child.hints import hint_of
from app.sandbox.child.places import FilePlace
from app.sandbox.child.session import Session, Stopped
from engine.errors import EngineError, LimitError, ProgramError
from engine.program.names import did_you_mean, nearest
from engine.program.places import placed

# Characters of an exception's own text that are kept.
LONGEST = 2_000
_NOT_FOUND = re.compile(r"(\S+) not found\.")


def failure(
    session: Session, error: BaseException, free: tuple[str, ...], bound: frozenset[str]
) -> ProgramError:
    """The error for an exception that nothing caught.

    Arguments:
        free: names that the program reads and nothing binds, and that have no number.
        bound: names that it binds.
    """
    where = places.innermost(error.__traceback__, session.files_of_code)
    if isinstance(error, Stopped):
        return finished(session, error.error, where if error.where.place is None else error.where)
    if isinstance(error, MemoryError):
        most = session.job.limits.memory
        found: ProgramError = LimitError("The program ran out of memory.", limit="memory", value=most)
    elif isinstance(error, EngineError):
        found = error if isinstance(error, ProgramError) else _unplaced(error)
    elif isinstance(error, FileNotFoundError) and _file_of(error):
        found = _missing(error, _file_of(error))
    elif isinstance(error, NameError) and not isinstance(error, UnboundLocalError):
        found = _unknown(session, error, free, bound)
    else:
        found = ProgramError(last_line(error), hint=_hint(error))
    return finished(session, found, where, type(error).__name__)


def finished(
    session: Session, error: ProgramError, where: FilePlace, exception: str | None = None
) -> ProgramError:
    """The error with its place, and with what was printed before it."""
    if where.place is not None and error.line is None:
        placed(error, where.place)
        error.file = where.file
    error.exception = exception
    error.printed = session.output.text()
    return error


def last_line(error: BaseException) -> str:
    """The last line of Python's traceback, or its last lines where the exception's text has several."""
    try:
        text = "".join(traceback.format_exception_only(type(error), error)).strip()
    except Exception:  # an exception of the program may fail while it is written out
        text = type(error).__name__
    if isinstance(error, SyntaxError):
        text = text.splitlines()[-1]
    return text[:LONGEST].encode("utf-8", "backslashreplace").decode()


def _unplaced(error: EngineError) -> ProgramError:
    return ProgramError(error.message, code=error.code, hint=error.hint)


def _file_of(error: FileNotFoundError) -> str:
    """The file that is missing. numpy names it in a sentence of its own."""
    if isinstance(error.filename, str):
        return error.filename
    named = _NOT_FOUND.match(str(error))
    return "" if named is None else named[1]


def _missing(error: FileNotFoundError, file: str) -> ProgramError:
    if is_about_a_folder(error):
        hint = "A folder is there when a file in it is attached, as `data/names.txt`. No others are."
        return ProgramError(last_line(error), code="missing-file", hint=hint)
    name = file.replace("\\", "/").rstrip("/").rpartition("/")[2] or file
    return ProgramError(
        last_line(error),
        code="missing-file",
        hint=f"Attach `{name[:100]}` to the program: Backlens reads no other files and no network.",
        names=(name[:200],),
    )


def _unknown(
    session: Session, error: NameError, free: tuple[str, ...], bound: frozenset[str]
) -> ProgramError:
    name = error.name or ""
    if name in bound:
        return ProgramError(last_line(error), code="unknown-name", names=(name,), hint=_late(session, name))
    names = [name, *(other for other in free if other != name)]
    known = [*session.names, *bound, *vars(builtins)]
    close = nearest(name, [other for other in known if not other.startswith("__")])
    hint = f"Did you mean `{close}`? Or give" if close else "Assign it first, or give"
    text = last_line(error)
    if len(names) > 1:
        listed = ", ".join(f"`{other}`" for other in names[:10])
        text += f"\nNot defined: {listed}."
    return ProgramError(
        text, code="unknown-name", hint=f"{hint} it a number in `values`.", names=tuple(names[:100])
    )


def _late(session: Session, name: str) -> str | None:
    close = nearest(name, [other for other in session.names if not other.startswith("__")])
    return f"Did you mean `{close}`?" if close and close != name else None


def _hint(error: BaseException) -> str | None:
    own = hint_of(error)
    if own is not None:
        return own
    if isinstance(error, ModuleNotFoundError) and error.name:
        return f"If `{error.name.partition('.')[0]}` is a module of yours, attach its file."
    if isinstance(error, RecursionError):
        return "Is the base case reached?"
    if isinstance(error, AttributeError) and error.name:
        return did_you_mean(error.name, _attributes(error.obj))
    return None


def _attributes(thing: Any) -> list[str]:
    try:
        return [name for name in dir(thing) if not name.startswith("_")]
    except Exception:  # an object of the program may answer in any way
        return []
