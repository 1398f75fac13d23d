import math


class Value:
    def __init__(self, data, inputs=(), op=""):
        self._data = data
        self._grad = 0.0
        self._inputs = inputs
        self._op = op
        self._local = ()

    @property
    def data(self):
        return self._data

    @data.setter
    def data(self, new):
        self._data = new

    @property
    def grad(self):
        return self._grad

    @grad.setter
    def grad(self, new):
        self._grad = new

    def _make(self, data, inputs, op, local):
        out = Value(data, inputs, op)
        out._local = local
        return out

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return self._make(self.data + other.data, (self, other), "+", (1, 1))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return self._make(self.data * other.data, (self, other), "*", (other.data, self.data))

    def __neg__(self):
        return self._make(-self.data, (self,), "neg", (-1,))

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return (-self) + other

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def tanh(self):
        t = math.tanh(self.data)
        return self._make(t, (self,), "tanh", (1 - t * t,))

    def backward(self):
        topo, seen = [], set()

        def build(v):
            if id(v) not in seen:
                seen.add(id(v))
                for w in v._inputs:
                    build(w)
                topo.append(v)

        build(self)
        for v in topo:
            v.grad = 0.0
        self.grad = 1.0
        for v in reversed(topo):
            for w, d in zip(v._inputs, v._local):
                w.grad += v.grad * d
