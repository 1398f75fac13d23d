"""The language: a program's text in, a graph with its numbers out.

A program is micrograd-style Python. It is parsed to a syntax tree, checked against an allow-list, built once
into closures and run under budgets; nothing of it ever reaches Python's own ``eval``, ``exec`` or
``getattr``. Knows ``engine``; knows no web and no drawing.
"""

from engine.program.limits import Limits
from engine.program.run import run

__all__ = ["Limits", "run"]
