import math


class Value:
    def __init__(self, data, left=None, right=None, op=None):
        self.data = data
        self.left = left
        self.right = right
        self.op = op
        self.grad = 0.0

    def __add__(self, other):
        return (
            Value(self.data + lift(other).data, self, lift(other), "+")
            if isinstance(other, Value)
            else self + Value(other)
        )

    def __sub__(self, other):
        other = lift(other)
        return Value(self.data - other.data, self, other, "-")

    def __mul__(self, other):
        other = lift(other)
        return Value(self.data * other.data, self, other, "*")

    def __truediv__(self, other):
        other = lift(other)
        return Value(self.data / other.data, self, other, "/")

    def __radd__(self, other):
        return lift(other) + self

    def __rsub__(self, other):
        return lift(other) - self

    def __rmul__(self, other):
        return lift(other) * self

    def __rtruediv__(self, other):
        return lift(other) / self

    def tanh(self):
        return Value(math.tanh(self.data), self, None, "tanh")

    def exp(self):
        return Value(math.exp(self.data), self, None, "exp")

    def step(self):
        if self.op == "+":
            self.left.grad += self.grad
            self.right.grad += self.grad
        elif self.op == "-":
            self.left.grad += self.grad
            self.right.grad -= self.grad
        elif self.op == "*":
            self.left.grad += self.right.data * self.grad
            self.right.grad += self.left.data * self.grad
        elif self.op == "/":
            self.left.grad += self.grad / self.right.data
            self.right.grad -= self.grad * self.left.data / self.right.data**2
        elif self.op == "tanh":
            self.left.grad += (1 - self.data**2) * self.grad
        elif self.op == "exp":
            self.left.grad += self.data * self.grad

    def backward(self):
        order = []

        def topo(node, seen):
            if node is None or node in seen:
                return
            seen.add(node)
            topo(node.left, seen)
            topo(node.right, seen)
            order.append(node)

        topo(self, set())
        self.grad = 1.0
        for node in reversed(order):
            node.step()


def lift(x):
    return x if isinstance(x, Value) else Value(x)
