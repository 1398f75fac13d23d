import math


class Value:
    def __init__(self, data, args=(), op=None):
        self.data = data
        self.grad = None
        self.args = args
        self.op = op

    def _give(self, g):
        self.grad = g if self.grad is None else self.grad + g

    def __add__(self, other):
        return Value(
            self.data + as_value(other).data,
            (self, as_value(other)) if not isinstance(other, Value) else (self, other),
            "+",
        )

    def __mul__(self, other):
        other = as_value(other)
        return Value(self.data * other.data, (self, other), "*")

    def __sub__(self, other):
        other = as_value(other)
        return Value(self.data - other.data, (self, other), "-")

    def __radd__(self, other):
        return as_value(other) + self

    def __rmul__(self, other):
        return as_value(other) * self

    def __rsub__(self, other):
        return as_value(other) - self

    def exp(self):
        return Value(math.exp(self.data), (self,), "exp")

    def local_gradients(self):
        if self.op == "+":
            return 1.0, 1.0
        if self.op == "-":
            return 1.0, -1.0
        if self.op == "*":
            return self.args[1].data, self.args[0].data
        if self.op == "exp":
            return (self.data,)
        return ()

    def backward(self):
        topo, seen = [], set()

        def build(v):
            if v not in seen:
                seen.add(v)
                for child in v.args:
                    build(child)
                topo.append(v)

        build(self)
        for v in topo:
            v.grad = None
        self.grad = 1.0
        for v in reversed(topo):
            for child, local in zip(v.args, v.local_gradients()):
                child._give(local * v.grad)


def as_value(x):
    return x if isinstance(x, Value) else Value(x)
