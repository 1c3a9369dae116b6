"""Alembic's entry: runs one service's line in the connection that it is given."""

from alembic import context

config = context.config
schema = config.attributes["schema"]
context.configure(
    connection=config.attributes["connection"],
    version_table="schema_version",
    version_table_schema=schema,
    include_schemas=True,
    transactional_ddl=True,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
