"""What a query finds in a program with calls, lists and matrices."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from app.programs.python import Processes, RunLimits
from app.programs.request import ProgramRequest
from app.sandbox.job import JobLimits
from app.sandbox.pool import Sandbox
from engine.autodiff import backward
from engine.outline import outline_of
from engine.program import Limits
from engine.run import Run
from engine.search.find import Found, Kind, find
from engine.search.index import Index
from engine.search.masks import Numbers
from engine.search.order import Sort, ordered
from engine.search.query import read_query

SOURCE = """\
w = [[Value(0.1 * i - 0.2 * j) for j in range(3)] for i in range(2)]
def head(x):
    attn_scores = [a * x for a in w[0]]
    attn_weights = [s.tanh() for s in attn_scores]
    return sum(attn_weights)
def block(x):
    h = head(x)
    return h * head(h)
loss = block(Value(2.0, 'x')) + block(Value(3.0, 'y')) + sum(w[1])
"""


@dataclass(frozen=True)
class Searched:
    """A program's index and numbers, and queries of it."""

    index: Index
    numbers: Numbers

    def __call__(self, query: str, first: int = 0, most: int = 8) -> dict[Kind, Found]:
        return find(self.index, read_query(query), self.numbers, first=first, most=most)

    def names(self, query: str, kind: Kind) -> list[str]:
        """The names of the rows of one kind."""
        return [match.name for match in self(query, most=100)[kind].matches]


@pytest.fixture(scope="module")
def searched(sandbox: Sandbox) -> Callable[..., Searched]:
    """Runs a program as Python, which has scopes."""
    processes = Processes(sandbox, RunLimits(JobLimits(), Limits(), 5.0, 120.0, 120.0, 1_000))
    return lambda source, has_grad=True: _searched(processes.run(ProgramRequest(source=source)), has_grad)


def _searched(found: Run, has_grad: bool) -> Searched:
    graph = found.graph
    assert graph is not None
    numbers = Numbers(
        np.array(found.frame.data),
        np.array(backward(graph, found.frame.data)),
        np.full(len(graph), has_grad),
    )
    return Searched(Index(found, graph, outline_of(found)), numbers)


@pytest.fixture(scope="module")
def program(searched: Callable[..., Searched]) -> Searched:
    return searched(SOURCE)


def test_a_word_finds_every_kind_with_counts(program: Searched) -> None:
    found = program("attn")
    assert list(found) == ["lists", "calls", "lines", "matrices", "values"]
    assert {kind: (each.count, each.rows) for kind, each in found.items()} == {
        "lists": (8, 2),
        "calls": (0, 0),
        "lines": (3, 3),
        "matrices": (0, 0),
        "values": (24, 24),
    }
    scores, weights = found["lists"].matches
    assert (scores.name, scores.copies, scores.count, scores.shape) == ("attn_scores", 4, 3, (3,))
    assert (scores.path, scores.scope, scores.line) == (
        "block[0]/head[0]/.attn_scores",
        "block[0]/head[0]",
        3,
    )
    assert weights.name == "attn_weights"
    assert [match.line for match in found["lines"].matches] == [3, 4, 5]
    assert found["lines"].matches[0].name == "attn_scores = [a * x for a in w[0]]"
    assert found["values"].matches[0].name.startswith("attn_")


def test_a_list_shows_its_number_of_largest_size(program: Searched) -> None:
    (match,) = program("attn_weights")["lists"].matches
    data = program.numbers.data[[int(node[1:]) for node in map("n{}".format, match.nodes)]]
    assert match.data == max(data, key=abs)


def test_calls_of_one_function_are_one_row(program: Searched) -> None:
    (head,) = program("head")["calls"].matches
    assert (head.name, head.copies, head.path, head.scope) == ("head", 4, "block[0]/head[0]", "block[0]")
    assert program("head")["calls"].count == 4
    assert program("head")["lists"].count == 0  # a list is not called what its function is called


def test_a_second_word_may_be_in_the_scopes_around(program: Searched) -> None:
    assert program("block attn_weights")["lists"].count == 4
    assert program("nowhere attn_weights")["lists"].count == 0
    assert program("block head")["calls"].count == 4


def test_a_matrix_is_a_kind_of_its_own(program: Searched) -> None:
    (w,) = program("w")["matrices"].matches
    assert (w.name, w.shape, w.path) == ("w", (2, 3), ".w")
    assert program("w")["lists"].matches[0].name == "attn_weights"


def test_an_element_is_found_by_its_place(program: Searched) -> None:
    assert program.names("attn_weights[2]", "values") == ["attn_weights[2]"] * 4
    assert program.names("w[0][1]", "values") == ["w[0][1]"]
    assert program.names("w[0]", "values") == ["w[0][0]", "w[0][1]", "w[0][2]"]
    assert program("attn_weights[3]")["values"].count == 0
    assert program("w[0][1][2]")["values"].count == 0
    assert program("w[9][0]")["values"].count == 0


