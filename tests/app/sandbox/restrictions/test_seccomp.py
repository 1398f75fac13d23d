"""The filters for both machines, evaluated here as the kernel does, and their tables beside its headers."""

import re
from pathlib import Path
from typing import Final

import pytest

from app.sandbox.restrictions.calls import CALLS, Call
from app.sandbox.restrictions.kernel import ARM64, X86_64
from app.sandbox.restrictions.seccomp import Filter
from tests.app.sandbox.restrictions.machine import MACHINES, OTHERS, PID, decide

NAMES: Final = {each.name: each for each in CALLS}
HEADERS: Final = Path(__file__).with_name("headers")


@pytest.fixture(scope="module", params=MACHINES)
def machine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def number(call: Call, machine: str) -> int | None:
    return call.x86_64 if machine == X86_64 else call.arm64


def ask(machine: str, name: str, *arguments: int, opens: bool = True) -> str:
    asked = number(NAMES[name], machine)
    assert asked is not None
    return decide(Filter(machine, opens), MACHINES[machine], asked, *arguments)


def test_each_call_has_its_name_once_and_a_reason() -> None:
    assert len(NAMES) == len(CALLS)
    assert all(each.why for each in CALLS)
    for machine in MACHINES:
        numbers = [each for each in (number(call, machine) for call in CALLS) if each is not None]
        assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("machine", MACHINES)
def test_the_numbers_are_the_kernel_s(machine: str) -> None:
    text = (HEADERS / f"{machine}.txt").read_text()
    theirs = {name: int(value) for name, value in re.findall(r"^(\w+) (\d+)$", text, re.MULTILINE)}
    assert {each.name: number(each, machine) for each in CALLS} == {name: theirs.get(name) for name in NAMES}


def test_whatever_is_not_in_the_table_is_refused(machine: str) -> None:
    made = Filter(machine, opens=True)
    known = {number(each, machine) for each in CALLS}
    for asked in {*range(2_000)} - known:
        assert decide(made, MACHINES[machine], asked) == "refuse", asked


def test_calls_without_conditions_are_allowed_whatever_their_arguments(machine: str) -> None:
    made = Filter(machine, opens=True)
    for each in CALLS:
        asked = number(each, machine)
        if asked is not None and not each.conditions:
            assert decide(made, MACHINES[machine], asked, *[2**64 - 1] * 6) == "allow", each.name


def test_another_machine_s_calls_end_the_process(machine: str) -> None:
    made = Filter(machine, opens=True)
    for name, other in {**OTHERS, **MACHINES}.items():
        if name != machine:
            assert {decide(made, other, asked) for asked in range(500)} == {"kill"}, name


def test_x32_ends_the_process() -> None:
    made = Filter(X86_64, opens=True)
    for asked in (0x4000_0000, 0x4000_0000 | 39, 0x4000_0000 | 520, 0x7FFF_FFFF, -1):
        assert decide(made, MACHINES[X86_64], asked) == "kill", asked
    assert decide(Filter(ARM64, opens=True), MACHINES[ARM64], -1) == "refuse"


def test_files_are_opened_for_reading_alone_and_only_under_landlock(machine: str) -> None:
    assert ask(machine, "openat", 0, 0, 0) == "allow"
    assert ask(machine, "openat", 0, 0, 0o2000000 | 0o4000) == "allow"  # O_CLOEXEC, O_NONBLOCK
    for flags in (1, 2, 3, 0o100, 0o1000, 0o2000, 0o20000, 0o10000000, 0o20000000):
        assert ask(machine, "openat", 0, 0, flags) == "refuse", oct(flags)
    for name in ("openat", "getdents64", "readlinkat"):
        assert ask(machine, name, 0, 0, 0) == "allow"
        assert ask(machine, name, 0, 0, 0, opens=False) == "refuse"


def test_signals_go_to_itself_alone(machine: str) -> None:
    for name in ("kill", "tgkill"):
        assert ask(machine, name, PID) == "allow"
        assert ask(machine, name, PID | 0xABCD << 32) == "allow"  # the kernel takes 32 bits of it
        for other in (0, 1, -1, -PID, PID + 1, PID << 32):
            assert ask(machine, name, other) == "refuse", other


def test_limits_are_read_and_not_set(machine: str) -> None:
    assert ask(machine, "prlimit64", 0, 7, 0, 0x7FFF_0000_0000) == "allow"
    assert ask(machine, "prlimit64", PID, 7, 0, 1) == "refuse"
    for pointer in (1, 1 << 32, 0x7FFF_0000_0000):
        assert ask(machine, "prlimit64", 0, 7, pointer, 0) == "refuse", hex(pointer)


def test_one_of_several_numbers(machine: str) -> None:
    for operation in (0, 1, 128, 129, 9 | 128, 9 | 128 | 256, 10, 10 | 128):
        assert ask(machine, "futex", 0, operation) == "allow", operation
    for operation in (2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 6 | 128, 512, 1 << 31):
        assert ask(machine, "futex", 0, operation) == "refuse", operation
    for advice, end in ((4, "allow"), (8, "allow"), (14, "allow"), (12, "refuse"), (100, "refuse")):
        assert ask(machine, "madvise", 0, 0, advice) == end, advice
    for clock, end in ((0, "allow"), (1, "allow"), (11, "allow"), (12, "refuse"), (-6, "refuse")):
        assert ask(machine, "clock_gettime", clock) == end, clock


def test_bits_that_may_not_be_set(machine: str) -> None:
    assert ask(machine, "mmap", 0, 4096, 7, 0x22) == "allow"
    assert ask(machine, "mmap", 0, 2**21, 3, 0x40022) == "refuse"


def test_the_filter_s_own_process_is_put_in_wherever_it_belongs(machine: str) -> None:
    made = Filter(machine, opens=True)
    assert bytes(made.code(1)) != bytes(made.code(2))
    assert sum(a != b for a, b in zip(made.code(1), made.code(2), strict=True)) == 2
