"""A graph as a JAX program in float64."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import EngineError
from engine.export.format import Format
from engine.export.naming import identifiers, literal, remark
from engine.graph import Frame, Graph
from engine.ops import CONSTANT, Op

# jnp.abs has the slope 1 at 0, where everybody else says 0.
_FUNCTIONS = {
    "exp": "jnp.exp({})", "expm1": "jnp.expm1({})", "log": "jnp.log({})", "log1p": "jnp.log1p({})",
    "sqrt": "jnp.sqrt({})", "abs": "{0} * jnp.sign({0})", "sin": "jnp.sin({})", "cos": "jnp.cos({})",
    "tan": "jnp.tan({})", "asin": "jnp.arcsin({})", "acos": "jnp.arccos({})", "atan": "jnp.arctan({})",
    "sinh": "jnp.sinh({})", "cosh": "jnp.cosh({})", "tanh": "jnp.tanh({})",
    "sigmoid": "jax.nn.sigmoid({})", "relu": "jax.nn.relu({})", "erf": "jax.scipy.special.erf({})",
    "softplus": "jax.nn.softplus({})", "neg": "-{}",
    "max": "jnp.maximum({}, {})", "min": "jnp.minimum({}, {})",
    "add": "{} + {}", "sub": "{} - {}", "mul": "{} * {}", "div": "{} / {}", "pow": "power({}, {})",
}  # fmt: skip
_MOST_POWER = 64  # an int as an exponent is multiplied out

# JAX's own ** has no slope where the base is 0.
_POWER = '''\
@jax.custom_jvp
def power(a, b):
    """a ** b."""
    return jnp.power(a, b)


power.defjvps(
    lambda d, out, a, b: d * jnp.where(b == 0.0, 0.0, b * jnp.power(a, b - 1.0)),
    lambda d, out, a, b: d * jnp.where((a == 0.0) & (b >= 0.0), 0.0, out * jnp.log(a)),
)
'''


def write(graph: Graph, frame: Frame) -> str:
    """A function of the leaves, and a call of ``jax.value_and_grad`` at their numbers, which is printed."""
    names = identifiers(graph, ("jax", "jnp", "math", "output", "power", "value", "gradient"))
    leaves = [names[i] for i in graph.leaves]
    numbers = ", ".join(literal(frame.data[i]) for i in graph.leaves)
    keys = ", ".join(repr(remark(graph.names[i])) for i in graph.leaves)
    statements = list(_statements(graph, frame, names))
    power = _POWER.splitlines() if any("power(" in line for line in statements) else []
    return "\n".join(
        [
            '"""A graph for JAX, written by Backlens. It prints value and gradient."""',
            "",
            "import math",
            "",
            "import jax",
            "import jax.numpy as jnp",
            "",
            'jax.config.update("jax_enable_x64", True)',
            "",
            "",
            *(line for line in (*power, "", "") if power),
            f"def output({', '.join(leaves)}):",
            *(f"    {line}" for line in statements),
            f"    return {names[graph.output]}",
            "",
            "",
            f"value, gradient = jax.value_and_grad(output, argnums=tuple(range({len(leaves)})))({numbers})",
            f"print(float(value), dict(zip([{keys}], map(float, gradient))))",
            "",
        ]
    )


def _statements(graph: Graph, frame: Frame, names: list[str]) -> Iterator[str]:
    at = [_constant(frame.data[i]) if op is CONSTANT else names[i] for i, op in enumerate(graph.ops)]
    for i, (op, inputs) in enumerate(zip(graph.ops, graph.inputs, strict=True)):
        if op.name == "pow" and (exponent := _whole(graph, frame, inputs[1])):
            yield f"{names[i]} = {at[inputs[0]]} ** {exponent}"
        elif inputs:
            yield f"{names[i]} = {_call(op, [at[j] for j in inputs])}"


def _whole(graph: Graph, frame: Frame, i: int) -> str | None:
    """A constant exponent as an int, if it is a small one."""
    number = frame.data[i]
    if graph.ops[i] is CONSTANT and abs(number) <= _MOST_POWER and number == int(number):
        return str(int(number))
    return None


def _constant(number: float) -> str:
    text = literal(number)
    return f"({text})" if text.startswith("-") else text


def _call(op: Op, arguments: list[str]) -> str:
    if op.name == "sum":
        return f"sum([{', '.join(arguments)}])"
    if op.name not in _FUNCTIONS:
        raise EngineError(f"JAX has no `{op.name}`.", code="unknown-op")
    return _FUNCTIONS[op.name].format(*arguments)


JAX = Format("jax", "JAX program", "py", "text/x-python", write)
