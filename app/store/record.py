"""What is handed to the store and what it gives back. Plain data: SQLAlchemy is not needed to speak of it."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from app.store.shape import Shape


def new_id() -> str:
    """The id of a graph: 128 random bits."""
    return secrets.token_hex(16)


def digest(shape: bytes, numbers: bytes, page: bytes) -> str:
    """Equal for equal snapshots."""
    parts = (hashlib.sha256(part).digest() for part in (shape, numbers, page))
    return hashlib.sha256(b"".join(parts)).hexdigest()


@dataclass(frozen=True, slots=True)
class Packed:
    """A graph as bytes: the digest of its structure, the structure (None where it has not changed or is known
    already), the numbers.
    """

    digest: str
    shape: bytes | None
    numbers: bytes


@dataclass(frozen=True, slots=True)
class Row:
    """A stored graph as it was at one moment. shape: None when `known` is not."""

    id: str
    revision: int
    packed: Packed
    known: Shape | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An immutable copy: the structure, the numbers, and how the page showed them, as JSON."""

    key: str
    digest: str
    shape: bytes
    numbers: bytes
    page: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it is kept for a repeated request."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class Claim:
    """A key that a request holds while it runs. is_open: its answer is not kept yet."""

    key: str
    owner: str
    is_open: bool = True
