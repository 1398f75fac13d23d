"""Prints static/src/compute/ops.ts: the ops, the update rules and the schedules of the engine, for the page.

    python -m tools.page_ops

The catalogue stays the only place of an op: its functions are read where they are defined and written as
TypeScript, as `engine.kernels.generate` writes them for the compiled loops. What they call of `math` is in
static/src/compute/libm.ts. Needs nothing but Python's own library: a page is built where nothing else is.
"""

import ast
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any, Final

from engine.ops import CATALOGUE, Op
from engine.source import NoSourceError, definition
from engine.update_rules import RATES, RULES

HEAD: Final = """\
// Made by tools/page_ops.py from engine/ops.py and engine/update_rules.py: not to be edited.

import * as math from "./libm";

export type Settings = readonly [number, number, number];
export type Memory = readonly [number, number];
export type Rate = (first: number, final: number, step: number, steps: number) => number;
export type Update = (
  theta: number, grad: number, rate: number, step: number, settings: Settings, memory: Memory,
) => readonly [number, Memory];
"""
LEAF_CODE, CONSTANT_CODE, FIRST_OP_CODE = 0, 1, 2
_SIGNS: Final = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.And: "&&", ast.Or: "||",
    ast.Eq: "===", ast.NotEq: "!==", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.USub: "-", ast.Not: "!",
}  # fmt: skip
_TYPES: Final = {
    "float": "number",
    "bool": "boolean",
    "Settings": "Settings",
    "Memory": "Memory",
    "tuple[float, Memory]": "readonly [number, Memory]",
}


