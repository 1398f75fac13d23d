import math


class Node:
    def __init__(self, value):
        self.value = value
        self.grad = 0.0

    def __add__(self, other):
        return Add(self, as_node(other))

    def __radd__(self, other):
        return Add(as_node(other), self)

    def __sub__(self, other):
        return Sub(self, as_node(other))

    def __rsub__(self, other):
        return Sub(as_node(other), self)

    def __mul__(self, other):
        return Mul(self, as_node(other))

    def __rmul__(self, other):
        return Mul(as_node(other), self)

    def __truediv__(self, other):
        return Div(self, as_node(other))

    def __rtruediv__(self, other):
        return Div(as_node(other), self)

    def exp(self):
        return Exp(self)

    def propagate(self, upstream):
        self.grad += upstream

    def backward(self):
        self.propagate(1.0)


def as_node(x):
    return x if isinstance(x, Node) else Node(x)


class Binary(Node):
    def __init__(self, left, right):
        self.left = left
        self.right = right
        super().__init__(self.compute(left.value, right.value))


class Add(Binary):
    def compute(self, a, b):
        return a + b

    def propagate(self, upstream):
        self.grad += upstream
        self.left.propagate(upstream)
        self.right.propagate(upstream)


class Sub(Binary):
    def compute(self, a, b):
        return a - b

    def propagate(self, upstream):
        self.grad += upstream
        self.left.propagate(upstream)
        self.right.propagate(-upstream)


class Mul(Binary):
    def compute(self, a, b):
        return a * b

    def propagate(self, upstream):
        self.grad += upstream
        self.left.propagate(upstream * self.right.value)
        self.right.propagate(upstream * self.left.value)


class Div(Binary):
    def compute(self, a, b):
        return a / b

    def propagate(self, upstream):
        self.grad += upstream
        self.left.propagate(upstream / self.right.value)
        self.right.propagate(-upstream * self.left.value / self.right.value**2)


class Exp(Node):
    def __init__(self, arg):
        self.arg = arg
        super().__init__(math.exp(arg.value))

    def propagate(self, upstream):
        self.grad += upstream
        self.arg.propagate(upstream * self.value)
