import math


class Tape:
    def __init__(self):
        self.records = []

    def gradient(self, loss):
        loss.adjoint = 1.0
        for out, inputs, partials in reversed(self.records):
            for x, d in zip(inputs, partials):
                x.adjoint += out.adjoint * d


tape = Tape()


class Variable:
    def __init__(self, value):
        self.value = value
        self.adjoint = 0.0

    def _record(self, value, inputs, partials):
        out = Variable(value)
        tape.records.append((out, inputs, partials))
        return out

    def __add__(self, other):
        other = const(other)
        return self._record(self.value + other.value, [self, other], [1.0, 1.0])

    def __sub__(self, other):
        other = const(other)
        return self._record(self.value - other.value, [self, other], [1.0, -1.0])

    def __mul__(self, other):
        other = const(other)
        return self._record(self.value * other.value, [self, other], [other.value, self.value])

    def __radd__(self, other):
        return const(other) + self

    def __rsub__(self, other):
        return const(other) - self

    def __rmul__(self, other):
        return const(other) * self

    def __neg__(self):
        return self._record(-self.value, [self], [-1.0])

    def cos(self):
        return self._record(math.cos(self.value), [self], [-math.sin(self.value)])


def const(x):
    return x if isinstance(x, Variable) else Variable(x)


def backward(loss):
    tape.gradient(loss)
