import numpy as np


class Value:
    def __init__(self, data, _prev=(), _op=""):
        self.data = np.float64(data)
        self.grad = np.float64(0.0)
        self._prev = list(_prev)
        self._op = _op
        self._backward = None

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, [self, other], "add")

        def _backward(g):
            self.grad += g
            other.grad += g

        out._backward = _backward
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, [self, other], "mul")

        def _backward(g):
            self.grad += g * other.data
            other.grad += g * self.data

        out._backward = _backward
        return out

    def __truediv__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data / other.data, [self, other], "div")

        def _backward(g):
            self.grad += g / other.data
            other.grad += -g * self.data / other.data**2

        out._backward = _backward
        return out

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __neg__(self):
        return -1 * self

    def __sub__(self, other):
        return self + (-1) * other

    def __rsub__(self, other):
        return other + (-1) * self

    def tanh(self):
        t = np.tanh(self.data)
        out = Value(t, [self], "tanh")

        def _backward(g):
            self.grad += g * (1 - t**2)

        out._backward = _backward
        return out

    def backward(self):
        topo, visited = [], set()

        def build(v):
            if v not in visited:
                visited.add(v)
                for child in v._prev:
                    build(child)
                topo.append(v)

        build(self)
        self.grad = np.float64(1.0)
        for v in reversed(topo):
            if v._backward:
                v._backward(v.grad)
