"""The kept runs: how often a program is really run, counted."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.programs.in_process import InProcess
from app.programs.python import Follow
from app.programs.request import ProgramRequest
from app.programs.runs import Runs
from engine.errors import EngineError
from engine.program import Limits
from engine.run import Run


class Counted(InProcess):
    """A real runner, and how often it ran a program."""

    def __init__(self) -> None:
        super().__init__(Limits())
        self.calls = 0

    def run(self, ask: ProgramRequest, follow: Follow | None = None) -> Run:
        self.calls += 1
        return super().run(ask, follow)


@pytest.fixture
def counted() -> Counted:
    return Counted()


@pytest.fixture
def runs(counted: Counted) -> Runs:
    return Runs(counted, Limits(), 4, 1_000)


def ask(source: str, **fields: Any) -> ProgramRequest:
    return ProgramRequest(source=source, **fields)


PLAIN = "a = Value(2.0)\nb = Value(3.0)\nL = a * b"
READING = "a = Value(2.0)\nb = Value(3.0)\nL = a * b\nif L.data > 5: L = L + 1"


def test_a_slider_on_a_plain_program_runs_it_once(runs: Runs, counted: Counted) -> None:
    for number in (1.0, 2.0, -0.0, 0.0):
        runs.get(ask(PLAIN, values={"a": number}))
    assert counted.calls == 1


def test_a_program_that_reads_a_number_runs_again_for_each(runs: Runs, counted: Counted) -> None:
    sizes = []
    for number in (1.0, 2.0, 1.0, -0.0, 0.0):
        graph = runs.get(ask(READING, values={"a": number})).graph
        assert graph is not None
        sizes.append(len(graph))
    assert counted.calls == 4
    assert sizes == [3, 5, 3, 3, 3]


@pytest.mark.parametrize(
    "other",
    [
        {"source": PLAIN + " "},
        {"values": {"b": 1.0}},
        {"values": {"a": 1.0, "b": 1.0}},
        {"values": {}},
        {"output": "a"},
        {"seed": 1},
        {"state": "program"},
        {"files": {"a.txt": ""}},
    ],
)
def test_another_program_is_run_anew(runs: Runs, counted: Counted, other: dict[str, Any]) -> None:
    base: dict[str, Any] = {"source": PLAIN, "values": {"a": 1.0}}
    runs.get(ask(**base))
    runs.get(ask(**(base | other)))
    assert counted.calls == 2


def test_what_the_program_left_depends_on_each_number(runs: Runs, counted: Counted) -> None:
    left = [
        runs.get(ask(PLAIN, values={"a": number}, state="program")).frame.data[-1]
        for number in (1.0, 2.0, 1.0)
    ]
    assert left == [3.0, 6.0, 3.0]
    assert counted.calls == 2


def test_the_least_recently_used_goes_first(runs: Runs, counted: Counted) -> None:
    sources = [f"Value({k}.0)" for k in range(5)]
    for source in (*sources[:4], sources[0], sources[4]):
        runs.get(ask(source))
    assert counted.calls == 5
    runs.get(ask(sources[0]))
    assert counted.calls == 5
    runs.get(ask(sources[1]))
    assert counted.calls == 6


def test_large_graphs_are_held_to_their_number_of_nodes(runs: Runs, counted: Counted) -> None:
    large = [f"x = Value({k}.0)\n{'x = x + x;' * 600}" for k in range(2)]
    for source in (*large, large[1], large[0]):
        runs.get(ask(source))
    assert counted.calls == 3
    huge = "x = Value(1.0)\nfor _ in range(2000): x = x + x"
    runs.get(ask(huge))
    runs.get(ask(huge))
    assert counted.calls == 5


def test_a_fault_is_not_kept(runs: Runs, counted: Counted) -> None:
    for _ in range(2):
        with pytest.raises(EngineError):
            runs.get(ask("1 +"))
    assert counted.calls == 2


def test_threads_share_it(runs: Runs) -> None:
    def value(k: int) -> float:
        source = f"a = Value({k % 7}.0)\nL = a * 2\nL.backward()"
        return runs.get(ask(source, state="program")).frame.data[-1]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(value, range(400))) == [2.0 * (k % 7) for k in range(400)]


@pytest.mark.parametrize("source", [PLAIN, READING])
def test_without_given_numbers_one_run_serves_both_states(runs: Runs, counted: Counted, source: str) -> None:
    found = [runs.get(ask(source, state=state)) for state in ("program", "fresh", "program")]
    assert counted.calls == 1
    assert len({id(run) for run in found}) == 1
