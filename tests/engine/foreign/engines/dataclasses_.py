from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Callable


@dataclass(eq=False)
class Value:
    value: float
    parents: tuple[Value, ...] = ()
    op: str = ""
    gradient: float = field(default=0.0, init=False)
    pull: Callable[[], None] = field(default_factory=lambda: lambda: None, init=False, repr=False)

    @classmethod
    def of(cls, x) -> Value:
        return x if isinstance(x, cls) else cls(float(x))

    def __add__(self, other) -> Value:
        other = Value.of(other)
        out = Value(self.value + other.value, (self, other), "add")

        def pull() -> None:
            self.gradient += out.gradient
            other.gradient += out.gradient

        out.pull = pull
        return out

    def __mul__(self, other) -> Value:
        other = Value.of(other)
        out = Value(self.value * other.value, (self, other), "mul")

        def pull() -> None:
            self.gradient += out.gradient * other.value
            other.gradient += out.gradient * self.value

        out.pull = pull
        return out

    def __pow__(self, power: float) -> Value:
        out = Value(self.value**power, (self,), "pow")

        def pull() -> None:
            self.gradient += out.gradient * power * self.value ** (power - 1)

        out.pull = pull
        return out

    def log(self) -> Value:
        out = Value(math.log(self.value), (self,), "ln")

        def pull() -> None:
            self.gradient += out.gradient / self.value

        out.pull = pull
        return out

    def __radd__(self, other) -> Value:
        return self + other

    def __rmul__(self, other) -> Value:
        return self * other

    def __neg__(self) -> Value:
        return self * -1.0

    def __sub__(self, other) -> Value:
        return self + -Value.of(other)

    def __rsub__(self, other) -> Value:
        return Value.of(other) - self

    def __truediv__(self, other) -> Value:
        return self * Value.of(other) ** -1.0

    def backward(self) -> None:
        for node in self.sorted():
            node.gradient = 0.0
        self.gradient = 1.0
        for node in self.sorted():
            node.pull()

    def sorted(self) -> list[Value]:
        order: dict[Value, None] = {}

        def visit(node: Value) -> None:
            if node not in order:
                for parent in node.parents:
                    visit(parent)
                order[node] = None

        visit(self)
        return list(reversed(order))
