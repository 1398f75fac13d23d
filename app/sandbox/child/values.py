"""Backlens's own Value as a program that runs as Python meets it: it knows where it was made, and its run
knows which of its numbers were read or set.
"""

from __future__ import annotations

import copy
import sys
from collections.abc import Callable
from numbers import Real
from types import CodeType, FrameType
from typing import Any, ClassVar, Protocol

from app.sandbox.child.hints import hinted
from app.sandbox.child.places import FilePlace
from engine import autodiff
from engine.graph import Graph
from engine.ops import CONSTANT, LEAF, Op
from engine.program.record import NONE, Record
from engine.scoping.scopes import Scopes
from engine.value import ADD, CORE, DIV, MUL, POW, SUB, number
from engine.value import Value as Plain

USE_DATA = "Use its number: `.data`."

_new = object.__new__
# The fields themselves, under the properties that a program goes through.
_fields: Any = Plain
_data, _set_data = _fields.data.__get__, _fields.data.__set__
_grad, _set_grad = _fields.grad.__get__, _fields.grad.__set__
_label, _set_label = _fields.label.__get__, _fields.label.__set__


def kind(thing: object) -> str:
    """What an object is called in an error, with its article."""
    if thing is None:
        return "None"
    word = "Value" if isinstance(thing, Plain) else type(thing).__name__
    return f"{'an' if word[0] in 'aeio' else 'a'} {word}"


def real(thing: Any, what: str) -> float:
    """The thing as a double. Raises the TypeError that says ``what`` must be a number."""
    if type(thing) is float:
        return thing
    if not isinstance(thing, Real):
        text = f"{what} must be a number, not {kind(thing)}."
        raise hinted(TypeError(text), USE_DATA) if isinstance(thing, Plain) else TypeError(text)
    try:
        return float(thing)
    except OverflowError:
        raise OverflowError(
            "this int is too large for a double. The largest double is about 1.8e308."
        ) from None


class Maker(Protocol):
    """What a Value asks of the run that makes it.

    made: how many there are. enough: with more, ``count`` is asked. stack: of the scopes. site: where Values
    are being made, as long as Backlens itself makes them.
    """

    record: Record[Value]
    scopes: Scopes
    files_of_code: dict[str, str | None]
    kinds: set[type]

    made: int
    enough: float
    stack: list[list[Any]]
    site: tuple[CodeType, int] | None

    def count(self) -> None: ...

    def checked_group(self, path: Any) -> str: ...

    def set_label(self, value: Value, label: str) -> None: ...

    def check_size(self, output: Value) -> None: ...

    def differentiated(self, value: Value) -> None: ...

    def passed(
        self,
        value: float,
        nodes: int | None,
        frame: FrameType | None,
        subject: Any,
        graph: Graph | None = None,
    ) -> None: ...

    def place_of(self, code: CodeType | None, at: int) -> FilePlace: ...


