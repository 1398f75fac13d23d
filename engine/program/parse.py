"""A program's text to a syntax tree, refusing with a place whatever Python's parser refuses or cannot
survive.
"""

from __future__ import annotations

import ast
import re
import threading
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from engine.errors import ProgramError
from engine.program.chains import MARK, Chain, chain, cut
from engine.program.limits import Limits
from engine.program.meter import over
from engine.program.notices import Notice
from engine.program.places import NEWLINE, START, Place, Places, count_code_points, placed
from engine.program.tokens import Token, tokens

# CPython's parser counts its depth in a variable that threads share (CPython #106905).
_LOCK = threading.Lock()
# Levels of the syntax tree; what people write has some 20, and 100 nested parentheses some 110.
DEEPEST = 300
# Signs such as - or `not` in a row, each of which is a level.
MOST_SIGNS = 100
LONGEST_NAME = 64
MOST_DIGITS = 400
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}\Z")
# Letters that stand in for a programmer's own, and what they stand for.
_TYPED = {
    "\u2212": "`-`", "\u2013": "`-`", "\u2014": "`-`", "\u00d7": "`*`", "\u00b7": "`*`", "\u00f7": "`/`",
    "\u201c": "`\"`", "\u201d": "`\"`", "\u2018": "`'`", "\u2019": "`'`", "\u00a0": "a plain space",
    "\u200b": "nothing", "\u2009": "a plain space", "\u202f": "a plain space",
}  # fmt: skip
_CODE_POINT = re.compile(r"\(?U\+([0-9A-F]{4,6})\)?")
_DEEP = "This is nested too deeply to be read."
_SPLIT = "Give a part of it a name on a line of its own."


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed program: its statements, where everything stands, and what was read over."""

    body: list[ast.stmt]
    places: Places
    notices: tuple[Notice, ...]


def parse(text: str, limits: Limits) -> Tree:
    """The text's syntax tree, with long chains as ``Chain`` nodes and columns in code points.

    Raises ProgramError with code ``syntax-error``, ``unsupported`` or ``number-out-of-range``, and
    LimitError.
    """
    text = text.removeprefix("\ufeff")
    places = Places(text)
    if len(text) > limits.text:
        error = over(limits, "text", f"A program has at most {{}} characters; this text has {len(text):,}.")
        raise placed(error, places.at(limits.text))
    _check_letters(text, places)
    found = list(tokens(text))
    notices, text = _read_over(text, found, places)
    _check_tokens(found, places)
    short, cuts = cut(text, found)
    tree = _parse(short, places)
    assert isinstance(tree, ast.Module)  # mode exec gives nothing else
    chains = {
        piece.letter: chain(piece, lambda offset, part: _parse_term(part, places, offset)) for piece in cuts
    }
    roots = [*tree.body, *chains.values()]
    _check_tree(roots, places)
    _put_back(list(chains.values()), chains)
    _put_back([tree], chains)
    return Tree(tree.body, places, notices)


def _check_letters(text: str, places: Places) -> None:
    """Refuses what no text file holds: lone surrogates, which have no UTF-8, and null."""
    for match in re.finditer("[\ud800-\udfff\0]", text):
        name = "a null character" if match.group() == "\0" else "half of a surrogate pair"
        error = ProgramError(f"The text holds {name} here, which is no letter.", code="syntax-error")
        raise placed(error, places.at(match.start()))


def _read_over(text: str, found: list[Token], places: Places) -> tuple[tuple[Notice, ...], str]:
    """Blanks the lines that are meant for the notebook and not for Python."""
    notices = []
    for token in found:
        if token.kind == "magic":
            place = places.at(token.start + len(token.text) - len(token.text.lstrip()))
            message = f"`{token.text.strip()[:60]}` is for a notebook and was read over."
            notices.append(Notice("magic", message, place.line, place.column))
            # An indented line may be all that its block has.
            rest = "pass" if token.text[0] in " \t" and len(token.text.strip()) >= 4 else ""
            indent = token.text[: len(token.text) - len(token.text.lstrip())] if rest else ""
            blank = (indent + rest).ljust(len(token.text))
            text = text[: token.start] + blank + text[token.end :]
    return tuple(notices), text


def _check_tokens(found: list[Token], places: Places) -> None:
    signs = 0
    for token in found:
        signs = signs + 1 if token.text in ("-", "+", "~", "not") else 0
        if signs > MOST_SIGNS:
            raise _deep(places.at(token.start))
        if token.kind == "number" and token.text.isdigit() and len(token.text) > MOST_DIGITS:
            raise placed(_too_large(), places.at(token.start, len(token.text)))
        if token.kind == "name" and not token.text.isascii():
            raise placed(_bad_name(token.text), places.at(token.start, len(token.text)))


def _parse(text: str, places: Places, base: Place = START, mode: Literal["exec", "eval"] = "exec") -> ast.AST:
    """Python's parser on a text whose first letter stands at ``base``."""
    try:
        tree = _guarded(text, mode)
    except SyntaxError as error:
        raise _refused(error, base, places) from None
    except (RecursionError, MemoryError, SystemError, ValueError):
        raise _deep(_longest_line(text, base)) from None
    count_code_points(tree, text)
    return tree


