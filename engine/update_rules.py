"""The update rules of descent: what one step does to one parameter, and how far it goes. Data, like the ops.

A rule is a pure function of floats, ``update(theta, grad, rate, step, settings, memory)``, which gives the
parameter's new number and what it is to remember. ``grad`` is the gradient of what is to become smaller,
``step`` counts from 1, ``settings`` and ``memory`` are pairs and triples of floats in the order of the rule's
names; what a rule does not use is 0. The readable and the compiled loop call the same functions, and the
page has them as TypeScript.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

Settings = tuple[float, float, float]
Memory = tuple[float, float]
Update = Callable[[float, float, float, float, Settings, Memory], tuple[float, Memory]]


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One optimiser. settings: names and usual numbers, at most three. memory: names of what each parameter
    remembers, at most two, all 0 at the start. formula: the rule written out.
    """

    name: str
    title: str
    update: Update
    settings: tuple[tuple[str, float], ...]
    memory: tuple[str, ...]
    formula: str


def _sgd(
    theta: float, grad: float, rate: float, step: float, settings: Settings, memory: Memory
) -> tuple[float, Memory]:
    return theta - rate * grad, memory


def _momentum(
    theta: float, grad: float, rate: float, step: float, settings: Settings, memory: Memory
) -> tuple[float, Memory]:
    velocity = settings[0] * memory[0] + grad
    return theta - rate * velocity, (velocity, 0.0)


def _adam(
    theta: float, grad: float, rate: float, step: float, settings: Settings, memory: Memory
) -> tuple[float, Memory]:
    beta1, beta2, epsilon = settings
    mean = beta1 * memory[0] + (1.0 - beta1) * grad
    square = beta2 * memory[1] + (1.0 - beta2) * (grad * grad)
    # Both begin at 0, so the first ones are too small by these shares.
    mean_share = 1.0 - math.pow(beta1, step)
    square_share = 1.0 - math.pow(beta2, step)
    return theta - rate * (mean / mean_share) / (math.sqrt(square / square_share) + epsilon), (mean, square)


RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule("sgd", "SGD", _sgd, (), (), "θ ← θ − η·g"),
        # As PyTorch's SGD with momentum and no dampening; Polyak's heavy ball, 1964.
        Rule(
            "momentum", "Momentum", _momentum, (("momentum", 0.9),), ("velocity",),
            "v ← μ·v + g, θ ← θ − η·v",
        ),
        # Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015, algorithm 1.
        Rule(
            "adam", "Adam", _adam, (("beta1", 0.9), ("beta2", 0.999), ("epsilon", 1e-8)),
            ("mean", "square"),
            "m ← β₁·m + (1−β₁)·g, v ← β₂·v + (1−β₂)·g², θ ← θ − η·m̂ / (√v̂ + ε)",
        ),
    )
}  # fmt: skip


# The learning rate of a step from 0 on, in a course of so many steps.
Rate = Callable[[float, float, float, float], float]


def _constant_rate(first: float, final: float, step: float, steps: float) -> float:
    return first


def _linear_rate(first: float, final: float, step: float, steps: float) -> float:
    return first + (final - first) * step / steps


def _cosine_rate(first: float, final: float, step: float, steps: float) -> float:
    # Loshchilov and Hutter, "SGDR", 2017, without restarts.
    return final + (first - final) * (1.0 + math.cos(math.pi * step / steps)) / 2.0


RATES: dict[str, Rate] = {"constant": _constant_rate, "linear": _linear_rate, "cosine": _cosine_rate}
