import math


class Value:
    def __init__(self, data, children=(), op=""):
        self.data = data
        self.grad = 0.0
        self.children = children
        self.op = op
        self.backward_fn = None

    def accumulate(self, amount):
        self.grad += amount

    def __add__(self, other):
        other = self.ensure(other)
        out = Value(self.data + other.data, (self, other), "+")

        def backward_fn():
            self.accumulate(out.grad)
            other.accumulate(out.grad)

        out.backward_fn = backward_fn
        return out

    def __mul__(self, other):
        other = self.ensure(other)
        out = Value(self.data * other.data, (self, other), "*")

        def backward_fn():
            self.accumulate(other.data * out.grad)
            other.accumulate(self.data * out.grad)

        out.backward_fn = backward_fn
        return out

    def __pow__(self, n):
        out = Value(self.data**n, (self,), f"^{n}")
        out.backward_fn = lambda: self.accumulate(n * self.data ** (n - 1) * out.grad)
        return out

    def sigmoid(self):
        s = 1 / (1 + math.exp(-self.data))
        out = Value(s, (self,), "sigmoid")
        out.backward_fn = lambda: self.accumulate(s * (1 - s) * out.grad)
        return out

    @staticmethod
    def ensure(x):
        return x if isinstance(x, Value) else Value(x)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -self.ensure(other)

    def __rsub__(self, other):
        return self.ensure(other) + -self

    def __truediv__(self, other):
        return self * self.ensure(other) ** -1

    def backward(self):
        order = []
        seen = set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                for child in node.children:
                    visit(child)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            if node.backward_fn is not None:
                node.backward_fn()
