"""Right classes that keep a plain number on their nodes, and programs whose numbers could be taken for it."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from typing import Final, NamedTuple

NAMES: Final = ("n", "_id", "k", "p", "exponent", "depth", "const", "visits")
NUMBERS: Final = ("3", "next(_ids)", "0", "1.0", "2.0", "-1")
INPUTS: Final = ("tuple(_children)", "set(_children)", "list(_children)")


class Class(NamedTuple):
    """A way of writing an engine. partials: kept beside the inputs; else functions pass on. everywhere: the
    number is on leaves too.
    """

    name: str
    number: str
    inputs: str
    says_word: bool
    partials: bool
    everywhere: bool


class _Method(NamedTuple):
    head: str
    data: str
    inputs: tuple[str, ...]
    word: str
    partials: tuple[str, ...]


_METHODS: Final = (
    _Method("__add__(self, other)", "self.data + other.data", ("self", "other"), "+", ("1.0", "1.0")),
    _Method(
        "__mul__(self, other)", "self.data * other.data", ("self", "other"), "*", ("other.data", "self.data"),
    ),
    _Method("__pow__(self, m)", "self.data ** m", ("self",), "**", ("m * self.data ** (m - 1)",)),
    _Method("scaled(self, by)", "self.data * by", ("self",), "*", ("by",)),
    _Method("halved(self, by)", "self.data / by", ("self",), "/", ("1 / by",)),
    _Method("into(self, c)", "c / self.data", ("self",), "/", ("-c / self.data ** 2",)),
    _Method("minus(self, c)", "c - self.data", ("self",), "-", ("-1.0",)),
    _Method("base(self, c)", "c ** self.data", ("self",), "**", ("c ** self.data * math.log(c)",)),
    _Method("cube(self)", "self.data ** 3", ("self",), "cube", ("3 * self.data ** 2",)),
    _Method("triple(self)", "self.data * 3", ("self",), "triple", ("3.0",)),
    _Method("capped(self, c)", "min(self.data, c)", ("self",), "min", ("float(self.data < c)",)),
    _Method(
        "leaky(self)", "max(self.data, self.data / 10)", ("self",), "", ("(1.0 if self.data > 0 else 0.1)",),
    ),
)  # fmt: skip
_HEAD: Final = """import itertools, math

_ids = itertools.count()


class Value:
    def __init__(self, data, _children=(), _op="", _local=()):
        self.data = data
        self.grad = 0.0
        self._prev = {inputs}
        {word}
        {passing}
        {number}
"""
_TAIL: Final = """
    __rmul__ = __mul__
    __radd__ = __add__

    def backward(self):
        order, seen = [], set()

        def build(v):
            if v not in seen:
                seen.add(v)
                for child in v._prev:
                    build(child)
                order.append(v)

        build(self)
        self.grad = 1.0
        for v in reversed(order):
            {passing}
"""
_USES: Final = (
    "{a} ** {power}", "{a}.base({base})", "{a}.cube()", "{any}.scaled({c})", "{any}.halved({bottom})",
    "{any}.minus({c})", "(({any} * {any}) + 1.0).into({c})", "{any}.triple()", "{any}.capped({c})",
    "{any}.leaky()", "{any} * {other}", "{any} + {other}", "{any} * {c}",
)  # fmt: skip


def classes(draw: random.Random) -> Iterator[Class]:
    """All that differ, in an order drawn by lot."""
    flags = (False, True)
    every = [Class(*each) for each in itertools.product(NAMES, NUMBERS, INPUTS, flags, flags, flags)]
    draw.shuffle(every)
    yield from every


def engine(made: Class) -> str:
    """A class as text."""
    number = f"self.{made.name} = {made.number}"
    keeps = "tuple(_children)" if made.partials else made.inputs  # partials need their order
    head = _HEAD.format(
        inputs=keeps,
        word="self._op = _op" if made.says_word else "pass",
        passing="self._local_grads = _local" if made.partials else "self._backward = lambda: None",
        number=number if made.everywhere else f"if _children: {number}",
    )
    if made.partials:
        passing = "for child, partial in zip(v._prev, v._local_grads): child.grad += partial * v.grad"
    else:
        passing = "v._backward()"
    return head + "".join(_text(each, made) for each in _METHODS) + _TAIL.format(passing=passing)


def _text(method: _Method, made: Class) -> str:
    wrapped = "other = other if isinstance(other, Value) else Value(other)"
    inputs = f"({', '.join(method.inputs)},)"
    lines = [f"def {method.head}:", *([f"    {wrapped}"] if "other" in method.inputs else [])]
    if made.partials:
        partials = f"({', '.join(method.partials)},)"
        lines.append(f'    return Value({method.data}, {inputs}, "{method.word}", {partials})')
    else:
        lines += [f'    out = Value({method.data}, {inputs}, "{method.word}")', "    def _backward():"]
        adds = zip(method.inputs, method.partials, strict=True)
        lines += [f"        {name}.grad += ({partial}) * out.grad" for name, partial in adds]
        lines += ["    out._backward = _backward", "    return out"]
    return "\n" + "".join(f"    {line}\n" for line in lines)


def program(draw: random.Random) -> str:
    """Leaves of numbers at which much coincides, and uses of every method."""
    leaves = [f"x{k}" for k in range(4)]
    lines = [
        f"{name} = Value({draw.choice((0.0, 1.0, -1.0, 2.0, 3.0, 0.5, -2.0, 4.0, 1.5))})" for name in leaves
    ]
    names = list(leaves)
    for k in range(8):
        use = draw.choice(_USES).format(
            a=draw.choice(leaves),
            any=draw.choice(names),
            other=draw.choice(names),
            power=draw.choice((2, 2, 3, 1, 4, 2.0)),
            base=draw.choice((2, 3.0, 0.5)),
            c=draw.choice((2, -1, 3.0, 0, 0.5, 1)),
            bottom=draw.choice((2, 4.0, -3, 1)),
        )
        lines.append(f"y{k} = {use}")
        names.append(f"y{k}")
    lines += ["out = " + " + ".join(names[4:]), "out.backward()"]
    return "\n".join(lines) + "\n"
