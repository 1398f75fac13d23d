"""The op catalogue: the one place where an operation is defined.

An op is data: its value, one partial derivative for every argument slot, the rule as text, and points at
which it can be tried. Methods of ``Value``, functions of the language, numbers on edges, gradient checks
and the catalogue over REST are all read from here; adding an entry is the only edit.

The functions are pure functions of floats and never raise because of their inputs' values: they give what
IEEE-754 gives (``1/0 = inf``, ``log(-1) = nan``), where plain Python raises or turns complex. At kinks they
take PyTorch's choice. They use nothing but ``math`` and comparisons, so that they can be compiled as they
stand.

A partial is called as ``partial(out, *arguments)``, where ``out`` is the op's value there: tanh' is 1 − out².
An op of any arity (``arity`` None) folds its arguments from ``start`` on with ``fold``, from which its value
follows; its one partial is called as ``partial(out, argument)``, because it may depend on its own argument
alone, so that a sum of n terms costs n and not n².
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.errors import EngineError

INF = math.inf
NAN = math.nan
# The largest arguments whose result is still a double: ln(max) and ln(2·max).
EXP_MAX = 709.782712893384
COSH_MAX = 710.4758600739439
TWO_OVER_SQRT_PI = 2.0 / math.sqrt(math.pi)
_power = math.pow  # looked up in a module it takes half as long again


@dataclass(frozen=True, slots=True, eq=False)
class Op:
    """One primitive operation.

    name: the word for it everywhere (``mul``). symbol: what a drawing shows (``×``). token: what a person
    types between two operands (``*``), empty for functions. arity: number of arguments, None for any
    number. value: ``value(*arguments)``. partials: one function a slot, see the module. rules: one text a
    slot. formula: the op written out, with arguments a and b. samples: argument tuples at which the op is
    smooth. fold, start: how an op of any arity takes in one argument more, and what it begins with. kink: for
    an op with a kink, a function of its arguments that is 0 there and has another sign on each side. quick: a
    function of C's that gives to the bit what ``value`` gives, or raises where ``value`` alone knows.
    """

    name: str
    symbol: str
    arity: int | None
    value: Callable[..., float]
    partials: tuple[Callable[..., float], ...]
    rules: tuple[str, ...]
    formula: str
    samples: tuple[tuple[float, ...], ...]
    token: str = ""
    aliases: tuple[str, ...] = ()
    fold: Callable[[float, float], float] | None = None
    start: float = 0.0
    kink: Callable[..., float] | None = None
    quick: Callable[..., float] | None = None

    def __deepcopy__(self, memo: object) -> Op:
        """An op is recognised by what it is: a copied Value has the same one."""
        return self

    def partial(self, slot: int, out: float, arguments: Sequence[float]) -> float:
        """∂out/∂argument in one slot, at this point."""
        if self.arity is None:
            return self.partials[0](out, arguments[slot])
        return self.partials[slot](out, *arguments)

    def rule(self, slot: int) -> str:
        """The rule that ``partial`` follows in one slot, as in ``∂(a·b)/∂a = b``."""
        return self.rules[0 if self.arity is None else slot]


# -- values: IEEE-754 where Python would raise -------------------------------------------------------------


def _add(a: float, b: float) -> float:
    return a + b


def _sub(a: float, b: float) -> float:
    return a - b


def _mul(a: float, b: float) -> float:
    return a * b


def _div(a: float, b: float) -> float:
    if b != 0.0:
        return a / b
    if a == 0.0 or a != a:
        return NAN
    return math.copysign(INF, a) * math.copysign(1.0, b)


def _pow(x: float, y: float) -> float:
    if x <= 0.0:
        if x == 0.0 and y < 0.0:
            return math.copysign(INF, x) if _odd(y) else INF
        if x < 0.0 and x != -INF and y - y == 0.0 and y != math.floor(y):
            return NAN
    try:
        return _power(x, y)
    except Exception:  # only overflow is left; a compiler of this function accepts no narrower clause
        return -INF if x < 0.0 and _odd(y) else INF


def _odd(y: float) -> bool:
    return y % 2.0 == 1.0  # Python's remainder has the divisor's sign, and ±inf % 2 is nan


def _neg(a: float) -> float:
    return -a


def _exp(a: float) -> float:
    return INF if a > EXP_MAX else math.exp(a)


def _expm1(a: float) -> float:
    return INF if a > EXP_MAX else math.expm1(a)


def _log(a: float) -> float:
    if a > 0.0:
        return math.log(a)
    return -INF if a == 0.0 else NAN


def _log1p(a: float) -> float:
    if a > -1.0:
        return math.log1p(a)
    return -INF if a == -1.0 else NAN


def _sqrt(a: float) -> float:
    return math.sqrt(a) if a >= 0.0 else NAN


def _abs(a: float) -> float:
    return math.fabs(a)


def _sin(a: float) -> float:
    return math.sin(a) if a - a == 0.0 else NAN


def _cos(a: float) -> float:
    return math.cos(a) if a - a == 0.0 else NAN


def _tan(a: float) -> float:
    return math.tan(a) if a - a == 0.0 else NAN


def _asin(a: float) -> float:
    return math.asin(a) if -1.0 <= a <= 1.0 else NAN


def _acos(a: float) -> float:
    return math.acos(a) if -1.0 <= a <= 1.0 else NAN


def _atan(a: float) -> float:
    return math.atan(a)


def _sinh(a: float) -> float:
    if -COSH_MAX <= a <= COSH_MAX:
        return math.sinh(a)
    return math.copysign(INF, a) if a == a else NAN


def _cosh(a: float) -> float:
    if -COSH_MAX <= a <= COSH_MAX:
        return math.cosh(a)
    return INF if a == a else NAN


def _tanh(a: float) -> float:
    return math.tanh(a)


def _sigmoid(a: float) -> float:
    # exp of a positive number never enters, so nothing overflows.
    if a >= 0.0:
        return 1.0 / (1.0 + math.exp(-a))
    z = math.exp(a)
    return z / (1.0 + z)


def _relu(a: float) -> float:
    return 0.0 if a <= 0.0 else a


def _softplus(a: float) -> float:
    # log(1 + eᵃ) = max(a, 0) + log(1 + e^−|a|), which cannot overflow.
    return (0.0 if a <= 0.0 else a) + math.log1p(math.exp(-math.fabs(a)))


def _erf(a: float) -> float:
    return math.erf(a)


def _max(a: float, b: float) -> float:
    if a != a or b != b:
        return NAN
    return a if a >= b else b


def _min(a: float, b: float) -> float:
    if a != a or b != b:
        return NAN
    return a if a <= b else b


def _folded(fold: Callable[[float, float], float], start: float) -> Callable[..., float]:
    """The value of an op of any arity, left to right: Python's own sum compensates from 3.12 on."""

    def value(*terms: float) -> float:
        result = start
        for term in terms:
            result = fold(result, term)
        return result

    return value


