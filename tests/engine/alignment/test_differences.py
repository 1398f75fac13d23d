"""Two programs beside each other: what is the same, new, gone and other, and where it begins."""

from __future__ import annotations

import pytest

from engine import autodiff
from engine.alignment import Differences, Side, differences
from engine.alignment.pairs import Pairs
from engine.program import run

LECTURE = """
a = Value(2.0)
b = Value(-3.0)
c = Value(10.0)
e = a*b
d = e + c
f = Value(-2.0)
L = d * f
"""


def side(source: str) -> Side:
    made = run(source)
    assert made.graph is not None
    data = made.frame.data
    grads = autodiff.backward(made.graph, list(data))
    return Side(made, made.graph, data, grads)


class Compared:
    """Two programs, and the differences by name: the label, else the op, of the node after the change."""

    def __init__(self, before: str, after: str) -> None:
        self.before, self.after = side(before), side(after)
        self.found: Differences = differences(self.before, self.after)

    def names(self, kind: str) -> list[str]:
        if kind == "gone":
            return [self._name(self.before, old) for old in self.found.gone]
        if kind == "new":
            return [self._name(self.after, new) for new in self.found.new]
        return [self._name(self.after, new) for _, new in self.found.pairs[kind]]  # type: ignore[index]  # a kind

    def all(self) -> dict[str, list[str]]:
        """The names by kind, of kinds that there are."""
        kinds = ("same", "other_op", "other_data", "other_grad", "new", "gone")
        return {kind: names for kind in kinds if (names := self.names(kind))}

    def first(self, which: str) -> tuple[str, float, float] | None:
        found = self.found.first_value if which == "value" else self.found.first_grad
        return None if found is None else (self._name(self.after, found.new), *found.numbers)

    @staticmethod
    def _name(side: Side, node: int) -> str:
        return side.graph.labels[node] or side.ops[node]


def test_a_program_and_itself() -> None:
    both = Compared(LECTURE, LECTURE)
    assert both.all() == {"same": ["a", "b", "e", "c", "d", "f", "L"]}
    assert both.first("value") is both.first("grad") is None


def test_lines_play_no_part() -> None:
    assert Compared(LECTURE, "# said first\n\n" + LECTURE.replace("\nd =", "\n\n\nd =")).all().keys() == {
        "same"
    }


def test_another_number() -> None:
    both = Compared(LECTURE, LECTURE.replace("Value(10.0)", "Value(11.0)"))
    assert both.all() == {"same": ["a", "b", "e"], "other_data": ["c", "d", "L"], "other_grad": ["f"]}
    assert both.first("value") == ("c", 10.0, 11.0)
    assert both.first("grad") == ("f", 4.0, 5.0)


def test_another_op() -> None:
    both = Compared(LECTURE, LECTURE.replace("d = e + c", "d = e - c"))
    assert both.names("other_op") == ["d"]
    assert both.names("new") == both.names("gone") == []
    assert both.first("value") == ("d", 4.0, -16.0)
    assert both.first("grad") == ("f", 4.0, -16.0)


def test_what_reads_another_node_is_computed_in_another_way() -> None:
    both = Compared(LECTURE, LECTURE.replace("L = d * f", "L = d * c"))
    assert both.names("other_op") == ["L"]
    assert both.names("gone") == ["f"]


def test_a_new_op_between_two() -> None:
    both = Compared(LECTURE, LECTURE.replace("L = d * f", "L = d.tanh() * f"))
    assert both.names("new") == ["tanh"]
    assert both.names("other_op") == ["L"]
    assert both.names("gone") == []


def test_the_op_of_a_node_without_a_name() -> None:
    both = Compared("a = Value(2.0)\nL = (a * 3).tanh()", "a = Value(2.0)\nL = (a + 3).tanh()")
    assert both.all() == {
        "same": ["constant"],
        "other_op": ["add"],
        "other_data": ["L"],
        "other_grad": ["a"],
    }


def test_a_literal() -> None:
    both = Compared("a = Value(2.0)\nL = a * 3", "a = Value(2.0)\nL = a * 4")
    assert both.all() == {"other_data": ["constant", "L"], "other_grad": ["a"]}
    assert both.first("value") == ("constant", 3.0, 4.0)


