"""What is known of a run so far, and how it is said. Writes nothing."""

from __future__ import annotations

import math
import time
from array import array
from dataclasses import dataclass, field
from typing import Any

from backlens.client import Pass


@dataclass(slots=True)
class Progress:
    """The passes of a run. of: how many there will be, where that is known; began: by the monotonic clock."""

    losses: array[float] = field(default_factory=lambda: array("d"))
    of: int | None = None
    seconds: float = 0.0
    non_finite: str | None = None
    began: float = field(default_factory=time.monotonic)

    def add(self, each: Pass) -> None:
        """One pass more. Those that a slow reader was not told of are gaps."""
        self.losses.extend([math.nan] * (each.number - 1 - len(self.losses)))
        self.losses.append(each.value)
        self.of = each.of
        self.seconds = time.monotonic() - self.began if each.seconds is None else each.seconds
        if self.non_finite is None:
            self.non_finite = _non_finite(each)

    def line(self) -> str:
        """Where the run is, in a line."""
        of = "" if self.of is None else f" of {self.of:,}"
        left = self.seconds_left()
        more = "" if left is None else f"  {_time(left)} left"
        return f"Step {len(self.losses):,}{of}  loss {self.losses[-1]:.6g}  {self._rate()}{more}"

    def seconds_left(self) -> float | None:
        """As it goes; None where the loop's length is not known."""
        if self.of is None or not self.seconds:
            return None
        return max(self.of - len(self.losses), 0) * self.seconds / len(self.losses)

    def summary(self) -> list[str]:
        """All of the run, in a few lines."""
        if not self.losses:
            return ["The program never called `backward()`, so there is no loss to follow."]
        steps = len(self.losses)
        said = [
            f"{steps:,} step{'' if steps == 1 else 's'} in {_time(self.seconds)}, {self._rate()}.",
            f"Loss {self._first():.6g} → {self.losses[-1]:.6g}.",
        ]
        return [" ".join(said), *([] if self.non_finite is None else [self.non_finite])]

    def document(self) -> dict[str, Any]:
        """The same as JSON has it."""
        steps = len(self.losses)
        losses = [self._first(), self.losses[-1]] if steps else []
        return {
            "steps": steps,
            "seconds": self.seconds,
            "losses": [each if math.isfinite(each) else str(each) for each in losses],
            "non_finite": self.non_finite,
        }

    def _first(self) -> float:
        return self.losses[0]

    def _rate(self) -> str:
        return f"{len(self.losses) / self.seconds:.3g} steps/s" if self.seconds else "- steps/s"


def _non_finite(each: Pass) -> str | None:
    found = each.non_finite
    if found is not None:
        name = f" in `{found['name'] or found['node']}`" if found["name"] or found["node"] else ""
        line = "" if found["line"] is None else f" (line {found['line']})"
        return (
            f"The first number that is not finite came at step {each.number:,}: {found['what']}{name}{line}."
        )
    if not math.isfinite(each.value):
        return f"The loss was not finite from step {each.number:,} on."
    return None


def _time(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s"
