"""What stands in the cells of a table of records: written out block by block as rows come into view."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor

from cami_desktop.desktop import theme
from cami_desktop.desktop.tables.order import cell_text
from cami_desktop.desktop.tables.rows import Index, RecordRows, Where
from cami_desktop.records import Field, Record
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session


# Comparing with Qt.DisplayRole inside data() makes painting several times slower; integers do not.
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_INK = int(Qt.ItemDataRole.ForegroundRole)
_ICON = int(Qt.ItemDataRole.DecorationRole)
_RARE = frozenset({_TOOLTIP, _INK, _ICON})
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

BLOCK = 64
"""Rows that are written out together."""

MOST_BLOCKS = 64
"""Blocks that are kept; what is scrolled away is written out again when it comes back."""

LONGEST_TIP = 2_000
"""Letters of a text that its tooltip shows."""

SHORT = 60
"""Letters that a tooltip shows in one line."""

Cell = tuple[str, str]
"""The id of a record and the name of a field."""

Remark = Callable[[Record, Field], tuple[str, str, str] | None]
"""What a place shows in place of the text of a cell: words, icon and its tone; None for nothing of its own."""


class RecordTableModel(RecordRows):
    """The rows of RecordRows with their texts, which are made for the blocks that are looked at."""

    def __init__(
        self, session: Session, cls: type[Record], columns: Sequence[str] = (), where: Where | None = None
    ) -> None:
        self.refused: dict[Cell, str] = {}
        self.remark: Remark | None = None
        self._blocks: OrderedDict[int, list[tuple[str, ...]]] = OrderedDict()
        self._latest: tuple[int, list[tuple[str, ...]]] = (-1, [])
        self._aligned: list[int] = []
        self._derived: set[int] = set()
        super().__init__(session, cls, columns, where)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """The text of a cell, whole in its tooltip; figures stand right, what was refused is marked."""
        if role == _DISPLAY:
            row = index.row()
            if self.refused and (refused := self._refused(row, index.column())) is not None:
                return refused[0]
            if row // BLOCK == self._latest[0]:
                return self._latest[1][row % BLOCK][index.column()]
            return self.text(row, index.column())
        if role == _ALIGN:
            return self._aligned[index.column()]
        if role not in _RARE:
            return None
        return self._tip(index.row(), index.column()) if role == _TOOLTIP else self._mark(index, role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """The label of a column, its help as tooltip, its place in the sort for those who listen; a row's number."""
        if orientation is not Qt.Orientation.Horizontal:
            return section + 1 if role == _DISPLAY else _RIGHT if role == _ALIGN else None
        if not 0 <= section < len(self.fields):
            return None
        field = self.fields[section]
        if role == _DISPLAY:
            return heading(field)
        if role == _TOOLTIP:
            return _(field.help) or _(field.label)
        if role == _ALIGN:
            return _RIGHT if field.type.numeric else _LEFT
        if role == _SPOKEN:
            return self._spoken(field)
        return None

    def text(self, row: int, column: int) -> str:
        """The text of a cell in one line."""
        number = row // BLOCK
        block = self._blocks.setdefault(number, [])
        # Of a block in which a row came or went, the texts above it are still there.
        block += [self._texts(id_) for id_ in self._ids[number * BLOCK + len(block) : (number + 1) * BLOCK]]
        self._blocks.move_to_end(number)
        if len(self._blocks) > MOST_BLOCKS:
            self._blocks.popitem(last=False)
        self._latest = (number, block)
        return block[row - number * BLOCK][column]

    def whole_text(self, row: int, column: int) -> str:
        """The text of a cell with its line ends, as it is copied."""
        record = self.record(row)
        return cell_text(self.session, record, self.fields[column]) if record is not None else ""

    def refuse(self, cell: Cell, why: str) -> None:
        """Remember that what was typed into a cell could not be stored; the text itself is among the drafts."""
        if why:
            self.refused[cell] = why
        else:
            self.refused.pop(cell, None)
        row, column = self.row_of(cell[0]), self.column_of(cell[1])
        if row >= 0 and column >= 0:
            self.dataChanged.emit(self.index(row, column), self.index(row, column))

    # Inside

    def _mark(self, index: Index, role: int) -> Any:
        """The colour or icon of a cell that is not like the others."""
        if self.refused and self._refused(index.row(), index.column()) is not None:
            return QBrush(QColor(theme.colours().error)) if role == _INK else theme.icon("error", "error")
        if role == _INK and index.column() in self._derived:
            return QBrush(QColor(theme.colours().muted))
        if role == _ICON and self.remark is not None and (record := self.record(index.row())) is not None:
            said = self.remark(record, self.fields[index.column()])
            return theme.icon(*said[1:]) if said is not None else None
        return None

    def _name_columns(self, names: Sequence[str]) -> None:
        super()._name_columns(names)
        self._aligned = [_RIGHT if field.type.numeric else _LEFT for field in self.fields]
        self._derived = {place for place, field in enumerate(self.fields) if field.derived}

    def _forget_texts(self, first: int = 0) -> None:
        number = first // BLOCK
        for later in [known for known in self._blocks if known > number]:
            del self._blocks[later]
        del self._blocks.get(number, [])[first % BLOCK :]
        self._latest = (-1, [])

    def _forget_row(self, row: int) -> None:
        block = self._blocks.get(row // BLOCK, [])
        if row % BLOCK < len(block):
            block[row % BLOCK] = self._texts(self._ids[row])

    def _refused(self, row: int, column: int) -> Cell | None:
        """What was typed and why it was refused, as long as it is neither stored nor taken back."""
        cell = (self._ids[row], self.fields[column].name)
        why = self.refused.get(cell)
        typed = self.session.drafts.text(*cell) if why else None
        return (typed, why or "") if typed is not None else None

    def _tip(self, row: int, column: int) -> str:
        refused = self._refused(row, column) if self.refused else None
        if refused is not None:
            return wrapped(refused[1])
        text = self.whole_text(row, column)
        if self.fields[column].derived:
            text = f"{text}\n{_('The program fills this field.')}".strip()
        record = self.record(row) if self.remark is not None else None
        said = self.remark(record, self.fields[column]) if self.remark is not None and record is not None else None
        return wrapped(f"{text}\n{said[0]}" if said is not None else text)

    def _spoken(self, field: Field) -> str:
        names = [name for name, _down in self.sorted_by]
        if field.name not in names:
            return heading(field)
        place = names.index(field.name)
        words = _("{column}, sorted downward, {n}") if self.sorted_by[place][1] else _("{column}, sorted upward, {n}")
        return words.format(column=heading(field), n=place + 1)

    def _texts(self, id_: str) -> tuple[str, ...]:
        record = self.session.records.get(id_)
        if record is None:
            return ("",) * len(self.fields)
        return tuple(self._shown(record, field).replace("\n", " ") for field in self.fields)

    def _shown(self, record: Record, field: Field) -> str:
        said = self.remark(record, field) if self.remark is not None else None
        return said[0] if said is not None else cell_text(self.session, record, field)


def heading(field: Field) -> str:
    """What stands above a column: the label with the unit."""
    return f"{_(field.label)} ({_(field.unit)})" if field.unit else _(field.label)


def wrapped(text: str) -> str:
    """A text as a tooltip: a long one in lines, and nothing in it taken for marks of a page."""
    if len(text) <= SHORT and "\n" not in text and "<" not in text:
        return text
    cut = text if len(text) <= LONGEST_TIP else f"{text[:LONGEST_TIP]}…"
    return f"<p>{escape(cut).replace(chr(10), '<br>')}</p>"
