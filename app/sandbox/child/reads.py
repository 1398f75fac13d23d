"""Whether a run asked for what is different each time: the clock, or entropy of the system.

Its answer is then not that of the next run, and is not kept for it. What counts is that the program asked, or
one of Python's modules for it; that a library looked at the clock while it worked says nothing of the answer.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from sys import _getframe
from typing import Any, Final

from app.sandbox.child.replacing import replaced
from app.sandbox.child.session import Session

# Each with how many arguments it takes at most when it asks the clock.
_CLOCKS: Final = {
    **dict.fromkeys(
        f"{name}{unit}"
        for name in ("time", "perf_counter", "monotonic", "process_time", "thread_time")
        for unit in ("", "_ns")
    ),
    **dict.fromkeys(("localtime", "gmtime", "ctime", "asctime"), 0),
    "strftime": 1,
}
_ENTROPY: Final = ("urandom", "getrandom", "getpid")
# Modules of Python's that ask for a program.
_FOR_IT: Final = frozenset(("random", "secrets", "tempfile", "timeit", "uuid"))


@contextmanager
def noted(session: Session) -> Iterator[None]:
    """A block in which a run that asks is no longer cacheable."""

    def asking(function: Callable[..., Any], most: int | None = None) -> Callable[..., Any]:
        @wraps(function)
        def asked(*arguments: Any, **words: Any) -> Any:
            if session.cacheable and (most is None or len(arguments) <= most):
                frame = _getframe(1)
                by = frame.f_code.co_filename, frame.f_globals.get("__name__")
                session.cacheable = not (by[0] in session.files_of_code or by[1] in _FOR_IT)
            return function(*arguments, **words)

        return asked

    with ExitStack() as stack:
        clocks = {name: asking(getattr(time, name), most) for name, most in _CLOCKS.items()}
        stack.enter_context(replaced(time, **clocks))
        entropy = {name: asking(getattr(os, name)) for name in _ENTROPY if hasattr(os, name)}
        stack.enter_context(replaced(os, **entropy))
        stack.enter_context(replaced(random, _urandom=asking(os.urandom)))
        yield
