"""Whether the restrictions are enforced: a child under them tries what it must not be able to do.

A kernel may accept a filter and not apply it. Each attempt is one that an unrestricted process of any user
would see end in another way than with EPERM (or, of files, EACCES), and that does no harm where it succeeds.
"""

import os
import socket
import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from app.sandbox.restrictions import kernel
from app.sandbox.task import Task

KIND: Final = "probe"
TASK: Final = Task(
    kind=KIND,
    job=b"",
    cpu_seconds=10,
    wall_seconds=30,
    memory_bytes=2**28,
    answer_bytes=2**16,
    events_bytes=0,
)

_NOBODY_S_PID: Final = 2**31 - 1
_NOWHERE: Final = b"/nowhere/at/all"

# x86-64, arm64
_RAW: Final[dict[str, tuple[tuple[int, int], tuple[int | bytes, ...]]]] = {
    "chmod": ((268, 53), (-100, _NOWHERE, 0o600)),  # fchmodat
    "chown": ((260, 54), (-100, _NOWHERE, 0, 0, 0)),  # fchownat
    "utime": ((280, 88), (-100, _NOWHERE, 0, 0)),  # utimensat
    "setxattr": ((188, 5), (_NOWHERE, b"user.x", b"", 0, 0)),
    "execve": ((59, 221), (_NOWHERE, 0, 0)),
    "ptrace": ((101, 117), (17, _NOBODY_S_PID, 0, 0)),  # PTRACE_DETACH
    "kill": ((62, 129), (_NOBODY_S_PID, 0)),
    "prlimit": ((302, 261), (_NOBODY_S_PID, 7, 0, 0)),
    "setpriority": ((141, 140), (0, _NOBODY_S_PID, 0)),
    "sched_setaffinity": ((203, 122), (_NOBODY_S_PID, 0, 0)),
    "pidfd_open": ((434, 434), (_NOBODY_S_PID, 0)),
    "memfd_create": ((319, 279), (b"probe", 0)),
    "io_uring_setup": ((425, 425), (0, 0)),
    "unshare": ((272, 97), (0,)),
    "pipe": ((293, 59), (0, 0)),  # pipe2
    "clone": ((56, 220), (0x2_0200, 0, 0, 0, 0)),  # CLONE_NEWNS with CLONE_FS, which is a fault
}


def handle(kind: str, job: bytes, emit: Callable[[bytes], None]) -> bytes:
    """The names of what was not refused, with what came instead. Runs in a child."""
    return "; ".join(f"{name}: {what}" for name, what in _not_refused()).encode()


def _not_refused() -> Iterator[tuple[str, str]]:
    for name, attempt in attempts():
        try:
            attempt()
        except PermissionError:
            continue
        except OSError as error:
            yield name, error.strerror or type(error).__name__
        else:
            yield name, "allowed"


def attempts() -> Iterator[tuple[str, Callable[[], object]]]:
    """What must be refused, with its name."""
    yield "listing a folder", lambda: os.listdir("/")
    yield "reading a file", lambda: os.open(sys.executable, os.O_RDONLY)
    yield "writing a file", lambda: os.open(os.devnull, os.O_WRONLY)
    for family in (socket.AF_UNIX, socket.AF_INET):
        yield f"socket {family.name}", partial(socket.socket, family)
    for name, (numbers, arguments) in _RAW.items():
        yield name, partial(kernel.call, numbers, *arguments)