class Value(Plain):
    """A Value of one run; each run has a subclass of its own, which knows its session.

    code, at: the program's code that made it, and where in it. serial: its number among the run's Values.
    scope: index of the scope that it was made in. passes, mark, stamp, changed: what the run's record knows
    of its numbers.
    """

    __slots__ = ("_line", "at", "changed", "code", "mark", "passes", "scope", "serial", "stamp")

    session: ClassVar[Maker]
    _line: int
    code: CodeType | None
    at: int
    serial: int
    scope: int
    passes: int
    mark: str
    stamp: int
    changed: int

    def __init__(self, data: Any, label: Any = "", group: str = "") -> None:
        session = self.session
        if isinstance(data, Plain):
            raise hinted(TypeError("a Value holds a number, not another Value."), USE_DATA)
        _set_data(self, real(data, "what a Value holds"))
        self._enter(session)
        _set_grad(self, 0.0)
        self.op = LEAF
        self.inputs = ()
        self.group = session.checked_group(group)
        _set_label(self, "")
        session.record.last_made = self
        if not isinstance(label, str):
            raise TypeError(f"a label must be a str, not {kind(label)}.")
        if label:
            session.set_label(self, label)

    def _make(self, op: Op, inputs: tuple[Plain, ...], data: float) -> Value:
        made = _new(type(self))
        _set_data(made, data)
        _set_grad(made, 0.0)
        made.op = op
        made.inputs = inputs
        _set_label(made, "")
        made.group = ""
        made._enter(self.session)
        if op is not CONSTANT:
            self.session.record.last_made = made
        return made

    def _enter(self, session: Maker) -> None:
        """Notes where it was made. Because it runs for each Value, little is looked up."""
        serial = session.made = session.made + 1
        if serial > session.enough:
            session.count()
        self.serial = serial
        top = session.stack[-1]
        self.scope = top[1] if len(top) > 1 else session.scopes.here()
        self.passes = self.stamp = self.changed = 0
        self.mark = NONE
        site = session.site
        if site is not None:
            self.code, self.at = site
            return
        frame = sys._getframe(2)
        inside = session.files_of_code
        while frame.f_code.co_filename not in inside:
            if frame.f_back is None:
                self.code, self.at, self._line = None, 0, 1
                return
            frame = frame.f_back
        self.code, self.at = frame.f_code, frame.f_lasti

    @property
    def line(self) -> int | None:
        """The line that made it."""
        return self.session.place_of(self.code, self.at).line if self.code else self._line

    def at_line(self, line: int) -> None:
        """Says which line made it, where no code of the program did."""
        self.code, self._line = None, line

    def __hash__(self) -> int:
        # Not by its address: what goes through a set of Values goes the same way in each run.
        return self.serial

    __eq__ = object.__eq__

    # -- numbers, as the program reads and writes them -----------------------------------------------------

    @property
    def data(self) -> float:
        self.session.record.numbers_used = True
        return float(_data(self))

    @data.setter
    def data(self, number: Any) -> None:
        _set_data(self, _assigned(number, "data"))
        self.session.record.data_assigned(self)

    @property
    def grad(self) -> float:
        self.session.record.numbers_used = True
        return _grad(self)  # type: ignore[no-any-return]

    @grad.setter
    def grad(self, number: Any) -> None:
        _set_grad(self, _assigned(number, "grad"))
        self.session.record.grad_assigned(self, type(number) in (int, float) and number == 0)

    @property
    def label(self) -> str:
        return _label(self)  # type: ignore[no-any-return]

    @label.setter
    def label(self, text: Any) -> None:
        if not isinstance(text, str):
            raise TypeError(f"a label must be a str, not {kind(text)}.")
        self.session.set_label(self, text)

    def put(self, number: float) -> None:
        """Gives it a number that comes with the request."""
        _set_data(self, number)

    def call(self, label: str) -> None:
        """Gives it a label and no more."""
        _set_label(self, label)

    # -- operators -----------------------------------------------------------------------------------------

    def __neg__(self) -> Value:
        with self.session.record.quiet():
            return super().__neg__()  # type: ignore[return-value]  # made by _make

    def __abs__(self) -> Value:
        with self.session.record.quiet():
            return super().__abs__()  # type: ignore[return-value]

    def __repr__(self) -> str:
        return f"Value(data={self.data})"

    @property
    def _op(self) -> str:
        with self.session.record.quiet():
            return super()._op

    def __init_subclass__(cls, **words: Any) -> None:
        super().__init_subclass__(**words)
        session: Maker | None = getattr(cls, "session", None)
        if session is not None:
            session.kinds.add(cls)

    def __deepcopy__(self, memo: dict[int, Any]) -> Value:
        made = _new(type(self))
        memo[id(self)] = made
        _set_data(made, _data(self))
        _set_grad(made, _grad(self))
        _set_label(made, _label(self))
        made.op, made.group = self.op, self.group
        made.inputs = copy.deepcopy(self.inputs, memo)
        made._enter(self.session)
        made.passes, made.mark, made.stamp, made.changed = self.passes, self.mark, self.stamp, self.changed
        if hasattr(self, "__dict__"):  # of a subclass of the program
            made.__dict__.update(copy.deepcopy(self.__dict__, memo))
        return made

    def __format__(self, spec: str) -> str:
        if spec:
            raise hinted(TypeError("unsupported format string passed to Value.__format__"), USE_DATA)
        return str(self)

    # -- what a Value cannot be ----------------------------------------------------------------------------

    def __bool__(self) -> bool:
        raise hinted(TypeError("a Value cannot be used as a condition."), USE_DATA)

    def __float__(self) -> float:
        raise hinted(TypeError("the argument of `float` must be a number, not a Value."), USE_DATA)

    def __int__(self) -> int:
        raise hinted(TypeError("the argument of `int` must be a number, not a Value."), USE_DATA)

    def __round__(self, digits: object = None) -> float:
        raise hinted(TypeError("a Value cannot be rounded."), USE_DATA)

    # -- backward ------------------------------------------------------------------------------------------

    def backward(self) -> None:
        """As any Value's, noted in the run's record."""
        session = self.session
        session.check_size(self)
        session.differentiated(self)
        graph = Graph(self)
        nodes: tuple[Any, ...] = graph.nodes
        if CORE is None or not CORE.backward(self):
            grads = autodiff.backward(graph, [_data(node) for node in nodes])
            for node, grad in zip(nodes, grads, strict=True):
                _set_grad(node, _grad(node) + grad if node.op is LEAF else grad)
        session.record.passed(graph)
        session.passed(_data(self), len(nodes), sys._getframe(1), self, graph)

    def _backward(self) -> None:
        self.session.record.used(self)
        arguments = [_data(source) for source in self.inputs]
        for slot, source in enumerate(self.inputs):
            if source.op is not CONSTANT:
                added = _grad(self) * self.op.partial(slot, _data(self), arguments)
                _set_grad(source, _grad(source) + added)


