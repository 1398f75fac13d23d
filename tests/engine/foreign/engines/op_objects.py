import math


class Function:
    def __init__(self, *inputs):
        self.inputs = inputs

    @classmethod
    def apply(cls, *args):
        args = [a if isinstance(a, Value) else Value(a) for a in args]
        fn = cls(*args)
        out = Value(fn.forward(*[a.data for a in args]))
        out.creator = fn
        return out


class Add(Function):
    def forward(self, a, b):
        return a + b

    def backward(self, g):
        return g, g


class Sub(Function):
    def forward(self, a, b):
        return a - b

    def backward(self, g):
        return g, -g


class Mul(Function):
    def forward(self, a, b):
        self.a, self.b = a, b
        return a * b

    def backward(self, g):
        return g * self.b, g * self.a


class Div(Function):
    def forward(self, a, b):
        self.a, self.b = a, b
        return a / b

    def backward(self, g):
        return g / self.b, -g * self.a / (self.b * self.b)


class Sigmoid(Function):
    def forward(self, a):
        self.s = 1 / (1 + math.exp(-a))
        return self.s

    def backward(self, g):
        return (g * self.s * (1 - self.s),)


class Value:
    def __init__(self, data):
        self.data = data
        self.grad = 0.0
        self.creator = None

    def __add__(self, other):
        return Add.apply(self, other)

    def __radd__(self, other):
        return Add.apply(other, self)

    def __sub__(self, other):
        return Sub.apply(self, other)

    def __rsub__(self, other):
        return Sub.apply(other, self)

    def __mul__(self, other):
        return Mul.apply(self, other)

    def __rmul__(self, other):
        return Mul.apply(other, self)

    def __truediv__(self, other):
        return Div.apply(self, other)

    def __rtruediv__(self, other):
        return Div.apply(other, self)

    def sigmoid(self):
        return Sigmoid.apply(self)

    def backward(self):
        order, seen = [], set()

        def walk(v):
            if id(v) in seen:
                return
            seen.add(id(v))
            if v.creator is not None:
                for i in v.creator.inputs:
                    walk(i)
            order.append(v)

        walk(self)
        self.grad = 1.0
        for v in order[::-1]:
            if v.creator is None:
                continue
            for i, g in zip(v.creator.inputs, v.creator.backward(v.grad)):
                i.grad += g
