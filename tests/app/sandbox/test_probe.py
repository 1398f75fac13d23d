"""A host that cannot sandbox a process is found out, and runs what is interpreted all the same."""

import json
import subprocess
import sys
from typing import Final

import pytest

from app.sandbox.errors import Unavailable
from app.sandbox.pool import INTERPRETED, Sandbox
from tests.app.sandbox import users
from tests.app.sandbox.conftest import HANDLER, Programs

# Where a system refuses one of these to everyone, the probe takes it for refused, which it is.
MAY_BE_REFUSED: Final = {"io_uring_setup", "reading a file"}


def python(program: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=users.ROOT,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
        timeout=100,
    ).stdout


def test_an_unrestricted_process_is_refused_nothing() -> None:
    program = """\
import json
from app.sandbox import probe
found = [part.partition(":")[0] for part in probe.handle("probe", b"", print).decode().split("; ")]
print(json.dumps([found, [name for name, _ in probe.attempts()]]))"""
    found, tried = json.loads(python(program))
    assert len(tried) > 15
    assert set(tried) - set(found) <= MAY_BE_REFUSED


# A kernel without filters: the call that installs one does not exist.
NO_SECCOMP: Final = """\
import json
from app.sandbox.errors import SandboxError
from app.sandbox.pool import Sandbox
from app.sandbox.restrictions.kernel import SECCOMP
from tests.app.sandbox.trial import take_away
take_away(SECCOMP)
"""


def test_a_kernel_without_filters_runs_what_is_interpreted_and_nothing_else() -> None:
    program = f"""{NO_SECCOMP}
sandbox = Sandbox({HANDLER!r})
limits = dict(cpu_seconds=1, wall_seconds=20, memory_bytes=2**28, answer_bytes=2**20)
ends = [sandbox.available, sandbox.why_not]
descriptors = "import os; print(len(os.listdir('/proc/self/fd')))"
programs = ["print(1)", "while True: pass", "x = [0] * 10**9", descriptors]
for kind, job in (("run", programs[0]), *(("interpreted", each) for each in programs)):
    try:
        ends.append(sandbox.run(kind, job.encode(), **limits).decode())
    except SandboxError as error:
        ends.append(type(error).__name__)
sandbox.close()
print(json.dumps(ends))"""
    available, why_not, *ends = json.loads(python(program))
    assert not available
    assert "could not be restricted" in why_not
    assert ends == ["Unavailable", "1\n", "OutOfTime", "OutOfMemory", "5\n"]


def test_a_machine_that_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: "s390x")
    sandbox = Sandbox(HANDLER)
    try:
        assert sandbox.why_not == "The sandbox knows x86-64 and arm64, and this is s390x."
        with pytest.raises(Unavailable, match="s390x"):
            Programs(sandbox)("print(1)")
        assert Programs(sandbox).job(INTERPRETED, b"print(1)") == b"1\n"
    finally:
        sandbox.close()
