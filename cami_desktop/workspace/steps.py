"""What lists on the screen ask of the history: steps to undo and redo, the latest ones, and many records' changes.

It only reads; how a step is taken back is in undo.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from cami_desktop.workspace import history, tables
from cami_desktop.workspace.history import Change, Entry
from cami_desktop.workspace.images import chunks

if TYPE_CHECKING:
    from cami_desktop.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Step:
    """A change that can be undone or done again; entries are told where it touched one record only."""

    change: Change
    records: int
    entries: Sequence[Entry]


def undo_steps(workspace: Workspace, limit: int) -> list[Step]:
    """The steps that undo takes back, one by one, the next one first."""
    with workspace.reading() as connection:
        return [_step(connection, change) for change in history.undo_stack(connection, limit)]


def redo_steps(workspace: Workspace, limit: int) -> list[Step]:
    """The steps that redo does again, one by one, the next one first."""
    with workspace.reading() as connection:
        return [_step(connection, change) for change in history.redo_stack(connection, limit)]


def latest_steps(workspace: Workspace, limit: int) -> list[Step]:
    """The latest changes that touched a record, whoever made them and how, the newest first."""
    change = tables.change
    touched = sa.exists().where(tables.history.c.change_id == change.c.id)
    query = sa.select(change).where(touched).order_by(change.c.id.desc()).limit(limit)
    with workspace.reading() as connection:
        return [_step(connection, found) for found in history.changes(connection, query)]


def entries_of(workspace: Workspace, ids: Sequence[str]) -> list[Entry]:
    """Every change of some records, oldest first."""
    found: list[Entry] = []
    with workspace.reading() as connection:
        for portion in chunks(list(ids)):
            found += history.read_entries(connection, tables.history.c.record_id.in_(portion))
    return sorted(found, key=lambda entry: entry.change.id)


def _step(connection: sa.Connection, change: Change) -> Step:
    mine = tables.history.c.change_id == change.id
    count = sa.select(sa.func.count(sa.distinct(tables.history.c.record_id))).where(mine)
    records = connection.execute(count).scalar_one()
    return Step(change, records, history.read_entries(connection, mine) if records == 1 else ())
