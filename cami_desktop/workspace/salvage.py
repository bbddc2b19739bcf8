"""Reads what can still be read of a damaged table, row by row round the damage, and tells which rows are lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from cami_desktop.workspace import cipher

_STEP = 500
"""Rows asked for at once while the table answers."""

_PATIENCE = 20_000
"""Row numbers in a row that may fail before the rest of a table without a readable index is given up."""

Row = tuple[Any, ...]


class Salvage:
    """One table being read. Iterate over it once; afterwards it knows how many rows were read and lost.

    uncertain: the table has no readable index, so that nobody can say how many rows are lost.
    """

    def __init__(self, connection: sqlite3.Connection, table: str, columns: list[str]) -> None:
        self._connection = connection
        self._table = table
        self._listed = ", ".join(f'"{name}"' for name in columns)
        self.read = 0
        self.lost = 0
        self.uncertain = False

    def __iter__(self) -> Iterator[Row]:
        """Yield every row that can be read, by row number."""
        last = 0
        for number, row in self._in_order():
            last = number
            self.read += 1
            yield row
        if not self.uncertain:
            return
        self.uncertain = False
        yield from self._round_the_damage(last)

    def _in_order(self) -> Iterator[tuple[int, Row]]:
        """Rows until the table does not answer; sets `uncertain` then."""
        query = (
            f'SELECT rowid, {self._listed} FROM "{self._table}" NOT INDEXED'
            f" WHERE rowid > ? ORDER BY rowid LIMIT {_STEP}"
        )
        last, more = -(1 << 62), True
        while more:
            more = False
            try:
                for number, *row in self._connection.execute(query, (last,)):
                    last, more = number, True
                    yield number, tuple(row)
            except cipher.errors("DatabaseError"):
                self.uncertain = True
                return

    def _round_the_damage(self, last: int) -> Iterator[Row]:
        known = self._numbers()
        if known is None:
            yield from self._blindly(last)
            return
        for number in sorted(number for number in known if number > last):
            row = self._row(number)
            if row:
                self.read += 1
                yield row
            else:
                self.lost += 1

    def _row(self, number: int) -> Row | None:
        """One row; None where it cannot be read, an empty one where there is none."""
        query = f'SELECT {self._listed} FROM "{self._table}" NOT INDEXED WHERE rowid = ?'
        try:
            found = self._connection.execute(query, (number,)).fetchone()
        except cipher.errors("DatabaseError"):
            return None
        return tuple(found) if found is not None else ()

    def _numbers(self) -> set[int] | None:
        """The numbers of all rows from an index, which lies on pages of its own; None where none can be read."""
        try:
            indexes = [row[1] for row in self._connection.execute(f'PRAGMA index_list("{self._table}")')]
        except cipher.errors("DatabaseError"):
            return None
        for index in indexes:
            try:
                query = f'SELECT rowid FROM "{self._table}" INDEXED BY "{index}"'
                return {row[0] for row in self._connection.execute(query)}
            except cipher.errors("DatabaseError"):
                continue
        return None

    def _blindly(self, last: int) -> Iterator[Row]:
        """Try row numbers one after the other; how many are lost cannot be known then."""
        self.uncertain = True
        number, failed = last, 0
        while failed < _PATIENCE:
            number += 1
            row = self._row(number)
            failed = 0 if row else failed + 1
            if row:
                self.read += 1
                yield row
