"""Backlens over HTTP. Knows the engine; knows nothing of the page's elements."""

__version__ = "0.1.0"
