"""A program's text to a syntax tree. What Python's parser refuses or cannot survive is a placed error."""

from __future__ import annotations

import ast
import re
import threading
import warnings
from dataclasses import dataclass

from engine.errors import LimitError, ProgramError
from engine.notices import Notice
from engine.program.budget import over
from engine.program.limits import Limits
from engine.program.places import NEWLINE, Place, Places, count_code_points, placed
from engine.program.tokens import Token, tokens

# CPython's parser counts its depth in a variable that threads share (CPython #106905).
_LOCK = threading.Lock()
# Levels of the syntax tree; what people write has some 20, and 100 nested parentheses some 110. The terms of
# sums are levels too and are counted apart: no Python has been seen to refuse 2,600 levels in all.
DEEPEST = 300
# Signs such as - or `not` in a row, each of which is a level.
MOST_SIGNS = 100
LONGEST_NAME = 64
MOST_DIGITS = 400
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}\Z")
# Characters that look like a programmer's own, and which those are.
_TYPED = {
    "\u2212": "`-`", "\u2013": "`-`", "\u2014": "`-`", "\u00d7": "`*`", "\u00b7": "`*`", "\u00f7": "`/`",
    "\u201c": "`\"`", "\u201d": "`\"`", "\u2018": "`'`", "\u2019": "`'`", "\u00a0": "a plain space",
    "\u200b": "nothing", "\u2009": "a plain space", "\u202f": "a plain space",
}  # fmt: skip
_CODE_POINT = re.compile(r"\(?U\+([0-9A-F]{4,6})\)?")
_DEEP = "This is nested too deeply."
_SPLIT = "Give a part of it a name on a line of its own."
_SPLIT_SUM = "Give a part of it a name on a line of its own, or put the terms in a list and use `sum`."


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed program: its statements, where everything is, and what was skipped."""

    body: list[ast.stmt]
    places: Places
    notices: tuple[Notice, ...]


def parse(text: str, limits: Limits) -> Tree:
    """The text's syntax tree, with columns in code points.

    Raises ProgramError with code ``syntax-error``, ``unsupported`` or ``number-out-of-range``, and
    LimitError.
    """
    text = text.removeprefix("\ufeff")
    places = _places(text, limits.text)
    found = list(tokens(text))
    notices, text = _skip_magic(text, found, places)
    _check_tokens(found, places)
    _check_terms(found, limits, places)
    tree = _parse(text, places)
    _check_tree(tree, limits.terms, places)
    return Tree(tree.body, places, notices)


def parse_python(text: str, longest: int) -> Tree:
    """The tree of a program that Python itself is to run, with columns in code points.

    Lines for the notebook are skipped, and a program that is indented throughout is taken as it is meant.
    Raises ProgramError with code ``syntax-error``, and LimitError for more than ``longest`` characters.
    """
    text = text.removeprefix("\ufeff")
    places = _places(text, longest)
    notices, text = _skip_magic(text, list(tokens(text)), places)
    return Tree(_parse(text, places).body, places, notices)


def _places(text: str, longest: int) -> Places:
    places = Places(text)
    if len(text) > longest:
        error = LimitError(
            f"A program has at most {longest:,} characters; this one has {len(text):,}.",
            limit="text",
            value=longest,
        )
        raise placed(error, places.at(longest))
    _check_letters(text, places)
    return places


def _check_letters(text: str, places: Places) -> None:
    """Refuses what no text file holds: lone surrogates, which have no UTF-8, and null."""
    for match in re.finditer("[\ud800-\udfff\0]", text):
        name = "a null character" if match.group() == "\0" else "half of a surrogate pair"
        error = ProgramError(f"SyntaxError: a program cannot contain {name}.", code="syntax-error")
        raise placed(error, places.at(match.start()))


def _skip_magic(text: str, found: list[Token], places: Places) -> tuple[tuple[Notice, ...], str]:
    """Blanks the lines that are meant for the notebook and not for Python."""
    notices = []
    for token in found:
        if token.kind == "magic":
            place = places.at(token.start + len(token.text) - len(token.text.lstrip()))
            message = "Skipped: a notebook command."
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


# What ends a sum or product, and the operators that bind tighter or precede an operand.
_WORDS = frozenset(
    "and or not in is if else for lambda return assert while elif from import as def yield await del "
    "raise".split()
)
_TIGHT = frozenset(("**", ".", "~", "+", "-", "*"))
_PRODUCT, _SUM = frozenset(("*", "/", "//", "%", "@")), frozenset(("+", "-"))


def _check_terms(found: list[Token], limits: Limits, places: Places) -> None:
    """Refuses a sum or product of too many terms before Python's parser sees it: each is a level of its tree,
    and how many levels a parser takes differs from version to version.
    """
    brackets = [[0, 0]]  # operators so far of the product and of the sum, one pair an open bracket
    is_operand = False
    for token in found:
        counts = brackets[-1]
        if token.kind == "open":
            brackets.append([0, 0])
            is_operand = False
        elif token.kind == "close":
            if len(brackets) > 1:
                brackets.pop()
            is_operand = True
        elif is_operand and token.text in _PRODUCT:
            counts[0] += 1
            is_operand = False
        elif is_operand and token.text in _SUM:
            counts[:] = 0, counts[1] + 1
            is_operand = False
        elif token.kind in ("newline", "magic") or _ends_terms(token):
            counts[:] = 0, 0
            is_operand = False
        else:
            is_operand = token.kind in ("name", "number", "string", "other")
        if max(counts) >= limits.terms:
            error = over(limits, "terms", "A sum or product has at most {} terms.")
            error.hint = _SPLIT_SUM
            raise placed(error, places.at(token.start, len(token.text)))


def _ends_terms(token: Token) -> bool:
    if token.kind == "name":
        return token.text in _WORDS
    return token.kind == "op" and token.text not in _TIGHT


def _parse(text: str, places: Places) -> ast.Module:
    """The text through Python's own parser."""
    try:
        with _LOCK, warnings.catch_warnings():
            # Python warns about odd escapes; the program is not ours to warn about.
            warnings.simplefilter("ignore")
            tree = _indented(text) or ast.parse(text)
    except SyntaxError as error:
        raise refused(error, places) from None
    except (RecursionError, MemoryError, SystemError, ValueError):
        raise _deep(_longest_line(text)) from None
    count_code_points(tree, text)
    return tree


