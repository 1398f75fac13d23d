"""A program's own engine that has passed the check, run by the core in C while the program lasts.

The program meets a class of the same name that does the same to the last bit. Where it would not, the run is
given up, and the program runs again with its class as it is written. What is left at the end is copied into
objects of the class itself, so that the check reads and runs nothing but what the author wrote.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from app.sandbox.child.compiled import Source
from app.sandbox.child.instrument.names import REPLACE, at, call, load
from app.sandbox.child.own import Own
from app.sandbox.child.session import Session
from app.sandbox.job import Job
from engine.core import compiled
from engine.foreign.own import Examined
from engine.foreign.replacing import NotReplaceableError, Plan, plan_of

_CORE: Any = compiled()


class NotTheSameError(Exception):
    """The program does something that only its class as it is written can do."""


def class_key(source: Source) -> str | None:
    """What distinguishes the text of a program's one engine class; None where it has none, or several."""
    found = source.engines
    if len(found.nodes) != 1 or found.bases or found.subclasses or _CORE is None:
        return None
    text = ast.unparse(found.nodes[0])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def plan_for(job: Job, source: Source) -> Plan | None:
    """How the class of this program can be replaced; None where it cannot."""
    if job.output is not None or any(name.endswith(".py") for name in job.files):
        return None
    try:
        return plan_of(source.engines.nodes[0], source.body)
    except NotReplaceableError:
        return None


class InC:
    """One run with a class in C."""

    def __init__(self, plan: Plan, session: Session, own: Own) -> None:
        self._plan: Final = plan
        self._session: Final = session
        self._own: Final = own
        self._written: type | None = None
        self._kind: type | None = None

    def insert(self, source: Source) -> None:
        """Adds the statement that replaces the class, after it."""
        node = source.engines.nodes[0]
        where = next(k for k, each in enumerate(source.body) if each is node)
        added = ast.Assign([ast.Name(node.name, ast.Store())], call(REPLACE, load(node.name)))
        source.body.insert(where + 1, at(added, node))

    def replace(self, written: type) -> type:
        """The class in C in place of the one that is written."""
        plan, own, session = self._plan, self._own, self._session
        functions = vars(written)
        ops = [(op.body, op.partials, functions[op.method].__code__) for op in plan.ops]
        form = plan.form
        flags = (form.is_recursive, form.seed_is_int, plan.grad_is_int, plan.keeps_float)
        inside = tuple(functions[name].__code__ for name in plan.kept)
        stack, here = session.scopes.stack, session.scopes.here
        hooks = (own.notes_list, stack, here, own.count_from_c, own.room, inside, session.names)
        made: Any = _CORE.own_engine(
            f"__main__.{plan.name}", plan.inputs, plan.partials, ops, plan.binary(), plan.unary, flags, hooks
        )
        for name in plan.kept:
            setattr(made, name, functions[name])
        made.__name__ = plan.name  # in errors it is called so, without its module
        made.__slots__ = ("data", "grad", plan.inputs, plan.partials)
        own.engine(made)
        own.alive_in_c = session.alive_in_c = _CORE.own_alive
        self._written, self._kind = written, made
        return made  # type: ignore[no-any-return]

    def settle(self) -> None:
        """The program has ended. Raises NotTheSameError."""
        self.check()
        last = _CORE.own_last() if self._kind is not None else None
        if last is not None:
            self._own.last_made = last

    def check(self) -> None:
        """Raises NotTheSameError where the program met something that its class would have done otherwise."""
        why = _CORE.own_differs()
        if self._kind is not None and why is not None:
            raise NotTheSameError(why)

    def end(self) -> None:
        """What is asked of its objects from now on is not asked by the program."""
        if self._kind is not None:
            _CORE.own_end()

    def is_one(self, thing: Any) -> bool:
        """Whether an object is of the class in C."""
        return type(thing) is self._kind

    def as_written(self, root: Any) -> tuple[Any, dict[int, Any]]:
        """The graph under an object, made of the class as it is written; and of each new object the old one.

        Raises NotTheSameError.
        """
        plan, own, written = self._plan, self._own, self._written
        assert written is not None
        self._session.names[plan.name] = written  # its methods make their objects by this name
        copies: dict[int, Any] = {}
        before: dict[int, Any] = {}
        for thing in _ordered(root, plan.inputs):
            copy: Any = object.__new__(written)
            copy.data, copy.grad = thing.data, thing.grad
            setattr(copy, plan.inputs, tuple([copies[id(each)] for each in getattr(thing, plan.inputs)]))
            setattr(copy, plan.partials, getattr(thing, plan.partials))
            copies[id(thing)] = copy
            before[id(copy)] = thing
        own.stand_for(copies)
        journal = own.journal
        for k, each in enumerate(journal.passes):
            output = copies.get(id(each.output))
            if output is None:
                raise NotTheSameError("The last pass was over another graph than that of the output.")
            journal.passes[k] = replace(each, output=output, replay=output.backward)
        changed = list(journal.data_before.values())
        journal.data_before.clear()
        for thing, number in changed:
            copy = copies.get(id(thing), thing)
            journal.data_before[id(copy)] = (copy, number)
        return copies[id(root)], before


def put_back(found: Examined, before: dict[int, Any]) -> Examined:
    """What was read, with the objects that the program has."""
    return replace(found, objects=tuple([before.get(id(thing), thing) for thing in found.objects]))


def _ordered(root: Any, inputs: str) -> Sequence[Any]:
    """All objects under one, each after its inputs."""
    found: list[Any] = []
    seen = {id(root)}
    path = [(root, iter(getattr(root, inputs)))]
    while path:
        thing, left = path[-1]
        ahead = next((each for each in left if id(each) not in seen), None)
        if ahead is None:
            found.append(thing)
            path.pop()
        else:
            seen.add(id(ahead))
            path.append((ahead, iter(getattr(ahead, inputs))))
    return found
