"""Limits of the operating system on one run: processor time, memory, files. They hold on every Unix."""

import contextlib
import os
import resource
from typing import Final

# An interpreted call nests many C frames; reserved, not used.
STACK_BYTES: Final = 64 * 2**20
OPEN_FILES: Final = 64
# Three for each child; and no descriptor is above it, so that a child knows which to close.
SUPERVISOR_FILES: Final = 4_096

# Nothing can be written, locked into memory, queued or run ahead of others. Some of them are Linux's alone.
_NONE_OF: Final = ("CORE", "FSIZE", "MEMLOCK", "MSGQUEUE", "NICE", "RTPRIO", "SIGPENDING")


def for_all() -> None:
    """Limit the supervisor, and so every child, to what neither of them needs more of."""
    for name in _NONE_OF:
        if (kind := getattr(resource, f"RLIMIT_{name}", None)) is not None:
            _set(kind, 0, 0)
    _set(resource.RLIMIT_STACK, STACK_BYTES, STACK_BYTES)
    _set(resource.RLIMIT_NOFILE, SUPERVISOR_FILES, SUPERVISOR_FILES)
    _go_first()


def apply(cpu_seconds: int, memory_bytes: int) -> None:
    """Limit this process for as long as it lives.

    Arguments:
        cpu_seconds: processor time from now, after which SIGXCPU is sent, and a second later SIGKILL.
        memory_bytes: address space beyond what the process has now.
    """
    _set(resource.RLIMIT_NPROC, 0, 0)  # does not bind root: the filter refuses it what makes a process
    _set(resource.RLIMIT_NOFILE, OPEN_FILES, OPEN_FILES)
    _set(resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1)
    space = address_space() + memory_bytes
    _set(resource.RLIMIT_AS, space, space)


def address_space() -> int:
    """Bytes of address space that this process has; 0 where the system does not say."""
    try:
        descriptor = os.open("/proc/self/statm", os.O_RDONLY)
    except OSError:
        return 0
    try:
        return int(os.read(descriptor, 64).split()[0]) * resource.getpagesize()
    finally:
        os.close(descriptor)


def _go_first() -> None:
    """When the machine runs out of memory, these processes are ended before any other, the largest first."""
    with contextlib.suppress(OSError):
        descriptor = os.open("/proc/self/oom_score_adj", os.O_WRONLY)
        os.write(descriptor, b"1000")
        os.close(descriptor)


def _set(kind: int, soft: int, hard: int) -> None:
    ceiling = resource.getrlimit(kind)[1]
    if ceiling != resource.RLIM_INFINITY:
        hard = min(hard, ceiling)
    # A system may know a limit and not hold it (macOS and address space); the wall deadline holds everywhere.
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(kind, (min(soft, hard), hard))
