"""The graph of a pass, as it would be if the program ended there; and that the program goes on as if nothing
had been read.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.sandbox.child.following import follower
from app.sandbox.child.following.budget import Budget
from app.sandbox.child.following.snapshots import MOST, Snapshots
from app.sandbox.child.running import run_python
from app.sandbox.codec.answers import decode_answer
from app.sandbox.codec.bounds import Bounds
from app.sandbox.events import Event, Passed, Recorded
from app.sandbox.job import Job, Live
from engine.run import Run
from tests.app.sandbox.child.following.followed import followed, passes
from tests.app.sandbox.child.running import ORDERED

STEPS = """\
w = Value(3.0)
xs = [Value(1.0), Value(2.0)]
for k in range(3):
    terms = []
    for x in xs[:k + 1]:
        terms.append(w * x)
    loss = terms[0]
    for t in terms[1:]:
        loss = loss + t
    w.grad = 0.0
    loss.backward()
    w.data -= 0.1 * w.grad
"""


def recorded(told: list[Event]) -> dict[int, Run]:
    """The runs that were told, by the number of their pass."""
    return {each.number: decode_answer(each.run, Bounds()) for each in told if isinstance(each, Recorded)}


@pytest.mark.parametrize("head", ["from backlens import Value\n", ORDERED], ids=["ours", "own"])
def test_each_pass_of_a_short_run_has_its_graph_though_the_structure_changes(head: str) -> None:
    run, told = followed(head + STEPS, Live(record=True))
    found = recorded(told)
    assert list(found) == [1, 2, 3]
    for number, one in found.items():
        text = head + STEPS.replace("range(3)", f"range({number})")
        ended = run_python(
            Job(text.replace("    w.data -=", "    w.data -= 0 if k == " + str(number - 1) + " else"))
        )
        assert one.graph is not None
        assert ended.graph is not None
        assert one.graph.inputs == ended.graph.inputs
        assert one.graph.labels == ended.graph.labels
        assert one.frame == ended.frame
        assert one.lines == ended.lines
        assert one.scopes == ended.scopes
        assert [each.number for each in one.pass_records] == [number]
    assert len(found[1].frame.data) < len(found[3].frame.data)
    assert [each.detail.recorded for each in passes(told) if each.detail is not None] == [True] * 3
    assert run.scopes == run_python(Job(head + STEPS)).scopes


def test_the_graph_comes_before_its_pass() -> None:
    _, told = followed("from backlens import Value\n" + STEPS, Live(record=True))
    kinds = [type(each) for each in told if isinstance(each, Recorded | Passed)]
    assert kinds == [Recorded, Passed] * 3


def test_printed_text_is_cut_at_the_pass_and_half_a_line_stays_one() -> None:
    source = (
        "from backlens import Value\na = Value(2.0)\nimport sys\n"
        "for k in range(2):\n    print(k, end=' ')\n    sys.stdout.buffer.write('ä'.encode()[:1])\n"
        "    (a * a).backward()\n    sys.stdout.buffer.write('ä'.encode()[1:])\n"
    )
    run, told = followed(source, Live(record=True))
    assert run.printed == "0 ä1 ä"
    assert recorded(told)[1].printed == "0 "


def test_nothing_is_recorded_unless_it_is_asked_for() -> None:
    _, told = followed("from backlens import Value\n" + STEPS)
    assert not recorded(told)
    assert not any(each.detail and each.detail.recorded for each in passes(told))


def test_passes_are_further_apart_the_more_there_is_of_them() -> None:
    snapshots = Snapshots.__new__(Snapshots)
    snapshots._bytes, snapshots.last = 0, 10
    assert [snapshots.is_due(number) for number in (10, 11)] == [False, True]
    snapshots._bytes = MOST // 2
    assert [snapshots.is_due(number) for number in (17, 18)] == [False, True]
    snapshots._bytes = MOST
    assert not snapshots.is_due(10_000)


def test_a_recorded_run_leaves_the_program_as_it_was() -> None:
    source = ORDERED + STEPS + "import random\nprint(random.random(), w)\n"
    run, _ = followed(source, Live(record=True, parts=True))
    plain = run_python(Job(source))
    assert run.printed == plain.printed
    assert replace(run, seconds=0.0).frame == plain.frame


@pytest.mark.parametrize("head", ["from backlens import Value\n", ORDERED], ids=["ours", "own"])
def test_every_pass_of_a_short_loop_is_whole_even_where_there_is_no_time(
    head: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Budget, "allows", lambda *_: False)
    _, told = followed(head + STEPS.replace("range(3)", "range(40)"), Live(record=True, parts=True))
    numbers = list(range(1, 41))
    assert list(recorded(told)) == numbers
    assert [each.record.number for each in passes(told)] == numbers
    for each in passes(told):
        assert each.record.norms is not None
        assert each.detail is not None
        assert each.detail.parts


def test_a_loop_whose_passes_are_too_many_bytes_together_is_thinned(monkeypatch: pytest.MonkeyPatch) -> None:
    source = "from backlens import Value\n" + STEPS.replace("range(3)", "range(40)")
    _, told = followed(source, Live(record=True))
    size = sum(len(each.run) for each in told if isinstance(each, Recorded))
    monkeypatch.setattr(Budget, "allows", lambda *_: False)
    monkeypatch.setattr(follower, "SHORT_BYTES", size // 2)
    _, told = followed(source, Live(record=True))
    assert list(recorded(told))[-1] == 40
    assert len(recorded(told)) < 40


def test_of_a_loop_of_unknown_length_the_first_bytes_are_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    source = "from backlens import Value\nw = Value(3.0)\n"
    source += "while w.data > 1:\n    (w * w).backward()\n    w.data -= 0.05\n"
    monkeypatch.setattr(Budget, "allows", lambda *_: False)
    run, told = followed(source, Live(record=True))
    assert list(recorded(told)) == list(range(1, len(run.pass_records) + 1))
    monkeypatch.setattr(follower, "UNKNOWN_BYTES", 1)
    _, told = followed(source, Live(record=True))
    assert list(recorded(told)) == [1]


@pytest.mark.parametrize("head", ["from backlens import Value\n", ORDERED], ids=["ours", "own"])
def test_the_last_pass_of_a_loop_is_whole_even_where_there_is_no_time(
    head: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follower, "SHORT", 0)
    monkeypatch.setattr(Budget, "allows", lambda *_: False)
    _, told = followed(head + STEPS.replace("range(3)", "range(40)"), Live(record=True, parts=True))
    assert list(recorded(told)) == [1, 40]
    last = passes(told)[-1]
    assert last.record.number == 40
    assert last.record.norms is not None
    assert last.detail is not None
    assert last.detail.of == 40
    assert last.detail.parts
