"""Every op of the catalogue: values and partials at ordinary points, at kinks and far out."""

from __future__ import annotations

import cmath
import itertools
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import ops
from engine.errors import EngineError
from engine.gradcheck import check_op
from engine.ops import CATALOGUE, CONSTANT, LEAF, Op, op

INF, NAN = math.inf, math.nan
ENTRIES = list(CATALOGUE.values())
REQUIRED = """
    add sub mul div pow neg exp log sqrt abs sin cos tan asin acos atan sinh cosh tanh sigmoid relu softplus
    erf max min maximum minimum log1p expm1 sum
"""


def same(a: float, b: float) -> bool:
    return a == b or (math.isnan(a) and math.isnan(b))


def partial(word: str, slot: int, *arguments: float) -> float:
    entry = op(word)
    return entry.partial(slot, entry.value(*arguments), arguments)


@pytest.mark.parametrize("word", REQUIRED.split())
def test_the_catalogue_has(word: str) -> None:
    assert isinstance(op(word), Op)


def test_an_unknown_op_is_named() -> None:
    with pytest.raises(EngineError, match="`sine`") as caught:
        op("sine")
    assert caught.value.code == "unknown-op"


def test_aliases_are_the_same_ops() -> None:
    assert op("maximum") is op("max")
    assert op("minimum") is op("min")


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_an_entry_is_whole(entry: Op) -> None:
    slots = 1 if entry.arity is None else entry.arity
    assert len(entry.partials) == len(entry.rules) == slots
    assert all(rule.startswith("∂") and " = " in rule for rule in entry.rules)
    assert entry.symbol
    assert entry.formula
    assert len(entry.samples) >= 3
    if entry.arity is not None:
        assert all(len(point) == entry.arity for point in entry.samples)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_partials_agree_with_differences(entry: Op) -> None:
    for point in entry.samples:
        for check in check_op(entry, point):
            assert check.rel_error < 1e-7, (point, check)


