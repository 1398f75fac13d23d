"""A number that a node keeps is an op's number only where nothing else can be meant."""

from __future__ import annotations

import random
from itertools import islice

import pytest

from tests.engine.foreign.own import kept_numbers
from tests.engine.foreign.own.kept_numbers import Class, engine
from tests.engine.foreign.own.running import run
from tests.engine.foreign.own.texts import changed

CLASSES = 60


def test_a_right_class_may_keep_any_number_on_its_nodes() -> None:
    draw = random.Random(1)
    compared = 0
    for made in islice(kept_numbers.classes(draw), CLASSES):
        text = kept_numbers.program(draw)
        try:
            found = run(engine(made) + "\n\n" + text).examined("out")
        except (ZeroDivisionError, OverflowError):
            continue  # a program that Python itself does not run to its end
        assert found.own.agrees, f"{made}\n{text}{found.own.findings}"
        compared += found.own.checked > 8
    assert compared > CLASSES * 0.8


AT_ONE = "a = Value(1.0)\nb = a ** 2\nb.backward()\n"


COUNTED = Class("n", "3", "list(_children)", says_word=True, partials=True, everywhere=True)
CALLED = {
    "swish, called *": ("self.data / (1 + math.exp(-self.data))", "s + self.data * s * (1 - s)", "*"),
    "an inverse of more, called /": ("1 / (self.data + 5)", "-1 / (self.data + 5) ** 2", "/"),
    "a square of more, called **": ("self.data ** 2 + 1", "2 * self.data", "**"),
}
METHOD = """
    def own(self):
        s = 1 / (1 + math.exp(-self.data))
        return Value({data}, (self,), "{word}", ({partial},))

    def __pow__"""


@pytest.mark.parametrize(("data", "partial", "word"), CALLED.values(), ids=CALLED)
@pytest.mark.parametrize("x", [0.7, -2.0])
def test_a_function_may_be_called_what_it_is_not(data: str, partial: str, word: str, x: float) -> None:
    method = METHOD.format(data=data, partial=partial, word=word)
    text = engine(COUNTED).replace("\n    def __pow__", method, 1)
    found = run(text + f"a = Value({x})\nb = a.own() + a\nb.backward()\n").examined()
    assert found.own.agrees
    assert [op.name for op in found.graph.ops].count("custom") == 1


def test_one_to_any_power_is_one() -> None:
    found = run(engine(COUNTED) + AT_ONE).examined()
    assert found.own.agrees
    assert [op.name for op in found.graph.ops] == ["leaf", "constant", "pow"]
    assert found.frame.data[1] == 2.0


def test_nothing_times_any_number_is_nothing() -> None:
    found = run(engine(COUNTED) + "a = Value(0.0)\nb = a.scaled(2)\nb.backward()\n").examined()
    assert found.own.agrees
    assert found.frame.data[1] == 2.0


@pytest.mark.parametrize("use", ["a.into(2)", "a.base(2)", "a.minus(2)"])
def test_a_number_may_be_on_the_left(use: str) -> None:
    found = run(engine(COUNTED) + f"a = Value(2.5)\nb = {use}\nb.backward()\n").examined()
    assert found.own.agrees
    assert found.own.checked == 1
    assert [op.arity for op in found.graph.ops] == [0, 0, 2]
    assert found.frame.data[0] == 2.0  # on the left, so it comes first


POWER = "a = Value({x})\nb = a ** 3\nb.backward()\n"


@pytest.mark.parametrize("x", [1.0, -1.0, 0.5])
def test_the_parameter_of_the_method_is_the_exponent(x: float) -> None:
    """Where the data tell nothing of it too, so that a wrong partial is found there."""
    text = changed('f"**{other}"', '"**"')
    assert run(text + POWER.format(x=x)).examined().own.agrees
    text = changed("self.data ** (other - 1)", "self.data ** (other - 1) * 3", text)
    (finding,) = run(text + POWER.format(x=x)).examined().own.findings
    assert (finding.method, finding.want) == ("__pow__", 3 * x**2)


def test_a_number_is_confirmed_by_others_of_its_op() -> None:
    """A class that keeps its exponents on its nodes, and says nothing in a function."""
    text = engine(COUNTED._replace(everywhere=False, number="None"))
    kept = (
        "out = Value(self.data ** m, (self,), '**', (2 * m * self.data ** (m - 1),)); out.n = m; return out"
    )
    text = text.replace('return Value(self.data ** m, (self,), "**", (m * self.data ** (m - 1),))', kept)
    uses = "a = Value(1.0)\nb = Value(2.0)\nc = a ** 2 + b ** 3 + b ** 2\nc.backward()\n"
    found = run(text + uses).examined()
    assert {finding.method for finding in found.own.findings} == {"__pow__"}
    assert 2.0 in found.own.expected  # of the node at 1, whose data tell nothing of its exponent
    alone = run(text + "a = Value(1.0)\nc = a ** 2 + a\nc.backward()\n").examined()
    assert alone.own.findings == ()  # there 4 may be its exponent
