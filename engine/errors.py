"""What can go wrong, in the reader's terms.

    EngineError                 anything this package refuses
    ├── ProgramError            a program's text, with its place in it
    │   └── LimitError          a budget is used up; names the limit and its number
    ├── LeafError               a number was given for something that is not a leaf
    ├── UnknownNodeError        a node that this graph does not have
    ├── ConstantError           a constant, where something with a grad is needed
    ├── NudgeError              a nudge that moves nothing
    ├── NodeListError           a list of nodes that is not a graph; names the nodes
    └── DescentError            a descent that cannot be run as asked

Every message is a full sentence that says what is the matter; ``hint`` says what to do instead. ``code`` is a
stable word for programs. Lines and columns count from 1, columns in code points, and ``end_column`` is
exclusive. Nothing here knows about HTTP.
"""

from __future__ import annotations


class EngineError(Exception):
    """The root: a sentence, a stable code and, where there is one, a hint."""

    default_code = "engine-error"

    def __init__(self, message: str, *, code: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.hint = hint


class ProgramError(EngineError):
    """A program that is not in the language, or that failed while it ran.

    ``names`` lists the names concerned, for codes that speak of several. ``exception`` is the class of what
    Python raised, ``printed`` the text that came before it, ``file`` the attached file that the place is in.
    """

    default_code = "program-error"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        hint: str | None = None,
        line: int | None = None,
        column: int | None = None,
        end_line: int | None = None,
        end_column: int | None = None,
        names: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message, code=code, hint=hint)
        self.line = line
        self.column = column
        self.end_line = end_line
        self.end_column = end_column
        self.names = names
        self.exception: str | None = None
        self.printed = ""
        self.file: str | None = None


class LimitError(ProgramError):
    """A budget is used up. ``limit`` is its name in the catalogue of limits, ``value`` its number."""

    default_code = "limit-exceeded"

    def __init__(
        self,
        message: str,
        *,
        limit: str,
        value: float,
        hint: str | None = None,
        line: int | None = None,
        column: int | None = None,
        end_line: int | None = None,
        end_column: int | None = None,
    ) -> None:
        super().__init__(
            message, hint=hint, line=line, column=column, end_line=end_line, end_column=end_column
        )
        self.limit = limit
        self.value = value


class LeafError(EngineError):
    """A number was given for an interior node, a constant or a plain number: only leaves can be set."""

    default_code = "not-a-leaf"

    def __init__(self, message: str, *, names: tuple[str, ...] = (), hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.names = names


class UnknownNodeError(EngineError):
    """No node of the graph has this id, name or label."""

    default_code = "unknown-node"

    def __init__(self, message: str, *, names: tuple[str, ...] = (), hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.names = names


class ConstantError(EngineError):
    """A constant takes no grad, so nothing can be said about it."""

    default_code = "takes-no-grad"


class NudgeError(EngineError):
    """A nudge that does not move its node: h is lost in rounding, or there is no number to move."""

    default_code = "bad-nudge"


class NodeListError(EngineError):
    """A list of nodes that does not make a graph. ``names`` holds the ids at fault."""

    default_code = "invalid-nodes"

    def __init__(self, message: str, *, names: tuple[str, ...] = (), hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.names = names


class DescentError(EngineError):
    """A descent whose rate, steps, stride or parameters make no sense."""

    default_code = "bad-descent"
