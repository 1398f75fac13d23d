"""Limits of the operating system on one run: processor time, memory, files. They hold on every Unix."""

import contextlib
import resource
from pathlib import Path
from typing import Final

# An interpreted call nests many C frames; reserved, not used.
STACK_BYTES: Final = 64 * 2**20
OPEN_FILES: Final = 32
# Three for each child; and no descriptor is above it, so that a child knows which to close.
SUPERVISOR_FILES: Final = 4_096

# Linux only, so looked up by name: nothing can be made, locked, queued or signalled beyond what there is.
_NONE_OF: Final = ("CORE", "FSIZE", "NPROC", "MEMLOCK", "MSGQUEUE", "NICE", "RTPRIO", "RTTIME")


def apply(cpu_seconds: int, memory_bytes: int) -> None:
    """Limit this process for as long as it lives.

    Arguments:
        cpu_seconds: processor time from now, after which SIGXCPU is sent, and a second later SIGKILL.
        memory_bytes: address space beyond what the process has now.
    """
    for name in _NONE_OF:
        if (kind := getattr(resource, f"RLIMIT_{name}", None)) is not None:
            _set(kind, 0, 0)
    _set(resource.RLIMIT_NOFILE, OPEN_FILES, OPEN_FILES)
    _set(resource.RLIMIT_STACK, STACK_BYTES, STACK_BYTES)
    _set(resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1)
    space = address_space() + memory_bytes
    _set(resource.RLIMIT_AS, space, space)


def for_supervisor() -> None:
    """Limit this process, in which no program runs, and so what its children begin with."""
    _set(resource.RLIMIT_NOFILE, SUPERVISOR_FILES, SUPERVISOR_FILES)
    _set(resource.RLIMIT_CORE, 0, 0)


def address_space() -> int:
    """Bytes of address space that this process has; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_bytes().split()[0])
    except OSError:
        return 0
    return pages * resource.getpagesize()


def _set(kind: int, soft: int, hard: int) -> None:
    ceiling = resource.getrlimit(kind)[1]
    if ceiling != resource.RLIM_INFINITY:
        hard = min(hard, ceiling)
    # A system may know a limit and not hold it (macOS and address space); the wall deadline holds everywhere.
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(kind, (min(soft, hard), hard))
