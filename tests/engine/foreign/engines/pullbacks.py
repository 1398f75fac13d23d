import math


class Var:
    def __init__(self, value, inputs=()):
        self.value = value
        self.grad = 0.0
        self.inputs = inputs

    @staticmethod
    def lift(x):
        return x if isinstance(x, Var) else Var(x)

    def __add__(self, other):
        other = Var.lift(other)
        return Var(self.value + other.value, [(self, lambda g: g), (other, lambda g: g)])

    def __mul__(self, other):
        other = Var.lift(other)
        return Var(
            self.value * other.value, [(self, lambda g: g * other.value), (other, lambda g: g * self.value)]
        )

    def __sub__(self, other):
        other = Var.lift(other)
        return Var(self.value - other.value, [(self, lambda g: g), (other, lambda g: -g)])

    def __pow__(self, n):
        return Var(self.value**n, [(self, lambda g: g * n * self.value ** (n - 1))])

    def __neg__(self):
        return Var(-self.value, [(self, lambda g: -g)])

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return Var.lift(other) - self

    def exp(self):
        e = math.exp(self.value)
        return Var(e, [(self, lambda g: g * e)])

    def tanh(self):
        t = math.tanh(self.value)
        return Var(t, [(self, lambda g: g * (1 - t * t))])

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for parent, _ in node.inputs:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        while order:
            node = order.pop()
            for parent, pull in node.inputs:
                parent.grad += pull(node.grad)
