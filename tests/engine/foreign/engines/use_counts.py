class Value:
    """Passes on when all of its uses have reported: counts them first, and down as they do."""

    def __init__(self, data, args=(), partials=()):
        self.data = data
        self.grad = 0.0
        self.args = args
        self.partials = partials
        self.uses = 0

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __sub__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data - other.data, (self, other), (1.0, -1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __radd__(self, other):
        return Value(other) + self

    def __rsub__(self, other):
        return Value(other) - self

    def __rmul__(self, other):
        return Value(other) * self

    def relu(self):
        return Value(max(self.data, 0.0), (self,), (1.0 if self.data > 0 else 0.0,))

    def _count(self):
        self.uses += 1
        if self.uses == 1:
            for a in self.args:
                a._count()

    def backward(self):
        self._count()
        self.grad = 1.0
        self._pass_on()

    def _pass_on(self):
        for a, p in zip(self.args, self.partials):
            a.grad += p * self.grad
            a.uses -= 1
            if a.uses == 0:
                a._pass_on()
