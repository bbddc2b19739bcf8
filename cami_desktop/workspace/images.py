"""Row images: rows of the file as they stood before a merge, a decision or a receipt, so that each can be put back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from cami_desktop.workspace import tables
from cami_desktop.workspace.tables import to_json

Row = dict[str, Any]
"""A row as SQLite holds it, by column name."""

_CHUNK = 500


def chunks(keys: Iterable[Any]) -> Iterator[Sequence[Any]]:
    """The keys in portions that one statement can ask for."""
    known = list(keys)
    for start in range(0, len(known), _CHUNK):
        yield known[start : start + _CHUNK]


def read_rows(connection: sa.Connection, table: sa.Table, keys: Iterable[Any]) -> dict[Any, Row]:
    """The rows of a table by primary key, exactly as they are stored; those that are not there are left out."""
    name = _key(table)
    found: dict[Any, Row] = {}
    for portion in chunks(keys):
        marks = ", ".join("?" * len(portion))
        query = f'SELECT * FROM "{table.name}" WHERE "{name}" IN ({marks})'
        rows = connection.exec_driver_sql(query, tuple(portion)).mappings()
        found.update((row[name], dict(row)) for row in rows)
    return found


def keep(connection: sa.Connection, change_id: int, table: sa.Table, keys: Iterable[Any]) -> None:
    """Keep rows as they stand now, before a change writes them; what the change kept before stays as it was kept."""
    wanted = list(keys)
    rows = read_rows(connection, table, wanted)
    _insert(connection, change_id, table, ((key, rows.get(key)) for key in wanted))


def keep_new(connection: sa.Connection, change_id: int, table: sa.Table, keys: Iterable[Any]) -> None:
    """Keep that these rows were not there before a change."""
    _insert(connection, change_id, table, ((key, None) for key in keys))


def _insert(connection: sa.Connection, change_id: int, table: sa.Table, rows: Iterable[tuple[Any, Row | None]]) -> None:
    values = [(change_id, table.name, to_json(key), None if row is None else to_json(row)) for key, row in rows]
    if values:
        connection.exec_driver_sql(
            "INSERT OR IGNORE INTO row_image (change_id, table_name, key, before) VALUES (?, ?, ?, ?)", values
        )


def tables_of(connection: sa.Connection, change_id: int) -> dict[str, list[Any]]:
    """The keys of the rows that a change touched, by table."""
    image = tables.row_image
    query = sa.select(image.c.table_name, image.c.key).where(image.c.change_id == change_id)
    found: dict[str, list[Any]] = {}
    for name, key in connection.execute(query):
        found.setdefault(name, []).append(json.loads(key))
    return found


def swap(connection: sa.Connection, change_id: int, table: sa.Table, keys: Sequence[Any], *, backwards: bool) -> None:
    """Put the rows of a change back as they stood before it or, forwards, as they stood before that was done.

    Going backwards keeps what stands now, for the way forwards.
    """
    column = "before" if backwards else "after"
    for portion in chunks(keys):
        current = read_rows(connection, table, portion)
        if backwards:
            connection.exec_driver_sql(
                "UPDATE row_image SET after = ? WHERE change_id = ? AND table_name = ? AND key = ?",
                [
                    (to_json(current[key]) if key in current else None, change_id, table.name, to_json(key))
                    for key in portion
                ],
            )
        wanted = _images(connection, change_id, table, portion, column)
        _write(connection, table, portion, current, wanted)


def _images(
    connection: sa.Connection, change_id: int, table: sa.Table, keys: Sequence[Any], column: str
) -> dict[Any, Row | None]:
    marks = ", ".join("?" * len(keys))
    query = f"SELECT key, {column} FROM row_image WHERE change_id = ? AND table_name = ? AND key IN ({marks})"
    found = connection.exec_driver_sql(query, (change_id, table.name, *map(to_json, keys)))
    return {json.loads(key): None if text is None else json.loads(text) for key, text in found}


def _write(
    connection: sa.Connection,
    table: sa.Table,
    keys: Sequence[Any],
    current: Mapping[Any, Row],
    wanted: Mapping[Any, Row | None],
) -> None:
    """Bring the rows to the wanted state: removed, changed in place, or put in anew."""
    name = _key(table)
    removed = [(key,) for key in keys if wanted.get(key) is None and key in current]
    if removed:
        connection.exec_driver_sql(f'DELETE FROM "{table.name}" WHERE "{name}" = ?', removed)
    columns = [column.name for column in table.columns]
    rows = [(key, row) for key, row in wanted.items() if row is not None and row != current.get(key)]
    changed = [(*(row[column] for column in columns), key) for key, row in rows if key in current]
    if changed:
        assignments = ", ".join(f'"{column}" = ?' for column in columns)
        connection.exec_driver_sql(f'UPDATE "{table.name}" SET {assignments} WHERE "{name}" = ?', changed)
    added = [tuple(row[column] for column in columns) for key, row in rows if key not in current]
    if added:
        marks = ", ".join("?" * len(columns))
        quoted = ", ".join(f'"{column}"' for column in columns)
        connection.exec_driver_sql(f'INSERT INTO "{table.name}" ({quoted}) VALUES ({marks})', added)


def _key(table: sa.Table) -> str:
    return str(next(iter(table.primary_key.columns)).name)