# -- partials that take more than an expression ------------------------------------------------------------


def _pow_dx(out: float, x: float, y: float) -> float:
    return 0.0 if y == 0.0 else y * _pow(x, y - 1.0)


def _pow_dy(out: float, x: float, y: float) -> float:
    return 0.0 if x == 0.0 and y >= 0.0 else out * _log(x)


def _abs_da(out: float, a: float) -> float:
    return 1.0 if a > 0.0 else -1.0 if a < 0.0 else 0.0


def _sqrt_da(out: float, a: float) -> float:
    return INF if out == 0.0 else 0.5 / out


def _larger(a: float, b: float) -> float:
    """Share of ``a`` in max(a, b): all, nothing, or half at a tie."""
    return 0.0 if a < b else 0.5 if a == b else 1.0


def _itself(a: float) -> float:
    """Where relu and abs have their kink: at an argument of 0."""
    return a


_PAIRS = ((2.0, 3.0), (-1.5, 0.25), (4.0, -2.0), (-0.75, -3.5))
_REALS = ((-2.0,), (-0.5,), (0.25,), (1.0,), (3.0,))
_POSITIVE = ((0.1,), (0.5,), (1.0,), (2.5,), (10.0,))
_INSIDE = ((-0.9,), (-0.3,), (0.2,), (0.8,))

