"""Graphs, snapshots and idempotency keys."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0001"
down_revision: Final = None


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "graphs",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("shape", sa.String(64), nullable=False),
        sa.Column("numbers", sa.LargeBinary, nullable=False),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.Column("changed", sa.Float(53), nullable=False),
    )
    op.create_table(
        "shapes",
        sa.Column("graph", sa.String(32), sa.ForeignKey("graphs.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "snapshots",
        sa.Column("key", sa.String(44), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("shape", sa.LargeBinary, nullable=False),
        sa.Column("numbers", sa.LargeBinary, nullable=False),
        sa.Column("page", sa.LargeBinary, nullable=False),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.Column("made", sa.Float(53), nullable=False),
    )
    op.create_table(
        "keys",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("request", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(32), nullable=False),
        sa.Column("until", sa.Float(53), nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("headers", sa.LargeBinary),
        sa.Column("body", sa.LargeBinary),
        sa.Column("bytes", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "probes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("written", sa.String(32), nullable=False),
    )
    op.create_index("graphs_bytes", "graphs", ["bytes"])
    op.create_index("snapshots_bytes", "snapshots", ["bytes"])
    op.create_index("keys_bytes", "keys", ["bytes"])
    op.create_index("keys_until", "keys", ["until"])