def test_a_leaf_that_is_not_used_any_more_is_gone() -> None:
    both = Compared(
        "a = Value(2.0)\nb = Value(3.0)\nL = a * b + a", "a = Value(2.0)\nb = Value(3.0)\nL = a + a"
    )
    assert both.names("gone") == ["b", "mul"]


def test_names_that_were_exchanged_are_the_nodes_that_they_name() -> None:
    both = Compared("a = Value(2.0)\nb = Value(3.0)\nL = a - b", "b = Value(3.0)\na = Value(2.0)\nL = a - b")
    assert both.all().keys() == {"same"}
    both = Compared("a = Value(2.0)\nb = Value(3.0)\nL = a - b", "a = Value(2.0)\nb = Value(3.0)\nL = b - a")
    assert both.names("other_op") == ["L"]
    assert not both.found.new


CALLS = """
def f(x, w):
    h = [(x * v).tanh() for v in w]
    return sum(h)
w = [Value(0.1), Value(0.2), Value(0.3)]
x = Value(1.0)
y = f(x, w)
z = f(y, w)
L = f(z, w)
"""


def test_a_change_inside_a_function_is_one_in_each_call() -> None:
    both = Compared(CALLS, CALLS.replace("tanh", "exp"))
    assert len(both.names("other_op")) == 9
    assert both.names("new") == both.names("gone") == []
    assert both.first("value") is not None
    assert both.found.moved_scopes == []


def test_a_call_that_is_put_before_others() -> None:
    added = CALLS.replace("y = f(x, w)", "y = f((x * 2).exp(), w)").replace(
        "x = Value(1.0)", "x = Value(1.0)\n"
    )
    both = Compared(CALLS, added)
    assert set(both.names("new")) == {"constant", "mul", "exp"}
    assert both.names("gone") == []


def test_a_call_more() -> None:
    both = Compared(CALLS, CALLS.replace("L = f(z, w)", "v = f(z, w)\nL = f(v, w)"))
    assert both.found.new_scopes == ["f[3]"]
    assert both.found.gone_scopes == []
    assert not both.names("gone")
    assert len(both.names("new")) == 7


def test_a_function_of_another_name_computes_the_same_nodes() -> None:
    both = Compared(CALLS, CALLS.replace("f(", "layer("))
    assert both.all().keys() == {"same"}
    assert both.found.gone_scopes == ["f[0]", "f[1]", "f[2]"]
    assert both.found.new_scopes == ["layer[0]", "layer[1]", "layer[2]"]


def test_a_list_that_is_longer_is_the_same_at_its_beginning() -> None:
    both = Compared(CALLS, CALLS.replace("Value(0.3)]", "Value(0.3), Value(0.4)]"))
    assert len(both.found.pairs["other_data"]) > 0
    assert len(both.names("new")) == 1 + 3 * 2
    assert both.names("gone") == []


def test_numbers_that_are_none() -> None:
    nan = "a = Value(float('nan'))\nL = a * 2"
    assert Compared(nan, nan).all().keys() == {"same"}
    assert Compared(nan, nan.replace("'nan'", "'inf'")).first("value") is not None
    zero = "a = Value(0.0)\nL = a * 2"
    assert Compared(zero, zero.replace("0.0", "-0.0")).all().keys() == {"same"}


CHAIN = "y = Value(1.0)\nfor k in range(5_000):\n    y = y * 0.999 + 0.001\n"


@pytest.mark.parametrize("after", [CHAIN, CHAIN.replace("0.001", "0.002"), CHAIN + "L = y.tanh()"])
def test_nodes_are_looked_at_a_few_times_each(after: str, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new, seen, pair = side(CHAIN), side(after), [], Pairs._pair

    def counted(self: Pairs, *nodes: int) -> None:
        seen.append(nodes)
        pair(self, *nodes)

    monkeypatch.setattr(Pairs, "_pair", counted)
    found = differences(old, new)
    assert len(seen) < 4 * len(new)
    assert not found.gone
