"""Value: micrograd's behaviour, Python's operators, and long chains."""

from __future__ import annotations

import gc
import itertools
import operator as operators
import weakref
from collections.abc import Callable
from fractions import Fraction
from typing import Any, ClassVar

import pytest

from engine import Value
from engine.errors import EngineError
from engine.ops import CATALOGUE, CONSTANT, Op, op
from engine.value import apply, total

DEEP = 100_000


def lecture() -> dict[str, Value]:
    a, b, c, f = Value(2.0, "a"), Value(-3.0, "b"), Value(10.0, "c"), Value(-2.0, "f")
    e = a * b
    d = e + c
    return {"a": a, "b": b, "c": c, "f": f, "e": e, "d": d, "L": d * f}


def test_the_lectures_expression() -> None:
    v = lecture()
    v["L"].backward()
    assert v["L"].data == -8.0
    assert {k: x.grad for k, x in v.items()} == {
        "a": 6.0, "b": -4.0, "c": -2.0, "f": 4.0, "e": -2.0, "d": -2.0, "L": 1.0,
    }  # fmt: skip


def test_the_lectures_neuron() -> None:
    x1, x2, w1, w2 = Value(2.0), Value(0.0), Value(-3.0), Value(1.0)
    b = Value(6.8813735870195432)
    n = x1 * w1 + x2 * w2 + b
    e = (2 * n).exp()
    for o in (n.tanh(), (e - 1) / (e + 1)):
        for leaf in (x1, x2, w1, w2, b):
            leaf.grad = 0.0
        o.backward()
        assert o.data == pytest.approx(0.7071067811865476, abs=1e-12)
        assert [v.grad for v in (x1, w1, x2, w2)] == pytest.approx([-1.5, 1.0, 0.5, 0.0], abs=1e-12)


def test_a_node_used_twice_adds_up() -> None:
    a = Value(3.0)
    b = a + a
    b.backward()
    assert a.grad == 2.0
    assert b.inputs == (a, a)
    a, b = Value(-2.0), Value(3.0)
    f = (a * b) * (a + b)
    f.backward()
    assert (a.grad, b.grad) == (-3.0, -8.0)


def test_backward_twice_doubles_leaves_and_nothing_else() -> None:
    v = lecture()
    v["L"].backward()
    v["L"].backward()
    assert [v[k].grad for k in "abcf"] == [12.0, -8.0, -4.0, 8.0]
    assert [v[k].grad for k in "edL"] == [-2.0, -2.0, 1.0]


def test_backward_by_hand_is_one_local_step() -> None:
    v = lecture()
    v["L"].grad = 1.0
    v["L"]._backward()
    assert (v["d"].grad, v["f"].grad) == (-2.0, 4.0)
    assert v["e"].grad == 0.0
    v["d"]._backward()
    assert (v["e"].grad, v["c"].grad) == (-2.0, -2.0)
    three = Value(3.0) ** 2
    three.grad = 1.0
    three._backward()
    assert three.inputs[0].grad == 6.0
    assert three.inputs[1].grad == 0.0


def test_constants_take_no_gradient() -> None:
    x = Value(-2.0)
    y = x**2
    y.backward()
    assert x.grad == -4.0
    assert y.inputs[1].op is CONSTANT
    assert y.inputs[1].grad == 0.0


@pytest.mark.parametrize(
    ("compute", "expected"),
    [
        (lambda x: 2 + x, 5.0),
        (lambda x: 2 - x, -1.0),
        (lambda x: 2 * x, 6.0),
        (lambda x: 6 / x, 2.0),
        (lambda x: 2**x, 8.0),
        (lambda x: x**x, 27.0),
        (lambda x: x - 2, 1.0),
        (lambda x: x / 2, 1.5),
        (lambda x: -x, -3.0),
        (lambda x: +x, 3.0),
        (lambda x: abs(-x), 3.0),
        (lambda x: Fraction(1, 2) * x, 1.5),
        (lambda x: x + True, 4.0),
    ],
)
def test_operators_and_their_reflections(compute: Callable[[Value], Value], expected: float) -> None:
    assert compute(Value(3.0)).data == expected


class Watching(Value):
    """A subclass that sees every Value that comes of its own."""

    __slots__ = ()
    seen: ClassVar[list[tuple[str, tuple[float, ...]]]] = []

    def _make(self, op: Op, inputs: tuple[Value, ...], data: float) -> Value:
        self.seen.append((op.name, tuple(source.data for source in inputs)))
        return super()._make(op, inputs, data)


BESIDE = [2, -3, 0, 0.5, -0.0, 1e308, True, Fraction(1, 3), float("nan"), 10**300]


@pytest.mark.parametrize("other", BESIDE, ids=repr)
@pytest.mark.parametrize("word", ["add", "sub", "mul", "truediv", "pow"])
@pytest.mark.parametrize("swapped", [False, True])
def test_a_subclass_makes_its_own_as_a_value_does(word: str, other: Any, swapped: bool) -> None:
    run = getattr(operators, word)
    Watching.seen.clear()
    wraps: list[Callable[[type[Value]], Any]] = [lambda kind: other, lambda kind: kind(float(other))]
    for wrap in wraps:
        x, y = ((wrap(kind), kind(1.5)) if swapped else (kind(1.5), wrap(kind)) for kind in (Value, Watching))
        plain, watched = run(*x), run(*y)
        assert (type(plain), type(watched)) == (Value, Watching)
        assert repr(plain.data) == repr(watched.data)
        assert type(plain.data) is float
        assert plain.op is watched.op
        # As text, because nan is not itself.
        assert repr(Watching.seen[-1]) == repr((plain.op.name, tuple(s.data for s in watched.inputs)))
        for a, b in zip(plain.inputs, watched.inputs, strict=True):
            assert (repr(a.data), a.op, a.inputs, a.grad) == (repr(b.data), b.op, b.inputs, b.grad)
            assert (type(a), type(b)) == (Value, Watching)
            assert a.label == a.group == plain.label == plain.group == ""
    assert [name for name, _ in Watching.seen].count("constant") == 1


