import heapq
import itertools
import math

counter = itertools.count()


class Value:
    def __init__(self, data, left=None, right=None, dleft=0.0, dright=0.0):
        self.data = data
        self.left, self.right = left, right
        self.dleft, self.dright = dleft, dright
        self.grad = 0.0
        self.id = next(counter)

    def __lt__(self, other):
        return self.id > other.id

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, self, other, 1.0, 1.0)

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, self, other, other.data, self.data)

    def __sub__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data - other.data, self, other, 1.0, -1.0)

    def __radd__(self, other):
        return Value(other) + self

    def __rmul__(self, other):
        return Value(other) * self

    def __rsub__(self, other):
        return Value(other) - self

    def exp(self):
        e = math.exp(self.data)
        return Value(e, self, None, e)

    def backward(self):
        self.grad = 1.0
        queue, queued = [self], {self.id}
        while queue:
            node = heapq.heappop(queue)
            for source, d in ((node.left, node.dleft), (node.right, node.dright)):
                if source is None:
                    continue
                source.grad += d * node.grad
                if source.id not in queued:
                    queued.add(source.id)
                    heapq.heappush(queue, source)
