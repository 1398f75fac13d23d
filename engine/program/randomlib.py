"""``random`` in a program: CPython's own sequence, from a generator that belongs to the run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.program.containers import clamped
from engine.program.functions import Builtin, Package
from engine.program.iteration import length
from engine.program.kinds import is_number, kind, real, whole, wrong_type, wrong_value
from engine.program.machine import Machine


def seed(machine: Machine, a: Any = None) -> None:
    """Without an argument Python would ask the clock; here it begins the request's seed again."""
    if a is not None and not is_number(a) and type(a) is not str:
        raise wrong_type(f"a seed must be a number or a str, not {kind(a)}.", a)
    machine.random.seed(machine.seed if a is None else a)


def random(machine: Machine) -> float:
    return machine.random.random()


def uniform(machine: Machine, a: Any, b: Any) -> float:
    return machine.random.uniform(real(a, "a bound"), real(b, "a bound"))


def gauss(machine: Machine, mu: Any = 0.0, sigma: Any = 1.0) -> float:
    return machine.random.gauss(real(mu, "the mean"), real(sigma, "the deviation"))


def randint(machine: Machine, a: Any, b: Any) -> int:
    low, high = whole(a, "a bound"), whole(b, "a bound")
    if low > high:
        raise wrong_value("ValueError: empty range for `randint`.")
    return machine.random.randint(low, high)


def choice(machine: Machine, seq: Any) -> Any:
    if type(seq) not in (list, tuple, str, range):
        raise wrong_type(f"`choice` needs a sequence, not {kind(seq)}.", seq)
    count = length(seq)
    if count == 0:
        raise wrong_value("IndexError: cannot choose from an empty sequence.")
    if clamped(count) != count:
        raise wrong_value("OverflowError: this range is too long to choose from.")
    return machine.random.choice(seq)


def shuffle(machine: Machine, x: Any) -> None:
    if type(x) is not list:
        raise wrong_type(f"`shuffle` needs a list, not {kind(x)}.", x)
    machine.budget.step(len(x))
    machine.random.shuffle(x)


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "seed": seed, "random": random, "uniform": uniform, "gauss": gauss, "randint": randint, "choice": choice,
    "shuffle": shuffle,
}  # fmt: skip
RANDOM = Package("random", {name: Builtin(name, function) for name, function in _FUNCTIONS.items()})
