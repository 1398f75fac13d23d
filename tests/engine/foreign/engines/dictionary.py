import math


class Value:
    def __init__(self, data, deps=None):
        self.data = data
        self.deps = deps or {}
        self.grad = 0.0

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        deps = {self: 1.0}
        deps[other] = deps.get(other, 0.0) + 1.0
        return Value(self.data + other.data, deps)

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        deps = {self: other.data}
        deps[other] = deps.get(other, 0.0) + self.data
        return Value(self.data * other.data, deps)

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

    def exp(self):
        e = math.exp(self.data)
        return Value(e, {self: e})

    def backward(self):
        topo, seen = [], set()

        def go(v):
            if v not in seen:
                seen.add(v)
                for w in v.deps:
                    go(w)
                topo.append(v)

        go(self)
        self.grad = 1.0
        for v in reversed(topo):
            for w, d in v.deps.items():
                w.grad += d * v.grad
