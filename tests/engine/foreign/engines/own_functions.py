import math


class Value:
    """Clips what it is given, leaks below 0, and squares: right in its own way."""

    def __init__(self, data, prev=(), op="", local=()):
        self.data = max(-100.0, min(100.0, data))
        self.grad = 0.0
        self.prev = prev
        self.op = op
        self.local = local

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), "+", (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), "*", (other.data, self.data))

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -other

    def __rsub__(self, other):
        return other + -self

    def relu(self):
        slope = 1.0 if self.data > 0 else 0.1
        return Value(slope * self.data, (self,), "relu", (slope,))

    def square(self):
        return Value(self.data * self.data, (self,), "square", (2.0 * self.data,))

    def gelu(self):
        c = 0.5 * (1.0 + math.erf(self.data / math.sqrt(2.0)))
        d = math.exp(-0.5 * self.data * self.data) / math.sqrt(2.0 * math.pi)
        return Value(self.data * c, (self,), "gelu", (c + self.data * d,))

    def backward(self):
        topo, seen = [], set()

        def build(v):
            if v not in seen:
                seen.add(v)
                for c in v.prev:
                    build(c)
                topo.append(v)

        build(self)
        self.grad = 1.0
        for v in reversed(topo):
            for c, d in zip(v.prev, v.local):
                c.grad += d * v.grad
