"""A light look at a program's text before Python's parser sees it: enough to find lines and long sums.

It never refuses a program: what it cannot read is left for the parser to refuse with a better message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    r"""
    (?P<blank>[ \t\f]+|\\(?:\r\n|\r|\n))
  | (?P<newline>\r\n|\r|\n)
  | (?P<comment>\#[^\r\n]*)
  | (?P<string>[rRbBuUfF]{0,2}(?:
        '''(?:[^\\]|\\.)*?''' | \"\"\"(?:[^\\]|\\.)*?\"\"\"
      | '(?:[^'\\\r\n]|\\.)*' | "(?:[^"\\\r\n]|\\.)*"))
  | (?P<name>[^\W\d]\w*)
  | (?P<number>(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?\w*)
  | (?P<open>[(\[{])
  | (?P<close>[)\]}])
  | (?P<op>\*\*=|//=|>>=|<<=|\.\.\.|:=|->|[-+*/%@&|^=!<>]=|\*\*|//|<<|>>|[-+*/%@&|^~<>=.,:;])
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_MAGIC = re.compile(r"[ \t]*[%!][^\r\n]*")


class Token(NamedTuple):
    """A piece of the text. ``newline`` ends a logical line; ``magic`` is a whole line for the notebook."""

    kind: str
    text: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The text's tokens without blanks, comments, and the line ends inside brackets."""
    position, depth, fresh = 0, 0, True
    while position < len(text):
        if fresh and depth == 0 and (magic := _MAGIC.match(text, position)):
            yield Token("magic", magic.group(), position, magic.end())
            position = magic.end()
            continue
        match = _TOKEN.match(text, position)
        assert match is not None  # the last alternative takes any character
        kind, position = str(match.lastgroup), match.end()
        if kind == "newline":
            fresh = True
        elif kind != "blank":
            fresh = False
        depth += {"open": 1, "close": -1 if depth else 0}.get(kind, 0)
        if kind in ("blank", "comment") or (kind == "newline" and depth):
            continue
        yield Token(kind, match.group(), match.start(), match.end())
