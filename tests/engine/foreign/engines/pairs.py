import math


def wrap(x):
    return x if isinstance(x, Scalar) else Scalar(x)


class Scalar:
    def __init__(self, val, parents=None, name=None):
        self.val = float(val)
        self.gradient = 0.0
        self.parents = list(parents or [])
        self.name = name

    def __add__(self, other):
        other = wrap(other)
        return Scalar(self.val + other.val, [(self, 1.0), (other, 1.0)])

    def __sub__(self, other):
        other = wrap(other)
        return Scalar(self.val - other.val, [(self, 1.0), (other, -1.0)])

    def __mul__(self, other):
        other = wrap(other)
        return Scalar(self.val * other.val, [(self, other.val), (other, self.val)])

    def __truediv__(self, other):
        other = wrap(other)
        return Scalar(self.val / other.val, [(self, 1.0 / other.val), (other, -self.val / other.val**2)])

    def __neg__(self):
        return Scalar(-self.val, [(self, -1.0)])

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other):
        return wrap(other) - self

    def __rtruediv__(self, other):
        return wrap(other) / self

    def sin(self):
        return Scalar(math.sin(self.val), [(self, math.cos(self.val))])

    def backward(self):
        order = []
        seen = set()
        stack = [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        self.gradient = 1.0
        for node in reversed(order):
            for parent, partial in node.parents:
                parent.gradient += partial * node.gradient
