"""The generated module: plain Python that says what the catalogue says."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from engine.kernels.generate import NONE, generate
from engine.kernels.printing import Printer
from engine.ops import CATALOGUE, Op
from engine.source import NoSourceError
from engine.update_rules import RULES

ALL = generate(CATALOGUE.values(), [*RULES.values()])


@pytest.fixture(scope="module")
def module() -> dict[str, Any]:
    """The module as plain Python: numba's decorators do nothing."""
    tree = ast.parse(ALL.text)
    tree.body = [node for node in tree.body if getattr(node, "module", None) != "numba"]
    names: dict[str, Any] = {"njit": lambda **options: lambda function: function}
    exec(compile(tree, "<loops>", "exec"), names)  # noqa: S102  # that it runs is what is tested
    return names


def test_every_op_and_every_rule_has_a_code() -> None:
    assert ALL.codes.keys() == set(CATALOGUE.values())
    assert sorted(ALL.codes.values()) == list(range(2, 2 + len(CATALOGUE)))
    assert [*ALL.rules] == [*RULES.values()]
    assert (ALL.add, ALL.multiply) == (ALL.codes[CATALOGUE["sum"]], ALL.codes[CATALOGUE["mul"]])
    assert ALL.first_fold == ALL.add


@pytest.mark.parametrize("op", CATALOGUE.values(), ids=lambda op: op.name)
def test_the_switch_gives_what_the_op_gives(module: dict[str, Any], op: Op) -> None:
    code = ALL.codes[op]
    for point in (*op.samples, tuple([-0.0] * len(op.samples[0])), tuple([math.inf] * len(op.samples[0]))):
        out = op.value(*point)
        if op.arity is None:
            result = 0.0
            for k, term in enumerate(point):
                result = module["fold"](code, k == 0, result, term)
                assert module["term_partial"](code, out, term) == op.partial(k, out, point)
        else:
            a, b = point if op.arity == 2 else point * 2
            result = module["value"](code, a, b)
            wanted = [op.partial(slot, out, point) for slot in range(op.arity)] + [0.0] * (2 - op.arity)
            assert repr(module["partials"](code, 3, out, a, b)) == repr(tuple(wanted))
            if op.arity == 2:
                assert repr(module["partials"](code, 1, out, a, b)) == repr((wanted[0], 0.0))
                assert repr(module["partials"](code, 2, out, a, b)) == repr((0.0, wanted[1]))
        assert repr(result) == repr(out)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_the_switch_updates_as_the_rule_does(module: dict[str, Any], rule: Any) -> None:
    point = (0.5, -0.25, 0.1, 3.0, (0.9, 0.99, 1e-8), (0.3, 0.2))
    assert module["update"](ALL.rules[rule], *point) == rule.update(*point)


def test_an_op_that_cannot_be_written_has_no_code() -> None:
    tanh, mul = CATALOGUE["tanh"], CATALOGUE["mul"]
    scale = [2.0]  # a list is not a number
    odd = (
        replace(tanh, value=lambda a: a * scale[0]),
        replace(tanh, value=lambda *a: a[0]),
        replace(tanh, value=lambda a, b=1.0: a * b),
        replace(tanh, value=lambda a: (lambda x: x)(a)),
        replace(tanh, partials=(abs,)),
        replace(tanh, arity=3),
    )
    made = generate([*odd, mul], [])
    assert made.codes == {mul: 2}
    assert "tanh" not in made.text
    assert made.add == NONE


def test_an_update_rule_that_cannot_be_written_is_refused() -> None:
    with pytest.raises(NoSourceError):
        generate([], [replace(RULES["sgd"], update=lambda *all: (all[0], all[5]))])


def scaled(factor: float, root: Callable[[float], float] = math.sqrt) -> Callable[[float], float]:
    def inner(a: float) -> float:
        return root(a) * factor

    def outer(a: float) -> float:
        """Not written."""
        return inner(a) + 1.0

    return outer


def text(*functions: Callable[..., Any]) -> str:
    printer = Printer(["taken"])
    for function in functions:
        printer.write({"unnamed": function}, "@plain")
    return "\n".join(printer.lines)


def test_what_a_function_reaches_is_in_the_text() -> None:
    assert text(scaled(2.0)) == text(scaled(2.0))
    assert text(scaled(2.0)) != text(scaled(3.0))
    assert text(scaled(2.0)) != text(scaled(2.0, math.exp))
    assert text(scaled(-math.inf)) == (
        "\n\n@plain\ndef inner(a):\n    return math.sqrt(a) * -math.inf"
        "\n\n\n@plain\ndef outer(a):\n    return inner(a) + 1.0"
    )


def test_two_functions_of_one_name_are_kept_apart() -> None:
    assert "return inner_2(a) + 1.0" in text(scaled(2.0), scaled(3.0))


def taken(a: float) -> float:
    return a


def ceil(a: float) -> float:
    return a


def test_a_reserved_name_is_not_taken() -> None:
    assert "def taken_2(a)" in text(taken)


def test_a_variable_is_not_a_global_of_its_name() -> None:
    def shadowing(a: float) -> float:
        ceil = a * 2.0
        return ceil + math.ceil(a)

    assert text(shadowing).endswith("    ceil = a * 2.0\n    return ceil + math.ceil(a)")


def test_lambdas_on_one_line_are_not_confused() -> None:
    pair = (lambda a: a + 1.0, lambda a: a - 1.0)
    assert "a + 1.0" in text(pair[0])
    assert "a - 1.0" in text(pair[1])
    assert "a + 1.0" not in text(pair[1])


def test_a_variable_named_as_a_function_that_is_reached_is_refused() -> None:
    inner = scaled(2.0)

    def clash(outer: float) -> float:
        return inner(outer)

    with pytest.raises(NoSourceError, match="variable"):
        text(clash)
