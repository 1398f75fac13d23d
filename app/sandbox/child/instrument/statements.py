"""Every statement of a program, with what is added to it: labels, scopes, passes and numbers.

Only statements are walked, so that the depth of an expression costs nothing. The bodies of engine classes
are left as they are but for their constructors.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.sandbox.child.instrument import engines, numbers, scopes
from app.sandbox.child.instrument.engines import Engines, after_docstring
from app.sandbox.child.instrument.names import (
    BOX,
    DATA,
    ECHO,
    ENGINE,
    HELD,
    HOLDERS,
    KINDS,
    LABEL,
    PASSED,
    SUBJECT,
    TYPE,
    at,
    call,
    load,
)
from app.sandbox.child.instrument.plain import Plain, is_open, plain_names
from engine.scoping import sites
from engine.scoping.scopes import NO_TURN, Scopes, Site

_PASSES = frozenset(("backward", "backprop", "backpropagate"))
_BLOCKS = ("body", "orelse", "finalbody")


@dataclass(frozen=True, slots=True)
class _Where:
    """What is around a statement. top: it is the program's own, in no function or class. plain: what is known
    of names that hold no Value.
    """

    top: bool = True
    owner: str = ""
    suspends: bool = False
    plain: Plain = field(default_factory=Plain)


class Statements:
    """The rewriting of one text. given: numbers for leaves by name. file: None for the program itself.
    scoped: whether scopes and lists are asked for. holds: whether what attributes and keys hold may be kept
    until the next one.
    """

    def __init__(
        self,
        found: Engines,
        known: Scopes,
        given: Mapping[str, float],
        file: str | None,
        *,
        scoped: bool,
        holds: bool,
    ) -> None:
        self._engines = found
        self._scopes = known
        self._given = given
        self._file = file
        self._scoped = scoped
        self._holds = scoped and holds
        self._looks = True

    def rewrite(self, body: Sequence[ast.stmt]) -> list[ast.stmt]:
        """The program's statements."""
        is_hidden = is_open(body)
        plain = Plain() if is_hidden else plain_names(body, Plain())
        self._looks = not is_hidden
        return self._block(body, _Where(top=self._file is None, plain=plain))

    def _block(self, body: Sequence[ast.stmt], where: _Where) -> list[ast.stmt]:
        return [each for statement in body for each in self._statement(statement, where)]

    def _statement(self, node: ast.stmt, where: _Where) -> Iterator[ast.stmt]:
        match node:
            case ast.Assign(targets=targets):
                numbers.replace_literal(node, self._given, self._engines.names)
                yield from self._before(targets)
                held = list(self._held(node)) if self._holds else []
                yield node
                yield from self._walruses(node, where)
                for target in targets:
                    yield from self._labelled(target, node, where)
                yield from held
            case ast.AnnAssign(target=ast.Attribute() as target, value=ast.expr() as value) if not where.top:
                # In a function the annotation of an attribute is not even evaluated.
                yield from self._statement(at(ast.Assign([target], value), node), where)
            case ast.AnnAssign(target=target, value=value):
                numbers.replace_literal(node, self._given, self._engines.names)
                yield from self._before([target])
                yield node
                if value is not None:
                    yield from self._labelled(target, node, where)
            case ast.AugAssign(target=target):
                yield from self._before([target])
                yield node
                yield from self._labelled(target, node, where)
            case ast.Expr():
                yield from self._expression(node)
                yield from self._walruses(node, where)
            case ast.FunctionDef():
                yield self._function(node, where)
            case ast.AsyncFunctionDef():
                plain = self._plain(node, where)
                node.body = self._block(node.body, replace(where, top=False, suspends=True, plain=plain))
                yield node
            case ast.ClassDef():
                yield self._class(node, where)
                if any(node is each for each in self._engines.nodes):
                    yield at(ast.Expr(call(ENGINE, load(node.name))), node)
            case ast.For() | ast.While():
                yield from self._loop(node, where)
            case _:
                self._inside(node, where)
                yield node

    def _inside(self, node: ast.AST, where: _Where) -> None:
        for name in _BLOCKS:
            block = getattr(node, name, None)
            if isinstance(block, list):
                setattr(node, name, self._block(block, where))
        for each in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
            each.body = self._block(each.body, where)

    # -- labels and numbers --------------------------------------------------------------------------------

    def _labelled(self, target: ast.expr, place: ast.stmt, where: _Where) -> Iterator[ast.stmt]:
        match target:
            case ast.Name(id=name) if name not in where.plain.names:
                kind = ast.Call(load(TYPE), [load(name)], [])
                asked = ast.Compare(kind, [ast.In()], [load(KINDS)])
                told = call(LABEL, load(name), ast.Constant(name), ast.Constant(where.top))
                yield at(ast.If(asked, [ast.Expr(told)], []), place)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                for part in parts:
                    yield from self._labelled(part, place, where)
            case ast.Starred(value=value):
                yield from self._labelled(value, place, where)

    def _held(self, node: ast.Assign) -> Iterator[ast.stmt]:
        """`self.w = […]`, `weights['wq'] = […]`: what is assigned goes to a box as well, so that neither of
        them is read again.
        """
        names: list[ast.expr] = []
        for target in node.targets if sites.may_hold_list(node.value) else ():
            match target:
                case ast.Attribute(attr=attribute):
                    names.append(ast.Constant(attribute))
                case ast.Subscript(slice=key) if sites.names_key(key):
                    names.append(numbers.read_again(key))
        if names:
            node.targets.append(at(ast.Subscript(load(BOX), ast.Constant(0), ast.Store()), node))
        for held_by in names:
            boxed = ast.Subscript(load(BOX), ast.Constant(0), ast.Load())
            asked = ast.Compare(ast.Call(load(TYPE), [boxed], []), [ast.In()], [load(HOLDERS)])
            yield at(ast.If(asked, [ast.Expr(call(HELD, boxed, held_by))], []), node)

    def _walruses(self, node: ast.Assign | ast.Expr, where: _Where) -> Iterator[ast.stmt]:
        """What `:=` named in a statement, but not in a function of its own."""
        waiting: list[ast.AST] = [node.value]
        while waiting:
            each = waiting.pop()
            if isinstance(each, ast.NamedExpr):
                yield from self._labelled(each.target, node, where)
            if not isinstance(
                each, ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
            ):
                waiting.extend(ast.iter_child_nodes(each))

    def _before(self, targets: Sequence[ast.expr]) -> Iterator[ast.stmt]:
        """Notes the number of an engine's object that is about to be changed."""
        for target in targets:
            if (
                isinstance(target, ast.Attribute)
                and target.attr in self._engines.data
                and sites.is_steady(target.value)
            ):
                read = numbers.read_again(target.value)
                yield at(ast.Expr(call(DATA, read, ast.Constant(target.attr))), target)

    # -- passes --------------------------------------------------------------------------------------------

    def _expression(self, node: ast.Expr) -> Iterator[ast.stmt]:
        """`loss.backward()` and `backward(loss)`: what it is called on is noted before, the pass after it."""
        match _shown(node.value):
            case ast.Call(func=ast.Attribute(value=subject, attr=name)) as made if name in _PASSES and (
                self._engines.names
            ):
                made.func.value = self._noted(subject, name, made)  # type: ignore[attr-defined]  # an attribute
            case ast.Call(func=ast.Name(id=name), args=[subject, *_]) as made if name in _PASSES and (
                self._engines.names and not isinstance(subject, ast.Starred)
            ):
                made.args[0] = self._noted(subject, "", made)
            case _:
                yield node
                return
        yield node
        yield at(ast.Expr(call(PASSED)), node)

    def _noted(self, subject: ast.expr, method: str, made: ast.Call) -> ast.expr:
        plain = method and not made.args and not made.keywords
        function = ast.Constant(method) if method else made.func
        if isinstance(function, ast.Name):
            plain = len(made.args) == 1 and not made.keywords
            function = load(function.id)
        return at(call(SUBJECT, subject, function, ast.Constant(bool(plain))), subject)

    # -- scopes --------------------------------------------------------------------------------------------

    def _function(self, node: ast.FunctionDef, where: _Where) -> ast.FunctionDef:
        suspends = sites.is_generator(node)
        plain = self._plain(node, where)
        makes = self._scoped and not suspends and sites.may_make_values(node.body, plain.holds)
        start = after_docstring(node.body)
        body = self._block(node.body[start:], _Where(top=False, suspends=suspends, plain=plain))
        if makes and body:
            site = self._scopes.site(Site((where.owner + node.name)[: sites.NAME], node.lineno, self._file))
            body = scopes.inside(site, body, node)
        node.body = [*node.body[:start], *body]
        return node

    def _plain(self, node: ast.FunctionDef | ast.AsyncFunctionDef, where: _Where) -> Plain:
        return plain_names(node.body, where.plain, node.args) if self._looks else where.plain

    def _class(self, node: ast.ClassDef, where: _Where) -> ast.ClassDef:
        if node in self._engines and self._engines.makes(node):
            engines.note_instances(node)
        else:
            plain = where.plain.without(node.body)
            node.body = self._block(node.body, _Where(top=False, owner=f"{node.name}.", plain=plain))
        return node

    def _loop(self, node: ast.For | ast.While, where: _Where) -> Iterator[ast.stmt]:
        makes = self._scoped and not where.suspends and sites.may_make_values(node.body, where.plain.holds)
        self._inside(node, where)
        if not makes:
            yield node
            return
        site = self._scopes.site(Site(sites.loop_name(node), node.lineno, self._file))
        node.body.insert(0, scopes.turned(site, node))
        yield from scopes.inside(NO_TURN, [node], node)


def _shown(node: ast.expr) -> ast.expr:
    """What a final expression is, under the call that keeps it to be shown."""
    match node:
        case ast.Call(func=ast.Name(id=name), args=[inner]) if name == ECHO:
            return inner
    return node
