"""The deadline counts CPU time of the work alone, and says how far the work came."""

import pytest

from app.runtime.cpu_deadline import CpuDeadline, DeadlineError


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The CPU time of the thread, to be set."""
    now = [100.0]
    monkeypatch.setattr("time.thread_time", lambda: now[0])
    return now


def test_it_says_how_far_the_work_came(clock: list[float]) -> None:
    deadline = CpuDeadline(2.0, "descent", "step")
    clock[0] += 2.0
    deadline.check(1_000, 5_000, "Take fewer.")
    clock[0] += 0.5
    with pytest.raises(DeadlineError) as caught:
        deadline.check(1_200, 5_000, "Take fewer.")
    error = caught.value
    assert error.message == "The descent computed for 2 seconds and reached step 1,200 of 5,000."
    assert (error.code, error.limit, error.value) == ("limit-exceeded", "seconds", 2.0)
    assert error.hint == "Take fewer."


def test_a_pause_does_not_count_nor_does_another_threads_time(clock: list[float]) -> None:
    deadline = CpuDeadline(2.0, "descent", "step")
    clock[0] += 1.5
    deadline.pause()
    clock[0] = 7_000.0  # the work goes on in a thread that has computed for longer
    deadline.resume()
    assert deadline.lap == 0.0
    clock[0] += 0.5
    deadline.check(1, 2, "")
    clock[0] += 0.1
    assert deadline.lap == pytest.approx(0.6)
    with pytest.raises(DeadlineError):
        deadline.check(1, 2, "")


def test_what_came_before_a_restart_does_not_count(clock: list[float]) -> None:
    deadline = CpuDeadline(2.0, "descent", "step")
    clock[0] += 1.5
    deadline.pause()
    clock[0] += 5.0
    deadline.restart()
    clock[0] += 1.9
    deadline.check(1, 2, "")
