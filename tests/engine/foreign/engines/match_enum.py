import math
from enum import Enum, auto


class Op(Enum):
    LEAF = auto()
    ADD = auto()
    MUL = auto()
    NEG = auto()
    EXP = auto()
    POW = auto()


class Value:
    def __init__(self, data, op=Op.LEAF, inputs=(), n=None):
        self.data, self.op, self.inputs, self.n = float(data), op, tuple(inputs), n
        self.grad = 0.0

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, Op.ADD, [self, other])

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, Op.MUL, [self, other])

    def __neg__(self):
        return Value(-self.data, Op.NEG, [self])

    def __pow__(self, n):
        return Value(self.data**n, Op.POW, [self], n)

    def exp(self):
        return Value(math.exp(self.data), Op.EXP, [self])

    def __sub__(self, other):
        return self + -other

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return -self + other

    def __truediv__(self, other):
        return self * other**-1

    def backward(self):
        topo, seen = [], set()

        def dfs(v):
            seen.add(v)
            for w in v.inputs:
                if w not in seen:
                    dfs(w)
            topo.append(v)

        dfs(self)
        self.grad = 1.0
        for v in reversed(topo):
            match v.op:
                case Op.ADD:
                    a, b = v.inputs
                    a.grad += v.grad
                    b.grad += v.grad
                case Op.MUL:
                    a, b = v.inputs
                    a.grad += v.grad * b.data
                    b.grad += v.grad * a.data
                case Op.NEG:
                    v.inputs[0].grad -= v.grad
                case Op.EXP:
                    v.inputs[0].grad += v.grad * v.data
                case Op.POW:
                    (a,) = v.inputs
                    a.grad += v.grad * v.n * a.data ** (v.n - 1)
