"""The history: what every change did to every field, and how a change is taken back."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from cami_desktop.records import Record, tracked_names
from cami_desktop.records.version import Stamp
from cami_desktop.workspace import tables
from cami_desktop.workspace.tables import to_json

DONE, UNDONE, DROPPED = "done", "undone", "dropped"
"""States of a change: in force; taken back and offered for redo; taken back and passed over by a later edit."""

EXACT = frozenset({"merge", "resolve", "receipt"})
"""Origins of changes that are taken back by putting the very rows back: they hold versions of other replicas."""

UNDOABLE = frozenset({"edit", "import"}) | EXACT
"""Origins of changes that a person takes back one by one."""


@dataclass(frozen=True, slots=True)
class Change:
    """One act that changed records: an edit, an import, a merge, an undo or a redo."""

    id: int
    at: str
    who: str
    origin: str
    label: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Head:
    """What a change says about itself; a blank label is made from the first record that the change touches."""

    at: str
    who: str
    replica: str
    origin: str
    label: str = ""
    reason: str | None = None
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of one record before and after a change."""

    change: Change
    record_id: str
    kind: str
    field: str
    before: Any
    after: Any
    reason: str | None
    stamp: Stamp
    replica: str


def differences(before: Record | None, after: Record) -> dict[str, tuple[Any, Any]]:
    """The tracked fields in which two states of a record differ; a new record differs in all that is filled."""
    blank = type(after)()
    found: dict[str, tuple[Any, Any]] = {}
    for name in tracked_names(type(after)):
        old = getattr(before if before is not None else blank, name)
        new = getattr(after, name)
        if old != new:
            found[name] = (old, new)
    if before is None:
        found["deleted"] = (None, after.deleted)
    return found


def write_change(connection: sa.Connection, head: Head) -> int:
    """Store a change and return its id; a new edit drops what was waiting for redo."""
    if head.undoes is None:
        connection.execute(sa.update(tables.change).where(tables.change.c.state == UNDONE).values(state=DROPPED))
    state = DONE if head.undoes is None and head.origin in UNDOABLE else DROPPED
    result = connection.execute(sa.insert(tables.change).values(state=state, **dataclasses.asdict(head)))
    key = result.inserted_primary_key
    assert key is not None
    return int(key[0])


def entry_row(
    change_id: int, record: Record, name: str, pair: tuple[Any, Any], stamp: Stamp, reason: str | None
) -> dict[str, Any]:
    """One row of the history table."""
    before, after = pair
    return {
        "change_id": change_id,
        "record_id": record.id,
        "kind": record.kind,
        "field": name,
        "before": to_json(before),
        "after": to_json(after),
        "reason": reason,
        "stamp": f"{stamp[0]}:{stamp[1]}",
    }


def read_entries(connection: sa.Connection, where: sa.ColumnElement[bool]) -> list[Entry]:
    """The entries that a condition selects, oldest first."""
    join = tables.history.join(tables.change, tables.history.c.change_id == tables.change.c.id)
    columns: list[Any] = [
        tables.history,
        tables.change.c.at,
        tables.change.c.who,
        tables.change.c.origin,
        tables.change.c.label,
        tables.change.c.reason.label("change_reason"),
        tables.change.c.replica,
    ]
    rows = connection.execute(sa.select(*columns).select_from(join).where(where).order_by(tables.history.c.id))
    return [_entry(row) for row in rows.mappings()]


def _entry(row: sa.RowMapping) -> Entry:
    change = Change(row["change_id"], row["at"], row["who"], row["origin"], row["label"], row["change_reason"])
    replica, _, counter = row["stamp"].partition(":")
    return Entry(
        change=change,
        record_id=row["record_id"],
        kind=row["kind"],
        field=row["field"],
        before=json.loads(row["before"]),
        after=json.loads(row["after"]),
        reason=row["reason"] or row["change_reason"],
        stamp=(replica, int(counter)),
        replica=row["replica"],
    )


def undo_stack(connection: sa.Connection, limit: int) -> list[Change]:
    """The changes in force that a person may take back, the latest (by number, never by clock) first."""
    return _stack(connection, DONE, tables.change.c.id.desc(), limit)


def redo_stack(connection: sa.Connection, limit: int) -> list[Change]:
    """The changes that were taken back and can be done again, the earliest first."""
    return _stack(connection, UNDONE, tables.change.c.id.asc(), limit)


def _stack(connection: sa.Connection, state: str, order: sa.ColumnElement[Any], limit: int) -> list[Change]:
    chosen = tables.change.c.state == state
    return changes(connection, sa.select(tables.change).where(chosen).order_by(order).limit(limit))


def changes(connection: sa.Connection, query: sa.Select[Any]) -> list[Change]:
    """The changes that a query of the table of changes finds, in its order."""
    return [
        Change(row["id"], row["at"], row["who"], row["origin"], row["label"], row["reason"])
        for row in connection.execute(query).mappings()
    ]


def set_state(connection: sa.Connection, change_id: int, state: str) -> None:
    """Mark a change as in force or taken back."""
    connection.execute(sa.update(tables.change).where(tables.change.c.id == change_id).values(state=state))


def targets(entries: Iterable[Entry], *, backwards: bool) -> dict[tuple[str, str], dict[str, Any]]:
    """The field values that taking back (or doing again) the entries gives, by (kind, record id)."""
    values: dict[tuple[str, str], dict[str, Any]] = {}
    ordered: Sequence[Entry] = list(entries)
    for entry in reversed(ordered) if backwards else ordered:
        value = entry.before if backwards else entry.after
        if entry.field == "deleted" and value is None:
            value = True
        values.setdefault((entry.kind, entry.record_id), {})[entry.field] = value
    return values
