"""Attributes that are replaced for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def replaced(owner: Any, **attributes: Any) -> Iterator[None]:
    """A block in which an object has these attributes in place of its own."""
    before = {name: getattr(owner, name) for name in attributes}
    for name, thing in attributes.items():
        setattr(owner, name, thing)
    try:
        yield
    finally:
        for name, thing in before.items():
            setattr(owner, name, thing)
