"""Rows as SQLite holds them turned into records one by one, so that a spoilt one can be told and the others kept."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, TypeVar

import sqlalchemy as sa

from cami_desktop.records import Record, tracked_names
from cami_desktop.workspace import tables
from cami_desktop.workspace.tables import Json, to_json

RawRow = dict[str, Any]
L = TypeVar("L")
R = TypeVar("R")


def legible(data: bytes) -> str:
    """A text of the file, spoilt letters shown as U+FFFD instead of stopping the reading."""
    return data.decode("utf-8", "replace")


def paired(left: Iterable[tuple[str, L]], right: Iterable[tuple[str, R]]) -> Iterator[tuple[str, L | None, R | None]]:
    """Two streams in the order of their keys side by side; None where only the other one has the key."""
    lefts, rights = iter(left), iter(right)
    one, other = next(lefts, None), next(rights, None)
    while one is not None or other is not None:
        if other is None or (one is not None and one[0] < other[0]):
            assert one is not None
            yield one[0], one[1], None
            one = next(lefts, None)
        elif one is None or other[0] < one[0]:
            yield other[0], None, other[1]
            other = next(rights, None)
        else:
            yield one[0], one[1], other[1]
            one, other = next(lefts, None), next(rights, None)


def names(table: sa.Table) -> list[str]:
    """The columns of a table in their order."""
    return [column.name for column in table.columns]


def rows(connection: sqlite3.Connection, table: sa.Table, order: str) -> Iterator[RawRow]:
    """Every row of a table by column name, in an order. Raises the driver's errors."""
    columns = names(table)
    listed = ", ".join(f'"{name}"' for name in columns)
    for row in connection.execute(f'SELECT {listed} FROM "{table.name}" ORDER BY "{order}"'):
        yield dict(zip(columns, row, strict=True))


def record_of(cls: type[Record], row: RawRow) -> Record:
    """The record in a raw row. Raises ValueError where a value is not of the kind that its column holds."""
    table = tables.RECORD_TABLES[cls.kind]
    values = {column.name: _value(column, row[column.name]) for column in table.columns}
    return tables.from_row(cls, values)  # type: ignore[arg-type]


def row_of(record: Record) -> RawRow:
    """A record as SQLite holds it."""
    row = tables.to_row(record)
    for column in tables.RECORD_TABLES[record.kind].columns:
        if isinstance(column.type, Json):
            row[column.name] = to_json(row[column.name]) if row[column.name] else None
    return row


def _value(column: sa.Column[Any], value: Any) -> Any:
    if value is None:
        if not column.nullable:
            raise ValueError(f"{column.name} is blank")
        return None
    if isinstance(column.type, Json):
        if not isinstance(value, str):
            raise ValueError(f"{column.name} is no text")
        return json.loads(value)
    if isinstance(column.type, sa.Boolean):
        if value not in (0, 1):
            raise ValueError(f"{column.name} is neither yes nor no")
        return bool(value)
    wanted: Any = str
    if isinstance(column.type, sa.BigInteger):
        wanted = int
    elif isinstance(column.type, sa.Double):
        wanted = int | float
    if not isinstance(value, wanted):
        raise ValueError(f"{column.name} holds {type(value).__name__}")
    return value


def latest(connection: sqlite3.Connection, kind: str) -> Iterator[tuple[str, dict[str, str | None]]]:
    """By record of a kind, in the order of ids: what the history says each field holds now, as JSON text.

    Raises the driver's errors.
    """
    # SQLite gives the other columns of the row in which the maximum stands (sqlite.org/lang_select.html, 2.5).
    found = connection.execute(
        "SELECT record_id, field, after, max(id) FROM history WHERE kind = ? GROUP BY record_id, field"
        " ORDER BY record_id",
        (kind,),
    )
    for id_, entries in groupby(found, key=lambda row: str(row[0])):
        yield id_, {row[1]: row[2] for row in entries}


def gone(said: dict[str, str | None]) -> bool:
    """Whether the history says that a record is not there at all, because its merge was undone."""
    return said.get("deleted") in (None, "null")


def unlike_history(record: Record, said: dict[str, str | None]) -> dict[str, tuple[str | None, str]]:
    """The fields whose stored value is not the last of the history: JSON text of the history's and the stored one."""
    blank = type(record)()
    found: dict[str, tuple[str | None, str]] = {}
    for name in tracked_names(type(record)):
        stored = to_json(getattr(record, name))
        default = None if name == "deleted" else to_json(getattr(blank, name))
        last = said.get(name, default)
        if last != stored:
            found[name] = (last, stored)
    return found
