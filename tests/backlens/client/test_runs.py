"""Runs and descents as events, against the real service: what comes, what is refused, what is resumed."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from app.examples import EXAMPLES
from backlens.client import (
    AsyncClient,
    BacklensError,
    Client,
    Descended,
    Document,
    Figure,
    Pass,
    Printed,
    State,
    Step,
    Unreachable,
)

pytestmark = pytest.mark.anyio

LOOP = """\
print('begin')
a = Value(2.0, label='a')
for k in range(3):
    L = a * a
    a.grad = 0.0
    L.backward()
    a.data -= 0.1 * a.grad
    print(k, L.data)
"""
STEPS = 250


def check_loop(events: list[Any]) -> None:
    assert "".join(each.text for each in events if isinstance(each, Printed)) == events[-1].printed
    passes = [each for each in events if isinstance(each, Pass)]
    assert [(each.number, each.value, each.line) for each in passes] == [
        (1, 4.0, 6), (2, 1.6 * 1.6, 6), (3, (1.6 - 0.1 * 3.2) ** 2, 6),
    ]  # fmt: skip
    assert isinstance(events[-1], Document)
    assert events[-1].value == passes[-1].value


def test_a_run_s_events_have_types_and_its_document_is_last(backlens: Client) -> None:
    run = backlens.run(LOOP)
    with pytest.raises(RuntimeError, match="not begun"):
        _ = run.id
    events = list(run)
    check_loop(events)
    assert run.id
    assert list(run) == []
    (document,) = [each for each in events if isinstance(each, Document)]
    assert document.raw["notices"] == []


async def test_with_await_too(app: FastAPI) -> None:
    async with AsyncClient("http://backlens.test", transport=httpx.ASGITransport(app)) as backlens:
        check_loop([event async for event in backlens.run(LOOP)])
        told = [event async for event in backlens.descend("a*a", 0.1, 3, {"a": 2.0}, stream=True)]
        whole = await backlens.descend("a*a", 0.1, 3, {"a": 2.0})
        assert isinstance(told[-1], Descended)
        assert (told[-1].losses, told[-1].values) == (whole.losses, whole.values)


def test_figures_files_values_and_a_seed_go_with_it(backlens: Client) -> None:
    source = (
        "import random\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\n"
        "print(open('n.txt').read(), random.random())\nx*x"
    )
    first, again, other = (
        list(backlens.run(source, {"x": 3.0}, files={"n.txt": "five"}, seed=seed)) for seed in (1, 1, 2)
    )
    (figure,) = [each for each in first if isinstance(each, Figure)]
    assert (figure.line, "<svg" in figure.svg) == (3, True)
    assert isinstance(first[-1], Document)
    assert first[-1].value == 9.0
    assert first[-1].printed.startswith("five ")
    assert [each for each in first if isinstance(each, Printed)] == [
        each for each in again if isinstance(each, Printed)
    ]
    assert first[-1].printed != other[-1].printed  # type: ignore[union-attr]  # a Document


def test_what_fails_is_raised_where_it_fails(backlens: Client) -> None:
    events = iter(backlens.run("print('so far')\nx = 1 / 0"))
    assert next(events) == Printed("so far\n")
    with pytest.raises(BacklensError, match=r"program-error: .*line 2") as caught:
        next(events)
    assert (caught.value.status, caught.value.line) == (422, 2)
    with pytest.raises(BacklensError, match="invalid-request"):
        next(iter(backlens.run("1", state="other")))


def test_a_run_that_is_not_read_to_its_end_ends(backlens: Client) -> None:
    endless = "a = Value(2.0)\nwhile True:\n    (a * a).backward()"
    for _ in range(6):  # more than run at once: each has to end for the next
        for event in backlens.run(endless):
            if isinstance(event, Pass):
                break


def test_a_descent_and_its_progress(backlens: Client) -> None:
    whole = backlens.descend("a*a", 0.1, STEPS, {"a": 2.0})
    assert isinstance(whole, Descended)
    assert (len(whole.losses), whole.losses[0]) == (STEPS + 1, 4.0)
    *steps, last = backlens.descend("a*a", 0.1, STEPS, {"a": 2.0}, stream=True)
    assert isinstance(last, Descended)
    assert (last.losses, last.values, last.grads) == (whole.losses, whole.values, whole.grads)
    assert all(isinstance(each, Step) for each in steps)
    assert len(steps) > 50
    on = backlens.descend("a*a", 0.1, 1, whole.values, optimizer=whole.optimizer)
    assert on.losses[0] == whole.losses[-1]
    with pytest.raises(BacklensError, match="invalid-request"):
        next(iter(backlens.descend("a*a", -1.0, 1, {"a": 2.0}, stream=True)))


class Cutting(httpx.BaseTransport):
    """The service behind a connection that breaks after so many events; every request is noted."""

    def __init__(self, events: int) -> None:
        self.events = events
        self.asked: list[tuple[str, str | None]] = []
        self._inner = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append((request.url.path, request.headers.get("last-event-id")))
        answer = self._inner.handle_request(request)
        if not answer.headers["content-type"].startswith("text/event-stream"):
            return answer
        assert isinstance(answer.stream, httpx.SyncByteStream)
        return httpx.Response(
            answer.status_code, headers=answer.headers, stream=_Cut(answer.stream, self.events)
        )

    def close(self) -> None:
        self._inner.close()


class _Cut(httpx.SyncByteStream):
    def __init__(self, stream: httpx.SyncByteStream, events: int) -> None:
        self._stream, self._events = stream, events

    def __iter__(self) -> Iterator[bytes]:
        left, held = self._events, b""
        for piece in self._stream:
            held += piece
            while b"\n\n" in held:
                if left == 0:
                    yield held[:9]  # in the middle of one
                    raise httpx.ReadError("cut", request=httpx.Request("GET", "http://backlens.test"))
                event, _, held = held.partition(b"\n\n")
                left -= 1
                yield event + b"\n\n"

    def close(self) -> None:
        self._stream.close()


def test_a_descent_is_resumed_after_its_last_event(address: str) -> None:
    with Client(address) as whole:
        expected = list(whole.descend("a*a", 0.1, STEPS, {"a": 2.0}, stream=True))
    cutting = Cutting(40)
    with Client(address, transport=cutting) as backlens:
        assert list(backlens.descend("a*a", 0.1, STEPS, {"a": 2.0}, stream=True)) == expected
    assert len(cutting.asked) == -(-len(expected) // 40)
    assert [after is None for _, after in cutting.asked] == [True] + [False] * (len(cutting.asked) - 1)


def test_a_run_that_may_not_be_found_again_is_lost_with_its_connection(address: str) -> None:
    cutting = Cutting(3)
    with Client(address, transport=cutting) as backlens:
        # A program of its own: what has run before is kept, and comes in fewer events.
        events = iter(backlens.run(LOOP.replace("begin", "lost"), resume_seconds=0))
        first = next(events)
        assert isinstance(first, Printed)
        assert first.text.startswith("lost\n")
        with pytest.raises(Unreachable, match="lost"):
            list(events)
    path, *_ = [path for path, _ in cutting.asked]
    assert (path, "/events" in str(cutting.asked)) == ("/api/v1/evaluate", False)


def test_a_run_that_never_began_is_asked_for_again(address: str) -> None:
    cutting = Cutting(0)
    with Client(address, transport=cutting, tries=2) as backlens, pytest.raises(Unreachable):
        list(backlens.run(LOOP))
    assert len(cutting.asked) == 2


def test_a_run_is_resumed_after_its_last_event(address: str) -> None:
    source = LOOP.replace("range(3)", "range(40)")
    cutting = Cutting(25)
    with Client(address, transport=cutting) as backlens:
        run = backlens.run(source)
        *events, last = run
        assert isinstance(last, Document)
        assert "".join(each.text for each in events if isinstance(each, Printed)) == last.printed
        numbers = [each.number for each in events if isinstance(each, Pass)]
        assert numbers == sorted(set(numbers))  # some are left out for a reader who was away
        assert numbers[-1] == 40
    (first, _), *more = cutting.asked
    assert first == "/api/v1/evaluate"
    assert more
    assert {path for path, _ in more} == {f"/api/v1/runs/{run.id}/events"}
    assert all(after and after.startswith(run.id) for _, after in more)


LONG = """\
a = Value(2.0, label='a')
for k in range(100_000):
    L = a * a
    a.grad = 0.0
    L.backward()
