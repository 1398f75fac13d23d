from collections import defaultdict, deque


class Value:
    __slots__ = ("data", "grad", "prev", "op", "local")

    def __init__(self, data, prev=(), op="", local=()):
        self.data = data
        self.grad = 0.0
        self.prev = prev
        self.op = op
        self.local = local

    def __add__(self, o):
        o = o if isinstance(o, Value) else Value(o)
        return Value(self.data + o.data, (self, o), "+", (1.0, 1.0))

    def __sub__(self, o):
        o = o if isinstance(o, Value) else Value(o)
        return Value(self.data - o.data, (self, o), "-", (1.0, -1.0))

    def __mul__(self, o):
        o = o if isinstance(o, Value) else Value(o)
        return Value(self.data * o.data, (self, o), "*", (o.data, self.data))

    def __truediv__(self, o):
        o = o if isinstance(o, Value) else Value(o)
        return Value(self.data / o.data, (self, o), "/", (1 / o.data, -self.data / o.data**2))

    def __radd__(self, o):
        return Value(o) + self

    def __rsub__(self, o):
        return Value(o) - self

    def __rmul__(self, o):
        return Value(o) * self

    def __rtruediv__(self, o):
        return Value(o) / self

    def relu(self):
        on = self.data > 0
        return Value(self.data if on else 0.0, (self,), "relu", (1.0 if on else 0.0,))

    def backward(self):
        waiting = defaultdict(int)
        seen = {self}
        stack = [self]
        while stack:
            node = stack.pop()
            for p in node.prev:
                waiting[p] += 1
                if p not in seen:
                    seen.add(p)
                    stack.append(p)
        self.grad = 1.0
        ready = deque([self])
        while ready:
            node = ready.popleft()
            for p, d in zip(node.prev, node.local):
                p.grad += d * node.grad
                waiting[p] -= 1
                if waiting[p] == 0:
                    ready.append(p)
