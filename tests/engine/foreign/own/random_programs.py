"""Random programs over an engine, and the same programs over ours."""

from __future__ import annotations

import random

from tests.engine.foreign.own.texts import Engine

_KEPT_SMALL = {"exp": "(0.1 * {}).exp()", "log": "({} * {} + 0.5).log()", "sqrt": "({} * {} + 0.5).sqrt()"}


def program(engine: Engine, seed: int) -> str:
    """Some leaves, some lines, values used more than once, and a pass over the last."""
    draw = random.Random(seed)
    names = [chr(97 + k) for k in range(draw.randint(1, 4))]
    numbers = [_number(draw) for _ in names]
    lines = [f"{name} = {engine.make}({number})" for name, number in zip(names, numbers, strict=True)]
    for k in range(draw.randint(1, 8)):
        name = f"v{k}"
        lines.append(f"{name} = {_expression(engine, draw, names)}")
        names.append(name)
    output = names[-1] if len(names) > 1 else names[0]
    lines.append(f"out = {output} + {draw.choice(names)} * {output}")
    lines.append(engine.run.format("out"))
    return "\n".join(lines) + "\n"


def _number(draw: random.Random) -> float:
    return draw.choice([round(draw.uniform(-2, 2), 2), draw.choice([-1.0, 0.5, 1.0, 2.0, 3.0]), 0.0])


def _expression(engine: Engine, draw: random.Random, names: list[str]) -> str:
    a, b = draw.choice(names), draw.choice(names)
    kind = draw.random()
    if engine.methods and kind < 0.3:
        method = draw.choice(engine.methods)
        return _KEPT_SMALL.get(method, "{}." + method + "()").replace("{}", a)
    sign = draw.choice(engine.operators)
    if sign == "**":
        return f"({a} * {a} + 1.5) ** {draw.choice([2, 3, -1, 0.5])}"
    if sign == "/":
        bottom = f"({b} * {b} + 1.5)"
        if "def __rtruediv__" in engine.text and draw.random() < 0.3:
            return f"{draw.choice([1, 2.5])} / {bottom}"
        return f"{a} / {bottom}" if draw.random() < 0.6 else f"{a} / {draw.choice([2, 4.0, -3])}"
    reflected = {"+": "__radd__", "-": "__rsub__", "*": "__rmul__"}[sign]
    if kind > 0.85 and (f"def {reflected}" in engine.text or f"{reflected} =" in engine.text):
        return f"{draw.choice([1, 2.0, -0.5])} {sign} {a}"
    if kind > 0.75:
        return f"{a} {sign} {draw.choice([1, 2.0, -0.5])}"
    return f"{a} {sign} {b}"
