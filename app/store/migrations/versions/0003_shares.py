"""Whose kept answers and taken-down snapshots are, and what each client holds in bytes."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0003"
down_revision: Final = "0002"


def upgrade() -> None:
    """Rows that were there before belong to nobody."""
    for table in ("keys", "removed"):
        op.add_column(table, sa.Column("client", sa.String(32), nullable=False, server_default=""))
    op.create_index("keys_client", "keys", ["client", "bytes"])
    op.create_index("removed_client", "removed", ["client"])
    for table in ("graphs", "snapshots"):
        op.drop_index(f"{table}_client", table)
        op.create_index(f"{table}_client", table, ["client", "bytes"])
