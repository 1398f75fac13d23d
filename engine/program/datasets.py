"""The datasets and ``csv`` in a program: plain lists, paid for before they are made."""

from __future__ import annotations

import inspect
from typing import Any

from engine.data import DATASETS, CSVError, Dataset, csv
from engine.errors import ProgramError
from engine.program.functions import Builtin
from engine.program.kinds import real, whole
from engine.program.literals import find
from engine.program.machine import Machine
from engine.program.places import placed
from engine.program.texts import text


def _builtin(dataset: Dataset) -> Builtin:
    signature = inspect.Signature(
        [inspect.Parameter("machine", inspect.Parameter.POSITIONAL_ONLY)]
        + [
            inspect.Parameter(each.name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=each.default)
            for each in dataset.parameters
        ]
    )

    def make(machine: Machine, *arguments: Any, **words: Any) -> Any:
        given = dict(zip([each.name for each in dataset.parameters], arguments, strict=False)) | words
        checked = {
            each.name: each.check((whole if each.whole else real)(given[each.name], f"`{each.name}`"))
            for each in dataset.parameters
            if each.name in given
        }
        rows = int(checked.get(dataset.parameters[0].name, dataset.parameters[0].default))
        # A row is a list with its numbers, a place in X and a place in y.
        machine.budget.step(3 * rows)
        machine.budget.memory(4 * rows)
        return dataset(**checked)

    make.__signature__ = signature  # type: ignore[attr-defined]  # what Builtin and its errors read
    return Builtin(dataset.name, make)


def _csv(machine: Machine, table: Any, /) -> Any:
    """``csv(text)``; what is wrong in the text is shown where the program has it, if it is written there."""
    given = text(table, "What `csv` reads")
    cells = given.count(",") + given.count("\n") + 1
    machine.budget.step(cells)
    machine.budget.memory(3 * cells)
    try:
        return csv(given)
    except CSVError as error:
        literal = find(machine.vocabulary.literals, table)
        place = None if literal is None else literal.place(error.line, error.column, error.end_column)
        refusal = ProgramError(error.message, code=error.code, hint=error.hint)
        raise (refusal if place is None else placed(refusal, place)) from None


DATA: dict[str, Builtin] = {name: _builtin(each) for name, each in DATASETS.items()} | {
    "csv": Builtin("csv", _csv)
}
