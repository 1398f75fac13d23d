"""What a child is, seen from outside while its program runs; and that it ends with those it belongs to."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from app.sandbox.errors import Cancelled, SandboxError
from app.sandbox.launch import environment
from tests.app.sandbox import users
from tests.app.sandbox.conftest import HANDLER, Programs
from tests.app.sandbox.trial import children_left

QUIET = {"/dev/null", "anon_inode", "pipe", "socket"}
WAITS = "import os, time\nemit(b'%d %d' % (os.getpid(), os.getppid()))\ntime.sleep(60)"


class StopError(Exception):
    """Ends a run from within `on_event`."""


def while_it_waits(run: Programs, look: Callable[[int, int], Any]) -> Any:
    """What `look` finds, given the ids of a child and of its supervisor."""
    found: list[Any] = []

    def on_event(event: bytes) -> None:
        found.append(look(*map(int, event.split())))
        raise StopError

    with pytest.raises(StopError):
        run(WAITS, on_event=on_event)
    return found[0]


def status(pid: int) -> dict[str, str]:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def descriptors(pid: int) -> set[str]:
    """The kinds of what a process holds open beside its stderr, which is the server's own."""
    kinds = set()
    for each in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed since the folder was read
            kinds.add(os.readlink(each).partition(":")[0] if each.name != "2" else "/dev/null")
    return kinds


def limits(pid: int) -> dict[str, str]:
    lines = Path(f"/proc/{pid}/limits").read_text().splitlines()[1:]
    return {match[1]: match[2] for match in (re.match(r"(Max .+?)  +(\S+)", line) for line in lines) if match}


