"""What the host of a database may ask of it and do to it."""

from collections.abc import Sequence

from sqlalchemy import func, select

from app.settings import Settings
from app.store.database import Database
from app.store.keys import Keys
from app.store.lives import Lives
from app.store.snapshots import Snapshots
from app.store.tables import GRAPHS, KEYS, REMOVED, SNAPSHOTS
from app.store.usage import Usage


def stats(database: Database) -> dict[str, int]:
    """How many rows there are, and how large."""
    found: dict[str, int] = {}
    with database.read() as connection:
        for table in (GRAPHS, SNAPSHOTS, KEYS):
            sums = select(func.count(), func.coalesce(func.sum(table.c.bytes), 0)).select_from(table)
            count, size = connection.execute(sums).one()
            found |= {table.name: int(count), f"{table.name}, bytes": int(size)}
        clients = select(func.count(func.distinct(GRAPHS.c.client))).where(GRAPHS.c.client != "")
        found["clients with graphs"] = connection.execute(clients).scalar() or 0
        found["snapshots taken down"] = (
            connection.execute(select(func.count()).select_from(REMOVED)).scalar() or 0
        )
    return found


def newest(database: Database, count: int) -> Sequence[tuple[str, int, float, float]]:
    """Key, bytes, and when they were made and last opened, of the newest snapshots."""
    columns = (SNAPSHOTS.c.key, SNAPSHOTS.c.bytes, SNAPSHOTS.c.made, SNAPSHOTS.c.touched)
    with database.read() as connection:
        rows = connection.execute(select(*columns).order_by(SNAPSHOTS.c.made.desc()).limit(count))
        return [(row.key, row.bytes, row.made, row.touched) for row in rows]


def purge(database: Database, now: float, days: float, most: int) -> int:
    """Drop graphs and snapshots that nobody has looked at for so many days; how many."""
    with database.write() as connection:
        return Lives(days, days, 0, 0).expire(connection, now, most)


def snapshots(database: Database, settings: Settings) -> Snapshots:
    """To take them down."""
    usage = Usage(settings.stored_graphs, settings.stored_megabytes)
    return Snapshots(database, usage, Keys(database, usage, 0.0, 0, 0), Lives(0.0, 0.0, 0, 0))
