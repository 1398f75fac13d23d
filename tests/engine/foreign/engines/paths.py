import math


class Value:
    """Adds up one share a path, so that no order is needed."""

    def __init__(self, data, children=(), locals_=()):
        self.data = data
        self.grad = 0.0
        self.children = children
        self.locals = locals_

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, [self, other], [1.0, 1.0])

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, [self, other], [other.data, self.data])

    def __neg__(self):
        return Value(-self.data, [self], [-1.0])

    def __sub__(self, other):
        return self + (-other)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def sin(self):
        return Value(math.sin(self.data), [self], [math.cos(self.data)])

    def backward(self, g=1.0):
        self.grad += g
        for child, local in zip(self.children, self.locals):
            child.backward(g * local)