def is_there(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists() and status(pid)["State"][0] not in "ZX"


def wait_until(condition: Callable[[], bool]) -> None:
    """Give up after half a minute."""
    until = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_it_is_nobody_and_has_no_privilege(run: Programs) -> None:
    found = while_it_waits(run, lambda child, _: status(child))
    user = users.NOBODY if users.is_root() else os.geteuid()
    assert set(found["Uid"].split()) == {str(user)}
    if users.is_root():
        assert set(found["Gid"].split()) == {str(users.NOBODY)}
        assert found["Groups"] == ""
    for name in ("CapInh", "CapPrm", "CapEff", "CapAmb"):
        assert int(found[name], 16) == 0, name
    assert found["NoNewPrivs"] == "1"
    assert found["Seccomp"] == "2"
    assert found["Threads"] == "1"


def test_its_limits(run: Programs) -> None:
    def look(child: int, supervisor: int) -> tuple[dict[str, str], int]:
        pages = int(Path(f"/proc/{supervisor}/statm").read_text().split()[0])
        return limits(child), pages * os.sysconf("SC_PAGE_SIZE")

    found, supervisor = while_it_waits(run, look)
    for name in ("file size", "core file size", "locked memory", "msgqueue size", "processes"):
        assert found[f"Max {name}"] == "0", name
    assert found["Max pending signals"] == "0"
    assert found["Max open files"] == "64"
    assert found["Max cpu time"] == "5"
    assert 0 <= int(found["Max address space"]) - supervisor - 2**28 < 2**26


def test_it_has_four_descriptors_and_goes_first_when_memory_runs_out(run: Programs) -> None:
    def look(child: int, _: int) -> tuple[list[str], str]:
        folder = Path(f"/proc/{child}/fd")
        kinds = [f"{each.name} {os.readlink(each).partition(':')[0]}" for each in sorted(folder.iterdir())]
        return kinds, Path(f"/proc/{child}/oom_score_adj").read_text().strip()

    if not users.is_root():  # not even its own user may look, because it cannot be dumped
        with pytest.raises(PermissionError):
            while_it_waits(run, look)
        return
    assert while_it_waits(run, look) == (["0 /dev/null", "1 /dev/null", "2 /dev/null", "4 pipe"], "1000")


def test_the_supervisor_has_one_thread_no_file_and_no_needless_capability(run: Programs) -> None:
    def look(_: int, supervisor: int) -> tuple[dict[str, str], set[str]]:
        # From 3.12 on os.fork() counts threads in /proc/self/stat after it: the child may be first.
        wait_until(lambda: status(supervisor)["State"][0] == "S" and descriptors(supervisor) <= QUIET)
        return status(supervisor), descriptors(supervisor)

    found, kinds = while_it_waits(run, look)
    assert found["Threads"] == "1"
    assert int(found["CapEff"], 16) & ~0xE0 == 0  # to end children, and to give them another user and group
    assert kinds <= QUIET


def test_the_environment_of_a_supervisor_is_our_own(run: Programs) -> None:
    os.environ["BACKLENS_DATABASE_URL"] = "postgresql://user:password@host/name"
    try:
        theirs = while_it_waits(run, lambda _, supervisor: Path(f"/proc/{supervisor}/environ").read_bytes())
        assert b"password" not in theirs
        assert {line.partition(b"=")[0].decode() for line in theirs.split(b"\0") if line} == {
            *environment(os.environ)
        }
        assert not any("BACKLENS" in name for name in environment(os.environ))
    finally:
        del os.environ["BACKLENS_DATABASE_URL"]


def test_a_child_ends_with_its_run(run: Programs) -> None:
    child = while_it_waits(run, lambda child, _: child)
    assert not Path(f"/proc/{child}").exists()


def test_a_child_ends_with_its_supervisor(run: Programs) -> None:
    seen: list[int] = []

    def on_event(event: bytes) -> None:
        child, supervisor = map(int, event.split())
        seen.append(child)
        os.kill(supervisor, signal.SIGKILL)

    with pytest.raises(SandboxError):
        run(WAITS, on_event=on_event)
    wait_until(lambda: not is_there(seen[0]))


SERVER = f"""\
import sys
from app.sandbox.pool import Sandbox
sandbox = Sandbox({HANDLER!r})
program = {WAITS!r}.encode()
def tell(event):
    print(event.decode(), flush=True)
limits = dict(cpu_seconds=9, wall_seconds=99, memory_bytes=2**28, answer_bytes=99)
sandbox.run('run', program, on_event=tell, **limits)
"""


@contextmanager
def server() -> Iterator[tuple[subprocess.Popen[str], int, int]]:
    """Another server with a program that waits: the process, its child's id, its supervisor's."""
    with subprocess.Popen(
        [sys.executable, "-c", SERVER], cwd=users.ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            child, supervisor = map(int, process.stdout.readline().split())
            yield process, child, supervisor
        finally:
            process.kill()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_supervisor_and_child_end_with_the_server(how: signal.Signals) -> None:
    with server() as (process, child, supervisor):
        assert is_there(child)
        process.send_signal(how)
        process.wait(30)
        wait_until(lambda: not is_there(child) and not is_there(supervisor))


# Every page on which the program has an object is searched; the two halves are never put together to do it.
SEARCH = """
import ctypes, gc
first, second = b'{first}', b'{second}'
pages = set()
gc.unfreeze()
for each in gc.get_objects():
    pages |= {{id(each) >> 12}} | {{id(other) >> 12 for other in gc.get_referents(each)}}
found = 0
for page in pages:
    content = ctypes.string_at(page << 12, 4096)
    at = content.find(first)
    while at >= 0:
        found += content[at + 16 : at + 32] == second
        at = content.find(first, at + 1)
print(len(pages) > 1000, found)
"""


def test_what_a_run_was_given_is_in_no_later_one_s_memory(run: Programs) -> None:
    secret = os.urandom(16).hex()
    search = SEARCH.format(first=secret[:16], second=secret[16:])
    for _ in range(3):
        run(f"kept = ['{secret}'] * 10\nprint(kept[0])")
    assert run(search) == "True 0\n"
    kept = f"kept = '{secret[:16]}' + str('{secret[16:]}')"  # so that it is seen to find what is there
    assert run(f"{kept}{search}").split()[1] != "0"


def _is_gone(place: Path) -> bool:
    return not place.exists()


def test_a_spare_that_was_killed_is_replaced(run: Programs) -> None:
    for _ in range(3):
        supervisor = int(run("import os; print(os.getppid())"))
        wait_until(lambda: children_left(supervisor) == 1)  # noqa: B023  # called here and not later
        (spare,) = map(int, Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split())
        os.kill(spare, signal.SIGKILL)
        place = Path(f"/proc/{spare}")
        wait_until(partial(_is_gone, place))
        assert int(run("import os; print(os.getppid())")) == supervisor


def test_cancelled_runs_leave_no_child(run: Programs) -> None:
    class Cancel:
        def __init__(self) -> None:
            self.looks = 0

        def is_set(self) -> bool:
            self.looks += 1
            return self.looks > 3

    for _ in range(5):
        with pytest.raises(Cancelled):
            run("while True: pass", cancel=Cancel())
    supervisor = int(run("import os; print(os.getppid())"))
    assert children_left(supervisor) == 1
