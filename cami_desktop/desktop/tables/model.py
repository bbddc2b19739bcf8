"""The rows of one kind of record for a table: sorted, filtered, written out block by block as they come into view."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from cami_desktop.desktop.tables.columns import shown
from cami_desktop.desktop.texts import code_text, value_text
from cami_desktop.records import Field, FieldType, Record
from cami_desktop.words import N_, _
from cami_desktop.words.searchkey import search_key

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

# Comparing with Qt.DisplayRole inside data() makes painting several times slower; integers do not.
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_TEXT_ROLES = (_DISPLAY, _TOOLTIP)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

BLOCK = 256
"""Rows that are written out together."""

MOST_BLOCKS = 16
"""Blocks that are kept; what is scrolled away is written out again when it comes back."""

Index = QModelIndex | QPersistentModelIndex
Where = Callable[[Any], bool]

COUNTRY = Field("country", FieldType.CODE, N_("Country"), code_list="country")
"""The common field that a regional table shows first."""


class RecordTableModel(QAbstractTableModel):
    """Records of a kind as rows. What is kept is one id a row; texts are made for the blocks that are looked at."""

    def __init__(
        self, session: Session, cls: type[Record], columns: Sequence[str] = (), where: Where | None = None
    ) -> None:
        super().__init__()
        self.session = session
        self.cls = cls
        self.fields: list[Field] = [cls.field(name) for name in columns or shown(cls)]
        if session.info.regional:
            self.fields.insert(0, COUNTRY)
        self.where = where
        self.total = 0
        self._ids: list[str] = []
        self._places: dict[str, int] = {}
        self._blocks: OrderedDict[int, list[tuple[str, ...]]] = OrderedDict()
        self._sort: tuple[int, bool] | None = None
        self._filters: dict[int, str] = {}
        self.reload()

    # What is shown

    def reload(self) -> None:
        """Read the rows anew."""
        self.beginResetModel()
        rows = list(self.session.all(self.cls, self.where))
        self.total = len(rows)
        for column, typed in self._filters.items():
            rows = [record for record in rows if self._matches(record, column, typed)]
        if self._sort is not None:
            column, down = self._sort
            rows = self._sorted(rows, self.fields[column], down)
        self._ids = [record.id for record in rows]
        self._places = {id_: number for number, id_ in enumerate(self._ids)}
        self._blocks.clear()
        self.endResetModel()

    def set_filter(self, column: int, typed: str) -> None:
        """Show only rows whose cell contains every typed word, in any spelling."""
        if typed.strip():
            self._filters[column] = typed
        else:
            self._filters.pop(column, None)
        self.reload()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, blanks last; -1 gives the order in which records were made."""
        self._sort = None if column < 0 else (column, order == Qt.SortOrder.DescendingOrder)
        self.reload()

    @property
    def filtered(self) -> bool:
        """Whether a filter hides rows."""
        return bool(self._filters)

    def record(self, row: int) -> Record | None:
        """The record in a row."""
        return self.session.find(self._ids[row]) if 0 <= row < len(self._ids) else None

    def row_of(self, id_: str) -> int:
        """The row of a record; -1 where it is not shown."""
        return self._places.get(id_, -1)

    # For the view

    def rowCount(self, parent: Index | None = None) -> int:
        """Rows that are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index | None = None) -> int:
        """Columns that are shown."""
        return 0 if parent is not None and parent.isValid() else len(self.fields)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """The text of a cell, also as its tooltip; figures stand right."""
        if role in _TEXT_ROLES:
            return self.text(index.row(), index.column())
        if role == _ALIGN:
            return _RIGHT if self.fields[index.column()].type.numeric else _LEFT
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """The label of a column; its help as tooltip."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.fields):
            return None
        field = self.fields[section]
        if role == _DISPLAY:
            return f"{_(field.label)} ({_(field.unit)})" if field.unit else _(field.label)
        if role == _TOOLTIP:
            return _(field.help) or _(field.label)
        if role == _ALIGN:
            return _RIGHT if field.type.numeric else _LEFT
        return None

    def text(self, row: int, column: int) -> str:
        """The text of a cell."""
        number = row // BLOCK
        block = self._blocks.get(number)
        if block is None:
            block = [self._texts(id_) for id_ in self._ids[number * BLOCK : (number + 1) * BLOCK]]
            self._blocks[number] = block
            if len(self._blocks) > MOST_BLOCKS:
                self._blocks.popitem(last=False)
        else:
            self._blocks.move_to_end(number)
        return block[row - number * BLOCK][column]

    # Inside

    def _texts(self, id_: str) -> tuple[str, ...]:
        record = self.session.records.get(id_)
        if record is None:
            return ("",) * len(self.fields)
        return tuple(self._cell(record, field) for field in self.fields)

    def _cell(self, record: Record, field: Field) -> str:
        value = getattr(record, field.name)
        text = value_text(self.session, field, value, record.absent.get(field.name, ""))
        return text.replace("\n", " ")

    def _matches(self, record: Record, column: int, typed: str) -> bool:
        field = self.fields[column]
        text = self._cell(record, field)
        value = getattr(record, field.name)
        if field.type.numeric and value is not None:
            text = f"{text} {value}"
        elif field.type is FieldType.CODE and value:
            text = f"{code_text(self.session.catalogue, field.code_list, value)} {value}"
        key = search_key(text)
        return all(word in key for word in search_key(typed).split())

    def _sorted(self, rows: list[Record], field: Field, down: bool) -> list[Record]:
        filled = [record for record in rows if getattr(record, field.name) not in (None, [])]
        blank = [record for record in rows if getattr(record, field.name) in (None, [])]
        if field.type.numeric or field.type in (FieldType.DATE, FieldType.MOMENT, FieldType.CLOCK):
            filled.sort(key=lambda record: getattr(record, field.name), reverse=down)
        else:
            filled.sort(key=lambda record: search_key(self._cell(record, field)), reverse=down)
        return filled + blank
