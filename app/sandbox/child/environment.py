"""What a program meets as its Python: its output, its files, its modules, its random numbers, its stack."""

from __future__ import annotations

import atexit
import gc
import io
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from types import FrameType, ModuleType
from typing import Any, Final

from app.sandbox.child import file_calls, reads
from app.sandbox.child.downloads import Downloads
from app.sandbox.child.files import Files
from app.sandbox.child.modules import Importer
from app.sandbox.child.printing import Nowhere
from app.sandbox.child.replacing import replaced
from app.sandbox.child.session import Session
from engine.collector import RARELY

# CPython's own limit, which a program that never changes it can count on.
DEPTH: Final = 1_000
# A program that finds out how deep it can go, and the limit that it is tried with.
TRIED: Final = 50
DEEPEST: Final = compile(
    "depth = 0\ndef down():\n global depth\n depth += 1\n down()\ntry: down()\nexcept RecursionError: pass\n",
    "depth",
    "exec",
)


class AtExit:
    """Functions that are called after the program, the last registered first."""

    def __init__(self) -> None:
        self._functions: list[tuple[Callable[..., Any], Any, Any]] = []

    def register(self, function: Any, /, *arguments: Any, **words: Any) -> Any:
        self._functions.append((function, arguments, words))
        return function

    def unregister(self, function: Any) -> None:
        self._functions = [each for each in self._functions if each[0] != function]

    def run(self) -> None:
        """Calls them. What one raises goes to standard error in Python, and so nowhere here."""
        while self._functions:
            function, arguments, words = self._functions.pop()
            with suppress(Exception):
                function(*arguments, **words)


@contextmanager
def around(
    session: Session, files: Files, importer: Importer, downloads: Downloads, main: ModuleType, end: AtExit
) -> Iterator[None]:
    """A block in which this process is the program's: what it changes is put back afterwards."""
    state = random.getstate()
    real_write = os.write

    def write(descriptor: int, data: Any, /) -> int:
        if descriptor == 1:
            return session.output.buffer.write(data)
        return len(data) if descriptor == 2 else real_write(descriptor, data)

    real_seed = random.seed

    def seed(a: Any = None, version: int = 2) -> None:
        """Without an argument Python would ask the clock; here it begins the request's seed again."""
        real_seed(session.job.seed if a is None else a, version)

    with ExitStack() as stack:
        stack.enter_context(file_calls.installed(files))
        stack.enter_context(reads.noted(session))
        stack.enter_context(downloads.installed())
        stack.enter_context(importer.installed(main))
        stack.enter_context(replaced(sys, stdout=session.output, stderr=Nowhere(), stdin=io.StringIO("")))
        stack.enter_context(replaced(sys, argv=["main.py"], __stdout__=session.output))
        stack.enter_context(replaced(os, write=write))
        stack.enter_context(replaced(random, seed=seed))
        stack.enter_context(replaced(atexit, register=end.register, unregister=end.unregister))
        stack.callback(random.setstate, state)
        stack.callback(session.undo)
        random.seed(session.job.seed)
        yield


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """A block in which the collector runs rarely. What it leaves is for the next one to find."""
    before = gc.get_threshold()
    if 0 < before[0] < RARELY[0]:
        gc.set_threshold(*RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def not_collecting() -> Iterator[None]:
    """A block without the collector, which would look at all of a large graph again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def own_depth(used: int, deepest: int = DEPTH) -> Iterator[None]:
    """A block in which recursion ends as deep as in a program of its own. used: frames that are there."""
    before = sys.getrecursionlimit()
    set_limit, get_limit = sys.setrecursionlimit, sys.getrecursionlimit

    def set_own(limit: Any, /) -> None:
        is_sound = isinstance(limit, int) and limit > 0
        set_limit(limit + used if is_sound else limit)

    with replaced(sys, setrecursionlimit=set_own, getrecursionlimit=lambda: get_limit() - used):
        set_limit(deepest + used)
        try:
            yield
        finally:
            set_limit(before)


def frames() -> int:
    """How many frames are open where this is called."""
    frame: FrameType | None = sys._getframe(1)
    depth = 0
    while frame is not None:
        depth += 1
        frame = frame.f_back
    return depth


def seconds() -> float:
    """Processor time of this thread."""
    return time.thread_time()


def seeding(session: Session) -> Callable[[], None]:
    """A function that sets numpy's random numbers going, the first time that it is called."""
    done: list[bool] = []

    def seed() -> None:
        if not done:
            done.append(True)
            import numpy as np

            np.random.seed(session.job.seed % 2**32)

    return seed
