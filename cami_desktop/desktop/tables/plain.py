"""A table of plain values, not of records: ledgers, plans, totals. It sorts, filters as one types, and copies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QIcon, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem

from cami_desktop.words import _, formats
from cami_desktop.words.searchkey import search_key

_VALUE = int(Qt.ItemDataRole.UserRole)
_SORT = _VALUE + 1
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

HEAD = 35
ROW = 28
"""Heights in pixels of the head and of a row."""

MOST_HEAD = 160
"""Pixels up to which a column becomes wide enough for its heading."""

PORTION = 20
"""Lines that are made at once where a table is filled in slices: about a millisecond."""

Cell = str | int | None


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what stands in each column (figures are grouped and stand right), and the value that it means."""

    cells: Sequence[Cell]
    value: Any = None
    icon: QIcon | None = None
    tip: str = ""


class _Item(QTreeWidgetItem):
    """A line that sorts figures as figures and texts in any script as they are searched."""

    def __lt__(self, other: QTreeWidgetItem) -> bool:
        column = self.treeWidget().sortColumn()
        mine, theirs = self.data(column, _SORT), other.data(column, _SORT)
        if isinstance(mine, int) and isinstance(theirs, int):
            return mine < theirs
        return search_key(self.text(column)) < search_key(other.text(column))