def _assigned(thing: Any, what: str) -> float:
    if isinstance(thing, Plain):
        raise hinted(TypeError(f"`{what}` must be a number, not a Value."), USE_DATA)
    return real(thing, f"`{what}`")


def _operators(entry: Op) -> tuple[Callable[..., Any], Callable[..., Any]]:
    compute = entry.value

    def operator(self: Value, other: Any) -> Any:
        if not isinstance(other, Plain):
            if not isinstance(other, Real):
                return NotImplemented
            other = self._make(CONSTANT, (), number(other))
        return self._make(entry, (self, other), compute(_data(self), _data(other)))

    def reflected(self: Value, other: Any) -> Any:
        if not isinstance(other, Real):
            return NotImplemented
        first = self._make(CONSTANT, (), number(other))
        return self._make(entry, (first, self), compute(_data(first), _data(self)))

    return operator, reflected


def _unordered(symbol: str) -> Callable[..., bool]:
    def compare(self: Value, other: object) -> bool:
        raise hinted(TypeError(f"cannot compare {kind(self)} and {kind(other)} with `{symbol}`."), USE_DATA)

    return compare


def _quiet(method: Callable[..., Any]) -> Callable[..., Any]:
    def without_a_read(self: Value, *others: Any) -> Any:
        with self.session.record.quiet():
            return method(self, *others)

    return without_a_read


for _entry, _names in (
    (ADD, ("__add__", "__radd__")), (SUB, ("__sub__", "__rsub__")), (MUL, ("__mul__", "__rmul__")),
    (DIV, ("__truediv__", "__rtruediv__")), (POW, ("__pow__", "__rpow__")),
):  # fmt: skip
    for _name, _function in zip(_names, _operators(_entry), strict=True):
        setattr(Value, _name, _function)
for _name, _symbol in (("__lt__", "<"), ("__le__", "<="), ("__gt__", ">"), ("__ge__", ">=")):
    setattr(Value, _name, _unordered(_symbol))
for _name, _method in list(vars(Plain).items()):
    # Methods from the catalogue read the numbers of their arguments, and the program does not.
    if callable(_method) and not _name.startswith("_") and _name not in vars(Value):
        setattr(Value, _name, _quiet(_method))
