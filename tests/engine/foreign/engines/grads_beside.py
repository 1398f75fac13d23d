import math
from collections import defaultdict


class Value:
    def __init__(self, data, inputs=(), partials=()):
        self.data = data
        self.inputs = inputs
        self.partials = partials
        self.grad = 0.0

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __sub__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data - other.data, (self, other), (1.0, -1.0))

    def __radd__(self, other):
        return Value(other) + self

    def __rmul__(self, other):
        return Value(other) * self

    def __rsub__(self, other):
        return Value(other) - self

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))


def backward(output):
    order, seen = [], set()

    def visit(node):
        if node in seen:
            return
        seen.add(node)
        for each in node.inputs:
            visit(each)
        order.append(node)

    visit(output)
    grads = defaultdict(float)
    grads[output] = 1.0
    for node in reversed(order):
        for each, partial in zip(node.inputs, node.partials):
            grads[each] += grads[node] * partial
    for node in order:
        node.grad = grads[node]
