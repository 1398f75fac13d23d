"""A name that is neither assigned nor built in: a leaf if the request gives it a number, else an error."""

from __future__ import annotations

import builtins
from typing import Any

from engine.errors import ProgramError
from engine.program.machine import Machine
from engine.program.names import nearest
from engine.program.places import Place, placed

# Python's own functions that this language leaves out, so that the error can say so.
_LEFT_OUT = frozenset(name for name in vars(builtins) if name[:1].islower())


def unknown_name(machine: Machine, name: str, place: Place) -> Any:
    """The free leaf of this name. Raises ProgramError if the request gives it no number."""
    if name in machine.given and name not in machine.vocabulary.assigned:
        return machine.free_leaf(name)
    raise placed(_error(machine, name), place)


def _error(machine: Machine, name: str) -> ProgramError:
    vocabulary = machine.vocabulary
    if name in vocabulary.assigned:
        return ProgramError(
            f"NameError: `{name}` is used before it is assigned.", code="unknown-name", names=(name,)
        )
    if name in _LEFT_OUT:
        return ProgramError(f"Python's `{name}` cannot be used here.", code="unsupported", names=(name,))
    names = [other for other in vocabulary.free if other not in machine.given and other not in _LEFT_OUT]
    names = [name, *(other for other in names if other != name)]
    close = nearest(name, [*machine.names, *vocabulary.assigned, *vocabulary.built_in])
    hint = f"Did you mean `{close}`? Or give" if close else "Assign it first, or give"
    listed = ", ".join(f"`{other}`" for other in names[:10])
    sentence = (
        f"NameError: `{name}` is not defined." if len(names) == 1 else f"NameError: {listed} are not defined."
    )
    return ProgramError(
        sentence, code="unknown-name", hint=f"{hint} it a number in `values`.", names=tuple(names[:100])
    )
