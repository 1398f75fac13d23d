import math


class Num:
    def __init__(self, x, adjoint=0.0):
        self.x = x
        self.adjoint = adjoint
        self.sources = []
        self.kind = "leaf"

    @staticmethod
    def make(x, kind, *sources):
        out = Num(x)
        out.kind = kind
        out.sources.extend(sources)
        return out

    def __add__(self, other):
        other = other if isinstance(other, Num) else Num(other)
        return Num.make(self.x + other.x, "plus", self, other)

    def __mul__(self, other):
        other = other if isinstance(other, Num) else Num(other)
        return Num.make(self.x * other.x, "times", self, other)

    def __sub__(self, other):
        other = other if isinstance(other, Num) else Num(other)
        return Num.make(self.x - other.x, "minus", self, other)

    def __radd__(self, other):
        return Num(other) + self

    def __rmul__(self, other):
        return Num(other) * self

    def __rsub__(self, other):
        return Num(other) - self

    def sqrt(self):
        return Num.make(math.sqrt(self.x), "sqrt", self)

    def abs(self):
        return Num.make(abs(self.x), "abs", self)

    def push(self):
        d = self.adjoint
        if self.kind == "plus":
            a, b = self.sources
            a.adjoint += d
            b.adjoint += d
        elif self.kind == "minus":
            a, b = self.sources
            a.adjoint += d
            b.adjoint += -d
        elif self.kind == "times":
            a, b = self.sources
            a.adjoint += d * b.x
            b.adjoint += d * a.x
        elif self.kind == "sqrt":
            self.sources[0].adjoint += d / (2 * self.x)
        elif self.kind == "abs":
            self.sources[0].adjoint += d if self.sources[0].x >= 0 else -d

    def backprop(self):
        order = []
        stack = [self]
        done = set()
        while stack:
            top = stack[-1]
            pending = [s for s in top.sources if id(s) not in done]
            if pending:
                stack.append(pending[0])
            else:
                stack.pop()
                if id(top) not in done:
                    done.add(id(top))
                    order.append(top)
        self.adjoint = 1.0
        for n in order[::-1]:
            n.push()
