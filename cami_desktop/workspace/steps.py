"""What lists on the screen ask of the history: steps to undo and redo, the latest ones, and many records' changes.

It only reads; how a step is taken back is in undo.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from cami_desktop.records import KINDS, Record
from cami_desktop.workspace import history, tables
from cami_desktop.workspace.history import Change, Entry
from cami_desktop.workspace.images import chunks
from cami_desktop.workspace.transaction import read_records

if TYPE_CHECKING:
    from cami_desktop.workspace.workspace import Workspace


FARTHEST = 1_000
"""Steps that are gone back or forth at once at most."""

_counted: WeakKeyDictionary[Workspace, dict[int, int]] = WeakKeyDictionary()
"""How many records a change touched, by its number: it never changes, and of an import it takes long."""


@dataclass(frozen=True, slots=True)
class Step:
    """A change that can be undone or done again; entries are told where it touched one record only."""

    change: Change
    records: int
    entries: Sequence[Entry]


def undo_steps(workspace: Workspace, limit: int) -> list[Step]:
    """The steps that undo takes back, one by one, the next one first."""
    with workspace.reading() as connection:
        return [_step(workspace, connection, change) for change in history.undo_stack(connection, limit)]


def redo_steps(workspace: Workspace, limit: int) -> list[Step]:
    """The steps that redo does again, one by one, the next one first."""
    with workspace.reading() as connection:
        return [_step(workspace, connection, change) for change in history.redo_stack(connection, limit)]


def steps_through(workspace: Workspace, change_id: int, *, backwards: bool) -> list[Step]:
    """The steps from the next one to that change, in the order in which they are taken; none where it is not ahead."""
    with workspace.reading() as connection:
        stack = (history.undo_stack if backwards else history.redo_stack)(connection, FARTHEST)
        place = next((place for place, change in enumerate(stack) if change.id == change_id), -1)
        return [_step(workspace, connection, change) for change in stack[: place + 1]]


def touched_since(workspace: Workspace, change_id: int) -> dict[str, list[str]]:
    """The ids of all records that changes after that one touched, by kind."""
    entry = tables.history
    query = sa.select(entry.c.kind, entry.c.record_id).where(entry.c.change_id > change_id).distinct()
    found: dict[str, list[str]] = {}
    with workspace.reading() as connection:
        for kind, id_ in connection.execute(query):
            found.setdefault(kind, []).append(id_)
    return found


def records_of(workspace: Workspace, ids: Mapping[str, Sequence[str]]) -> list[Record]:
    """The stored records with these ids by kind, removed ones too; those that left the file are left out."""
    with workspace.reading() as connection:
        return [
            record for kind, known in ids.items() for record in read_records(connection, KINDS[kind], known).values()
        ]


def latest_steps(workspace: Workspace, limit: int) -> list[Step]:
    """The latest changes that touched a record, whoever made them and how, the newest first."""
    change = tables.change
    touched = sa.exists().where(tables.history.c.change_id == change.c.id)
    query = sa.select(change).where(touched).order_by(change.c.id.desc()).limit(limit)
    with workspace.reading() as connection:
        return [_step(workspace, connection, found) for found in history.changes(connection, query)]


def entries_of(workspace: Workspace, ids: Sequence[str]) -> list[Entry]:
    """Every change of some records, oldest first."""
    found: list[Entry] = []
    with workspace.reading() as connection:
        for portion in chunks(list(ids)):
            found += history.read_entries(connection, tables.history.c.record_id.in_(portion))
    return sorted(found, key=lambda entry: entry.change.id)


def once_had(workspace: Workspace, field: str, value: str, change_id: int) -> list[str]:
    """The ids of records from which a change after that one took a value of a field."""
    entry = tables.history
    query = (
        sa.select(entry.c.record_id)
        .where(entry.c.change_id > change_id, entry.c.field == field, entry.c.before == tables.to_json(value))
        .distinct()
    )
    with workspace.reading() as connection:
        return list(connection.execute(query).scalars())


def _step(workspace: Workspace, connection: sa.Connection, change: Change) -> Step:
    mine = tables.history.c.change_id == change.id
    counted = _counted.setdefault(workspace, {})
    if change.id not in counted:
        count = sa.select(sa.func.count(sa.distinct(tables.history.c.record_id))).where(mine)
        counted[change.id] = connection.execute(count).scalar_one()
    records = counted[change.id]
    return Step(change, records, history.read_entries(connection, mine) if records == 1 else ())
