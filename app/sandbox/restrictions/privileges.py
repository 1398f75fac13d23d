"""What a child gives up of who it is: user, groups, capabilities, and the way back to them. Linux only."""

import contextlib
import ctypes
import errno
import os
import struct
from collections.abc import Callable
from typing import Final

from app.sandbox.restrictions import kernel

NOBODY: Final = 65_534

_CAPABILITIES_3: Final = 0x2008_0522  # _LINUX_CAPABILITY_VERSION_3
_SETS: Final = struct.Struct("=6I")  # effective, permitted, inheritable: the first 32 of each, then the rest
_HEADER: Final = struct.pack("=Ii", _CAPABILITIES_3, 0)
_NONE: Final = bytes(_SETS.size)
# Made once: a buffer of a new length is a new type, which takes longer than all of the rest.
_found: Final = ctypes.create_string_buffer(_SETS.size)
_MOST_CAPABILITIES: Final = 64
_KEPT: Final = 1 << 5 | 1 << 6 | 1 << 7  # CAP_KILL, CAP_SETGID, CAP_SETUID


class StillPrivilegedError(Exception):
    """A privilege was given up and is still there."""


def drop() -> None:
    """Become nobody where this process is root, give up every capability, and gain none again.

    A root that may not become another user (in a container without capabilities, or in a user namespace that
    knows no other) stays what it is: without capabilities an ordinary user, as the server itself is there.

    Raises OSError, and StillPrivilegedError.
    """
    user = os.geteuid()
    if user == 0:
        _unless_impossible(lambda: os.setgroups([]))
        _unless_impossible(lambda: os.setresgid(NOBODY, NOBODY, NOBODY))
        _unless_impossible(lambda: os.setresuid(NOBODY, NOBODY, NOBODY))
    else:  # nothing to go back to, if the server was started by another user's program
        group = os.getegid()
        os.setresgid(group, group, group)
        os.setresuid(user, user, user)
    kernel.call(kernel.CAPSET, _HEADER, _NONE)
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    if any(_capabilities()) or not kernel.prctl(kernel.PR_GET_NO_NEW_PRIVS):
        raise StillPrivilegedError("Capabilities are still there after they were given up.")


def keep_what_forking_needs() -> None:
    """In a supervisor: of its capabilities, those to give up children's privileges and to end them.

    What could ever be gained goes too, for it and its children: only a privileged process may, and need.
    """
    with contextlib.suppress(OSError):
        kernel.prctl(kernel.PR_CAP_AMBIENT, kernel.PR_CAP_AMBIENT_CLEAR_ALL)
    with contextlib.suppress(OSError):  # past the last one that the kernel knows, too
        for number in range(_MOST_CAPABILITIES):
            kernel.prctl(kernel.PR_CAPBSET_DROP, number)
    effective, permitted, *_ = _capabilities()
    kept = struct.pack("=6I", effective & _KEPT, permitted & _KEPT, 0, 0, 0, 0)
    kernel.call(kernel.CAPSET, _HEADER, kept)


def _unless_impossible(change: Callable[[], None]) -> None:
    """EPERM: without the capability. EINVAL: no such user in this namespace. Anything else is a fault."""
    try:
        change()
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.EINVAL):
            raise


def _capabilities() -> tuple[int, ...]:
    kernel.call(kernel.CAPGET, _HEADER, _found)
    return _SETS.unpack(_found.raw)
