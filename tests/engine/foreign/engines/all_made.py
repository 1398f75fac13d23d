class Value:
    made = []

    def __init__(self, data, left=None, right=None, op=""):
        self.data = data
        self.grad = 0.0
        self.left = left
        self.right = right
        self.op = op
        Value.made.append(self)

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, self, other, "+")

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, self, other, "*")

    def __sub__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data - other.data, self, other, "-")

    def __radd__(self, other):
        return Value(other) + self

    def __rmul__(self, other):
        return Value(other) * self

    def __rsub__(self, other):
        return Value(other) - self

    def relu(self):
        return Value(self.data if self.data > 0 else 0.0, self, None, "relu")

    def backward(self):
        for v in Value.made:
            v.grad = 0.0
        self.grad = 1.0
        for v in reversed(Value.made):
            if v.op == "+":
                v.left.grad += v.grad
                v.right.grad += v.grad
            elif v.op == "-":
                v.left.grad += v.grad
                v.right.grad -= v.grad
            elif v.op == "*":
                v.left.grad += v.right.data * v.grad
                v.right.grad += v.left.data * v.grad
            elif v.op == "relu":
                v.left.grad += v.grad if v.data > 0 else 0.0
