"""``Value``: one scalar that remembers how it was made. A drop-in for micrograd's.

Operators build the graph as they run. A Value points at its inputs and at nothing else, so there are no
cycles and a graph is freed as soon as its output is. Methods such as ``.tanh()`` come from the op
catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from numbers import Real
from typing import TYPE_CHECKING, Any

from engine import autodiff, core
from engine.errors import EngineError
from engine.graph import Graph, read_with
from engine.operators import operators
from engine.ops import CATALOGUE, CONSTANT, LEAF, Op, op

ADD, SUB, MUL, DIV, POW, NEG, ABS, SUM = map(op, ("add", "sub", "mul", "div", "pow", "neg", "abs", "sum"))

_new = object.__new__


def number(data: object) -> float:
    """``data`` as a double. Raises EngineError when it is not a real number or is too large for one."""
    # Asked of the type first: whether something is Real takes longer to tell than an addition.
    kind = type(data)
    if kind is float:
        return data  # type: ignore[return-value]
    if kind is not int and not isinstance(data, Real):
        raise EngineError(f"A Value holds a real number, not {type(data).__name__}.", code="wrong-type")
    try:
        return float(data)  # type: ignore[arg-type]
    except OverflowError:
        raise EngineError(
            "This integer is too large for a double, whose largest is about 1.8e308.",
            code="number-out-of-range",
        ) from None


class Value:
    """One scalar with its gradient.

    data, grad: doubles, both assignable. op: how it was made (LEAF or CONSTANT if by nothing). inputs: the
    op's arguments in order, duplicates kept. label: a person's name for it. group: a path such as
    ``mlp/layer1/neuron3``.
    """

    __slots__ = ("data", "grad", "op", "inputs", "label", "group")

    data: float
    grad: float
    op: Op
    inputs: tuple[Value, ...]
    label: str
    group: str

    def __init__(self, data: float, label: str = "", group: str = "") -> None:
        self.data = data if type(data) is float else number(data)
        self.grad = 0.0
        self.op = LEAF
        self.inputs = ()
        self.label = label
        self.group = group

    # -- how Values come out of Values: the two places a subclass may want to watch ------------------------

    def _make(self, op: Op, inputs: tuple[Value, ...], data: float) -> Value:
        """The Value that ``op`` gives on ``inputs``."""
        made = _new(self.__class__)
        made.data = data
        made.grad = 0.0
        made.op = op
        made.inputs = inputs
        made.label = made.group = ""
        return made

    def _constant(self, data: object) -> Value:
        """A plain number that an op wraps; it takes no gradient."""
        return self._make(CONSTANT, (), number(data))

    # -- Python's operators: those with two sides are in `engine.operators`, the others here ----------------

    if TYPE_CHECKING:

        def __add__(self, other: Any) -> Value: ...
        def __radd__(self, other: Any) -> Value: ...
        def __sub__(self, other: Any) -> Value: ...
        def __rsub__(self, other: Any) -> Value: ...
        def __mul__(self, other: Any) -> Value: ...
        def __rmul__(self, other: Any) -> Value: ...
        def __truediv__(self, other: Any) -> Value: ...
        def __rtruediv__(self, other: Any) -> Value: ...
        def __pow__(self, other: Any) -> Value: ...
        def __rpow__(self, other: Any) -> Value: ...

    def __neg__(self) -> Value:
        return self._make(NEG, (self,), NEG.value(self.data))

    def __pos__(self) -> Value:
        return self

    def __abs__(self) -> Value:
        return self._make(ABS, (self,), ABS.value(self.data))

    def __repr__(self) -> str:
        return f"Value(data={self.data})"

    # -- backward ------------------------------------------------------------------------------------------

    def backward(self) -> None:
        """Reverse accumulation from here, seed 1.

        Interior grads are computed again; leaves add this pass to what they hold, as in PyTorch: a forgotten
        ``grad = 0.0`` shows, and calling this twice never corrupts the inside.
        """
        graph = Graph(self)
        grads = autodiff.backward(graph, [node.data for node in graph.nodes])
        for node, grad in zip(graph.nodes, grads, strict=True):
            if node.op is LEAF:
                node.grad += grad
            else:
                node.grad = grad

    def _backward(self) -> None:
        """One local use of the chain rule: adds grad × partial to the grad of every input but constants."""
        arguments = [source.data for source in self.inputs]
        for slot, source in enumerate(self.inputs):
            if source.op is not CONSTANT:
                source.grad += self.grad * self.op.partial(slot, self.data, arguments)

    # -- micrograd's inside names --------------------------------------------------------------------------

    @property
    def _prev(self) -> tuple[Value, ...]:
        """The inputs without repetition, in slot order (micrograd: a set)."""
        return tuple({id(source): source for source in self.inputs}.values())

    @property
    def _op(self) -> str:
        """The op as the lecture writes it: ``''``, ``+``, ``*``, ``**2``, ``tanh``."""
        if self.op is POW and self.inputs[1].op is CONSTANT:
            return f"**{self.inputs[1].data:g}"
        return "" if not self.inputs else self.op.token or self.op.name

    if TYPE_CHECKING:
        # The methods below come from the catalogue when the module is read.
        def __getattr__(self, name: str) -> Callable[..., Value]: ...


def apply(op: Op, *arguments: Any) -> Value:
    """``op`` on Values and plain numbers, of which at least one is a Value.

    Raises:
        EngineError: when none is, or when something is neither.
    """
    maker = next((a for a in arguments if isinstance(a, Value)), None)
    if maker is None:
        raise EngineError(f"`{op.name}` needs at least one Value.", code="wrong-type")
    inputs = tuple(a if isinstance(a, Value) else maker._constant(a) for a in arguments)
    return maker._make(op, inputs, op.value(*[source.data for source in inputs]))


def total(values: Iterable[Any], start: Any = 0) -> Any:
    """What ``sum(values, start)`` is: one n-ary op if any of it is a Value, else a plain number.

    A start of plain 0 adds no argument.
    """
    terms = list(values)
    if isinstance(start, Value) or start != 0:
        terms.insert(0, start)
    if not any(isinstance(term, Value) for term in terms):
        return SUM.value(*terms) if terms else 0
    return apply(SUM, *terms)


def _method(entry: Op) -> Callable[..., Value]:
    if entry.arity == 1:
        value = entry.value

        def unary(self: Value) -> Value:
            return self._make(entry, (self,), value(self.data))

        return unary

    def binary(self: Value, other: object) -> Value:
        return apply(entry, self, other)

    return binary


for _entry, _names in (
    (ADD, ("__add__", "__radd__")), (SUB, ("__sub__", "__rsub__")), (MUL, ("__mul__", "__rmul__")),
    (DIV, ("__truediv__", "__rtruediv__")), (POW, ("__pow__", "__rpow__")),
):  # fmt: skip
    for _name, _operator in zip(_names, operators(Value, _entry), strict=True):
        setattr(Value, _name, _operator)
for _entry in CATALOGUE.values():
    # Operators have their own syntax; an n-ary op belongs to a list of Values, not to one.
    if not _entry.token and _entry.arity is not None:
        for _word in (_entry.name, *_entry.aliases):
            setattr(Value, _word, _method(_entry))


# Where it was compiled, the same in C takes the place of the class and of the two functions. What it leaves
# to Python, a subclass say, it asks of those above.
CORE = core.compiled()
if CORE is not None:
    core.connect(CORE, Value, partial(operators, CORE.Value), apply, total)
    read_with(CORE)
    globals().update(Value=CORE.Value, apply=CORE.apply, total=CORE.total)
