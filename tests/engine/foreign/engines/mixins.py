import math


class Arithmetic:
    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return (-self) + other

    def __truediv__(self, other):
        return self * (other**-1)

    def __rtruediv__(self, other):
        return other * (self**-1)


class Differentiable:
    def __init__(self):
        self.grad = 0.0
        self._backward = lambda: None
        self._children = []

    def backward(self):
        order, seen = [], set()

        def build(v):
            if v not in seen:
                seen.add(v)
                for c in v._children:
                    build(c)
                order.insert(0, v)

        build(self)
        self.grad = 1.0
        for v in order:
            v._backward()


class Value(Arithmetic, Differentiable):
    def __init__(self, data, children=(), op="", label=""):
        super().__init__()
        self.data = data
        self.op = op
        self.label = label
        self._children += children

    def __add__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        out = Value(self.data + other.data, [self, other], "+")

        def _backward():
            for each in (self, other):
                each.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        out = Value(self.data * other.data, [self, other], "*")

        def _backward():
            da, db = other.data * out.grad, self.data * out.grad
            self.grad, _ = self.grad + da, None
            other.grad = other.grad + db

        out._backward = _backward
        return out

    def __pow__(self, k):
        out = Value(self.data**k, [self], "**")

        def _backward():
            self.grad += k * out.data / self.data * out.grad

        out._backward = _backward
        return out

    def tanh(self):
        e = math.exp(2 * self.data)
        out = Value((e - 1) / (e + 1), [self], "tanh")

        def _backward():
            self.grad = self.grad + (1 - out.data * out.data) * out.grad

        out._backward = _backward
        return out
