"""Backlens over HTTP. Knows the engine and nothing of the page's elements."""

__version__ = "0.1.0"
