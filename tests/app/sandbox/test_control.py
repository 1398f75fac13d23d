"""Orders to a run that is under way: it waits, goes on with other numbers, stops; and who does not listen."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.sandbox.codec.answers import decode_answer
from app.sandbox.codec.bounds import Bounds
from app.sandbox.codec.jobs import encode_job
from app.sandbox.codec.occasions import decode_event
from app.sandbox.control import Control, End, Freeze, Thaw
from app.sandbox.errors import Ended, OutOfTime
from app.sandbox.events import Event, Obeyed, Passed, Printed, Stated
from app.sandbox.frames import ORDER_HEAD
from app.sandbox.job import Job, Live
from app.sandbox.pool import Sandbox
from engine.run import Run

# Seconds until a test has failed; what is met costs no wait.
PATIENCE = 60
TRAINING = """\
a = Value(2.0, label='a')
while True:
    L = a * a
    L.backward()
    print(L.data)
"""
OWN = """\
class Value:
    def __init__(self, data, _children=()):
        self.data = data
        self.grad = 0.0
        self._prev = set(_children)
        self._backward = lambda: None
    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))
        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out._backward = _backward
        return out
    def backward(self):
        self.grad = 1.0
        self._backward()

a = Value(2.0)
b = Value(3.0)
while True:
    L = a * b
    L.backward()
    print(L.data)
"""


def order(
    do: str, number: int = 0, values: dict[str, float] | None = None, pace: float | None = None
) -> bytes:
    text = json.dumps({"order": number, "do": do, "values": values or {}, "pace": pace}).encode()
    return ORDER_HEAD.pack(len(text)) + text


class Followed:
    """One run in a thread of its own; its events are kept."""

    def __init__(self, sandbox: Sandbox, source: str, live: Live, wall: float) -> None:
        self.control = Control()
        self.events: list[Event] = []
        self.outcome: Run | BaseException | None = None
        self._job = encode_job(Job(source, events=True, live=live))
        self._sandbox, self._wall = sandbox, wall
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            answer = self._sandbox.run(
                "python",
                self._job,
                cpu_seconds=20,
                wall_seconds=self._wall,
                memory_bytes=2**30,
                answer_bytes=2**24,
                on_event=self._hear,
                cancel=threading.Event(),
                control=self.control,
            )
            self.outcome = decode_answer(answer, Bounds())
        except BaseException as error:
            self.outcome = error

    def _hear(self, event: bytes) -> None:
        self.events.append(decode_event(event))

    def until(self, condition: Callable[[list[Event]], bool]) -> None:
        ends = time.monotonic() + PATIENCE
        while not condition(self.events):
            assert time.monotonic() < ends, self.events[-10:]
            assert self.outcome is None or condition(self.events), self.outcome
            time.sleep(0.005)

    def ended(self) -> Any:
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()
        return self.outcome

    def printed(self) -> list[str]:
        return "".join(each.text for each in self.events if isinstance(each, Printed)).split()


Follow = Callable[..., Followed]


@pytest.fixture(scope="module")
def real() -> Iterator[Sandbox]:
    sandbox = Sandbox()
    sandbox.start()
    yield sandbox
    sandbox.close()


@pytest.fixture
def follow(real: Sandbox) -> Iterator[Follow]:
    made: list[Followed] = []

    def begin(source: str, live: Live | None = None, wall: float = 20.0) -> Followed:
        made.append(Followed(real, source, live or Live(), wall))
        return made[-1]

    yield begin
    for each in made:
        each.control.give(End(0.0))
        each.ended()
        each.control.close()


@pytest.mark.parametrize("source", [TRAINING, OWN])
def test_it_waits_goes_on_with_other_numbers_steps_and_stops(follow: Follow, source: str) -> None:
    run = follow(source, Live(pause_at=3))
    run.until(lambda told: Stated("paused", 3) in told)
    assert len([each for each in run.events if isinstance(each, Passed)]) == 3
    run.control.give(order("step", 1, {"a": 5.0}))
    run.until(lambda told: Stated("paused", 4) in told)
    assert run.events.index(Obeyed(1)) < run.events.index(Stated("running", 3))
    before = run.printed()
    run.control.give(order("step", 2))
    run.until(lambda told: Stated("paused", 5) in told)
    assert run.printed()[:3] == before[:3]
    assert float(run.printed()[-1]) in (25.0, 15.0)
    run.control.give(order("stop", 3))
    outcome = run.ended()
    assert isinstance(outcome, Run), outcome
    assert run.events[-2:] == [Stated("stopped", 5)] or Stated("stopped", 5) in run.events
    assert [each.code for each in outcome.notices if each.code == "stopped"] == ["stopped"]
    assert outcome.graph is not None


@pytest.mark.parametrize("source", [TRAINING, OWN])
def test_names_that_are_none_change_nothing(follow: Follow, source: str) -> None:
    run = follow(source, Live(pause_at=1))
    run.until(lambda told: Stated("paused", 1) in told)
    run.control.give(order("step", 7, {"a": 5.0, "nobody": 1.0}))
    run.until(lambda told: told.count(Stated("paused", 1)) == 2)
    assert Obeyed(7, ("nobody",)) in run.events
    run.control.give(order("step", 8))
    run.until(lambda told: Stated("paused", 2) in told)
    assert float(run.printed()[-1]) in (4.0, 6.0)


def test_what_stands_still_takes_no_time(follow: Follow) -> None:
    wall = 5.0
    run = follow(TRAINING, Live(pause_at=1), wall=wall)
    begun = time.monotonic()
    run.until(lambda told: Stated("paused", 1) in told)
    run.control.give(Freeze())
    time.sleep(begun + wall + 0.5 - time.monotonic())
    assert run.outcome is None
    run.control.give(Thaw(), order("step", 1))
    run.until(lambda told: Stated("paused", 2) in told)
    run.control.give(order("continue", 2))
    assert isinstance(run.ended(), OutOfTime)


def test_a_pause_is_asked_for_and_a_pace_is_kept(follow: Follow) -> None:
    run = follow(TRAINING, Live(pace=5.0))
    run.until(lambda told: len([each for each in told if isinstance(each, Passed)]) >= 5)
    run.control.give(order("pause", 1))
    run.until(lambda told: any(isinstance(each, Stated) for each in told))
    count = len([each for each in run.events if isinstance(each, Passed)])
    assert 5 <= count <= 20 * 10  # as many as there would be in ten seconds
    assert isinstance(run.events[-1], Stated | Obeyed)


HOSTILE = {
    "computes alone": "while True: pass",
    "catches everything": TRAINING.replace(
        "    L.backward()", "    try: L.backward()\n    except BaseException: pass"
    ),
    "closes its connection": "import os\nos.close(3)\n" + TRAINING,
    "reads it itself": "import os\ndef take():\n    try: os.read(3, 9999)\n    except OSError: pass\n"
    + TRAINING.replace("    L = ", "    take()\n    L = "),
    "takes control away": "import sys\nValue(1).session.control = None\n" + TRAINING,
}


def begun(follow: Follow, source: str) -> Followed:
    """A run whose program is under way."""
    run = follow("print('begun')\n" + source)
    run.until(lambda told: any(isinstance(each, Printed) for each in told))
    return run


@pytest.mark.parametrize("name", HOSTILE)
def test_who_does_not_listen_is_ended(follow: Follow, name: str) -> None:
    run = begun(follow, HOSTILE[name])
    run.control.give(order("pause", 1), order("stop", 2), End(1.0))
    outcome = run.ended()  # one that only its deadline ended would be OutOfTime
    assert isinstance(outcome, Ended | Run), outcome


def test_orders_that_nobody_reads_do_not_pile_up(follow: Follow) -> None:
    run = begun(follow, "while True: pass")
    large = order("pause", 1, {f"n{k}": 1.0 for k in range(50_000)})
    for _ in range(50):
        run.control.give(large)
    run.control.give(End(0.2))
    assert isinstance(run.ended(), Ended)


def test_the_seconds_of_a_run_leave_out_what_it_waits_for_its_pace(follow: Follow) -> None:
    run = follow(TRAINING, Live(pace=20.0))
    run.until(lambda told: sum(isinstance(each, Passed) for each in told) >= 12)
    passed = [each for each in run.events if isinstance(each, Passed)]
    twelfth = next(each for each in passed if each.record.number == 12)
    assert twelfth.detail is not None
    assert twelfth.detail.seconds < 11 / 5  # what eleven waits take alone


NETWORK = """\
n = MLP(2, [3, 1])
while True:
    L = n([1.0, 2.0])
    L.backward()
    print(n.layers[0].neurons[1].w[1].data)