_BEGINS_INDENTED = re.compile(r"(?:[ \t\f]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))*[ \t]+[^\s#]")
_LINE_NUMBER = re.compile(r"(?<=\bline )[0-9]+")


def _indented(text: str) -> ast.Module | None:
    """The tree of a program that is indented throughout, or of a formula that begins with a space; else None.

    It is read as the body of an `if`, so that every line and column is that of the text as it was written.
    """
    if not _BEGINS_INDENTED.match(text):
        return None
    try:
        tree = ast.parse(f"if 1:\n{text}")
    except SyntaxError as error:
        error.lineno = max((error.lineno or 2) - 1, 1)
        error.msg = _LINE_NUMBER.sub(lambda found: str(int(found[0]) - 1), error.msg)
        raise
    around = tree.body[0]
    if len(tree.body) > 1 or not isinstance(around, ast.If) or around.orelse:
        return None  # indented at its beginning alone, which Python refuses
    tree.body = around.body
    ast.increment_lineno(tree, -1)
    return tree


def refused(error: SyntaxError, places: Places) -> ProgramError:
    """What Python says of a string that is not a program, at its place."""
    place = places.hold(error.lineno or 1, max(error.offset or 1, 1))
    reason = str(error.msg)
    if "integer string conversion" in reason:
        return placed(_too_large(), place)
    if "too many nested parentheses" in reason or "too complex" in reason:
        return _deep(place)
    end = "" if reason.endswith("?") else "."
    sentence = f"SyntaxError: {reason[:1].lower()}{reason[1:200]}{end}"
    return placed(ProgramError(sentence, code="syntax-error", hint=_pasted(error)), place)


def _pasted(error: SyntaxError) -> str | None:
    """What to do about what comes along when a program is copied from a page or a terminal."""
    reason, line = str(error.msg), error.text or ""
    named = _CODE_POINT.search(reason)
    if named is not None:
        letter = chr(int(named[1], 16))
    else:  # early releases of 3.11 point at the number before the letter
        letter = line[error.offset : error.offset + 1] if error.offset and "literal" in reason else ""
    if letter in _TYPED:
        return f"Write {_TYPED[letter]} instead: this character only looks like it."
    if line.lstrip().startswith((">>>", "```")):
        return "Remove the prompts and fences around the program."
    return None


def _longest_line(text: str) -> Place:
    """Where a parser that gave no place most likely gave up."""
    lines = NEWLINE.split(text)
    longest = max(range(len(lines)), key=lambda i: len(lines[i]))
    column = 1 + len(lines[longest]) - len(lines[longest].lstrip())
    return Place(longest + 1, column, longest + 1, column + 1)


def _deep(place: Place) -> ProgramError:
    return placed(ProgramError(_DEEP, code="syntax-error", hint=_SPLIT), place)


def _too_large() -> ProgramError:
    return ProgramError(
        "This number is too large: the largest double is about 1.8e308.", code="number-out-of-range"
    )


def _check_tree(tree: ast.Module, terms: int, places: Places) -> None:
    """Depth and names, without recursion."""
    stack: list[tuple[ast.AST, int, int]] = [(node, 1, 0) for node in reversed(tree.body)]
    while stack:
        node, depth, joined = stack.pop()
        if depth > DEEPEST or joined > 2 * terms:
            raise _deep(places.of(node))
        for name in _names(node):
            if not _NAME.match(name):
                raise placed(_bad_name(name), places.of(node))
        for child in ast.iter_child_nodes(node):
            is_term = isinstance(node, ast.BinOp) and isinstance(child, ast.BinOp) and child is node.left
            stack.append((child, depth + (not is_term), joined + is_term))


def _names(node: ast.AST) -> list[str]:
    match node:
        case ast.Name(id=name) | ast.arg(arg=name) | ast.Attribute(attr=name) | ast.FunctionDef(name=name):
            return [name]
        case ast.keyword(arg=str(name)):
            return [name]
    return []


def _bad_name(name: str) -> ProgramError:
    shown = name if len(name) <= LONGEST_NAME else name[:20] + "…"
    return ProgramError(
        f"`{shown}` cannot be used as a name here.",
        code="unsupported",
        hint=f"A name has A–Z, a–z, 0–9 and _, and at most {LONGEST_NAME} characters.",
    )
