"""What a call can raise.

Exception
├── BacklensError   the service refused: its problem, member by member
└── Unreachable     no answer came, however often it was asked
"""

from collections.abc import Mapping
from typing import Any


class BacklensError(Exception):
    """A problem that the service answered (RFC 9457). ``problem`` holds every member of it."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status = status
        self.problem = dict(problem)
        self.code = str(problem.get("code", ""))
        self.detail = str(problem.get("detail", f"The service answered {status}."))
        self.hint: str | None = problem.get("hint")
        self.line: int | None = problem.get("line")
        self.column: int | None = problem.get("column")
        self.names: tuple[str, ...] = tuple(problem.get("names", ()))
        place = "" if self.line is None else f" (line {self.line}, column {self.column})"
        super().__init__(f"{self.code}: {self.detail}{place}" + (f" {self.hint}" if self.hint else ""))


class Unreachable(Exception):  # noqa: N818  # says what happened
    """The service did not answer."""
