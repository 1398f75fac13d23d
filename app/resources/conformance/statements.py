"""Correctness as a table: each row a statement, a request that tests it, and what must be in its answer.

The developer page runs the rows against the server that it came from, the tests run them in process, and
anyone can run them against a host of theirs. A row knows nothing of the engine: it is JSON in, JSON out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

EVALUATE: Final = "/api/v1/evaluate"
DESCEND: Final = "/api/v1/descend"


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is at one place of the answer.

    pointer: where (RFC 6901). is_: the JSON that must be there, to the last bit. count: how many elements
    must be there. below: what the number there must not reach; exactly one of the three.
    """

    pointer: str
    is_: Any = None
    count: int | None = None
    below: float | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One row. topic: the heading that it is shown under. says: the statement, a full sentence. body: what is
    posted to ``path``. status: of the answer. twice: the same request must give the same bytes again.
    """

    name: str
    topic: str
    says: str
    body: Mapping[str, Any]
    expects: tuple[Expectation, ...]
    path: str = EVALUATE
    status: int = 200
    twice: bool = False


class AbsentError(Exception):
    """The answer has nothing at the place of an expectation."""


def holds(expected: Expectation, answer: Any) -> bool:
    """Whether the answer, as parsed JSON, is as expected. Raises AbsentError."""
    found = at(answer, expected.pointer)
    if expected.count is not None:
        return len(found) == expected.count
    if expected.below is not None:
        return isinstance(found, int | float) and found < expected.below
    return same(found, expected.is_)


def at(answer: Any, pointer: str) -> Any:
    """What is at a JSON pointer. Raises AbsentError."""
    for escaped in pointer.split("/")[1:]:
        step = escaped.replace("~1", "/").replace("~0", "~")
        try:
            answer = answer[int(step)] if isinstance(answer, list) else answer[step]
        except (KeyError, IndexError, TypeError, ValueError):
            raise AbsentError(f"The answer has nothing at {pointer}.") from None
    return answer


def same(found: Any, wanted: Any) -> bool:
    """Equality of JSON, in which 2 and 2.0 are one number and -0.0 and 0.0 are two."""
    if isinstance(found, float) and isinstance(wanted, float):
        return repr(found) == repr(wanted)
    return type(found) is type(wanted) and bool(found == wanted)


# -- how rows are written ----------------------------------------------------------------------------------


def _is(pointer: str, wanted: Any) -> Expectation:
    return Expectation(pointer, is_=wanted)


def _grads(**wanted: float | str) -> tuple[Expectation, ...]:
    return tuple(_is(f"/grads/{name}", grad) for name, grad in wanted.items())


def _formula(
    name: str, topic: str, says: str, source: str, values: Mapping[str, float], *expects: Expectation
) -> Statement:
    return Statement(name, topic, says, {"source": source, "values": dict(values)}, expects)


def _kink(name: str, says: str, source: str, values: Mapping[str, float], **grads: float | str) -> Statement:
    return _formula(name, "Kinks and edges", says, source, values, *_grads(**grads))


def _value(name: str, says: str, source: str, values: Mapping[str, float], wanted: float | str) -> Statement:
    return _formula(name, "Numbers that are not finite", says, source, values, _is("/value", wanted))


_GRAPH: Final = "The graph"
_BACKWARD: Final = "Backward"
_SAME: Final = "The same again"
_MICROGRAD: Final = """x = Value(-4.0, label='x')
z = 2 * x + 2 + x
q = z.relu() + z * x
h = (z * z).relu()
y = h + q + q * x
y.backward()
y"""

STATEMENTS: Final[tuple[Statement, ...]] = (
    _formula(
        "two-edges", _GRAPH, "`x + x` has two edges, and x gets a gradient through each of them.", "x + x",
        {"x": 3.0}, Expectation("/nodes/1/inputs", count=2), _is("/nodes/1/inputs/0/node", "n0"),
        _is("/nodes/1/inputs/1/node", "n0"), *_grads(x=2.0),
    ),
    _formula(
        "own-square", _GRAPH, "`x * x` has the gradient 2x, one x for each argument.", "x * x",
        {"x": -1.5}, *_grads(x=-3.0),
    ),
    _formula(
        "operand-order", _GRAPH, "Arguments keep their order: `a - b` is not `b - a`, nor `a / b` `b / a`.",
        "p = a - b\nq = a / b\np * q", {"a": 6.0, "b": 2.0}, _is("/value", 12.0),
        _is("/nodes/2/inputs/0/node", "n0"), _is("/nodes/2/inputs/1/node", "n1"), *_grads(a=5.0, b=-9.0),
    ),
    _formula(
        "shared-nodes", _GRAPH, "A value that is used twice is one node, and its uses add up.",
        "d = a * b\ne = a + b\nd * e", {"a": -2.0, "b": 3.0}, Expectation("/nodes", count=5),
        *_grads(a=-3.0, b=-8.0),
    ),
    _formula(
        "interior-shared", _GRAPH, "So do the uses of a value in the middle: `b = a + a; c = b + b`.",
        "b = a + a\nc = b + b", {"a": 1.0}, *_grads(a=4.0), _is("/nodes/1/grad", 2.0),
    ),
    _formula(
        "constants", _GRAPH, "A plain number takes no gradient: the 2 of `x**2` has no partial.",
        "x**2", {"x": -3.0}, *_grads(x=-6.0), _is("/nodes/2/inputs/1/partial", None),
        _is("/nodes/1/op", "constant"),
    ),
    _formula(
        "post-order", _GRAPH, "Ids are positions in the order in which micrograd's build_topo visits.",
        "e = a*b\nd = e + c\nL = d*f", {"a": 2.0, "b": -3.0, "c": 10.0, "f": -2.0}, _is("/output", "n6"),
        _is("/nodes/2/label", "e"), _is("/nodes/3/label", "c"), *_grads(a=6.0, b=-4.0, c=-2.0, f=4.0),
    ),
    Statement(
        "deep-chain", _GRAPH, "A chain of 99,999 operations does not overflow the stack.",
        {"source": "x = Value(1.0, label='x')\ny = x\nfor i in range(99_999): y = -y\ny", "include": []},
        (_is("/value", -1.0), *_grads(x=-1.0)),
    ),
    Statement(
        "backward-twice", _BACKWARD,
        "Backward twice without zeroing doubles the leaves, and never what lies between.",
        {
            "source": "a = Value(2.0, label='a')\nb = a * a; b.label = 'b'\nc = b * 3.0\n"
            "c.backward()\nc.backward()\nc",
            "state": "program",
        },
        (*_grads(a=24.0), _is("/nodes/1/grad", 3.0), _is("/nodes/0/grad_state", "accumulated")),
    ),
    _formula(
        "no-part", _BACKWARD, "A leaf that the output does not depend on is there, with gradient 0.",
        "u = Value(1.0, label='u')\nv = Value(2.0, label='v')\nv * 3.0", {}, *_grads(u=0.0, v=3.0),
    ),
    Statement(
        "trace-sums", _BACKWARD, "The trace begins at the output with 1 and adds one contribution a use.",
        {"source": "x + x", "values": {"x": 3.0}, "include": ["trace"]},
        (
            Expectation("/trace", count=3), _is("/trace/0/contribution", 1.0), _is("/trace/1/after", 1.0),
            _is("/trace/2/before", 1.0), _is("/trace/2/after", 2.0),
        ),
    ),
    Statement(
        "micrograd", _BACKWARD, "micrograd's own test expression has PyTorch's numbers.",
        {"source": _MICROGRAD}, (_is("/value", -20.0), *_grads(x=46.0)),
    ),
    Statement(
        "differences", _BACKWARD, "Gradients agree with difference quotients.",
        {
            "source": "tanh(w*x + b) * exp(-b) + log(x)",
            "values": {"w": 0.5, "x": 1.5, "b": -0.25}, "include": ["check"],
        },
        tuple(Expectation(f"/check/{name}/rel_error", below=1e-7) for name in "wxb"),
    ),
    Statement(
        "descent", _BACKWARD, "Descent moves all parameters together, from one backward pass.",
        {
            "source": "a * b", "values": {"a": 1.0, "b": 2.0}, "learning_rate": 0.5, "steps": 1,
        },
        (_is("/values/a", 0.0), _is("/values/b", 1.5), _is("/losses/0", 2.0)), DESCEND,
    ),
    _kink("relu", "relu at 0 has gradient 0.", "relu(x)", {"x": 0.0}, x=0.0),
    _kink("abs", "abs at 0 has gradient 0.", "abs(x)", {"x": 0.0}, x=0.0),
    _kink("max", "max at a tie gives half to each.", "maximum(a, b)", {"a": 1.0, "b": 1.0}, a=0.5, b=0.5),
    _kink("max-itself", "and `max(x, x)` gives 1.", "maximum(x, x)", {"x": 1.0}, x=1.0),
    _kink("sqrt", "sqrt at 0 has gradient inf.", "sqrt(x)", {"x": 0.0}, x="Infinity"),
    _kink("log", "log at 0 has gradient inf.", "log(x)", {"x": 0.0}, x="Infinity"),
    _kink("pow-zero", "x**0 at 0 has gradient 0.", "x**0", {"x": 0.0}, x=0.0),
    _kink("pow-exponent", "x**y at x = 0 has gradient 0 for y.", "x**y", {"x": 0.0, "y": 2.0}, y=0.0),
    _kink(
        "pow-inverse", "x**y at (0, -1) has gradients -inf.", "x**y", {"x": 0.0, "y": -1.0},
        x="-Infinity", y="-Infinity",
    ),
    _kink("pow-root", "(-8)**(1/3) has gradient nan.", "x**(1/3)", {"x": -8.0}, x="NaN"),
    _kink("tanh-far", "tanh far out has gradient 0, and not nan.", "tanh(x)", {"x": 1000.0}, x=0.0),
    _kink("sigmoid-far", "sigmoid far out has gradient 0, and not nan.", "sigmoid(x)", {"x": -1000.0}, x=0.0),
    _kink("softplus", "softplus far out has gradient 1.", "softplus(x)", {"x": 1000.0}, x=1.0),
    _value("over-zero", "1/0 is inf.", "x / 0", {"x": 1.0}, "Infinity"),
    _value("zero-over-zero", "0/0 is nan.", "x / 0", {"x": 0.0}, "NaN"),
    _value("exp", "exp(1000) is inf.", "exp(x)", {"x": 1000.0}, "Infinity"),
    _value("log-negative", "log(-1) is nan.", "log(x)", {"x": -1.0}, "NaN"),
    _value("root-negative", "(-8)**(1/3) is nan, and not a complex number.", "x**(1/3)", {"x": -8.0}, "NaN"),
    _value("overflow", "10.0**400 is inf.", "x**400", {"x": 10.0}, "Infinity"),
    _value("negative-zero", "-0.0 keeps its sign.", "-x", {"x": 0.0}, -0.0),
    _value(
        "plain-sum", "sum adds left to right, uncompensated, on every Python.",
        "sum([x, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1])", {"x": 0.1}, 0.9999999999999999,
    ),
    Statement(
        "same-bytes", _SAME, "The same request gives the same bytes, random numbers included.",
        {"source": "import random\nn = MLP(2, [3, 1])\nn([random.gauss(0, 1), 0.5])", "seed": 1337},
        (_is("/output", "n31"),), twice=True,
    ),
    Statement(
        "nothing-outside", _SAME, "A program reaches nothing outside: no file, no network, no other process.",
        {"source": "import socket; socket.create_server(('127.0.0.1', 0))"}, (_is("/line", 1),), status=422,
    ),
    Statement(
        "placed-errors", _SAME, "An error names its line and column, counted from 1.",
        {"source": "a = Value(1.0)\nb = a +* 2"},
        (_is("/code", "syntax-error"), _is("/line", 2), _is("/column", 8)), status=422,
    ),
)  # fmt: skip
