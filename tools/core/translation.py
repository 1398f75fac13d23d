"""The functions of the op catalogue in C.

They are plain functions of doubles (``engine.ops``), so little of Python has to be known: expressions,
conditions, calls of ``math``. Anything else raises, so a new op is either in the core or stops the build.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

from engine.kernels.printing import Printer
from engine.ops import Op

_OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/",
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.And: "&&", ast.Or: "||", ast.Not: "!", ast.USub: "-", ast.UAdd: "+",
}  # fmt: skip
_CONSTANTS = {"inf": "Py_HUGE_VAL", "nan": "Py_NAN"}
_OWN = "op_"  # before the name of a function, so that none is C's own


class UntranslatableError(Exception):
    """Something that has no C here; the message shows it."""


def header(ops: Sequence[Op], digest: str) -> str:
    """The text of ops.h for these ops.

    Arguments:
        ops: of one argument, of two, or of any number.
        digest: of what the core is made from.
    """
    printer = Printer([])
    names = [_written(printer, op) for op in ops]
    functions = ast.parse("\n".join(printer.lines).replace("@c\n", "\n"))
    return "\n".join([*_head(ops, digest), *_functions(functions), *_switches(ops, names), ""])


def _written(printer: Printer, op: Op) -> list[str]:
    keys = [f"{op.name}_value", f"{op.name}_da", f"{op.name}_db"]
    return printer.write(dict(zip(keys, (op.fold or op.value, *op.partials), strict=False)), "@c")


def _head(ops: Sequence[Op], digest: str) -> Iterator[str]:
    yield "/* Written by tools.core from engine/ops.py. */"
    yield f'#define MADE_FROM "{digest}"'
    yield f"enum {{ {', '.join(f'OP_{op.name.upper()}' for op in ops)}, OPS }};"
    yield _array("char *const", "NAMES", [f'"{op.name}"' for op in ops])
    yield _array("signed char", "ARITY", [str(-1 if op.arity is None else op.arity) for op in ops])
    yield _array("double", "STARTS", [op.start.hex() for op in ops])
    for word, arity in (("ONE", 1), ("TWO", 2)):
        # Operators have their own syntax.
        entries = [
            f" X(OP_{op.name.upper()}, {name})"
            for op in ops
            if op.arity == arity and not op.token
            for name in (op.name, *op.aliases)
        ]
        yield f"#define METHODS_OF_{word}(X){''.join(entries)}"


def _array(kind: str, name: str, items: Iterable[str]) -> str:
    return f"static const {kind} {name}[] = {{{', '.join(items)}}};"


def _functions(module: ast.Module) -> Iterator[str]:
    ours = {function.name for function in module.body if isinstance(function, ast.FunctionDef)}
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id not in ours:
            raise UntranslatableError(ast.unparse(node))
    for function in module.body:
        if not isinstance(function, ast.FunctionDef):
            raise UntranslatableError(ast.unparse(function))
        arguments = ", ".join(f"double {argument.arg}" for argument in function.args.args)
        yield ""
        yield f"static inline double {_OWN}{function.name}({arguments}) {{"
        yield from _block(function.body)
        yield "}"


def _block(statements: Iterable[ast.stmt]) -> Iterator[str]:
    for statement in statements:
        match statement:
            case ast.Return(ast.expr() as result):
                yield f"return {_expression(result)};"
            case ast.If():
                yield f"if ({_expression(statement.test)}) {{"
                yield from _block(statement.body)
                yield "} else {"
                yield from _block(statement.orelse)
                yield "}"
            case ast.Assign([ast.Name(name)], value):
                yield f"double {name} = {_expression(value)};"
            case ast.Try([ast.Return(ast.Call() as call)], [ast.ExceptHandler(body=handler)]):
                # Python's math raises where finite numbers give something infinite or nan.
                given = " && ".join(f"isfinite({_expression(argument)})" for argument in call.args)
                yield f"double result = {_expression(call)};"
                yield f"if (isfinite(result) || !({given})) {{ return result; }}"
                yield from _block(handler)
            case _:
                raise UntranslatableError(ast.unparse(statement))


def _expression(node: ast.expr) -> str:
    match node:
        case ast.Constant(bool(value)):
            return str(int(value))
        case ast.Constant(int(value) | float(value)):
            return float(value).hex()
        case ast.Name(name):
            return name
        case ast.Attribute(ast.Name("math"), name) if name in _CONSTANTS:
            return _CONSTANTS[name]
        case ast.BinOp(left, ast.Mod(), right):
            return f"remainder_of({_expression(left)}, {_expression(right)})"
        case ast.BinOp(left, operator, right) if type(operator) in _OPERATORS:
            return f"({_expression(left)} {_OPERATORS[type(operator)]} {_expression(right)})"
        case ast.UnaryOp(operator, operand):
            return f"({_OPERATORS[type(operator)]}{_expression(operand)})"
        case ast.BoolOp(operator, values):
            return f"({f' {_OPERATORS[type(operator)]} '.join(map(_expression, values))})"
        case ast.Compare(left, operators, rest):
            sides = [_expression(side) for side in (left, *rest)]
            pairs = zip(sides, operators, sides[1:], strict=False)
            return f"({' && '.join(f'{a} {_OPERATORS[type(sign)]} {b}' for a, sign, b in pairs)})"
        case ast.IfExp(test, body, orelse):
            return f"({_expression(test)} ? {_expression(body)} : {_expression(orelse)})"
        case ast.Call(ast.Name(name), arguments, []):
            return f"{_OWN}{name}({', '.join(map(_expression, arguments))})"
        case ast.Call(ast.Attribute(ast.Name("math"), name), arguments, []):
            return f"{name}({', '.join(map(_expression, arguments))})"
    raise UntranslatableError(ast.unparse(node))


def _switches(ops: Sequence[Op], names: Sequence[Sequence[str]]) -> Iterator[str]:
    """What value.c asks about an op: one function each, one case an op."""
    pairs = [(op, written) for op, written in zip(ops, names, strict=True) if op.arity is not None]
    folds = [(op, written) for op, written in zip(ops, names, strict=True) if op.arity is None]
    yield from _switch("value_of", "a, b", [(op, written[0], _taken(op)) for op, written in pairs])
    yield from _switch(
        "first_partial", "out, a, b", [(op, written[1], f"out, {_taken(op)}") for op, written in pairs]
    )
    yield from _switch(
        "second_partial",
        "out, a, b",
        [(op, written[2], "out, a, b") for op, written in pairs if op.arity == len(written) - 1 > 1],
    )
    yield from _switch("fold", "result, term", [(op, written[0], "result, term") for op, written in folds])
    yield from _switch("term_partial", "out, term", [(op, written[1], "out, term") for op, written in folds])


def _taken(op: Op) -> str:
    return "a" if op.arity == 1 else "a, b"


def _switch(name: str, arguments: str, cases: Iterable[tuple[Op, str, str]]) -> Iterator[str]:
    typed = ", ".join(f"double {argument}" for argument in arguments.split(", "))
    yield ""
    yield f"static inline double {name}(int op, {typed}) {{"
    yield "switch (op) {"
    for op, function, given in cases:
        yield f"case OP_{op.name.upper()}: return {_OWN}{function}({given});"
    yield "default: return 0.0;"
    yield "}"
    yield "}"