"""
OWN_MATRIX = (
    OWN.split("a = Value")[0]
    + """\
w = [[Value(1.0), Value(2.0)], [Value(3.0), Value(4.0)]]
while True:
    L = w[0][0] * w[1][1]
    L.backward()
    print(w[1][1].data)
"""
)


@pytest.mark.parametrize(
    ("source", "name"), [(NETWORK, "layers.0.w[1][1]"), (OWN_MATRIX, "w[1][1]")], ids=["ours", "own"]
)
def test_a_cell_of_a_part_is_given_a_number_by_its_place(follow: Follow, source: str, name: str) -> None:
    run = follow(source, Live(pause_at=3, parts=True))
    run.until(lambda told: any(isinstance(each, Stated) and each.state == "paused" for each in told))
    run.control.give(Thaw(), order("continue", 1, {name: 7.5}))
    run.until(lambda told: any(isinstance(each, Obeyed) for each in told))
    assert next(each for each in run.events if isinstance(each, Obeyed)).unknown == ()
    run.until(lambda told: "7.5" in run.printed())


@pytest.mark.parametrize("name", ["layers.0.w[3][0]", "layers.0.w[0]", "layers.9.w[0][0]", "w[x][0]"])
def test_a_place_outside_of_every_part_is_unknown(follow: Follow, name: str) -> None:
    run = follow(NETWORK, Live(pause_at=2, parts=True))
    run.until(lambda told: any(isinstance(each, Stated) and each.state == "paused" for each in told))
    run.control.give(Thaw(), order("continue", 1, {name: 7.5}))
    run.until(lambda told: any(isinstance(each, Obeyed) for each in told))
    assert next(each for each in run.events if isinstance(each, Obeyed)).unknown == (name,)