def test_a_plain_value_beside_one_of_a_subclass() -> None:
    Watching.seen.clear()
    assert type(Value(1.0) + Watching(2.0)) is Value
    assert not Watching.seen
    assert type(Watching(2.0) + Value(1.0)) is Watching
    assert Watching.seen == [("add", (2.0, 1.0))]


@pytest.mark.parametrize(
    "number", [0, -3, 2**53 + 1, 2**53 + 3, -(2**200 + 2**147 + 1), 10**308, -0.0, 1e-320]
)
def test_a_number_beside_a_value_is_the_double_that_python_makes_of_it(number: float) -> None:
    x = Value(1.0)
    for constant in ((x * number).inputs[1], (number * x).inputs[0]):
        assert type(constant.data) is float
        assert constant.data.hex() == float(number).hex()


@pytest.mark.parametrize(("run", "entry"), [(operators.truediv, op("div")), (operators.pow, op("pow"))])
def test_operators_give_what_their_op_gives_where_python_raises(run: Callable[..., Value], entry: Op) -> None:
    huge = [710.0, 1e308, -1e308, float("inf"), float("-inf")]
    edges = [0.0, -0.0, 0.5, -2.0, 3.0, 5e-324, *huge, float("nan")]
    for a, b in itertools.product(edges, repeat=2):
        wanted = repr(entry.value(a, b))
        for made in (run(Value(a), Value(b)), run(Value(a), b), run(a, Value(b))):
            assert (type(made), made.op) == (Value, entry)
            assert repr(made.data) == wanted, (a, b)
            assert [repr(source.data) for source in made.inputs] == [repr(a), repr(b)]
            assert len({id(source) for source in made.inputs}) == 2


@pytest.mark.parametrize("kind", [Value, Watching])
@pytest.mark.parametrize("compute", [lambda x: x + 10**400, lambda x: 10**400 * x, lambda x: x ** -(10**400)])
def test_an_integer_beyond_a_double(kind: type[Value], compute: Callable[[Value], Value]) -> None:
    with pytest.raises(EngineError, match="too large for a double"):
        compute(kind(1.0))


@pytest.mark.parametrize("other", ["2", None, [1.0], 1j])
def test_what_is_no_number_is_refused_by_python(other: Any) -> None:
    for operator in (operators.add, operators.mul, operators.pow):
        with pytest.raises(TypeError):
            operator(Value(1.0), other)
        with pytest.raises(TypeError):
            operator(other, Value(1.0))


def test_what_a_value_cannot_hold() -> None:
    with pytest.raises(EngineError, match="real number"):
        Value("2")  # type: ignore[arg-type]  # the point of the test
    with pytest.raises(EngineError, match="too large"):
        Value(10**400)
    with pytest.raises(EngineError, match="too large"):
        Value(1.0) + 10**400


@pytest.mark.parametrize("entry", CATALOGUE.values(), ids=lambda entry: entry.name)
def test_every_function_of_the_catalogue_is_a_method(entry: Op) -> None:
    point = entry.samples[0]
    made = apply(entry, *map(Value, point))
    assert made.data == entry.value(*point)
    if not entry.token and entry.arity is not None:
        for word in (entry.name, *entry.aliases):
            assert getattr(Value(point[0]), word)(*point[1:]).data == made.data
    with pytest.raises(EngineError, match="at least one Value"):
        apply(entry, *point)


def test_total_is_sum() -> None:
    a, b = Value(1.0), Value(2.0)
    assert total([]) == 0
    assert total([1, 2], 0.5) == 3.5
    made = total([a, 3, b, a])
    assert made.data == 7.0
    assert made.op.name == "sum"
    assert made.inputs[0] is made.inputs[3] is a
    assert total([a], start=b).inputs == (b, a)
    made.backward()
    assert (a.grad, b.grad) == (2.0, 1.0)


def test_micrograds_inside_names() -> None:
    a, b = Value(2.0), Value(3.0)
    assert [v._op for v in (a, a + b, a * b, a - b, a / b, a**2, a**b, a.tanh(), -a)] == [
        "", "+", "*", "-", "/", "**2", "**", "tanh", "neg",
    ]  # fmt: skip
    assert (a + a)._prev == (a,)
    assert (a * b)._prev == (a, b)
    assert repr(Value(-8)) == "Value(data=-8.0)"


def test_there_is_no_dictionary_to_fill() -> None:
    with pytest.raises(AttributeError):
        Value(1.0).gard = 2.0  # type: ignore[attr-defined]  # the point of the test


def test_a_chain_of_100_000_ops_builds_runs_both_ways_and_is_freed() -> None:
    class Watched(Value):
        __slots__ = ("__weakref__",)

    x = Value(1.0)
    first = y = Watched(0.0) + x
    gone = weakref.ref(first)
    del first
    for _ in range(DEEP - 1):
        y = y + 1.0
    assert y.data == DEEP
    y.backward()
    assert x.grad == 1.0
    gc.disable()
    try:
        del y
        assert gone() is None, "a cycle keeps the chain alive"
    finally:
        gc.enable()


def test_one_use_of_the_chain_rule_adds_for_each_slot() -> None:
    x = Value(3.0)
    y = x * x
    x.grad, y.grad = 1.0, 2.0
    y._backward()
    assert x.grad == 1.0 + 2.0 * 3.0 + 2.0 * 3.0
