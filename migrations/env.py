"""Alembic's environment: runs migrations on the connection that the workspace hands over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context

from cami_desktop.workspace.tables import metadata


def run(connection: sa.Connection) -> None:
    """Run the migrations on a connection; batch mode, because SQLite alters tables by copying them.

    Raises RuntimeError where foreign keys are on: dropping the old copy of a table would take rows of others along.
    """
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_keys").scalar():
        raise RuntimeError("foreign keys must be off while tables are copied")
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


handed_over = context.config.attributes.get("connection")
if handed_over is not None:
    run(handed_over)
else:
    engine = sa.create_engine(context.config.get_main_option("sqlalchemy.url") or "sqlite://")
    with engine.connect() as own:
        run(own)
