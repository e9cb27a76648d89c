"""Alembic's door. It runs inside `upgrade`, on the connection that holds the lock."""

from alembic import context

from cad.store.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
