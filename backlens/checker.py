"""`check`: whether an engine of one's own computes the right grads, said in a terminal."""

from __future__ import annotations

import sys
from typing import Any, TextIO

from engine.findings import Operation, OwnEngine
from engine.foreign.interop import InteropError
from engine.foreign.journal import Journal, Pass, SourceClass
from engine.foreign.own import examine
from engine.foreign.own.attributes import PASSES

_MANY = 10  # passes that a check of a graph takes into account, because it cannot know how many were made


def check(value: Any, file: TextIO | None = None) -> OwnEngine:
    """Compares the grads that a class of one's own computes with the right ones, and prints what is wrong.

    The pass under `value` is run once more, and every operation of the class is tried on fresh objects. All
    grads, numbers and random sequences are as before when it returns.

    Arguments:
        value: the output, an object that keeps a number, its grad and what it was computed from.
        file: where it is printed, by default standard output.

    Returns:
        The judgement: `agrees`, `findings` (each with `method`, `line`, `got`, `want`, `like`, `message`) and
        `operations`, for a test: `assert check(loss).agrees`.

    Raises:
        TypeError: for an object that cannot be read; the message says why.
    """
    found = judged(value)
    print(said(found), file=file or sys.stdout)
    return found


def judged(value: Any) -> OwnEngine:
    """The judgement alone. Raises TypeError for an object that cannot be read."""
    try:
        return examine(value, _journal(value)).own
    except InteropError as error:
        raise TypeError(" ".join(filter(None, (error.message, error.hint)))) from error


def said(own: OwnEngine) -> str:
    """A judgement as lines of text."""
    tried = [each for each in own.operations if each.cases]
    lines = []
    if own.agrees:
        lines.append(
            f"Your {own.name} agrees with calculus: {_count(own.checked, 'use')} of the chain rule compared, "
            f"{_count(len(tried), 'operation')} tried in {_count(sum(each.cases for each in tried), 'case')}."
        )
    else:
        faulty = [each for each in tried if _is_wrong(each) and each.through is None]
        lines.append(
            f"Your {own.name} does not agree with calculus: {_count(len(own.findings), 'finding')}, "
            f"{_count(len(faulty), 'operation')} wrong."
        )
    lines += [f"  {_place(each.file, each.line)}{each.message}" for each in own.findings]
    for finding in own.findings[:1]:
        if finding.like is not None:
            lines.append(f"  {_LIKE[finding.like]}")
    lines += [f"  {_place(each.file, each.line)}{_of_operation(each)}" for each in tried if _is_wrong(each)]
    return "\n".join(lines)


_LIKE = {
    "overwrites": "These are exactly the grads of a backward that overwrites where it should add.",
    "plain-order": "These are exactly the grads of a backward that goes over the nodes in another order.",
    "keeps-interior": "These are exactly the grads of passes between which only leaves were set to 0.",
    "no-seed": "These are exactly the grads of a backward that does not begin with a grad of 1.",
    "visits-twice": "These are exactly the grads of a backward that lets some nodes pass on twice.",
    "zeroes-midway": "These are exactly the grads of a backward that sets some grads to 0 on its way.",
}


def _is_wrong(operation: Operation) -> bool:
    return "wrong" in (operation.forward, operation.derivative)


def _of_operation(operation: Operation) -> str:
    what = " and ".join(name for name in ("forward", "derivative") if getattr(operation, name) == "wrong")
    if operation.through is not None:
        return f"`{operation.op}`: {what} wrong, through `{operation.through}`."
    return f"`{operation.op}`: {what} wrong in {operation.wrong} of {_count(operation.cases, 'case')}."


def _place(file: str | None, line: int | None) -> str:
    if line is None:
        return ""
    return f"line {line}: " if file is None else f"{file}:{line}: "


def _count(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _journal(value: Any) -> Journal:
    """What is known of a graph that was made elsewhere: how its pass is run, and where its code lies."""
    kind = type(value)
    journal = Journal()
    for base in kind.__mro__[:-1]:
        codes = [
            code for each in vars(base).values() if (code := getattr(each, "__code__", None)) is not None
        ]
        journal.files |= {code.co_filename: code.co_filename for code in codes}
        if codes:
            first = min(codes, key=lambda code: code.co_firstlineno)
            journal.classes[base] = SourceClass(base.__name__, first.co_firstlineno, first.co_filename, {})
    method = next((name for name in PASSES if callable(getattr(kind, name, None))), None)
    if method is not None:
        journal.passes.append(
            Pass(value, None, None, 0.0, lambda: getattr(value, method)(), None, _MANY, _MANY)
        )
    return journal
