import math


class Value:
    """A node knows nothing but its number, its grad and how to pass it on."""

    def __init__(self, data, send=None):
        self.data = data
        self.grad = 0.0
        self.depth = 0
        self.send = send

    def _from(self, data, *inputs):
        out = Value(data)
        out.depth = 1 + max(i.depth for i in inputs)
        out.inputs = inputs
        return out

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = self._from(self.data + other.data, self, other)

        def send():
            self.grad += out.grad
            other.grad += out.grad

        out.send = send
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = self._from(self.data * other.data, self, other)

        def send():
            self.grad += out.grad * other.data
            other.grad += out.grad * self.data

        out.send = send
        return out

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + -1.0 * other

    def __rsub__(self, other):
        return -1.0 * self + other

    def cos(self):
        out = self._from(math.cos(self.data), self)

        def send():
            self.grad += -math.sin(self.data) * out.grad

        out.send = send
        return out

    def backward(self):
        levels = {}
        waiting, seen = [self], {id(self)}
        while waiting:
            node = waiting.pop()
            levels.setdefault(node.depth, []).append(node)
            for i in getattr(node, "inputs", ()):
                if id(i) not in seen:
                    seen.add(id(i))
                    waiting.append(i)
        self.grad = 1.0
        for depth in sorted(levels, reverse=True):
            for node in levels[depth]:
                if node.send:
                    node.send()
