"""Linux system calls that Python has no function for. Knows nothing of what they are used for.

Two packages on PyPI bind Landlock and one seccomp, all of them young; each builds its rules in the process
that it restricts, which here would be done again for every run. What is needed of them is in this folder.
"""

import ctypes
import os
import platform
import struct
import sys
from functools import cache
from typing import Final

X86_64: Final = "x86_64"
ARM64: Final = "aarch64"

# (x86-64, arm64)
CAPSET: Final = (126, 91)
CAPGET: Final = (125, 90)
SECCOMP: Final = (317, 277)
LANDLOCK_CREATE_RULESET: Final = (444, 444)
LANDLOCK_ADD_RULE: Final = (445, 445)
LANDLOCK_RESTRICT_SELF: Final = (446, 446)

# prctl(2)
PR_SET_PDEATHSIG: Final = 1
PR_SET_DUMPABLE: Final = 4
PR_CAPBSET_DROP: Final = 24
PR_SET_NO_NEW_PRIVS: Final = 38
PR_GET_NO_NEW_PRIVS: Final = 39
PR_CAP_AMBIENT: Final = 47
PR_CAP_AMBIENT_CLEAR_ALL: Final = 4


class UnsupportedError(Exception):
    """This machine cannot restrict a process; ``str`` is a sentence that says why."""


def machine() -> str:
    """X86_64 or ARM64. Raises UnsupportedError on any other, and for a 32-bit Python."""
    if sys.platform != "linux":
        raise UnsupportedError("Programs can only be sandboxed on Linux.")
    found = platform.machine()
    if found not in (X86_64, ARM64) or struct.calcsize("P") != 8 or sys.byteorder != "little":
        raise UnsupportedError(f"The sandbox knows x86-64 and arm64, and this is {found}.")
    return found


def call(numbers: tuple[int, int], *arguments: "int | bytes | ctypes.Array[ctypes.c_char] | None") -> int:
    """One system call, by its numbers on the two machines. Raises OSError."""
    return _checked(_libc().syscall(ctypes.c_long(numbers[_column()]), *map(_argument, arguments)))


def prctl(option: int, value: int = 0) -> int:
    """prctl(2) with one value. Raises OSError."""
    return _checked(_libc().prctl(option, ctypes.c_ulong(value), *(ctypes.c_ulong(0),) * 3))


def _argument(value: "int | bytes | ctypes.Array[ctypes.c_char] | None") -> object:
    # A plain int would be passed as a C int, and the upper half of the register left as it was.
    return ctypes.c_long(value) if isinstance(value, int) else value


def _checked(result: int) -> int:
    if result == -1:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    return result


@cache
def _column() -> int:
    return (X86_64, ARM64).index(machine())


@cache
def _libc() -> ctypes.CDLL:
    library = ctypes.CDLL(None, use_errno=True)
    library.syscall.restype = ctypes.c_long
    return library