"""


def test_a_run_waits_steps_goes_on_with_other_numbers_and_stops(backlens: Client) -> None:
    run = backlens.run(LONG, pause_at=3, record=True)
    values: list[float] = []
    for event in run:
        match event:
            case State("paused", 3):
                assert run.pass_(2).value == 4.0
                assert run.step({"a": 3.0}).id == run.id
            case State("paused", passes):
                assert (passes, values) == (4, [4.0, 4.0, 4.0, 9.0])
                found = run.state()
                assert (found.state, found.passes, set(found.recorded) >= {1, 4}) == ("paused", 4, True)
                with pytest.raises(BacklensError, match="unknown-node"):
                    run.go({"zz": 1.0})
                run.go({"a": 1.0}, pace=50.0)
            case Pass(number=number, value=value):
                values.append(value)
                if number == 8:
                    run.stop()
            case Document():
                assert [notice["code"] for notice in event.raw["notices"]] == ["stopped"]
                assert event.value == 1.0
    assert isinstance(event, Document)
    assert values[4:8] == [1.0] * 4
    assert len(values) < 60
    assert run.state().state in ("stopped", "ended")


async def test_a_run_is_told_with_await_too(app: FastAPI) -> None:
    async with AsyncClient("http://backlens.test", transport=httpx.ASGITransport(app)) as backlens:
        run = backlens.run(LOOP, record=True)
        events = [event async for event in run]
        assert isinstance(events[-1], Document)
        found = await run.state()
        assert (found.state, found.passes, found.recorded) == ("ended", 3, (1, 2, 3))
        assert (await run.pass_(1)).value == 4.0
        with pytest.raises(BacklensError, match="unknown-pass"):
            await run.pass_(9)


def test_the_gpt_s_passes_are_the_same_however_often_and_in_which_order_they_are_asked_for(
    backlens: Client,
) -> None:
    gpt = next(example.source for example in EXAMPLES if example.name == "gpt")
    source = gpt.replace("steps = 3 ", "steps = 20 ")
    run = backlens.run(source, record=True, pace=100.0)  # paced: every pass is kept
    losses = {event.number: event.value for event in run if isinstance(event, Pass)}
    recorded = run.state().recorded
    assert recorded == tuple(range(1, 21))
    asked = [recorded[0], recorded[-1], recorded[len(recorded) // 2]]
    forth = {number: run.pass_(number, ["frame"]).raw for number in asked}
    back = {number: run.pass_(number, ["frame"]).raw for number in reversed(asked)}
    for number in asked:
        assert {**forth[number], "ran": None} == {**back[number], "ran": None}
        assert forth[number]["value"] == losses[number]
    assert len({json.dumps(each["frame"]) for each in forth.values()}) == len(asked)
    assert run.pass_().value == losses[20]
