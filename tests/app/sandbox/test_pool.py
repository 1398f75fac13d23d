"""A run is answered, or ends as the error that says why not, and leaves nothing behind."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.sandbox.errors import Cancelled, Crashed, OutOfMemory, OutOfTime, TooMuch, Unavailable
from app.sandbox.pool import Sandbox
from tests.app.sandbox.conftest import HANDLER, Programs


def test_it_is_available_here(sandbox: Sandbox) -> None:
    assert sandbox.why_not is None
    assert sandbox.available


def test_a_job_reaches_its_handler_and_its_answer_comes_back(run: Programs) -> None:
    assert run.job("echo", b"a job") == b"echo a job"
    assert run.job("echo", b"") == b"echo "
    assert run("print(6 * 7)") == "42\n"


def test_a_job_and_an_answer_larger_than_a_pipe(run: Programs) -> None:
    job = os.urandom(5_000_000)
    assert run.job("echo", job, answer_bytes=6_000_000) == b"echo " + job


def test_events_come_in_order_and_before_the_answer(run: Programs) -> None:
    events: list[bytes] = []
    program = "for k in range(1000): emit(str(k).encode() * 100)\nprint('end')"
    assert run(program, on_event=events.append) == "end\n"
    assert events == [str(k).encode() * 100 for k in range(1000)]


def test_events_that_nobody_wants_are_no_fault(run: Programs) -> None:
    assert run("emit(b'x')\nprint('end')") == "end\n"


def test_what_a_caller_raises_on_an_event_ends_the_run(run: Programs) -> None:
    def refuse(event: bytes) -> None:
        raise OSError(event)

    with pytest.raises(OSError, match="x"):
        run("emit(b'x')\nwhile True: pass", on_event=refuse)


def test_processor_time(run: Programs) -> None:
    with pytest.raises(OutOfTime) as caught:
        run("while True: pass", cpu_seconds=0.5)
    assert (caught.value.clock, caught.value.seconds) == ("cpu", 1)


def test_time_by_the_clock(run: Programs) -> None:
    with pytest.raises(OutOfTime) as caught:
        run("import time; time.sleep(60)", wall_seconds=0.3)
    assert (caught.value.clock, caught.value.seconds) == ("wall", 0.3)


def test_memory(run: Programs) -> None:
    with pytest.raises(OutOfMemory):
        run("x = [0] * 10**9")
    assert run("x = bytearray(200 * 2**20); print(len(x))") == f"{200 * 2**20}\n"


def test_cancel_before_and_while_it_runs(run: Programs) -> None:
    cancel = threading.Event()
    events: list[bytes] = []

    def on_event(event: bytes) -> None:
        events.append(event)
        cancel.set()

    with pytest.raises(Cancelled):
        run("emit(b'here')\nwhile True: pass", on_event=on_event, cancel=cancel)
    assert events == [b"here"]
    with pytest.raises(Cancelled):
        run("print(1)", cancel=cancel)


def test_a_program_that_ends_its_process(run: Programs) -> None:
    with pytest.raises(Crashed) as caught:
        run("import os; os._exit(3)")
    assert (caught.value.status, caught.value.signal) == (3, None)
    with pytest.raises(Crashed) as caught:
        run("import ctypes; ctypes.string_at(0)")
    assert caught.value.signal == 11
    with pytest.raises(Crashed, match="ZeroDivisionError"):
        run("1 / 0")


def test_an_answer_that_is_too_large(run: Programs) -> None:
    with pytest.raises(TooMuch, match="may have 1,000"):
        run("print('x' * 1000)", answer_bytes=1_000)
    assert run("print('x' * 999)", answer_bytes=1_000) == "x" * 999 + "\n"


def test_events_that_are_too_many(run: Programs) -> None:
    with pytest.raises(TooMuch, match="more on its way"):
        run("while True: emit(b'x' * 1000)", events_bytes=1_000_000)


def test_many_threads_at_once(run: Programs) -> None:
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda k: run.job("echo", b"%d" % k), range(100)))
    assert answers == [b"echo %d" % k for k in range(100)]


def test_the_next_run_finds_a_new_supervisor_when_one_has_died(run: Programs) -> None:
    before = run("import os; print(os.getppid())")
    with pytest.raises(Unavailable):
        run("import os; emit(b'')\nwhile True: pass", on_event=lambda _: os.kill(int(before), 9))
    after = run("import os; print(os.getppid())")
    assert after != before


def test_a_supervisor_that_cannot_start_is_said_not_waited_for() -> None:
    sandbox = Sandbox(f"{HANDLER}_that_is_not_there")
    sandbox.start()
    assert not sandbox.available
    assert "ended" in str(sandbox.why_not)
    sandbox.close()


def test_a_closed_sandbox_runs_nothing() -> None:
    sandbox = Sandbox(HANDLER)
    sandbox.start()
    assert sandbox.available
    sandbox.close()
    with pytest.raises(Unavailable):
        Programs(sandbox)("print(1)")
