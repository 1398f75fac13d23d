"""The process that forks a child for each run, ends it when the server says so, and tells how it ended.

It has one thread, an empty environment, and Python with everything imported that programs commonly use; of
any user it holds nothing, because whatever it holds every child begins with. It alone signals a child, and
only before it has reaped it, so that no id is ever another process's. It ends when the server does.
"""

import errno
import fcntl
import gc
import os
import select
import signal
import socket
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from app.sandbox import preloading
from app.sandbox.child_process import FIRST_FREE, Handle
from app.sandbox.orders import FREEZE, Order, Report, Stage, receive_order, send_report
from app.sandbox.restrictions import privileges, rlimits
from app.sandbox.restrictions.kernel import UnsupportedError
from app.sandbox.restrictions.restrict import Restrictions
from app.sandbox.spare import Spare

HEAVY: Final = "heavy"


def main(arguments: Sequence[str]) -> None:
    """Serve until the server closes its end.

    Arguments:
        arguments: the descriptor of the socket to the server, the module whose `handle` runs jobs, and HEAVY
            if the heavy packages are to be loaded.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = _settle(int(arguments[0]))
    handler = import_module(arguments[1])
    preloading.load(heavy_too=HEAVY in arguments)
    try:
        restrictions = Restrictions()
    except UnsupportedError:
        restrictions = None
    if restrictions is not None and not restrictions.imports_late:
        preloading.load_everything()
    if restrictions is not None:
        privileges.keep_what_forking_needs()
    rlimits.for_all()
    gc.disable()
    gc.collect()
    gc.freeze()
    Supervisor(control, handler.handle, restrictions).serve()


def _settle(descriptor: int) -> socket.socket:
    """The socket, above the numbers that children use, which are taken by /dev/null until they do."""
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, FIRST_FREE)
    if descriptor > 2:
        os.close(descriptor)
    for number in range(3, FIRST_FREE):
        os.dup2(0, number)
    return socket.socket(fileno=moved)


@dataclass(slots=True)
class _Child:
    """status: the socket on which the server hears of it, and which it closes when the child is to end."""

    pid: int
    status: socket.socket


class Supervisor:
    """Waits for orders, for children that end, and for the server to give one up."""

    def __init__(self, control: socket.socket, handle: Handle, restrictions: Restrictions | None) -> None:
        self._control: Final = control
        self._handle: Final = handle
        self._restrictions: Final = restrictions
        self._spare: Spare | None = None
        self._children: Final[dict[int, _Child]] = {}  # by the descriptor of their status
        self._poll: Final = select.poll()

    def serve(self) -> None:
        """Returns when the server has gone; every child has ended then."""
        ended = _wake_on_child()
        self._poll.register(self._control, select.POLLIN)
        self._poll.register(ended, select.POLLIN)
        self._have_a_spare()
        try:
            while True:
                for descriptor, _ in self._poll.poll():
                    if descriptor == ended:
                        os.read(ended, 4_096)
                    elif descriptor in self._children:
                        self._signal(descriptor)
                    elif descriptor == self._control.fileno() and not self._take_order():
                        return
                self._reap()
        finally:
            for pid in self._pids():
                os.kill(pid, signal.SIGKILL)

    def _pids(self) -> list[int]:
        return [
            *(child.pid for child in self._children.values()),
            *([self._spare.pid] if self._spare else []),
        ]

    def _take_order(self) -> bool:
        self._have_a_spare()
        received = receive_order(self._control, 3)
        if received is None:
            return False
        order, descriptors = received
        if len(descriptors) == 3:
            job, answer, status = descriptors
            self._give(order, job, answer, socket.socket(fileno=os.dup(status)))
        for each in descriptors:  # if one was missing, the server sees its status closed
            os.close(each)
        self._have_a_spare()  # forked while this child is at work, and without a descriptor of its
        return True

    def _have_a_spare(self) -> None:
        if self._spare is None:
            with suppress(OSError):
                self._spare = Spare(self._handle, self._restrictions, self._let_go)

    def _give(self, order: Order, job: int, answer: int, status: socket.socket) -> None:
        child, self._spare = self._spare, None
        if child is None or not child.send(order, job, answer):
            _tell(status, Report(Stage.REFUSED, errno.EAGAIN))
            status.close()
            return
        self._children[status.fileno()] = _Child(child.pid, status)
        self._poll.register(status, select.POLLIN)
        _tell(status, Report(Stage.STARTED))

    def _let_go(self) -> None:
        """In a child: the connections of others."""
        self._control.close()
        for child in self._children.values():
            child.status.close()

    def _signal(self, descriptor: int) -> None:
        """The server wants this child, which is not reaped yet, to stand still or to go on, or nothing more
        of it.
        """
        child = self._children[descriptor]
        try:
            wanted = child.status.recv(1)
        except ConnectionResetError:  # the server left before it had read the last report
            wanted = b""
        if wanted:
            os.kill(child.pid, signal.SIGSTOP if wanted == FREEZE else signal.SIGCONT)
            return
        os.kill(child.pid, signal.SIGKILL)
        self._poll.unregister(descriptor)

    def _reap(self) -> None:
        if self._spare is not None and os.waitpid(self._spare.pid, os.WNOHANG)[0]:
            self._spare = None
        for descriptor, child in list(self._children.items()):
            pid, status, usage = os.wait4(child.pid, os.WNOHANG)
            if pid == 0:
                continue
            with suppress(KeyError):
                self._poll.unregister(descriptor)
            del self._children[descriptor]
            _tell(child.status, Report(Stage.ENDED, status, usage.ru_utime + usage.ru_stime))
            child.status.close()


def _tell(status: socket.socket, report: Report) -> None:
    with suppress(OSError):  # the server has stopped listening
        send_report(status, report)


def _wake_on_child() -> int:
    """A descriptor that can be read when a child has ended."""
    readable, writable = os.pipe()
    os.set_blocking(writable, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(writable, warn_on_full_buffer=False)
    return readable
