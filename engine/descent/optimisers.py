"""How far a step goes: the update rule with its settings and memory, and the learning rate over the steps."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.errors import DescentError
from engine.update_rules import RATES, RULES, Memory, Rule, Settings

SCHEDULES = tuple(RATES)


@dataclass(frozen=True, slots=True)
class Optimizer:
    """An update rule with its settings, and what it remembers of steps taken before.

    taken: how many these were. memory: for each parameter's id what the rule remembers, 0 for others.
    """

    rule: Rule = RULES["sgd"]
    settings: Settings = (0.0, 0.0, 0.0)
    taken: int = 0
    memory: Mapping[int, Memory] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Schedule:
    """The learning rate over the steps: constant, or from the first rate to ``final`` on a line or half a
    cosine.

    taken: steps of the course that were taken before. over: how many it has in all, after which the rate
    stays at ``final``; by default those taken and those of the descent.
    """

    kind: str = "constant"
    final: float = 0.0
    taken: int = 0
    over: int | None = None

    def rate(self, learning_rate: float, step: int, steps: int) -> float:
        """The rate of step ``step`` = 0, 1, … of ``steps``.

        Steps taken before are counted too, and ``steps`` is then the whole course's.
        """
        steps = self.over or self.taken + steps
        return RATES[self.kind](learning_rate, self.final, min(self.taken + step, steps), steps)


def optimizer(
    kind: str = "sgd",
    settings: Mapping[str, float] | None = None,
    *,
    taken: int = 0,
    memory: Mapping[int, Memory] | None = None,
) -> Optimizer:
    """The optimiser of this name.

    Arguments:
        settings: numbers for its settings, which have their usual ones where none is given. Epsilon must be
            above 0, every other at least 0 and below 1.
        taken, memory: as an earlier descent left them.

    Raises:
        DescentError: an unknown name or setting, or a number out of range.
    """
    rule = RULES.get(kind)
    if rule is None:
        known = ", ".join(f"`{name}`" for name in RULES)
        raise DescentError(f"There is no optimizer `{kind}`.", hint=f"There are {known}.")
    chosen = dict(rule.settings)
    for name, number in (settings or {}).items():
        if name not in chosen:
            raise DescentError(f"`{kind}` has no setting `{name}`.", hint=_settings_of(rule))
        if not (math.isfinite(number) and (number > 0.0 if name == "epsilon" else 0.0 <= number < 1.0)):
            span = "above 0" if name == "epsilon" else "from 0 up to, but not including, 1"
            raise DescentError(f"`{name}` must be a finite number {span}, not {number!r}.")
        chosen[name] = number
    a, b, c, *_ = [*chosen.values(), 0.0, 0.0, 0.0]
    return Optimizer(rule, (a, b, c), taken, memory or {})


def _settings_of(rule: Rule) -> str:
    names = ", ".join(f"`{name}`" for name, _ in rule.settings)
    return f"It has {names}." if names else "It has no settings."


def schedule(
    kind: str = "constant", final: float = 0.0, *, taken: int = 0, over: int | None = None
) -> Schedule:
    """The schedule of this name.

    Raises:
        DescentError: an unknown name, a `final` below 0, or a course that begins before 0 or has
        no step.
    """
    if kind not in SCHEDULES:
        known = ", ".join(f"`{name}`" for name in SCHEDULES)
        raise DescentError(f"There is no schedule `{kind}`.", hint=f"There are {known}.")
    if not (math.isfinite(final) and final >= 0.0):
        raise DescentError(f"The final learning rate must be a finite number from 0 on, not {final!r}.")
    if taken < 0 or (over is not None and over < 1):
        raise DescentError("A schedule counts its steps from 0 and has at least one.")
    return Schedule(kind, final, taken, over)


SGD = Optimizer()
CONSTANT = Schedule()