class _Printer:
    """The functions that were written so far, each before what calls it."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._names: dict[object, str] = {}

    def call(self, function: Callable[..., Any], arguments: Sequence[str]) -> str:
        """The expression for a function at these arguments: a lambda is written in place."""
        node = definition(function)
        assert isinstance(function, FunctionType)
        if isinstance(node, ast.Lambda):
            names = dict(zip((each.arg for each in node.args.args), arguments, strict=True))
            return _Text(self, function, names).expression(node.body)
        return f"{self.name(function)}({', '.join(arguments)})"

    def name(self, function: FunctionType) -> str:
        """The name of a function in the module, once it is written."""
        if function not in self._names:
            node = definition(function)
            if isinstance(node, ast.Lambda):
                raise NoSourceError(f"`{function.__qualname__}` has no name.")
            name = self._names[function] = function.__name__
            if list(self._names.values()).count(name) > 1:
                raise NoSourceError(f"Two functions are called `{name}`.")
            arguments = [each.arg for each in node.args.args]
            text = _Text(self, function, {each: each for each in arguments})
            typed = ", ".join(f"{each.arg}: {_type(each.annotation)}" for each in node.args.args)
            gives = _type(node.returns)
            body = [*text.statements(node.body)]
            # A partial need not use all that it is given.
            unused = [f"void {each};" for each in arguments if text.read.isdisjoint({each})]
            self.lines += ["", f"function {name}({typed}): {gives} {{", *unused, *body, "}"]
        return self._names[function]


def _type(annotation: ast.expr | None) -> str:
    text = "" if annotation is None else ast.unparse(annotation)
    if text not in _TYPES:
        raise NoSourceError(f"`{text}` is not a type that can be written for the page.")
    return _TYPES[text]


class _Text:
    """One function as TypeScript. `read`: the arguments that it uses."""

    def __init__(self, printer: _Printer, function: FunctionType, names: Mapping[str, str]) -> None:
        self._printer, self._function, self._names = printer, function, dict(names)
        self.read: set[str] = set()

    def statements(self, body: Sequence[ast.stmt]) -> Iterator[str]:
        for statement in body:
            match statement:
                case ast.Expr(ast.Constant(str())):
                    continue
                case ast.Return(value) if value is not None:
                    yield f"return {self.expression(value)};"
                case ast.If(test, body, orelse):
                    yield f"if ({self.expression(test)}) {{"
                    yield from self.statements(body)
                    yield "}"
                    yield from self.statements(orelse)
                case ast.Assign([ast.Name(name)], value):
                    text = self.expression(value)
                    self._names[name] = name
                    yield f"const {name} = {text};"
                case ast.Assign([ast.Tuple(elts)], value):
                    text = self.expression(value)
                    names = [each.id for each in elts if isinstance(each, ast.Name)]
                    self._names |= {name: name for name in names}
                    yield f"const [{', '.join(names)}] = {text};"
                case ast.Try(body):
                    # libm.ts gives infinity and NaN where Python raises.
                    yield from self.statements(body)
                case _:
                    raise NoSourceError(f"`{ast.unparse(statement)}` cannot be written for the page.")

    def expression(self, node: ast.expr) -> str:
        match node:
            case ast.Constant(bool()):
                return str(node.value).lower()
            case ast.Constant(int() | float() as number):
                return repr(number)
            case ast.Name(name):
                return self._named(name)
            case ast.Attribute(ast.Name(module), name):
                return self._reached(getattr(self._known(module), name))
            case ast.BinOp(left, ast.Mod(), right):
                return f"math.mod({self.expression(left)}, {self.expression(right)})"
            case ast.BinOp(left, operator, right):
                return f"({self.expression(left)} {_SIGNS[type(operator)]} {self.expression(right)})"
            case ast.UnaryOp(operator, operand):
                return f"({_SIGNS[type(operator)]}{self.expression(operand)})"
            case ast.BoolOp(operator, values):
                sign = _SIGNS[type(operator)]
                return f"({f' {sign} '.join(self.expression(each) for each in values)})"
            case ast.Compare(left, operators, comparators):
                sides = [self.expression(each) for each in (left, *comparators)]
                pairs = zip(sides, operators, sides[1:], strict=False)
                return f"({' && '.join(f'{a} {_SIGNS[type(sign)]} {b}' for a, sign, b in pairs)})"
            case ast.IfExp(test, body, orelse):
                return f"({self.expression(test)} ? {self.expression(body)} : {self.expression(orelse)})"
            case ast.Call(function, arguments, []):
                return (
                    f"{self.expression(function)}({', '.join(self.expression(each) for each in arguments)})"
                )
            case ast.Tuple(elements):
                return f"[{', '.join(self.expression(each) for each in elements)}]"
            case ast.Subscript(value, ast.Constant(int() as at)):
                return f"{self.expression(value)}[{at}]"
        raise NoSourceError(f"`{ast.unparse(node)}` cannot be written for the page.")

    def _named(self, name: str) -> str:
        if name in self._names:
            self.read.add(name)
            return self._names[name]
        return self._reached(self._known(name))

    def _known(self, name: str) -> object:
        if name in self._function.__globals__:
            return self._function.__globals__[name]
        raise NoSourceError(f"`{name}` is not known where `{self._function.__qualname__}` is defined.")

    def _reached(self, value: object) -> str:
        if isinstance(value, FunctionType):
            return self._printer.name(value)
        if isinstance(value, BuiltinFunctionType) and value.__module__ == "math":
            return f"math.{value.__name__}"
        if isinstance(value, float):
            return "NaN" if value != value else repr(value).replace("inf", "Infinity")
        if isinstance(value, ModuleType):
            raise NoSourceError(f"`{value.__name__}` is used as a value.")
        raise NoSourceError(f"{value!r} cannot be written for the page.")


def text() -> str:
    """The module."""
    printer = _Printer()
    pairs = [op for op in CATALOGUE.values() if op.arity in (1, 2)]
    folds = [op for op in CATALOGUE.values() if op.arity is None]
    if len(pairs) + len(folds) < len(CATALOGUE):
        raise NoSourceError("The page knows ops of one, two or any number of arguments.")
    codes = {op: code for code, op in enumerate([*pairs, *folds], FIRST_OP_CODE)}
    bent = [op for op in pairs if op.kink is not None]

    def cases(ops: Sequence[Op], gives: Callable[[Op], str]) -> list[tuple[int, str]]:
        return [(codes[op], gives(op)) for op in ops]

    def one(op: Op) -> list[str]:
        return ["a"] if op.arity == 1 else ["a", "b"]

    switches = [
        ("value", ("a", "b"), cases(pairs, lambda op: printer.call(op.value, one(op))), "NaN"),
        (
            "partialOfFirst",
            ("out", "a", "b"),
            cases(pairs, lambda op: printer.call(op.partials[0], ["out", *one(op)])),
            "0",
        ),
        (
            "partialOfSecond",
            ("out", "a", "b"),
            cases(
                [op for op in pairs if op.arity == 2],
                lambda op: printer.call(op.partials[1], ["out", "a", "b"]),
            ),
            "0",
        ),
        ("fold", ("result", "term"), cases(folds, lambda op: _fold(printer, op)), "NaN"),
        ("start", (), cases(folds, lambda op: repr(op.start)), "0"),
        (
            "partialOfTerm",
            ("out", "term"),
            cases(folds, lambda op: printer.call(op.partials[0], ["out", "term"])),
            "0",
        ),
        ("kink", ("a", "b"), cases(bent, lambda op: _kink(printer, op, one(op))), "NaN"),
    ]
    made = [
        line for name, arguments, each, other in switches for line in _switch(name, arguments, each, other)
    ]
    updates = [f"  {rule.name}: {_rule(printer, rule.update)}," for rule in RULES.values()]
    rates = [f"  {kind}: {_rule(printer, rate)}," for kind, rate in RATES.items()]
    numbers = [f"  {op.name}: {code}," for op, code in codes.items()]
    return "\n".join(
        [
            HEAD,
            f"export const LEAF = {LEAF_CODE};",
            f"export const CONSTANT = {CONSTANT_CODE};",
            f"export const FIRST_OP = {FIRST_OP_CODE};",
            f"export const FIRST_FOLD = {FIRST_OP_CODE + len(pairs)};",
            "",
            "/** The codes of what a node can be. */",
            "export const CODES: Readonly<Record<string, number>> = {",
            f"  leaf: {LEAF_CODE},",
            f"  constant: {CONSTANT_CODE},",
            *numbers,
            "};",
            "",
            "/** The ops that have a kink. */",
            f"export const BENT: ReadonlySet<number> = new Set({[codes[op] for op in bent]});",
            *printer.lines,
            *made,
            "",
            "/** The update rules of descent, by the name of their optimiser. */",
            "export const UPDATES: Readonly<Record<string, Update>> = {",
            *updates,
            "};",
            "",
            "/** The learning rate of a step, by the name of its schedule. */",
            "export const RATES: Readonly<Record<string, Rate>> = {",
            *rates,
            "};",
            "",
        ]
    )


def _fold(printer: _Printer, op: Op) -> str:
    assert op.fold is not None
    return printer.call(op.fold, ["result", "term"])


def _kink(printer: _Printer, op: Op, arguments: Sequence[str]) -> str:
    assert op.kink is not None
    return printer.call(op.kink, arguments)


def _rule(printer: _Printer, update: Callable[..., Any]) -> str:
    assert isinstance(update, FunctionType)
    return printer.name(update)


def _switch(
    name: str, arguments: Sequence[str], cases: Sequence[tuple[int, str]], other: str
) -> Iterator[str]:
    """A function of an op's code."""
    typed = ", ".join(f"{each}: number" for each in ("code", *arguments))
    yield from ("", f"export function {name}({typed}): number {{")
    used = set(re.findall(r"\w+", " ".join(result for _, result in cases)))
    yield from (f"void {each};" for each in arguments if each not in used)
    yield "switch (code) {"
    for code, result in cases:
        yield f"case {code}: return {result};"
    yield from (f"default: return {other};", "}", "}")


if __name__ == "__main__":
    print(text(), end="")
