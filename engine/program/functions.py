"""What a program can call: its own functions, built-ins, methods of objects; modules that hold them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from engine.errors import ProgramError
from engine.program.frame import Execute, Frame
from engine.program.names import did_you_mean


class Builtin:
    """A function of the language, written in Python: called as ``function(machine, *arguments, **keywords)``.

    kinds: for ``isinstance``, the Python types that this name stands for.
    """

    __slots__ = ("name", "function", "kinds", "_least", "_most", "_keywords", "_any_keyword", "_pure")

    def __init__(
        self, name: str, function: Callable[..., Any], kinds: tuple[type, ...] = (), own: int = 1
    ) -> None:
        self.name = name
        self.function = function
        self.kinds = kinds
        parameters = list(inspect.signature(function).parameters.values())[own:]
        positional = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
        self._least = sum(p.default is p.empty for p in positional)
        self._most = None if any(p.kind is p.VAR_POSITIONAL for p in parameters) else len(positional)
        self._any_keyword = any(p.kind is p.VAR_KEYWORD for p in parameters)
        self._keywords = [p.name for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]
        self._pure = [p.name for p in positional]

    def check(self, arguments: list[Any], keywords: Mapping[str, Any]) -> None:
        """Refuses arguments that do not fit the signature."""
        count = len(arguments)
        unknown = [word for word in keywords if word not in self._keywords]
        if unknown and not self._any_keyword:
            error = self._wrong(f"got an unexpected keyword argument `{unknown[0]}`.")
            error.hint = did_you_mean(unknown[0], self._keywords)
            raise error
        if any(word in keywords for word in self._pure[:count]):
            raise ProgramError(
                f"TypeError: `{self.name}` got multiple values for an argument.", code="wrong-type"
            )
        filled = count + sum(word in self._pure[count : self._least] for word in keywords)
        if filled < self._least or (self._most is not None and count > self._most):
            few = f"at least {self._least}" if self._most is None else str(self._least)
            many = "" if self._most in (None, self._least) else f" to {self._most}"
            noun = "argument" if (self._most or self._least) == 1 else "arguments"
            given = f"{count} {'was' if count == 1 else 'were'} given"
            raise ProgramError(
                f"TypeError: `{self.name}` takes {few}{many} {noun} but {given}.", code="wrong-type"
            )

    def _wrong(self, what: str) -> ProgramError:
        return ProgramError(f"TypeError: `{self.name}` {what}", code="wrong-type")


class Method:
    """A built-in bound to the object it was read from."""

    __slots__ = ("builtin", "owner")

    def __init__(self, builtin: Builtin, owner: Any) -> None:
        self.builtin = builtin
        self.owner = owner


class Function:
    """A function of the program's own, with the frame in which it was defined."""

    __slots__ = ("code", "defaults", "keyword_defaults", "frame")

    def __init__(
        self, code: Code, defaults: tuple[Any, ...], keyword_defaults: dict[str, Any], frame: Frame
    ) -> None:
        self.code = code
        self.defaults = defaults
        self.keyword_defaults = keyword_defaults
        self.frame = frame


class Code:
    """What a ``def`` or ``lambda`` says, built once: its parameters and its body. site: of the scope that a
    call of it opens, if it does.
    """

    __slots__ = ("name", "positional", "positional_only", "keyword_only", "rest", "keywords", "body", "site")

    def __init__(
        self,
        name: str,
        positional: list[str],
        positional_only: int,
        keyword_only: list[str],
        rest: str | None,
        keywords: str | None,
        body: Execute,
        site: int | None = None,
    ) -> None:
        self.name = name
        self.positional = positional
        self.positional_only = positional_only
        self.keyword_only = keyword_only
        self.rest = rest
        self.keywords = keywords
        self.body = body
        self.site = site


class Package:
    """A module of the language, such as ``math``: a name and what it holds."""

    __slots__ = ("name", "items")

    def __init__(self, name: str, items: Mapping[str, Any]) -> None:
        self.name = name
        self.items = items
