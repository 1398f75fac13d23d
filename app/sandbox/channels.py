"""The three connections of one run: a job to the child, its answer, and the supervisor's report on it."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from io import FileIO
from typing import Final

from app.sandbox.errors import Unavailable
from app.sandbox.launch import SupervisorProcess
from app.sandbox.orders import Order

# By default it is 64 KiB; the system may refuse more, and counts what a user has in all pipes.
_ANSWER_BYTES: Final = 2**18


class Channels:
    """The server's ends. Made open; closing them all ends the child, if it is still there."""

    def __init__(self, job: FileIO, answer: FileIO, status: socket.socket) -> None:
        self.job: Final = job
        self.answer: Final = answer
        self.status: Final = status


@contextmanager
def opened(supervisor: SupervisorProcess, order: Order, *, stays_open: bool) -> Iterator[Channels]:
    """Ask a supervisor for a child. Raises LostError, and Unavailable where there are no descriptors left.

    Arguments:
        stays_open: whether the child looks for more after its job, without waiting for it.
    """
    with ExitStack() as ours:
        with ExitStack() as theirs:
            try:
                job_read, job = _pipe(theirs, ours)
                answer, answer_write = _pipe(ours, theirs)
                _widen(answer)
                status, their_status = socket.socketpair()
            except OSError as error:
                raise Unavailable(f"The server has no connection left: {error.strerror}.") from error
            ours.enter_context(status)
            theirs.enter_context(their_status)
            os.set_blocking(job.fileno(), False)
            if stays_open:
                os.set_blocking(job_read.fileno(), False)
            supervisor.order(order, job_read.fileno(), answer_write.fileno(), their_status.fileno())
        yield Channels(job, answer, status)


def _pipe(reader: ExitStack, writer: ExitStack) -> tuple[FileIO, FileIO]:
    """Two ends, each closed by its own stack."""
    read, write = os.pipe()
    return reader.enter_context(FileIO(read, "rb")), writer.enter_context(FileIO(write, "wb"))


def _widen(pipe: FileIO) -> None:
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        with suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _ANSWER_BYTES)
