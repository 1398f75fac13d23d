"""Every row is measured at a tiny size, so that the benchmarks cannot rot. Nothing is said about speed."""

from __future__ import annotations

import math

import pytest

from benchmarks import __main__ as bench
from benchmarks import boxes, building, c_loop, demo, peers, picture, sizes, tapes, threshold, training
from benchmarks.clock import side_by_side
from benchmarks.descents import descents
from benchmarks.finding import finding
from benchmarks.forking import forking
from benchmarks.live import ALONE, FOLLOWED, live
from benchmarks.machine import described
from benchmarks.opening import opening, program
from benchmarks.outline import DRAWN, OUTLINED, outlines
from benchmarks.programs import AS_WRITTEN, PYTHON, programs
from benchmarks.requests import NOTHING, requests
from benchmarks.service import service
from benchmarks.starting import starting
from benchmarks.table import Line, beside, duration, markdown
from engine import Graph
from engine.kernels import compiled

TINY = 0.01


@pytest.fixture(autouse=True)
def _few_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    everything = demo.moons()
    monkeypatch.setattr(demo, "moons", lambda: (everything[0][:3], everything[1][:3]))


def whole(lines: list[Line], peers_of_it: set[str]) -> None:
    """Asserts that every peer is there, with a time or with why it is absent."""
    assert {line.who for line in lines} >= peers_of_it
    for line in lines:
        assert line.note if line.seconds is None else 0.0 < line.seconds < math.inf


def test_the_demo_is_the_published_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert demo.Engine().loss().data == pytest.approx(demo.FIRST_LOSS, rel=1e-12)


def test_all_do_the_same_step() -> None:
    pytest.importorskip("torch")
    pytest.importorskip("micrograd")
    ours, theirs = demo.Engine(), demo.Micrograd()
    torch = demo.Torch([p.data for p in ours.model.parameters()])
    run = tapes.Run(ours.loss(), ours.model.parameters(), 0.1, 3)
    loss = run.ours()()
    for _ in range(4):
        a, b = theirs.step(0.1), torch.step(0.1)
    assert loss == pytest.approx(a, rel=1e-9)
    assert loss == pytest.approx(b, rel=1e-9)


def test_the_c_loop_computes_what_ours_does() -> None:
    if c_loop.compiler() is None:
        pytest.skip("there is no C compiler")
    for shape in (sizes.chain, sizes.wide_sum, sizes.random_dag):
        output = shape(200)
        run = tapes.Run(output, [Graph(output).nodes[0]], 1e-3, 5)  # type: ignore[list-item]  # its nodes are Values
        assert run.ours()() == pytest.approx(run.in_c()(), rel=1e-12)


def test_step() -> None:
    whole(training.step(TINY), {"Backlens", peers.MICROGRAD, peers.MICROGRAD_OFF, peers.TORCH, peers.C})


def test_live() -> None:
    whole(live(TINY, 1, 3), {ALONE, *FOLLOWED})


def test_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "MANY", 200)
    monkeypatch.setattr(building, "TIMES", range(100))
    lines = building.build(TINY)
    whole(lines, {"Backlens", building.OFF, building.PLAIN, building.INSIDE, peers.MICROGRAD_OFF})
    assert sum("a Value by" in line.work for line in lines) == 2 * len(building.WAYS)


def test_outline() -> None:
    whole(outlines(TINY, examples=1), {OUTLINED, DRAWN})


def test_boxes() -> None:
    lines = boxes.boxes(TINY)
    whole(lines, {boxes.FIRST, boxes.OPENED, boxes.AGAIN})
    assert len(lines) == 3 * len(boxes.PROGRAMS)


def test_opening() -> None:
    source = (
        "def f(x):\n    return x * x + 1\na = Value(0.5)\nfor k in range(3):\n    a = f(a)\nloss = a * a\n"
    )
    lines = opening(TINY, source, positions=1)
    whole(lines, {"Backlens"})
    assert len(lines) == 4
    assert len(program()) > len(source)


def test_sizes() -> None:
    lines = sizes.sizes(TINY, (100, 1_000))
    whole(lines, {"Backlens", peers.C})
    assert sum("slowest" in line.work for line in lines) == 2


def test_descents() -> None:
    whole(descents(TINY, 100), {"Backlens", peers.C, peers.MICROGRAD, peers.TORCH})


def test_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "GRAPHS", {"the lecture's graph": picture.lecture})
    whole(picture.pictures(TINY), {"Backlens", picture.DRAW_DOT, picture.SPAWNED})


def test_service() -> None:
    assert len(service(TINY)) == 3


def test_finding() -> None:
    lines = finding(TINY, (500,))
    whole(lines, {"Backlens"})
    assert len(lines) == 3


def test_forking() -> None:
    whole(
        forking(TINY), {"Backlens, half of all jobs", "Backlens, 95 of 100 jobs", "CPython, started for it"}
    )


def test_programs() -> None:
    lines = programs(TINY, steps=(1,))
    assert [line.who for line in lines] == ["Backlens", PYTHON, "Backlens", AS_WRITTEN, PYTHON]
    assert all(line.seconds for line in lines)
    assert [line.target for line in lines] == ["", "", "", "", "≥ 0.8333×"]


def test_starting() -> None:
    lines = starting(TINY)
    whole(lines, set())
    assert [line.seconds for line in lines] == sorted(line.seconds or 0.0 for line in lines)


def test_requests() -> None:
    lines = requests(TINY)
    assert len(lines) == 12
    whole(lines, {NOTHING})


def test_a_peer_that_is_absent_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "missing", lambda peer: "it is not here")
    monkeypatch.setattr(training, "absent", lambda *names: dict.fromkeys(names, "it is not here"))
    lines = training.step(TINY)
    assert [line.who for line in lines if line.seconds is not None] == ["Backlens"]
    assert markdown(lines).count("absent: it is not here") == 4


def test_the_table() -> None:
    lines = beside("work", {"Backlens": 2e-3, "peer": 3.0}, {"other": "no"}, {"peer": 2_000.0})
    assert markdown(lines).splitlines()[2:] == [
        "| work | Backlens | 2 ms |  |  |  |",
        "|  | peer | 3 s | 1,500 | ≥ 2,000× | **no** |",
        "|  | other | absent: no |  |  |  |",
    ]
    assert [duration(s) for s in (12.5, 0.0999, 4.2e-6, 7e-9)] == ["12.5 s", "99.9 ms", "4.2 µs", "7 ns"]


def test_the_clock_takes_turns_and_the_least() -> None:
    turns: list[str] = []
    times = side_by_side({"a": lambda: turns.append("a"), "b": lambda: turns.append("b")}, 0.0, rounds=2)
    assert turns == ["a", "b", "b", "a"]
    assert times.keys() == {"a", "b"}


def test_the_machine_is_described() -> None:
    assert len(described()) == 3


def test_an_unknown_row_is_refused() -> None:
    with pytest.raises(SystemExit, match="no row"):
        bench.main(["everything"])


def test_the_threshold_is_printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threshold, "loading", lambda folder=None: 1.0)
    threshold.main(300, 1)
    assert "pays from" in capsys.readouterr().out
    assert compiled.load().codes
