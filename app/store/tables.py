"""The tables, as the newest migration leaves them. A test holds the two equal.

Structure and numbers lie apart: a step writes numbers alone, and a structure that a process knows already is
not read again.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)

METADATA: Final = MetaData()

# One row a stored graph; `shape` is the digest of its structure, and what the process's cache goes by;
# `client` is a digest of who made it; `touched` is when somebody last looked at it.
GRAPHS: Final = Table(
    "graphs",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("revision", BigInteger, nullable=False),
    Column("shape", String(64), nullable=False),
    Column("numbers", LargeBinary, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("changed", Float(53), nullable=False),
    Column("client", String(32), nullable=False, server_default=""),
    Column("touched", Float(53), nullable=False, server_default="0"),
)

# The structure of each graph: its nodes and what its program came to.
SHAPES: Final = Table(
    "shapes",
    METADATA,
    Column("graph", ForeignKey("graphs.id", ondelete="CASCADE"), primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

# Immutable; `key` is the beginning of `digest` as a link writes it; `deletion` is the digest of the key that
# takes it down.
SNAPSHOTS: Final = Table(
    "snapshots",
    METADATA,
    Column("key", String(44), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("shape", LargeBinary, nullable=False),
    Column("numbers", LargeBinary, nullable=False),
    Column("page", LargeBinary, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("made", Float(53), nullable=False),
    Column("client", String(32), nullable=False, server_default=""),
    Column("touched", Float(53), nullable=False, server_default="0"),
    Column("deletion", String(64), nullable=False, server_default=""),
)

# Snapshots that were taken down; they stay down.
REMOVED: Final = Table(
    "removed",
    METADATA,
    Column("key", String(44), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("at", Float(53), nullable=False),
    Column("client", String(32), nullable=False, server_default=""),
)

# One row an Idempotency-Key. `status` is null while its first request runs; `owner` is that request.
KEYS: Final = Table(
    "keys",
    METADATA,
    Column("key", String(64), primary_key=True),
    Column("request", String(64), nullable=False),
    Column("owner", String(32), nullable=False),
    Column("until", Float(53), nullable=False),
    Column("status", Integer),
    Column("headers", LargeBinary),
    Column("body", LargeBinary),
    Column("bytes", BigInteger, nullable=False),
    Column("client", String(32), nullable=False, server_default=""),
)

# What /readyz writes and reads.
PROBES: Final = Table(
    "probes",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("written", String(32), nullable=False),
)

# How much is held is summed from an index, not from the rows.
Index("graphs_bytes", GRAPHS.c.bytes)
Index("snapshots_bytes", SNAPSHOTS.c.bytes)
Index("keys_bytes", KEYS.c.bytes)
Index("keys_until", KEYS.c.until)

# What a client has is counted and summed from an index too; and who goes first.
Index("graphs_client", GRAPHS.c.client, GRAPHS.c.bytes)
Index("graphs_touched", GRAPHS.c.touched)
Index("snapshots_client", SNAPSHOTS.c.client, SNAPSHOTS.c.bytes)
Index("snapshots_touched", SNAPSHOTS.c.touched)
Index("keys_client", KEYS.c.client, KEYS.c.bytes)
Index("removed_client", REMOVED.c.client)
