"""Whether a run asked for what is different each time: the clock, or entropy of the system.

Its answer is then not that of the next run, and is not kept for it. What counts is that the program asked, or
one of Python's modules for it; that a library looked at the clock while it worked says nothing of the answer.
"""

from __future__ import annotations

import os
import random
import secrets
import time
from collections.abc import Callable, Container, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from sys import _getframe
from types import FrameType
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
                session.cacheable = not _asks(_getframe(1), session.files_of_code)
            return function(*arguments, **words)

        return asked

    with ExitStack() as stack:
        clocks = {name: asking(getattr(time, name), most) for name, most in _CLOCKS.items()}
        stack.enter_context(replaced(time, **clocks))
        entropy = {name: asking(getattr(os, name)) for name in _ENTROPY if hasattr(os, name)}
        stack.enter_context(replaced(os, **entropy))
        stack.enter_context(replaced(random, _urandom=asking(os.urandom)))
        stack.enter_context(replaced(secrets, randbits=asking(secrets.randbits)))
        yield


def _asks(frame: FrameType | None, files: Container[str]) -> bool:
    """Whether the program asks, itself or through a module of Python's; not while a package is loaded, which
    seeds generators that the program may never use.
    """
    if frame is None or not (frame.f_code.co_filename in files or frame.f_globals.get("__name__") in _FOR_IT):
        return False
    caller = frame.f_back
    if frame.f_code.co_name == "getrandbits" and caller and caller.f_globals.get("__name__") != "random":
        return False  # numpy asks before it takes the seed that it is given
    while frame is not None and frame.f_code.co_filename not in files:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return False
        frame = frame.f_back
    return True