@pytest.mark.parametrize(
    "word", ["exp", "log", "sqrt", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh"]
)
def test_partials_agree_with_the_complex_step(word: str) -> None:
    # f'(x) = Im f(x + ih) / h without cancellation (Squire and Trapp, 1998), so h may be tiny.
    h = 1e-200
    for (x,) in op(word).samples:
        assert partial(word, 0, x) == pytest.approx(getattr(cmath, word)(complex(x, h)).imag / h, rel=1e-13)


@pytest.mark.parametrize(
    ("word", "arguments", "expected"),
    [
        ("div", (1.0, 0.0), INF),
        ("div", (-1.0, 0.0), -INF),
        ("div", (1.0, -0.0), -INF),
        ("div", (0.0, 0.0), NAN),
        ("div", (NAN, 0.0), NAN),
        ("div", (INF, INF), NAN),
        ("exp", (1000.0,), INF),
        ("exp", (-INF,), 0.0),
        ("expm1", (1000.0,), INF),
        ("log", (0.0,), -INF),
        ("log", (-1.0,), NAN),
        ("log", (INF,), INF),
        ("log1p", (-1.0,), -INF),
        ("log1p", (-2.0,), NAN),
        ("sqrt", (-1.0,), NAN),
        ("pow", (-8.0, 1 / 3), NAN),
        ("pow", (0.0, -1.0), INF),
        ("pow", (-0.0, -1.0), -INF),
        ("pow", (-0.0, -2.0), INF),
        ("pow", (0.0, -INF), INF),
        ("pow", (10.0, 400.0), INF),
        ("pow", (-10.0, 401.0), -INF),
        ("pow", (-10.0, 400.0), INF),
        ("pow", (0.0, 0.0), 1.0),
        ("pow", (NAN, 0.0), 1.0),
        ("pow", (-INF, 3.0), -INF),
        ("pow", (-INF, 0.5), INF),
        ("pow", (-2.0, INF), INF),
        ("sin", (INF,), NAN),
        ("cos", (-INF,), NAN),
        ("tan", (INF,), NAN),
        ("asin", (2.0,), NAN),
        ("acos", (-2.0,), NAN),
        ("sinh", (1000.0,), INF),
        ("sinh", (-1000.0,), -INF),
        ("cosh", (-1000.0,), INF),
        ("tanh", (1000.0,), 1.0),
        ("sigmoid", (1000.0,), 1.0),
        ("sigmoid", (-1000.0,), 0.0),
        ("sigmoid", (-720.0,), math.exp(-720.0)),
        ("softplus", (-40.0,), math.exp(-40.0)),
        ("asin", (1.0,), math.pi / 2),
        ("asin", (-1.0,), -math.pi / 2),
        ("acos", (1.0,), 0.0),
        ("acos", (-1.0,), math.pi),
        ("softplus", (1000.0,), 1000.0),
        ("softplus", (-1000.0,), 0.0),
        ("softplus", (INF,), INF),
        ("relu", (NAN,), NAN),
        ("relu", (-INF,), 0.0),
        ("max", (NAN, 1.0), NAN),
        ("min", (1.0, NAN), NAN),
        ("add", (1e308, 1e308), INF),
        ("mul", (1e308, -10.0), -INF),
    ],
)
def test_values_follow_ieee_754(word: str, arguments: tuple[float, ...], expected: float) -> None:
    assert same(op(word).value(*arguments), expected)


@pytest.mark.parametrize(
    ("word", "slot", "arguments", "expected"),
    [
        ("relu", 0, (0.0,), 0.0),
        ("relu", 0, (-0.0,), 0.0),
        ("abs", 0, (0.0,), 0.0),
        ("max", 0, (2.0, 2.0), 0.5),
        ("max", 1, (2.0, 2.0), 0.5),
        ("min", 0, (2.0, 2.0), 0.5),
        ("min", 1, (2.0, 2.0), 0.5),
        ("max", 0, (1.0, 2.0), 0.0),
        ("min", 0, (1.0, 2.0), 1.0),
        ("sqrt", 0, (0.0,), INF),
        ("log", 0, (0.0,), INF),
        ("log", 0, (-2.0,), -0.5),
        ("pow", 0, (0.0, 0.0), 0.0),
        ("pow", 0, (-2.0, 0.5), NAN),
        ("pow", 1, (0.0, 2.0), 0.0),
        ("pow", 1, (0.0, 0.0), 0.0),
        ("pow", 0, (0.0, -1.0), -INF),
        ("pow", 1, (0.0, -1.0), -INF),
        ("pow", 1, (-2.0, 2.0), NAN),
        ("pow", 0, (-2.0, 3.0), 12.0),
        ("tanh", 0, (1000.0,), 0.0),
        ("sigmoid", 0, (1000.0,), 0.0),
        ("sigmoid", 0, (-1000.0,), 0.0),
        ("softplus", 0, (1000.0,), 1.0),
        ("softplus", 0, (-40.0,), 1.0 / (1.0 + math.exp(40.0))),
        ("erf", 0, (1e200,), 0.0),
        ("asin", 0, (1.0,), INF),
        ("acos", 0, (1.0,), -INF),
    ],
)
def test_gradients_at_the_kinks(word: str, slot: int, arguments: tuple[float, ...], expected: float) -> None:
    assert same(partial(word, slot, *arguments), expected)


anything = st.floats() | st.sampled_from(
    [0.0, -0.0, 1.0, -1.0, INF, -INF, NAN, 709.782712893384, 5e-324, 1e308]
)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
@given(data=st.data())
def test_no_op_raises_or_turns_complex(entry: Op, data: st.DataObject) -> None:
    count = 3 if entry.arity is None else entry.arity
    arguments = [data.draw(anything) for _ in range(count)]
    out = entry.value(*arguments)
    assert type(out) is float
    for slot in range(count):
        assert type(entry.partial(slot, out, arguments)) is float


@given(x=anything, y=anything)
def test_pow_is_pythons_where_python_answers(x: float, y: float) -> None:
    try:
        expected = math.pow(x, y)
    except (ValueError, OverflowError):
        return
    assert same(op("pow").value(x, y), expected)


EDGES = [0.0, 0.5, 1.0, 2.0, 3.0, 710.0, 1023.5, 1e308, 5e-324, 2.0**53 + 2.0, math.inf]
CORNERS = [*EDGES, *(-edge for edge in EDGES), math.nan]


@pytest.mark.parametrize("entry", [e for e in CATALOGUE.values() if e.quick], ids=lambda e: e.name)
def test_the_quick_form_gives_the_same_or_leaves_it(entry: Op) -> None:
    assert entry.quick
    left = 0
    for arguments in itertools.product(CORNERS, repeat=entry.arity or 2):
        try:
            quick = entry.quick(*arguments)
        except (OverflowError, ValueError):
            left += 1
        else:
            assert repr(quick) == repr(entry.value(*arguments)), arguments
    assert left > 0  # else the op needs no slow form


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_nan_in_is_nan_out(entry: Op) -> None:
    """But for C's pow, as IEEE-754 has it: any number to the power 0 is 1, and 1 to any power."""
    count = 3 if entry.arity is None else entry.arity
    for arguments in itertools.product(CORNERS, repeat=count):
        if any(x != x for x in arguments):
            is_one = entry.name == "pow" and (arguments[1] == 0.0 or arguments[0] == 1.0)
            assert same(entry.value(*arguments), 1.0 if is_one else NAN), arguments


# Value at -0.0 or with a -0.0 among the arguments: IEEE-754's sign of zero, op by op.
ZEROS: dict[str, list[tuple[tuple[float, ...], float]]] = {
    "add": [((-0.0, -0.0), -0.0), ((-0.0, 0.0), 0.0), ((1.0, -1.0), 0.0)],
    "sub": [((-0.0, 0.0), -0.0), ((0.0, 0.0), 0.0), ((0.0, -0.0), 0.0), ((1.0, 1.0), 0.0)],
    "mul": [((-0.0, 2.0), -0.0), ((0.0, -2.0), -0.0), ((-0.0, -2.0), 0.0), ((0.0, 2.0), 0.0)],
    "div": [((-0.0, 2.0), -0.0), ((0.0, -2.0), -0.0), ((-0.0, -2.0), 0.0), ((1.0, -INF), -0.0)],
    "pow": [((-0.0, 3.0), -0.0), ((-0.0, 2.0), 0.0), ((-0.0, 0.5), 0.0), ((2.0, -INF), 0.0),
            ((-2.0, -9999.0), -0.0), ((-INF, -3.0), -0.0), ((-INF, -2.0), 0.0)],
    "neg": [((0.0,), -0.0), ((-0.0,), 0.0)],
    "exp": [((-INF,), 0.0), ((-1e4,), 0.0)],
    "expm1": [((-0.0,), -0.0), ((0.0,), 0.0)],
    "log": [((1.0,), 0.0)],
    "log1p": [((-0.0,), -0.0), ((0.0,), 0.0)],
    "sqrt": [((-0.0,), -0.0), ((0.0,), 0.0)],
    "abs": [((-0.0,), 0.0), ((0.0,), 0.0)],
    "sin": [((-0.0,), -0.0), ((0.0,), 0.0)],
    "cos": [],
    "tan": [((-0.0,), -0.0), ((0.0,), 0.0)],
    "asin": [((-0.0,), -0.0), ((0.0,), 0.0)],
    "acos": [((1.0,), 0.0)],
    "atan": [((-0.0,), -0.0), ((0.0,), 0.0)],
    "sinh": [((-0.0,), -0.0), ((0.0,), 0.0)],
    "cosh": [],
    "tanh": [((-0.0,), -0.0), ((0.0,), 0.0)],
    "sigmoid": [((-INF,), 0.0)],
    "relu": [((-0.0,), 0.0), ((0.0,), 0.0), ((-3.0,), 0.0)],
    "softplus": [((-INF,), 0.0), ((-1e3,), 0.0)],
    "erf": [((-0.0,), -0.0), ((0.0,), 0.0)],
    "max": [((0.0, -0.0), 0.0), ((-0.0, 0.0), -0.0)],  # of equals the first, as Python's own
    "min": [((0.0, -0.0), 0.0), ((-0.0, 0.0), -0.0)],
    "sum": [((-0.0,), 0.0), ((-0.0, -0.0), 0.0), ((1.0, -1.0), 0.0)],  # it begins with 0.0
}  # fmt: skip


def test_the_sign_of_zero_is_listed_for_every_op() -> None:
    assert ZEROS.keys() == CATALOGUE.keys()


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_zero_keeps_its_sign(entry: Op) -> None:
    for arguments, expected in ZEROS[entry.name]:
        assert repr(entry.value(*arguments)) == repr(expected), arguments


@pytest.mark.parametrize(
    ("word", "slot", "arguments", "expected"),
    [
        ("mul", 0, (1.0, -0.0), -0.0),
        ("mul", 1, (-0.0, 1.0), -0.0),
        ("div", 0, (1.0, -INF), -0.0),
        ("div", 1, (0.0, 2.0), -0.0),
        ("div", 1, (-0.0, 2.0), 0.0),
        ("abs", 0, (-0.0,), 0.0),
        ("relu", 0, (-0.0,), 0.0),
        ("tanh", 0, (-1e3,), 0.0),
        ("sin", 0, (math.pi / 2,), math.cos(math.pi / 2)),
        ("cos", 0, (0.0,), -0.0),
        ("cos", 0, (-0.0,), 0.0),
        ("cosh", 0, (-0.0,), -0.0),
        ("softplus", 0, (-INF,), 0.0),
        ("erf", 0, (-INF,), 0.0),
        ("sqrt", 0, (INF,), 0.0),
        ("sqrt", 0, (-0.0,), INF),
        ("max", 1, (1.0, -1.0), 0.0),
        ("min", 0, (1.0, -1.0), 0.0),
        ("pow", 0, (-0.0, 2.0), -0.0),
        ("pow", 1, (-0.0, 2.0), 0.0),
        ("atan", 0, (INF,), 0.0),
        ("log", 0, (INF,), 0.0),
        ("log", 0, (-INF,), -0.0),
        ("log", 0, (-0.0,), -INF),
    ],
)
def test_zero_keeps_its_sign_in_partials(
    word: str, slot: int, arguments: tuple[float, ...], expected: float
) -> None:
    assert repr(partial(word, slot, *arguments)) == repr(expected)


def test_the_overflow_bounds_are_the_last_that_fit() -> None:
    for bound, function in ((ops.EXP_MAX, math.exp), (ops.COSH_MAX, math.cosh), (ops.COSH_MAX, math.sinh)):
        assert math.isfinite(function(bound))
        for word in (function.__name__, "expm1" if function is math.exp else function.__name__):
            assert op(word).value(bound) == getattr(math, word)(bound)
            assert op(word).value(math.nextafter(bound, INF)) == INF
        with pytest.raises(OverflowError):
            function(math.nextafter(bound, INF))


def test_sum_adds_left_to_right_without_compensation() -> None:
    assert op("sum").value(1.0, 1e100, 1.0, -1e100) == 0.0


def test_a_partial_of_an_op_of_any_arity_is_that_of_its_own_argument() -> None:
    squares = replace(op("sum"), fold=lambda a, b: a + b * b, partials=(lambda out, a: 2.0 * a,))
    assert [squares.partial(slot, 14.0, (1.0, 2.0, 3.0)) for slot in range(3)] == [2.0, 4.0, 6.0]


def test_leaves_and_constants_are_not_in_the_catalogue() -> None:
    assert LEAF.name not in CATALOGUE
    assert CONSTANT.name not in CATALOGUE
    with pytest.raises(EngineError):
        LEAF.value()
