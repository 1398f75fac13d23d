"""What the kernel does with a filter: the few instructions that ours have, one after another."""

from typing import Final

from app.sandbox.restrictions import seccomp
from app.sandbox.restrictions.kernel import ARM64, X86_64
from app.sandbox.restrictions.seccomp import Filter

MACHINES: Final = {X86_64: 0xC000_003E, ARM64: 0xC000_00B7}
OTHERS: Final = {"i386": 0x4000_0003, "arm": 0x4000_0028, "riscv64": 0xC000_00F3}
PID: Final = 4_711

_ENDS: Final = {seccomp.ALLOW: "allow", seccomp.REFUSE: "refuse", seccomp.KILL: "kill"}


def decide(made: Filter, machine: int, number: int, *arguments: int) -> str:
    """`allow`, `refuse` or `kill`, for one call of the process PID."""
    arguments += (0,) * (6 - len(arguments))
    words = [number & 0xFFFF_FFFF, machine, 0, 0]
    for argument in arguments:
        words += [argument & 0xFFFF_FFFF, argument >> 32 & 0xFFFF_FFFF]
    code = bytes(made.code(PID))
    instructions = [seccomp.INSTRUCTION.unpack_from(code, at) for at in range(0, len(code), 8)]
    value = at = 0
    while True:
        kind, if_true, if_false, operand = instructions[at]
        at += 1
        match kind:
            case 0x20:
                assert operand % 4 == 0
                value = words[operand // 4]
            case 0x15:
                at += if_true if value == operand else if_false
            case 0x35:
                at += if_true if value >= operand else if_false
            case 0x45:
                at += if_true if value & operand else if_false
            case 0x06:
                return _ENDS[operand]
            case _:
                raise AssertionError(kind)