class PlainTable(QTreeWidget):
    """Lines of values. picked(value) tells the current one, opened(value) Enter or a double click on it."""

    picked = Signal(object)
    opened = Signal(object)

    def __init__(self, name: str, heads: Sequence[str], widths: Sequence[int], *, sortable: bool = True) -> None:
        """name is for those who listen; widths are pixels, the last column takes what is left."""
        super().__init__()
        self.setAccessibleName(name)
        self.header().setAccessibleName(_("Columns"))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(True)
        self.setAllColumnsShowFocus(True)
        self.setIconSize(QSize(18, 18))
        self.setHeaderLabels(list(heads))
        for column, width in enumerate(widths):
            self.header().resizeSection(column, width)
        self._hold_heads()
        self._sortable = sortable
        self._most = 0
        self.currentItemChanged.connect(lambda item, _before: self.picked.emit(_value(item)))
        self.itemDoubleClicked.connect(lambda item, _column: self.opened.emit(_value(item)))

    def fill(self, rows: Sequence[Row]) -> None:
        """Show other lines, and stay on the same value where it is still there, else go to the first."""
        for _step in self.filling(rows):
            pass

    def filling(self, rows: Iterable[Row]) -> Iterator[None]:
        """The same, line by line: for thousands it can be done in slices, also while they are made."""
        kept, at = self.value, self.verticalScrollBar().value()
        self.setSortingEnabled(False)
        self.blockSignals(True)
        self.clear()
        self.blockSignals(False)
        shown: list[Row] = []
        portion: list[QTreeWidgetItem] = []
        for one in rows:
            shown.append(one)
            portion.append(self._item(one))
            if len(portion) == PORTION:
                self._add(portion)
                portion = []
                yield
        self._add(portion)
        self._align_heads(shown)
        if self._sortable:
            self.header().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self.setSortingEnabled(True)
        first = self.topLevelItem(0)
        if first is None:
            self.picked.emit(None)
        elif kept is None or not self.choose(kept):
            self.setCurrentItem(first)
        self.verticalScrollBar().setValue(at)

    def _add(self, items: list[QTreeWidgetItem]) -> None:
        self.blockSignals(True)
        self.addTopLevelItems(items)
        self.blockSignals(False)

    def replace(self, number: int, row: Row) -> None:
        """Show something else in a line; it stays where it is, and current where it was."""
        item, fresh = self.topLevelItem(number), self._item(row)
        if item is None:
            return
        for column in range(self.columnCount()):
            for role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole), _SORT):
                item.setData(column, role, fresh.data(column, role))
        item.setData(0, _VALUE, row.value)
        item.setIcon(0, row.icon or QIcon())

    @property
    def value(self) -> Any:
        """The value of the current line; None where there is none."""
        return _value(self.currentItem())

    @property
    def selected(self) -> list[Any]:
        """The values of the selected lines that are shown."""
        return [_value(item) for item in self.selectedItems() if not item.isHidden()]

    @property
    def values(self) -> list[Any]:
        """The values of all lines, as they stand."""
        return [_value(self.topLevelItem(number)) for number in range(self.topLevelItemCount())]

    def choose(self, value: Any) -> bool:
        """Make the line of a value the current one. False where there is none."""
        for number in range(self.topLevelItemCount()):
            item = self.topLevelItem(number)
            if item is not None and _value(item) == value:
                self.setCurrentItem(item)
                return True
        return False

    def narrow(self, typed: str) -> None:
        """Show only lines that contain every typed word, in any spelling."""
        words = search_key(typed).split()
        for number in range(self.topLevelItemCount()):
            item = self.topLevelItem(number)
            if item is not None:
                texts = (item.text(column) for column in range(self.columnCount())) if words else ()
                key = search_key(" ".join(texts))
                item.setHidden(not all(word in key for word in words))

    def fit(self, most: int = 12) -> None:
        """Be as high as the lines need, up to so many; beyond that the table scrolls."""
        self._most = most
        lines = min(max(self.topLevelItemCount(), 1), most)
        wide = self.header().length() > self.viewport().width()
        bar = self.horizontalScrollBar().sizeHint().height() if wide else 0
        self.setFixedHeight(HEAD + lines * ROW + 6 + bar)

    def copy(self) -> str:
        """Put the lines that are shown on the clipboard as tab-separated text with its head, and return it."""
        columns = range(self.columnCount())
        head = self.headerItem()
        shown = [self.topLevelItem(number) for number in range(self.topLevelItemCount())]
        items = [head, *(item for item in shown if item is not None and not item.isHidden())]
        texts = [[item.text(column).replace("\t", " ").replace("\n", " ") for column in columns] for item in items]
        text = "\n".join("\t".join(line) for line in texts)
        QGuiApplication.clipboard().setText(text)
        return text

    def changeEvent(self, event: QEvent) -> None:
        """A heading may need more room once it is dressed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._hold_heads()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the columns need a bar to move along, the lines keep their room."""
        super().resizeEvent(event)
        if self._most and event.size().width() != event.oldSize().width():
            self.fit(self._most)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens a line, Ctrl+C copies the table."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self.opened.emit(self.value)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def _hold_heads(self) -> None:
        """In some languages a heading is wider than anything below it."""
        head = self.header()
        # Qt would keep room for the mark of the order in every heading.
        sorting = head.isSortIndicatorShown()
        head.setSortIndicatorShown(False)
        for column in range(head.count()):
            head.resizeSection(column, max(head.sectionSize(column), min(head.sectionSizeHint(column), MOST_HEAD)))
        head.setSortIndicatorShown(sorting)

    def _align_heads(self, rows: Sequence[Row]) -> None:
        """Let the heading of figures stand right, as they do."""
        head = self.headerItem()
        for column in range(self.columnCount()):
            figures = any(isinstance(row.cells[column], int) for row in rows if column < len(row.cells))
            head.setTextAlignment(column, _RIGHT if figures else _LEFT)

    def _item(self, row: Row) -> QTreeWidgetItem:
        texts = [formats.number(cell) if isinstance(cell, int) else cell or "" for cell in row.cells]
        item = _Item(texts)
        item.setData(0, _VALUE, row.value)
        for column, cell in enumerate(row.cells):
            item.setToolTip(column, row.tip or texts[column])
            if isinstance(cell, int):
                item.setData(column, _SORT, cell)
                item.setTextAlignment(column, _RIGHT)
        if row.icon is not None:
            item.setIcon(0, row.icon)
        return item


def _value(item: QTreeWidgetItem | None) -> Any:
    return item.data(0, _VALUE) if item is not None else None
