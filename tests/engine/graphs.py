"""Random graphs over the whole op catalogue, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from engine import Value
from engine.ops import CATALOGUE, Op
from engine.value import apply

# Where each op is fed: away from poles and kinks, and |x| ≤ 5 for what saturates, so that two honest
# implementations agree to nine digits.
SMALL = ("exp", "expm1", "sinh", "cosh", "tanh", "sigmoid", "softplus", "erf", "tan")


def tame(op: Op, value: Value) -> Value:
    """``value`` brought smoothly to where ``op`` is smooth and of moderate size."""
    if op.name in {"log", "log1p", "sqrt"}:
        return value * value + 0.5
    if op.name in {"asin", "acos"}:
        return value.sin() * 0.9
    if op.name == "tan":
        return value.sin()
    if op.name in SMALL:
        return value.tanh() * 4.0
    return value


@st.composite
def dags(draw: st.DrawFn, most: int = 25) -> tuple[list[Value], Value]:
    """Leaves, and an output over them that uses ops of every kind; any earlier node may be used again."""
    number = st.floats(-2.0, 2.0, allow_subnormal=False).map(lambda x: round(x, 3))
    leaves = [Value(draw(number), label=f"x{i}") for i in range(draw(st.integers(1, 4)))]
    nodes: list[Value] = list(leaves)
    for _ in range(draw(st.integers(1, most))):
        op = draw(st.sampled_from(sorted(CATALOGUE.values(), key=lambda entry: entry.name)))
        pick = st.sampled_from(nodes)
        if op.name == "pow":
            base, exponent = draw(pick), draw(st.sampled_from([2.0, 3.0, -1.0, 0.5, None]))
            base = base * base + 0.5
            made = base ** (draw(pick).tanh() if exponent is None else exponent)
        elif op.name == "div":
            bottom = draw(pick)
            made = draw(pick) / (bottom * bottom + 0.5)
        else:
            count = op.arity if op.arity is not None else draw(st.integers(1, 5))
            made = apply(op, *[tame(op, draw(pick)) for _ in range(count)])
        # Sizes are kept moderate, so that no comparison is about overflow.
        nodes.append(made if abs(made.data) < 50.0 else made.tanh())
    return leaves, nodes[-1]
