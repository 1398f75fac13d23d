"""The filter that refuses every system call but those of the table, written for the kernel's own small
machine.

A filter is a straight line of blocks, one a call, that only ever jump forwards within themselves: "is it this
call? then do its conditions hold? then allow it, else refuse it". Whatever no block knows is refused at the
end, with the error that Python shows as PermissionError. A call in another of the processor's languages (32
bits, x32) ends the
process: no program that means well makes one.
"""

import ctypes
import errno
import struct
from collections.abc import Iterator
from typing import Final, assert_never

from app.sandbox.restrictions import kernel
from app.sandbox.restrictions.calls import CALLS, Call, Condition, Null, OneOf, OwnProcess, Without

# An instruction: code, how many to skip if true, how many if false, operand (linux/filter.h).
INSTRUCTION: Final = struct.Struct("<HBBI")
_LOAD: Final = 0x20  # BPF_LD | BPF_W | BPF_ABS
_EQUAL: Final = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_AT_LEAST: Final = 0x35  # BPF_JMP | BPF_JGE | BPF_K
_ANY_BIT: Final = 0x45  # BPF_JMP | BPF_JSET | BPF_K
_RETURN: Final = 0x06  # BPF_RET | BPF_K

# What a filter returns (linux/seccomp.h).
ALLOW: Final = 0x7FFF_0000
REFUSE: Final = 0x0005_0000 | 1  # SECCOMP_RET_ERRNO with EPERM
KILL: Final = 0x8000_0000  # SECCOMP_RET_KILL_PROCESS

# What a filter is shown (struct seccomp_data): the call's number, the machine, and from 16 on six arguments.
_NUMBER: Final = 0
_MACHINE: Final = 4
_ARCHITECTURE: Final = {kernel.X86_64: 0xC000_003E, kernel.ARM64: 0xC000_00B7}  # linux/audit.h
_X32: Final = 0x4000_0000

_SET_MODE_FILTER: Final = 1
_ALL_THREADS: Final = 1  # SECCOMP_FILTER_FLAG_TSYNC
# Stands for the process's id until it is known, and is not an operand of anything else.
_OWN: Final = 0xBAC6_1E25

Instruction = tuple[int, int, int, int]


class Filter:
    """A filter for one machine, made once; each process puts its own id in.

    Arguments:
        machine: what `kernel.machine` says.
        opens: whether files may be opened, because Landlock says which.
    """

    def __init__(self, machine: str, opens: bool) -> None:
        self.instructions: Final = tuple(_instructions(machine, opens))
        code = b"".join(INSTRUCTION.pack(*each) for each in self.instructions)
        self._code: Final = ctypes.create_string_buffer(code, len(code))
        # struct sock_fprog: how many there are, and where.
        self._program: Final = struct.pack("@HP", len(self.instructions), ctypes.addressof(self._code))
        self._own: Final = [
            at * INSTRUCTION.size + 4 for at, each in enumerate(self.instructions) if each[3] == _OWN
        ]

    def code(self, pid: int) -> bytes:
        """The filter for the process with this id."""
        for at in self._own:
            struct.pack_into("<I", self._code, at, pid)
        return self._code.raw

    def install(self, pid: int) -> None:
        """Restrict this process, for as long as it lives. Needs no_new_privs. Raises OSError."""
        self.code(pid)
        if thread := kernel.call(kernel.SECCOMP, _SET_MODE_FILTER, _ALL_THREADS, self._program):
            raise OSError(errno.EBUSY, f"Thread {thread} has a filter of its own.")


def _instructions(machine: str, opens: bool) -> Iterator[Instruction]:
    yield _LOAD, 0, 0, _MACHINE
    yield _EQUAL, 1, 0, _ARCHITECTURE[machine]
    yield _RETURN, 0, 0, KILL
    yield _LOAD, 0, 0, _NUMBER
    if machine == kernel.X86_64:
        yield _AT_LEAST, 0, 1, _X32
        yield _RETURN, 0, 0, KILL
    for each in CALLS:
        number = each.x86_64 if machine == kernel.X86_64 else each.arm64
        if number is not None and (opens or not each.opens):
            yield from _block(number, each)
    yield _RETURN, 0, 0, REFUSE


def _block(number: int, call: Call) -> Iterator[Instruction]:
    tests = [instruction for each in call.conditions for instruction in _test(each)]
    body = [*tests, (_RETURN, 0, 0, ALLOW)]
    yield _EQUAL, 0, len(body), number
    yield from body


def _test(condition: Condition) -> Iterator[Instruction]:
    """Instructions that are passed through where the condition holds, and end in a refusal where not."""
    lower = 16 + 8 * condition.argument
    match condition:
        case OneOf(values=values):
            yield _LOAD, 0, 0, lower
            for left, value in zip(range(len(values), 0, -1), values, strict=True):
                yield _EQUAL, left, 0, value
        case Without(bits=bits):
            yield _LOAD, 0, 0, lower
            yield _ANY_BIT, 0, 1, bits
        case OwnProcess():
            yield _LOAD, 0, 0, lower
            yield _EQUAL, 1, 0, _OWN
        case Null():
            yield _LOAD, 0, 0, lower
            yield _EQUAL, 0, 2, 0
            yield _LOAD, 0, 0, lower + 4
            yield _EQUAL, 1, 0, 0
        case _:
            assert_never(condition)
    yield _RETURN, 0, 0, REFUSE
