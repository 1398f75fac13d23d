"""Where programs run: the way that is taken, and what becomes of one that its process does not survive."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest

from app.examples import EXAMPLES, Example
from app.programs.python import (
    Processes,
    ProcessesError,
    PythonUnavailableError,
    RunLimits,
    Way,
)
from app.programs.request import ProgramRequest
from app.runtime.work_queue import GoneError, has_left
from app.sandbox.errors import Crashed, SandboxError, TooMuch, Unavailable
from app.sandbox.job import JobLimits
from app.sandbox.pool import Sandbox
from engine.errors import LimitError, ProgramError
from engine.program import Limits

LIMITS = RunLimits(JobLimits(), Limits(), 5.0, 120.0, 120.0, 1_000)
OWN = "class A:\n    pass\nx = A()"


class Nowhere(Sandbox):
    """A host that cannot sandbox, or whose processes end in one way."""

    def __init__(self, why_not: str | None = "No seccomp here.", error: SandboxError | None = None) -> None:
        super().__init__()
        self._reason = why_not
        self._error = error

    @property
    def why_not(self) -> str | None:
        return self._reason

    def run(self, kind: str, job: bytes, **given: Any) -> bytes:
        raise self._error or AssertionError("nothing runs here")


def ask(source: str = "a = Value(1.0)", **fields: Any) -> ProgramRequest:
    return ProgramRequest(source=source, **fields)


@pytest.mark.parametrize(
    ("why_not", "allowed", "python", "way"),
    [
        (None, "auto", "auto", "sandboxed"),
        (None, "auto", "sandboxed", "sandboxed"),
        (None, "auto", "interpreted", "interpreted"),
        (None, "sandboxed", "auto", "sandboxed"),
        (None, "sandboxed", "interpreted", "sandboxed"),
        (None, "interpreted", "auto", "interpreted"),
        (None, "interpreted", "sandboxed", None),
        ("Not here.", "auto", "auto", "interpreted"),
        ("Not here.", "auto", "interpreted", "interpreted"),
        ("Not here.", "auto", "sandboxed", None),
        ("Not here.", "sandboxed", "auto", None),
        ("Not here.", "interpreted", "auto", "interpreted"),
    ],
)
def test_the_way_is_what_the_host_can_and_the_request_wants(
    why_not: str | None, allowed: Any, python: Any, way: Way | None
) -> None:
    processes = Processes(Nowhere(why_not), LIMITS, allowed)
    if way is not None:
        assert processes.way(ask(python=python)) == way
        return
    with pytest.raises(PythonUnavailableError) as caught:
        processes.way(ask(python=python))
    assert caught.value.code == "python-unavailable"


def test_a_host_that_must_sandbox_and_cannot_is_at_fault() -> None:
    assert Processes(Nowhere(), LIMITS, "sandboxed").fault() == "No program can run: No seccomp here."
    assert Processes(Nowhere(), LIMITS).fault() is None
    assert Processes(Nowhere(None), LIMITS, "sandboxed").fault() is None


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (Crashed(signal=11), ProgramError, "SIGSEGV"),
        (Crashed(status=7), ProgramError, "exit status 7"),
        (Crashed(detail="KeyError: a secret"), ProgramError, "before its answer was complete"),
        (Crashed(detail="MemoryError: "), LimitError, "of memory"),
        (TooMuch("a secret"), ProgramError, "cannot be read"),
        (Unavailable("a secret"), ProcessesError, "no process could be had"),
    ],
)
def test_what_becomes_of_a_process_is_told_without_its_own_words(
    error: SandboxError, kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind, match=words) as caught:
        Processes(Nowhere(None, error), LIMITS).run(ask())
    assert "secret" not in str(caught.value)


@pytest.fixture(scope="module")
def processes(sandbox: Sandbox) -> Processes:
    return Processes(sandbox, LIMITS)


@pytest.mark.parametrize("python", ["sandboxed", "interpreted"])
def test_both_ways_say_which_and_how_long(processes: Processes, python: Any) -> None:
    run = processes.run(ask("a = Value(2.0)\nb = a*a\nb.backward()\nprint(b)", python=python))
    assert (run.frame.grad, run.printed) == ((4.0, 1.0), "Value(data=4.0)\n")
    assert (run.interpreted, run.seconds > 0.0) == (python == "interpreted", True)


def test_an_own_class_runs_or_is_refused_with_what_to_do(processes: Processes) -> None:
    assert processes.run(ask(OWN)).graph is None
    with pytest.raises(ProgramError) as caught:
        processes.run(ask(OWN, python="interpreted"))
    assert (caught.value.code, caught.value.line) == ("needs-sandbox", 1)
    assert caught.value.hint is not None


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_no_example_is_run_again_for_the_same_request(processes: Processes, example: Example) -> None:
    made = processes.run(ask(example.source, values=example.values))
    assert not made.interpreted
    assert made.cacheable


def test_files_are_imported_and_read_and_one_that_is_missing_is_named(processes: Processes) -> None:
    files = {"value.py": "factor = 3.0\n", "data/names.txt": "emma\n"}
    run = processes.run(ask("import value\nprint(value.factor, open('data/names.txt').read())", files=files))
    assert run.printed == "3.0 emma\n\n"
    with pytest.raises(ProgramError) as caught:
        processes.run(ask("x = 1\nopen('gone.txt')", files=files))
    assert (caught.value.code, caught.value.line, caught.value.names) == ("missing-file", 2, ("gone.txt",))


def test_an_error_in_a_file_names_it(processes: Processes) -> None:
    with pytest.raises(ProgramError) as caught:
        processes.run(ask("import value", files={"value.py": "x = 1\ny = x / 0\n"}))
    assert (caught.value.file, caught.value.line) == ("value.py", 2)


def test_files_that_are_too_large_together_are_refused(processes: Processes) -> None:
    assert processes.run(ask("1", files={"a": "é" * 250, "b": "b" * 500})).result == "1"
    with pytest.raises(LimitError) as caught:
        processes.run(ask("1", files={"a": "é" * 250, "b": "b" * 501}))
    assert (caught.value.limit, caught.value.value) == ("files_bytes", 1_000)


@pytest.mark.parametrize(
    ("source", "limit", "value"),
    [
        ("while True: pass", "seconds", 0.5),
        ("x = 'x' * 10**10", "memory", 2**28),
        ("x = [Value(1.0) for _ in range(200)]", "values", 100),
        ("x = sum([Value(1.0) for _ in range(60)])", "nodes", 50),
    ],
)
def test_limits_of_a_run_are_named(sandbox: Sandbox, source: str, limit: str, value: float) -> None:
    few = JobLimits(values=100, nodes=50, memory=2**28)
    processes = Processes(sandbox, replace(LIMITS, sandboxed=few, seconds=0.5))
    with pytest.raises(LimitError) as caught:
        processes.run(ask(f"a = Value(1.0)\n{source}"))
    assert (caught.value.limit, caught.value.value) == (limit, value)
    assert caught.value.line == (None if limit == "nodes" else 2)
    assert processes.run(ask()).graph is not None


def test_a_program_that_nobody_waits_for_is_ended(processes: Processes) -> None:
    left = threading.Event()
    token = has_left.set(left)
    timer = threading.Timer(0.3, left.set)
    timer.start()
    try:
        with pytest.raises(GoneError):
            processes.run(ask("import time\nwhile True: time.sleep(0.01)"))
    finally:
        timer.cancel()
        has_left.reset(token)


def test_a_forged_figure_is_shown_as_far_as_it_draws(processes: Processes) -> None:
    pytest.importorskip("matplotlib")
    source = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title('loss')\nplt.show()"
    (figure,) = processes.run(ask(source)).figures
    assert figure.name == "loss"
    assert figure.svg.startswith("<svg ")
    assert "metadata" not in figure.svg


def test_a_process_that_a_program_ends_is_a_fault_of_the_program(processes: Processes) -> None:
    with pytest.raises(ProgramError, match="SIGABRT"):
        processes.run(ask("import os\nos.abort()"))
