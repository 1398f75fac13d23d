from collections.abc import Callable, Sequence
from typing import Any

MADE_FROM: str
NAMES: tuple[str, ...]
Value: type[Any]

def backward(value: Any, /) -> bool: ...
def ordered(output: Any, /) -> list[Any] | None: ...
def read(output: Any, /) -> tuple[Any, ...] | None: ...
def apply(op: Any, /, *arguments: Any) -> Any: ...
def total(values: Any, /, start: Any = 0) -> Any: ...
def connect(
    ops: Sequence[Any],
    operators: Sequence[Any],
    reflected: Sequence[Any],
    methods: Sequence[Any],
    init: Callable[..., None],
    backward: Callable[..., None],
    apply: Callable[..., Any],
    total: Callable[..., Any],
    /,
) -> None: ...
