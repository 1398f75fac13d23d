import math


class Value:
    def __init__(self, data, inputs=(), rule=None):
        self.__value = data
        self.__grad = 0.0
        self.__inputs = inputs
        self.__rule = rule

    @property
    def data(self):
        return self.__value

    @property
    def grad(self):
        return self.__grad

    def zero(self):
        self.__grad = 0.0

    @staticmethod
    def __wrap(x):
        return x if isinstance(x, Value) else Value(x)

    def __add__(self, other):
        return (
            Value(self.__value + Value.__wrap(other).__value, (self, Value.__wrap(other)), "+")
            if not isinstance(other, Value)
            else Value(self.__value + other.__value, (self, other), "+")
        )

    def __mul__(self, other):
        other = Value.__wrap(other)
        return Value(self.__value * other.__value, (self, other), "*")

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + -Value.__wrap(other)

    def __rsub__(self, other):
        return Value.__wrap(other) - self

    def log(self):
        return Value(math.log(self.__value), (self,), "log")

    def __receive(self, g):
        self.__grad += g

    def __send(self):
        g = self.__grad
        if self.__rule == "+":
            for each in self.__inputs:
                each.__receive(g)
        elif self.__rule == "*":
            a, b = self.__inputs
            a.__receive(g * b.__value)
            b.__receive(g * a.__value)
        elif self.__rule == "log":
            self.__inputs[0].__receive(g / self.__inputs[0].__value)

    def backward(self):
        order = []

        def visit(v):
            if v not in order:
                for w in v.__inputs:
                    visit(w)
                order.append(v)

        visit(self)
        self.__grad = 1.0
        for v in reversed(order):
            v.__send()
