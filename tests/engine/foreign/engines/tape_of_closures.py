import math

TAPE = []


class Value:
    def __init__(self, data):
        self.data = data
        self.grad = 0.0

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data)

        def step():
            self.grad += out.grad
            other.grad += out.grad

        TAPE.append(step)
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data)

        def step():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        TAPE.append(step)
        return out

    def __sub__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data - other.data)

        def step():
            self.grad += out.grad
            other.grad -= out.grad

        TAPE.append(step)
        return out

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return Value(other) - self

    def exp(self):
        out = Value(math.exp(self.data))

        def step():
            self.grad += out.data * out.grad

        TAPE.append(step)
        return out

    def backward(self):
        self.grad = 1.0
        for step in reversed(TAPE):
            step()
