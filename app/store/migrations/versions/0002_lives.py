"""Who made a row, when it was last looked at, and what takes a snapshot down."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0002"
down_revision: Final = "0001"


def upgrade() -> None:
    """Rows that were there before belong to nobody and were looked at when they were last changed."""
    op.add_column("graphs", sa.Column("client", sa.String(32), nullable=False, server_default=""))
    op.add_column("graphs", sa.Column("touched", sa.Float(53), nullable=False, server_default="0"))
    op.add_column("snapshots", sa.Column("client", sa.String(32), nullable=False, server_default=""))
    op.add_column("snapshots", sa.Column("touched", sa.Float(53), nullable=False, server_default="0"))
    op.add_column("snapshots", sa.Column("deletion", sa.String(64), nullable=False, server_default=""))
    op.execute("UPDATE graphs SET touched = changed")
    op.execute("UPDATE snapshots SET touched = made")
    op.create_table(
        "removed",
        sa.Column("key", sa.String(44), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("at", sa.Float(53), nullable=False),
    )
    for table in ("graphs", "snapshots"):
        op.create_index(f"{table}_client", table, ["client"])
        op.create_index(f"{table}_touched", table, ["touched"])
