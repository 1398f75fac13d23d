import math

OPS = {
    "add": (lambda a, b: a + b, lambda g, a, b, out: (g, g)),
    "sub": (lambda a, b: a - b, lambda g, a, b, out: (g, -g)),
    "mul": (lambda a, b: a * b, lambda g, a, b, out: (g * b, g * a)),
    "div": (lambda a, b: a / b, lambda g, a, b, out: (g / b, -g * a / (b * b))),
    "exp": (math.exp, lambda g, a, out: (g * out,)),
    "sin": (math.sin, lambda g, a, out: (g * math.cos(a),)),
}


class Value:
    def __init__(self, data, op=None, inputs=()):
        self.data, self.op, self.inputs, self.grad = data, op, inputs, 0.0

    @classmethod
    def apply(cls, op, *args):
        args = tuple(a if isinstance(a, cls) else cls(a) for a in args)
        return cls(OPS[op][0](*(a.data for a in args)), op, args)

    def __add__(self, other):
        return Value.apply("add", self, other)

    def __radd__(self, other):
        return Value.apply("add", other, self)

    def __sub__(self, other):
        return Value.apply("sub", self, other)

    def __rsub__(self, other):
        return Value.apply("sub", other, self)

    def __mul__(self, other):
        return Value.apply("mul", self, other)

    def __rmul__(self, other):
        return Value.apply("mul", other, self)

    def __truediv__(self, other):
        return Value.apply("div", self, other)

    def __rtruediv__(self, other):
        return Value.apply("div", other, self)

    def exp(self):
        return Value.apply("exp", self)

    def sin(self):
        return Value.apply("sin", self)

    def backward(self):
        seen, topo = set(), []

        def visit(v):
            if id(v) in seen:
                return
            seen.add(id(v))
            for w in v.inputs:
                visit(w)
            topo.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(topo):
            if v.op:
                for w, g in zip(v.inputs, OPS[v.op][1](v.grad, *(w.data for w in v.inputs), v.data)):
                    w.grad += g
