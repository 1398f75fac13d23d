"""Runs the hostile programs as the user who starts this, and prints as JSON how each ended and what is left.

python -m tests.app.sandbox.trial GROUP…
"""

import ctypes
import errno
import json
import os
import signal
import struct
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from app.sandbox import heavy, pool
from app.sandbox.errors import Crashed, OutOfTime, SandboxError
from app.sandbox.pool import Sandbox
from app.sandbox.restrictions import calls, kernel
from tests.app.sandbox.hostile_programs import GROUPS, PRELUDE, Hostile

HANDLER: Final = "tests.app.sandbox.handler"
CONTENT: Final = b"the data"
WITHOUT_LANDLOCK: Final = "--without-landlock"
LANDLOCK: Final = (
    kernel.LANDLOCK_CREATE_RULESET,
    kernel.LANDLOCK_ADD_RULE,
    kernel.LANDLOCK_RESTRICT_SELF,
)


def main(groups: list[str]) -> dict[str, Any]:
    """The ends of these groups' programs, by group and name, and what was there before and after them."""
    programs = {f"{group}: {each.name}": each for group in groups for each in GROUPS[group]}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "database"
        file.write_bytes(CONTENT)
        file.chmod(0o666)
        Path(folder).chmod(0o777)  # so that nothing but the sandbox is between a program and the file
        sandbox = Sandbox(HANDLER)
        sandbox.start()
        if not sandbox.available:
            return {"why_not": sandbox.why_not}
        run(sandbox, ASKS_FOR_THE_HEAVY, file)  # so that both supervisors are there
        before = state(sandbox, file)
        with ThreadPoolExecutor(2) as threads:
            ends = list(threads.map(lambda each: run(sandbox, each, file), programs.values()))
        after = state(sandbox, file)
        sandbox.close()
        left = sorted(each.name for each in Path(folder).iterdir())
    return {
        "user": os.geteuid(),
        "ends": dict(zip(programs, ends, strict=True)),
        "before": before,
        "after": after,
        "files": left,
    }


ASKS_FOR_THE_HEAVY: Final = Hostile("heavy", "write(frame(3, b''))")


def run(sandbox: Sandbox, hostile: Hostile, file: Path) -> str:
    """How it ended; and whether the next program is answered."""
    names = {"file": file, "calls": calls.__name__, "pool": pool.__name__, "heavy": heavy.__name__}
    program = hostile.program
    for name, value in names.items():
        program = program.replace(f"{{{name}}}", str(value))
    try:
        end = job(sandbox, hostile, PRELUDE + program).decode(errors="replace").strip()
    except SandboxError as error:
        end = described(error)
    follower = job(sandbox, Hostile("follower", ""), "print('answered')").decode()
    return end if follower == "answered\n" else f"{end}, and the next program: {follower}"


def job(sandbox: Sandbox, hostile: Hostile, program: str) -> bytes:
    return sandbox.run(
        "run",
        program.encode(),
        cpu_seconds=hostile.cpu_seconds,
        wall_seconds=hostile.wall_seconds,
        memory_bytes=hostile.memory_bytes,
        answer_bytes=2**20,
        events_bytes=2**22,
    )


def described(error: SandboxError) -> str:
    """An error as the ends of programs are written."""
    match error:
        case OutOfTime(clock=clock):
            return f"OutOfTime {clock}"
        case Crashed(detail=detail) if detail:
            return f"Failed{detail}"
        case Crashed(signal=int(number)):
            return f"Crashed {signal.Signals(number).name}"
        case Crashed(status=status):
            return f"Crashed {status}"
        case _:
            return type(error).__name__


def state(sandbox: Sandbox, file: Path) -> dict[str, Any]:
    """What must be the same before and after."""
    supervisor = int(job(sandbox, Hostile("who", ""), "import os; print(os.getppid())"))
    about = file.stat()
    return {
        "file": [file.read_bytes().decode(), about.st_mode, about.st_uid, about.st_mtime_ns],
        "attributes": os.listxattr(file),
        "supervisor": supervisor,
        "children": children_left(supervisor),
        "descriptors": len(os.listdir("/proc/self/fd")),
        "threads": threading.active_count(),
    }


def children(supervisor: int) -> int:
    """How many processes a supervisor has: one that waits for the next order, and those that run."""
    return len(Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split())


def children_left(supervisor: int) -> int:
    """How many there are when those that have answered have ended, or half a minute later."""
    until = time.monotonic() + 30
    while children(supervisor) > 1 and time.monotonic() < until:
        time.sleep(0.01)
    return children(supervisor)


def take_away(*calls: tuple[int, int]) -> None:
    """Make this process and its children those of a kernel that has no such calls."""
    no_such_call = 0x0005_0000 | errno.ENOSYS
    code = struct.pack("<HBBI", 0x20, 0, 0, 0)
    for numbers in calls:
        number = numbers[kernel.machine() == kernel.ARM64]
        code += struct.pack("<HBBIHBBI", 0x15, 0, 1, number, 0x06, 0, 0, no_such_call)
    code += struct.pack("<HBBI", 0x06, 0, 0, 0x7FFF_0000)
    buffer = ctypes.create_string_buffer(code)
    program = struct.pack("@HP", len(code) // 8, ctypes.addressof(buffer))
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    kernel.call(kernel.SECCOMP, 1, 0, ctypes.create_string_buffer(program))


if __name__ == "__main__":
    asked = sys.argv[1:]
    if WITHOUT_LANDLOCK in asked:
        asked.remove(WITHOUT_LANDLOCK)
        take_away(*LANDLOCK)
    print(json.dumps(main(asked)))
