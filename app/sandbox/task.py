"""What a caller wants done in a process of its own, and within which limits."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.sandbox.control import Control

OnEvent = Callable[[bytes], None]


class Cancel(Protocol):
    """What a `threading.Event` is."""

    def is_set(self) -> bool:
        """Whether the answer is not wanted any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A job and its limits, as `Sandbox.run` takes them."""

    kind: str
    job: bytes
    cpu_seconds: int
    wall_seconds: float
    memory_bytes: int
    answer_bytes: int
    events_bytes: int
    on_event: OnEvent | None = None
    cancel: Cancel | None = None
    control: Control | None = None
