"""The life of a forked child: it takes its two pipe ends, restricts itself, reads its job, answers, and ends.

Until the restrictions are applied nothing of the job is looked at; after them nothing here is to be relied
on, because the program can change all of it.
"""

import gc
import mmap
import os
import signal
import sys
import time
from collections.abc import Callable
from os import _exit
from typing import Final, NoReturn

from app.sandbox.frames import JOB_HEAD, FrameWriter, Kind
from app.sandbox.heavy import NeedsHeavy
from app.sandbox.orders import Order
from app.sandbox.restrictions.kernel import UnsupportedError
from app.sandbox.restrictions.restrict import Limits, Restrictions, close_from, only_limit

Emit = Callable[[bytes], None]
Handle = Callable[[str, bytes, Emit], bytes]

# After standard input, output and error, which are all /dev/null.
JOB: Final = 3
_ANSWER: Final = 4
FIRST_FREE: Final = 5

_DETAIL_CHARACTERS: Final = 2_000
_PART_BYTES: Final = 2**16
_WAIT_SECONDS: Final = 0.001
# Address space that is given back when there is none left, so that it can be said. Until then it is not
# touched.
_RESERVE_BYTES: Final = 2**22


def live(
    order: Order, job: int, answer: int, handle: Handle, restrictions: Restrictions | None, supervisor: int
) -> NoReturn:
    """Runs in a fresh child, and ends it.

    Arguments:
        order: what the server asked for.
        job, answer: the child's ends of the pipes.
        handle: called with the kind and the bytes of the job, and with what sends an event; returns the
            answer.
        restrictions: None where the machine has none.
        supervisor: the process that forked it, whether or not it is still there.
    """
    try:
        _forget_the_supervisor_s_signals()
        _take(job, answer)
        frames = FrameWriter(_ANSWER)
        try:
            _restrict(order, restrictions, supervisor)
        except Exception as error:
            frames.write(Kind.FAILED, _described(error))
        else:
            sys.dont_write_bytecode = True
            gc.enable()
            _answer(order.kind, _read(JOB), handle, frames)
            _exit(0)
    finally:
        _exit(1)


def _restrict(order: Order, restrictions: Restrictions | None, supervisor: int) -> None:
    limits = Limits(order.cpu_seconds, order.memory_bytes)
    if not order.guarded:
        only_limit(limits, supervisor)
        close_from(FIRST_FREE)
    elif restrictions is None:
        raise UnsupportedError("This machine cannot sandbox a process.")
    else:
        restrictions.apply(limits, supervisor, FIRST_FREE)


def _answer(kind: str, job: bytes, handle: Handle, frames: FrameWriter) -> None:
    told = False
    reserve = mmap.mmap(-1, _RESERVE_BYTES)

    def emit(event: bytes) -> None:
        nonlocal told
        told = True
        frames.write(Kind.EVENT, event)

    try:
        frames.write(Kind.ANSWER, handle(kind, job, emit))
    except NeedsHeavy:
        frames.write(Kind.FAILED if told else Kind.NEEDS_HEAVY, b"NeedsHeavy after the first event")
    except MemoryError:
        reserve.close()
        frames.write(Kind.OUT_OF_MEMORY, b"")
    except BaseException as error:
        frames.write(Kind.FAILED, _described(error))


def _described(error: BaseException) -> bytes:
    """Its class and words. Both can be the program's own code."""
    name = type(error).__name__
    try:
        text = f"{name}: {error}"
    except BaseException:
        text = name
    return text[:_DETAIL_CHARACTERS].encode(errors="replace")


def _forget_the_supervisor_s_signals() -> None:
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _take(job: int, answer: int) -> None:
    """Put the two where all after them can be closed. Until then the supervisor keeps both numbers taken."""
    os.dup2(1, 2)
    os.dup2(job, JOB)
    os.dup2(answer, _ANSWER)


def _read(descriptor: int) -> bytes:
    """The job. What comes after it is for `child.control`; where nothing does, the descriptor is closed."""
    size, stays_open = JOB_HEAD.unpack(_read_all(descriptor, JOB_HEAD.size))
    job = _read_all(descriptor, size)
    if not stays_open:
        os.close(descriptor)
    return job


def _read_all(descriptor: int, size: int) -> bytes:
    parts = []
    while size:
        try:
            part = os.read(descriptor, min(size, _PART_BYTES))
        except BlockingIOError:  # as it is where orders follow; the job is on its way
            time.sleep(_WAIT_SECONDS)
            continue
        if not part:
            raise EOFError("The job is cut off.")
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