def _guarded(text: str, mode: Literal["exec", "eval"]) -> ast.AST:
    with _LOCK, warnings.catch_warnings():
        # Python warns about odd escapes; the program is not ours to warn about.
        warnings.simplefilter("ignore")
        return ast.parse(text, mode=mode)


def _parse_term(part: str, places: Places, offset: int) -> ast.expr:
    """A piece of a chain, in parentheses of its own so that its line ends do not matter."""
    base = places.at(offset)
    shifted = Place(base.line, base.column - 1, base.line, base.column)
    tree = _parse(f"({part}\n)", places, shifted, "eval")
    assert isinstance(tree, ast.Expression)  # mode eval gives nothing else
    for node in ast.walk(tree.body):
        if isinstance(node, (ast.expr, ast.keyword, ast.arg)):
            if node.lineno == 1:
                node.col_offset += shifted.column - 1
            if node.end_lineno == 1 and node.end_col_offset is not None:
                node.end_col_offset += shifted.column - 1
            node.lineno += base.line - 1
            node.end_lineno = (node.end_lineno or 1) + base.line - 1
    return tree.body


def _refused(error: SyntaxError, base: Place, places: Places) -> ProgramError:
    line, column = error.lineno or 1, max(error.offset or 1, 1)
    if line == 1:
        column += base.column - 1
    place = places.hold(base.line + line - 1, column)
    reason = str(error.msg)
    if "integer string conversion" in reason:
        return placed(_too_large(), place)
    if "too many nested parentheses" in reason or "too complex" in reason:
        return _deep(place)
    end = "" if reason.endswith("?") else "."
    sentence = f"Python cannot read this: {reason[:1].lower()}{reason[1:200]}{end}"
    return placed(ProgramError(sentence, code="syntax-error", hint=_pasted(error)), place)


def _pasted(error: SyntaxError) -> str | None:
    """What to do about what comes along when a text is copied from a page or a terminal."""
    reason, line = str(error.msg), error.text or ""
    named = _CODE_POINT.search(reason)
    if named is not None:
        letter = chr(int(named[1], 16))
    else:  # early releases of 3.11 point at the number before the letter
        letter = line[error.offset : error.offset + 1] if error.offset and "literal" in reason else ""
    if letter in _TYPED:
        return f"Write {_TYPED[letter]} instead; this is another letter, as pages and word processors use it."
    if line.lstrip().startswith((">>>", "```")):
        return "Leave out the prompts and fences that stand around the program."
    return None


def _longest_line(text: str, base: Place) -> Place:
    """Where a parser that gave no place most likely gave up."""
    lines = NEWLINE.split(text)
    longest = max(range(len(lines)), key=lambda i: len(lines[i]))
    column = 1 + len(lines[longest]) - len(lines[longest].lstrip()) + (base.column - 1 if longest == 0 else 0)
    return Place(base.line + longest, column, base.line + longest, column + 1)


def _deep(place: Place) -> ProgramError:
    return placed(ProgramError(_DEEP, code="syntax-error", hint=_SPLIT), place)


def _too_large() -> ProgramError:
    return ProgramError(
        "This number is too large: the largest double is about 1.8e308.", code="number-out-of-range"
    )


def _check_tree(body: Sequence[ast.AST], places: Places) -> None:
    """Depth and names, without recursion."""
    stack = [(node, 1) for node in reversed(body)]
    while stack:
        node, depth = stack.pop()
        if depth > DEEPEST:
            raise _deep(places.of(node))
        for name in _names(node):
            if not _NAME.match(name) and not _is_mark(name):
                raise placed(_bad_name(name), places.of(node))
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Name) and _is_mark(child.id) and not isinstance(child.ctx, ast.Load):
                error = ProgramError("A sum or product cannot be assigned to.", code="syntax-error")
                raise placed(error, places.of(child))
            stack.append((child, depth + 1))


def _names(node: ast.AST) -> list[str]:
    match node:
        case ast.Name(id=name) | ast.arg(arg=name) | ast.Attribute(attr=name) | ast.FunctionDef(name=name):
            return [name]
        case ast.keyword(arg=str(name)):
            return [name]
    return []


def _is_mark(name: str) -> bool:
    return len(name) == 1 and ord(name) >= MARK


def _bad_name(name: str) -> ProgramError:
    shown = name if len(name) <= LONGEST_NAME else name[:20] + "…"
    return ProgramError(
        f"`{shown}` cannot be a name here.",
        code="unsupported",
        hint=f"Names are written with A–Z, a–z, 0–9 and _, and have at most {LONGEST_NAME} characters.",
    )


def _put_back(roots: Sequence[ast.AST], chains: dict[str, Chain]) -> None:
    """Replaces each letter that stands for a chain by the chain."""
    stack = list(roots) if chains else []
    while stack:
        node = stack.pop()
        for name, field in ast.iter_fields(node):
            if isinstance(field, list):
                field[:] = [_chain_or(item, chains) for item in field]
                stack.extend(item for item in field if isinstance(item, ast.AST))
            elif isinstance(field, ast.AST):
                setattr(node, name, _chain_or(field, chains))
                stack.append(getattr(node, name))


def _chain_or(item: object, chains: dict[str, Chain]) -> object:
    return chains.get(item.id, item) if isinstance(item, ast.Name) else item