_ENTRIES = (
    Op(
        "add", "+", 2, _add,
        (lambda out, a, b: 1.0, lambda out, a, b: 1.0),
        ("∂(a+b)/∂a = 1", "∂(a+b)/∂b = 1"), "a + b", _PAIRS, token="+",
    ),
    Op(
        "sub", "−", 2, _sub,
        (lambda out, a, b: 1.0, lambda out, a, b: -1.0),
        ("∂(a−b)/∂a = 1", "∂(a−b)/∂b = −1"), "a − b", _PAIRS, token="-",
    ),
    Op(
        "mul", "×", 2, _mul,
        (lambda out, a, b: b, lambda out, a, b: a),
        ("∂(a·b)/∂a = b", "∂(a·b)/∂b = a"), "a · b", _PAIRS, token="*",
    ),
    Op(
        "div", "÷", 2, _div,
        (lambda out, a, b: _div(1.0, b), lambda out, a, b: -_div(out, b)),
        ("∂(a/b)/∂a = 1/b", "∂(a/b)/∂b = −a/b²"), "a / b", _PAIRS, token="/",
    ),
    Op(
        "pow", "**", 2, _pow, (_pow_dx, _pow_dy),
        ("∂(aᵇ)/∂a = b·aᵇ⁻¹", "∂(aᵇ)/∂b = aᵇ·log a"), "aᵇ",
        ((2.0, 3.0), (0.5, -1.5), (1.5, 0.5), (3.0, 2.0)), token="**", quick=math.pow,
    ),
    Op("neg", "−", 1, _neg, (lambda out, a: -1.0,), ("∂(−a)/∂a = −1",), "−a", _REALS),
    Op("exp", "exp", 1, _exp, (lambda out, a: out,), ("∂exp(a)/∂a = exp(a)",), "exp(a)", _REALS),
    Op(
        "expm1", "expm1", 1, _expm1, (lambda out, a: out + 1.0,),
        ("∂expm1(a)/∂a = exp(a)",), "exp(a) − 1", _REALS,
    ),
    Op("log", "log", 1, _log, (lambda out, a: _div(1.0, a),), ("∂log(a)/∂a = 1/a",), "log(a)", _POSITIVE),
    Op(
        "log1p", "log1p", 1, _log1p, (lambda out, a: _div(1.0, 1.0 + a),),
        ("∂log1p(a)/∂a = 1/(1+a)",), "log(1 + a)", _POSITIVE,
    ),
    Op("sqrt", "sqrt", 1, _sqrt, (_sqrt_da,), ("∂√a/∂a = 1/(2√a)",), "√a", _POSITIVE),
    Op("abs", "abs", 1, _abs, (_abs_da,), ("∂|a|/∂a = sign of a, 0 at 0",), "|a|", _REALS, kink=_itself),
    Op("sin", "sin", 1, _sin, (lambda out, a: _cos(a),), ("∂sin(a)/∂a = cos(a)",), "sin(a)", _REALS),
    Op("cos", "cos", 1, _cos, (lambda out, a: -_sin(a),), ("∂cos(a)/∂a = −sin(a)",), "cos(a)", _REALS),
    Op(
        "tan", "tan", 1, _tan, (lambda out, a: 1.0 + out * out,),
        ("∂tan(a)/∂a = 1 + tan²(a)",), "tan(a)", _REALS,
    ),
    Op(
        "asin", "asin", 1, _asin, (lambda out, a: _div(1.0, _sqrt(1.0 - a * a)),),
        ("∂asin(a)/∂a = 1/√(1−a²)",), "asin(a)", _INSIDE,
    ),
    Op(
        "acos", "acos", 1, _acos, (lambda out, a: -_div(1.0, _sqrt(1.0 - a * a)),),
        ("∂acos(a)/∂a = −1/√(1−a²)",), "acos(a)", _INSIDE,
    ),
    Op(
        "atan", "atan", 1, _atan, (lambda out, a: 1.0 / (1.0 + a * a),),
        ("∂atan(a)/∂a = 1/(1+a²)",), "atan(a)", _REALS,
    ),
    Op("sinh", "sinh", 1, _sinh, (lambda out, a: _cosh(a),), ("∂sinh(a)/∂a = cosh(a)",), "sinh(a)", _REALS),
    Op("cosh", "cosh", 1, _cosh, (lambda out, a: _sinh(a),), ("∂cosh(a)/∂a = sinh(a)",), "cosh(a)", _REALS),
    Op(
        "tanh", "tanh", 1, _tanh, (lambda out, a: 1.0 - out * out,),
        ("∂tanh(a)/∂a = 1 − tanh²(a)",), "tanh(a)", _REALS,
    ),
    Op(
        "sigmoid", "sigmoid", 1, _sigmoid, (lambda out, a: out * (1.0 - out),),
        ("∂σ(a)/∂a = σ(a)·(1 − σ(a))",), "σ(a)", _REALS,
    ),
    Op(
        "relu", "relu", 1, _relu, (lambda out, a: 0.0 if a <= 0.0 else 1.0,),
        ("∂relu(a)/∂a = 1 if a > 0, else 0",), "relu(a)", _REALS, kink=_itself,
    ),
    Op(
        "softplus", "softplus", 1, _softplus, (lambda out, a: _sigmoid(a),),
        ("∂softplus(a)/∂a = σ(a)",), "log(1 + exp(a))", _REALS,
    ),
    Op(
        "erf", "erf", 1, _erf, (lambda out, a: TWO_OVER_SQRT_PI * math.exp(-(a * a)),),
        ("∂erf(a)/∂a = 2/√π·exp(−a²)",), "erf(a)", _REALS,
    ),
    Op(
        "max", "max", 2, _max, (lambda out, a, b: _larger(a, b), lambda out, a, b: _larger(b, a)),
        ("∂max(a,b)/∂a = 1 if a > b, ½ at a tie, else 0", "∂max(a,b)/∂b = 1 if b > a, ½ at a tie, else 0"),
        "max(a, b)", _PAIRS, aliases=("maximum",), kink=_sub,
    ),
    Op(
        "min", "min", 2, _min, (lambda out, a, b: _larger(b, a), lambda out, a, b: _larger(a, b)),
        ("∂min(a,b)/∂a = 1 if a < b, ½ at a tie, else 0", "∂min(a,b)/∂b = 1 if b < a, ½ at a tie, else 0"),
        "min(a, b)", _PAIRS, aliases=("minimum",), kink=_sub,
    ),
    Op(
        "sum", "Σ", None, _folded(_add, 0.0), (lambda out, a: 1.0,), ("∂(a₁+a₂+…)/∂aᵢ = 1",), "a₁ + a₂ + …",
        ((1.0, 2.0, 3.0), (0.5,), (-1.0, 4.0, 0.25, 2.0, -8.0)), fold=_add,
    ),
)  # fmt: skip

CATALOGUE: dict[str, Op] = {entry.name: entry for entry in _ENTRIES}
_BY_WORD = CATALOGUE | {alias: entry for entry in _ENTRIES for alias in entry.aliases}


def _no_value() -> float:
    raise EngineError("A leaf has no rule that computes it: its number is given.")


# What is in a graph without an op: a leaf was given its number by a person, a constant is a plain
# number that an op wrapped. A constant takes no gradient.
LEAF = Op("leaf", "", 0, _no_value, (), (), "", ())
CONSTANT = Op("constant", "", 0, _no_value, (), (), "", ())

# The word of every op that a program's own engine has and the catalogue has not; see `engine.custom`.
CUSTOM = "custom"


def op(word: str) -> Op:
    """The op of this name or alias. Raises EngineError (code ``unknown-op``) if there is none."""
    try:
        return _BY_WORD[word]
    except KeyError:
        raise EngineError(f"There is no op named `{word}`.", code="unknown-op") from None
