"""Drafts: the text being typed in a field, kept in the workspace beside the records until the field is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from cami_desktop.workspace import tables


@dataclass(frozen=True, slots=True)
class Draft:
    """Text typed into a field and not stored yet; at is when (UTC). It is no part of the history and never leaves."""

    kind: str
    record_id: str
    field: str
    text: str
    at: str


def keep(connection: sa.Connection, draft: Draft) -> None:
    """Keep a draft in the place of an earlier one of the same field."""
    connection.exec_driver_sql(
        "INSERT INTO draft (record_id, field, kind, text, at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (record_id, field) DO UPDATE SET kind = excluded.kind, text = excluded.text, at = excluded.at",
        (draft.record_id, draft.field, draft.kind, draft.text, draft.at),
    )


def read(connection: sa.Connection) -> list[Draft]:
    """Every draft, in the order of records and fields."""
    table = tables.draft
    rows = connection.execute(sa.select(table).order_by(table.c.record_id, table.c.field)).mappings()
    return [Draft(**row) for row in rows]


def drop(connection: sa.Connection, record_id: str, fields: Iterable[str] | None = None) -> None:
    """Forget the drafts of some fields of a record, or of all of them."""
    if fields is None:
        connection.exec_driver_sql("DELETE FROM draft WHERE record_id = ?", (record_id,))
        return
    names = tuple(fields)
    marks = ", ".join("?" * len(names))
    connection.exec_driver_sql(f"DELETE FROM draft WHERE record_id = ? AND field IN ({marks})", (record_id, *names))


def drop_stored(connection: sa.Connection, stored: Mapping[str, Iterable[str]]) -> None:
    """Forget the drafts of fields that were stored, by the ids of their records; hardly any record has one."""
    if len(stored) > 1:
        typed = {row[0] for row in connection.exec_driver_sql("SELECT DISTINCT record_id FROM draft")}
        stored = {id_: fields for id_, fields in stored.items() if id_ in typed}
    for id_, fields in stored.items():
        drop(connection, id_, fields)
