"""Which records a table shows and in which order: gathered, sorted, filtered, and each change put in its place.

What stands in the cells is for model.py.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Signal

from cami_desktop.desktop.tables.columns import shown
from cami_desktop.desktop.tables.order import CHUNK, Key, Narrowing, SortKeys, comes_before, in_order, key_of
from cami_desktop.desktop.tables.slices import Slices
from cami_desktop.records import Field, FieldType, Record
from cami_desktop.words import N_

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

MOST_APART = 50
"""Changed records that are put in their places one by one; of more, the table is put in order as a whole."""

GROW_EVERY = 0.1
"""Seconds between two times that rows found meanwhile are added to those that are shown."""

Index = QModelIndex | QPersistentModelIndex
Where = Callable[[Any], bool]

COUNTRY = Field("country", FieldType.CODE, N_("Country"), code_list="country")
"""The common field that a regional table shows first."""


class RecordRows(QAbstractTableModel):
    """Records of a kind as rows; what is kept is one id a row.

    Up to some thousand rows are in order at once; more are gathered, sorted and filtered in slices (`slices.busy`), and
    what a filter finds is shown as it is found. counted() tells that the number of rows may have changed.
    """

    counted = Signal()

    def __init__(
        self, session: Session, cls: type[Record], columns: Sequence[str] = (), where: Where | None = None
    ) -> None:
        super().__init__()
        self.session = session
        self.cls = cls
        self.fields: list[Field] = []
        self.where = where
        self.sorted_by: SortKeys = ()
        self.typed: dict[str, str] = {}
        self.also: Where | None = None
        self.slices = Slices(self)
        self.slices.paused.connect(lambda: self._grow())
        self._grown = 0.0
        self._order: list[str] = []
        self._ids: list[str] = []
        self._found: list[str] | None = None
        self._begun = False
        self._keys: list[tuple[Key, bool]] = []
        self._name_columns(columns or shown(cls))
        self.reload()

    # What is shown

    @property
    def total(self) -> int:
        """Records of the table, also those that the filters hide."""
        return len(self._order)

    @property
    def filtered(self) -> bool:
        """Whether a filter hides rows."""
        return bool(self.typed) or self.also is not None

    def reload(self) -> None:
        """Read the rows anew."""
        self._arrange(gather=True)

    def set_fields(self, names: Sequence[str]) -> None:
        """Show other columns; a filter or sort of a column that goes, goes with it."""
        self.beginResetModel()
        self._name_columns(names)
        self._forget_texts()
        self.endResetModel()
        here = {field.name for field in self.fields}
        kept = tuple(key for key in self.sorted_by if key[0] in here)
        gone = [name for name in self.typed if name not in here]
        for name in gone:
            del self.typed[name]
        if kept != self.sorted_by:
            self.set_sort(kept)
        elif gone:
            self._arrange()

    def set_filter(self, name: str, typed: str) -> None:
        """Show only rows whose cell contains every typed word, in any spelling."""
        if typed.strip():
            self.typed[name] = typed
        else:
            self.typed.pop(name, None)
        self._arrange()

    def set_also(self, where: Where | None) -> None:
        """Show only rows for which this holds too: a filter of the place, beside those that are typed (None: none)."""
        if where is not None or self.also is not None:
            self.also = where
            self._arrange()

    def set_sort(self, keys: SortKeys) -> None:
        """Sort by fields, the first one first, blanks last; without any, in the order in which records were made."""
        self.sorted_by = keys
        self._arrange(gather=not keys, sort=True)

    def record(self, row: int) -> Record | None:
        """The record in a row."""
        return self.session.find(self._ids[row]) if 0 <= row < len(self._ids) else None

    def row_of(self, id_: str) -> int:
        """The row of a record; -1 where it is not shown."""
        return self._place(self._ids, id_)

    def field_at(self, column: int) -> Field | None:
        """The field of a column."""
        return self.fields[column] if 0 <= column < len(self.fields) else None

    def column_of(self, name: str) -> int:
        """The column of a field; -1 where it is not shown."""
        return next((place for place, field in enumerate(self.fields) if field.name == name), -1)

    # What was stored meanwhile

    def follow(self, ids: set[str], *, hold: bool = False) -> None:
        """Records were stored: put each in its place. With hold, rows stay where a person is working on them."""
        if self.slices.busy:
            self.reload()
            return
        if len(ids) > MOST_APART:
            if hold and ids <= set(self._order):
                self.rewrite()
            else:
                self.reload()
            return
        for id_ in ids:
            self._follow(id_, hold)
        self.counted.emit()

    def rewrite(self) -> None:
        """Write all rows anew where they stand: what they point at has changed."""
        self._forget_texts()
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(self.fields) - 1))

    def _follow(self, id_: str, hold: bool) -> None:
        record = self.session.find(id_)
        belongs = isinstance(record, self.cls) and (self.where is None or self.where(record))
        known = self._place(self._order, id_)
        if known >= 0 and not (belongs and (hold or self._in_place(known, record))):  # type: ignore[arg-type]
            self._move(id_, known, record if belongs else None)
        elif known < 0 and belongs:
            assert record is not None
            self._insert(record)
        else:
            row = self.row_of(id_)
            if row >= 0 and not hold and not self._narrowing().holds(record):  # type: ignore[arg-type]
                self._take_row(row)
            elif row < 0 and belongs and self.filtered and self._narrowing().holds(record):  # type: ignore[arg-type]
                self._put_row(record)  # type: ignore[arg-type]
            elif row >= 0:
                self._forget_row(row)
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.fields) - 1))

    def _in_place(self, place: int, record: Record) -> bool:
        """Whether a record still stands in order between those beside it."""
        if not self._keys:
            return True
        above = self.session.find(self._order[place - 1]) if place else None
        below = self.session.find(self._order[place + 1]) if place + 1 < len(self._order) else None
        return (above is None or comes_before(above, record, self._keys)) and (
            below is None or comes_before(record, below, self._keys)
        )

    def _move(self, id_: str, known: int, record: Record | None) -> None:
        """Take a record from where it stands; with a record, put it where it belongs now."""
        row = self.row_of(id_)
        stays = record is not None and self._narrowing().holds(record)
        if row < 0 or record is None or not stays:
            if row >= 0:
                self._take_row(row)
            if self.filtered or row < 0:
                self._order.remove(id_)
            if record is not None:
                self._insert(record)
            return
        if self.filtered:
            del self._order[known]
            self._order.insert(self._place_for(record, self._order), id_)
        others = self._ids[:row] + self._ids[row + 1 :]
        to = self._place_for(record, others)
        if to != row:
            none = QModelIndex()
            self.beginMoveRows(none, row, row, none, to if to < row else to + 1)
            del self._ids[row]
            self._ids.insert(to, id_)
            self.endMoveRows()
        self.rewrite()

    def _insert(self, record: Record) -> None:
        if self.filtered:
            self._order.insert(self._place_for(record, self._order), record.id)
            if not self._narrowing().holds(record):
                return
        self._put_row(record)

    def _put_row(self, record: Record) -> None:
        row = self._place_for(record, self._ids)
        self.beginInsertRows(QModelIndex(), row, row)
        self._ids.insert(row, record.id)
        self._forget_texts(row)
        self.endInsertRows()

    def _take_row(self, row: int) -> None:
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._ids[row]
        self._forget_texts(row)
        self.endRemoveRows()

    def _place(self, ids: Sequence[str], id_: str) -> int:
        """Where a record is; it is first looked for where it belongs. -1 where it is not."""
        record = self.session.find(id_) if id_ else None
        if isinstance(record, self.cls):
            place = self._place_for(record, ids)
            if place < len(ids) and ids[place] == id_:
                return place
        try:
            return ids.index(id_)
        except ValueError:
            return -1

    def _place_for(self, record: Record, ids: Sequence[str]) -> int:
        """Where a record stands among others that are in order."""
        if not self._keys:
            return bisect_left(ids, record.id)
        low, high = 0, len(ids)
        while low < high:
            middle = (low + high) // 2
            other = self.session.find(ids[middle])
            if other is not None and comes_before(other, record, self._keys):
                low = middle + 1
            else:
                high = middle
        return low

    # Putting in order, in slices

    def _arrange(self, *, gather: bool = False, sort: bool = False) -> None:
        names = {field.name: field for field in self.fields}
        self._keys = [(key_of(self.session, names[name]), down) for name, down in self.sorted_by if name in names]
        # Work that is broken off here may have been gathering or sorting: then it begins again from there.
        self._begun = False
        self._grown = 0.0
        again = self.slices.busy
        self.slices.run(self._steps(gather or again, (sort or gather or again) and bool(self._keys)))

    def _steps(self, gather: bool, sort: bool) -> Iterator[None]:
        order = self._order
        self._found = None
        if gather:
            order = yield from self._gathered(as_found=not (sort or self.filtered))
        if sort:
            order = yield from in_order(self.session.records.find, order, self._keys)
        self._order = order
        found = order
        if self.filtered:
            found = yield from self._narrowed(order)
        if self._begun:
            self._grow(last=True)
        else:
            self._show(found)
        self._found = None
        if not self.filtered:
            # One list for both: a record that comes or goes later is entered once.
            self._order = self._ids

    def _narrowed(self, order: list[str]) -> Generator[None, None, list[str]]:
        narrowing = self._narrowing()
        find = self.session.records.find
        found: list[str] = []
        self._found = found
        for start in range(0, len(order), CHUNK):
            if start:
                yield
            for id_ in order[start : start + CHUNK]:
                record = find(id_)
                if record is not None and narrowing.holds(record):
                    found.append(id_)
        return found

    def _gathered(self, *, as_found: bool) -> Generator[None, None, list[str]]:
        """The ids of the records, as they were made; as_found: they are shown meanwhile."""
        living = self.session.all(self.cls)
        where = self.where
        ids: list[str] = []
        self._found = ids if as_found else None
        for start in range(0, len(living), CHUNK):
            if start:
                yield
            ids += [record.id for record in living[start : start + CHUNK] if where is None or where(record)]
        return ids

    def _show(self, ids: list[str]) -> None:
        self.beginResetModel()
        self._ids = ids
        self._forget_texts()
        self.endResetModel()
        self.counted.emit()

    def _grow(self, *, last: bool = False) -> None:
        """Show what was found so far."""
        found = self._found
        now = time.monotonic()
        if found is None or not (last or now > self._grown + GROW_EVERY):
            return
        self._grown = now
        if not self._begun:
            self._begun = True
            self._show(list(found))
            return
        before = len(self._ids)
        if len(found) > before:
            self.beginInsertRows(QModelIndex(), before, len(found) - 1)
            self._ids += found[before:]
            self._forget_texts()
            self.endInsertRows()
            self.counted.emit()

    def _narrowing(self) -> Narrowing:
        names = {field.name: field for field in self.fields}
        typed = [(names[name], text) for name, text in self.typed.items() if name in names]
        return Narrowing(self.session, typed, self.also)

    def _name_columns(self, names: Sequence[str]) -> None:
        self.fields = [self.cls.field(name) for name in names]
        if self.session.info.regional:
            self.fields.insert(0, COUNTRY)

    def _forget_texts(self, first: int = 0) -> None:
        """The rows from one on are no longer what they were; for a model that keeps their texts."""

    def _forget_row(self, row: int) -> None:
        """One row is no longer what it was."""

    # For the view

    def rowCount(self, parent: Index | None = None) -> int:
        """Rows that are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index | None = None) -> int:
        """Columns that are shown."""
        return 0 if parent is not None and parent.isValid() else len(self.fields)
