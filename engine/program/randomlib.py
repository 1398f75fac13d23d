"""``random`` in a program: CPython's own sequence, from a generator that belongs to the run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.errors import ProgramError
from engine.program.containers import clamped
from engine.program.functions import Builtin, Package
from engine.program.iteration import length
from engine.program.kinds import is_number, kind, real, whole, wrong_type
from engine.program.machine import Machine


def seed(machine: Machine, a: Any = None) -> None:
    """Without an argument Python would ask the clock; here it begins the request's seed again."""
    if a is not None and not is_number(a) and type(a) is not str:
        raise wrong_type(f"A seed is a number or a text, not {kind(a)}.", a)
    machine.random.seed(machine.seed if a is None else a)


def random(machine: Machine) -> float:
    return machine.random.random()


def uniform(machine: Machine, a: Any, b: Any) -> float:
    return machine.random.uniform(real(a, "A bound"), real(b, "A bound"))


def gauss(machine: Machine, mu: Any = 0.0, sigma: Any = 1.0) -> float:
    return machine.random.gauss(real(mu, "The mean"), real(sigma, "The deviation"))


def randint(machine: Machine, a: Any, b: Any) -> int:
    low, high = whole(a, "A bound"), whole(b, "A bound")
    if low > high:
        raise ProgramError("The lower bound of `randint` is above the upper one.", code="wrong-value")
    return machine.random.randint(low, high)


def choice(machine: Machine, seq: Any) -> Any:
    if type(seq) not in (list, tuple, str, range):
        raise wrong_type(f"`choice` takes a list, not {kind(seq)}.", seq)
    count = length(seq)
    if count == 0:
        raise ProgramError("There is nothing to choose from.", code="wrong-value")
    if clamped(count) != count:
        raise ProgramError("This range is too long to choose from.", code="wrong-value")
    return machine.random.choice(seq)


def shuffle(machine: Machine, x: Any) -> None:
    if type(x) is not list:
        raise wrong_type(f"`shuffle` takes a list, not {kind(x)}.", x)
    machine.budget.step(len(x))
    machine.random.shuffle(x)


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "seed": seed, "random": random, "uniform": uniform, "gauss": gauss, "randint": randint, "choice": choice,
    "shuffle": shuffle,
}  # fmt: skip
RANDOM = Package("random", {name: Builtin(name, function) for name, function in _FUNCTIONS.items()})