def test_an_exact_name_comes_first(program: Searched) -> None:
    assert program.names("h", "values")[0] == "h"
    assert program.names("x", "values") == ["x"]
    assert program.names("n3", "values")[0] == program.index.name(3)


def test_an_op_is_found_by_its_name_alone_or_with_a_prefix(program: Searched) -> None:
    assert program("op:tanh")["values"].count == program("tanh")["values"].count == 12
    assert program.names("op:tanh", "lists") == ["attn_weights"]
    assert program("op:tanh")["calls"].count == 6
    assert program("tanh")["lists"].count == program("tanh")["calls"].count == 0
    assert program("attn_weights op:tanh")["lists"].count == 4
    assert program("attn_weights op:mul")["lists"].count == 0
    assert program("block op:exp")["calls"].count == 0


def test_a_line_is_found_by_its_number_and_with_its_values(program: Searched) -> None:
    found = program("line:3")
    (line,) = found["lines"].matches
    assert (line.name, line.count) == ("attn_scores = [a * x for a in w[0]]", 12)
    assert line.path == "block[0]/head[0]/:3"
    assert found["values"].count == 12
    assert program("line:99")["lines"].count == 0


def test_numbers_are_compared(program: Searched) -> None:
    data, grad = program.numbers.data, program.numbers.grad
    constant = program.index.ops.being("constant")
    for query, holds in [
        ("grad>0.1", grad > 0.1),
        ("grad<=0", grad <= 0),
        ("data=2", data == 2.0),
        ("data>0 grad<0", (data > 0) & (grad < 0)),
    ]:
        assert program(query)["values"].count == (holds & ~constant).sum() > 0


def test_no_condition_on_a_grad_holds_where_none_was_computed(searched: Callable[..., Searched]) -> None:
    found = searched(SOURCE, has_grad=False)
    assert found("grad>-1e9")["values"].count == 0
    assert found("data>-1e9")["values"].count > 0
    assert found("x")["values"].matches[0].grad is None


def test_what_is_not_finite_is_found(searched: Callable[..., Searched]) -> None:
    found = searched("a = Value(-1.0)\nb = a.log()\nc = Value(0.0) ** -1\nd = b + c + a")
    assert found.names("nan", "values") == ["b", "n4", "d"] or "b" in found.names("nan", "values")
    assert "c" in found.names("inf", "values")
    assert math.isinf(found("c")["values"].matches[0].data or 0)


def test_plain_numbers_are_found_only_as_constants(searched: Callable[..., Searched]) -> None:
    found = searched("a = Value(1.0)\nb = a * 3.0")
    assert found("data=3")["values"].count == 1
    assert found("constant")["values"].count == found("op:constant")["values"].count == 1


def test_nothing_typed_finds_everything(program: Searched) -> None:
    found = program("")
    assert found["values"].count == program.index.size
    assert (found["lists"].count, found["calls"].count, found["matrices"].count) == (8, 6, 1)


def test_rows_come_in_parts(program: Searched) -> None:
    whole = program.names("attn", "values")
    parts = [
        match.name
        for first in range(0, 30, 7)
        for match in program("attn", first=first, most=7)["values"].matches
    ]
    assert parts == whole
    assert program("attn", most=0)["values"].matches == ()


@pytest.mark.parametrize("key", ["id", "name", "line", "data", "grad"])
def test_nodes_in_an_order_and_turned_round(program: Searched, key: str) -> None:
    up, down = (ordered(program.index, program.numbers, sort) for sort in _both(key))
    assert sorted(up) == sorted(down) == list(range(program.index.size))
    if key in ("data", "grad"):
        numbers = getattr(program.numbers, key)
        assert list(numbers[up]) == sorted(numbers)
        assert list(numbers[down]) == sorted(numbers, reverse=True)
    elif key == "name":
        labels = [program.index.name(int(node)).partition("[")[0] for node in up]
        named = [label for label in labels if not label.startswith("n")]
        assert named == sorted(named)
        assert labels[len(named) :] == [label for label in labels if label.startswith("n")]


def _both(key: str) -> tuple[Sort, Sort]:
    return key, f"-{key}"  # type: ignore[return-value]


def test_what_has_no_number_comes_last_in_both_orders(searched: Callable[..., Searched]) -> None:
    found = searched("a = Value(-1.0)\nb = a.log()\nc = b + Value(2.0, 'd')", has_grad=True)
    nan = [int(i) for i in np.flatnonzero(np.isnan(found.numbers.data))]
    for sort in ("data", "-data"):
        assert sorted(map(int, ordered(found.index, found.numbers, sort)[-len(nan) :])) == nan
