"""Run by Alembic: the migrations, in the transaction that `app.store.migrate` opened."""

from alembic import context

from app.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"], target_metadata=METADATA, transactional_ddl=True
)
context.run_migrations()
