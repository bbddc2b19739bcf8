"""The list of taxa: common and Latin name, a mark for each section, and how many of them are done in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cami_desktop.desktop import theme
from cami_desktop.desktop.places.row_list import KEY, RowList, paint_ground
from cami_desktop.desktop.places.sections import Sections, described, sign
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import column
from cami_desktop.records.completeness import SECTIONS, State, expected_taxa
from cami_desktop.words import _
from cami_desktop.words.searchkey import search_key

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

LATIN = KEY + 1
STATES = KEY + 2
MARK = 14
"""Size of a mark, in pixels."""

WIDTH = 216


DONE = (State.COMPLETE, State.NOTHING_TO_REPORT)


def summed(states: Sequence[State]) -> str:
    """How many sections need nothing more, in a word or two; empty while that is not known."""
    done = sum(state in DONE for state in states)
    return _("{n} of {all} done").format(n=done, all=len(states)) if states else ""


class _Rows(QStyledItemDelegate):
    """Three lines: the common name; the Latin name; the marks with their sum in words."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Room for three lines."""
        return QSize(WIDTH, 3 * option.fontMetrics.height() + 12)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a taxon."""
        colours = theme.colours()
        painter.save()
        paint_ground(painter, option)
        inner = option.rect.adjusted(SPACE + 4, 5, -SPACE, -5)
        high = inner.height() // 3
        lines = [QRect(inner.left(), inner.top() + number * high, inner.width(), high) for number in range(3)]
        self._line(painter, option, lines[0], index.data(0), colours.text)
        self._line(painter, option, lines[1], index.data(LATIN), colours.muted, italic=True)
        states = index.data(STATES) or []
        for number, one in enumerate(states):
            at = QRect(inner.left() + number * (MARK + 3), lines[2].center().y() - MARK // 2 + 1, MARK, MARK)
            sign(one).paint(painter, at)
        told = lines[2].adjusted(len(states) * (MARK + 3) + 4, 0, 0, 0)
        self._line(painter, option, told, summed(states), colours.muted)
        painter.restore()

    def _line(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        box: QRect,
        text: str,
        colour: str,
        *,
        italic: bool = False,
    ) -> None:
        font = QFont(option.font)
        font.setItalic(italic)
        if italic:
            font.setPointSizeF(font.pointSizeF() - 1)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)


class TaxonList(QWidget):
    """The taxa a country reports on. picked(code) tells the chosen one."""

    picked = Signal(str)

    def __init__(self, session: Session, sections: Sections) -> None:
        super().__init__()
        self.session = session
        self.sections = sections
        self.setFixedWidth(WIDTH + 2)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Find a species"))
        self.search.setAccessibleName(_("Find a species"))
        self.search.textEdited.connect(self._narrow)
        self.list = RowList(_("Species"), _Rows())
        self.list.currentItemChanged.connect(self._chosen)
        self.search.returnPressed.connect(self.list.setFocus)
        layout = column(self, self.search, self.list, space=SPACE)
        layout.setContentsMargins(SPACE, SPACE, 0, 0)
        self._fill()
        sections.found.connect(self._mark)

    def choose(self, code: str) -> bool:
        """Choose a taxon; False where the list does not hold it."""
        item = self.list.item_of(code)
        if item is None:
            return False
        if item.isHidden():
            self.search.clear()
            self._narrow("")
        self.list.setCurrentItem(item)
        return True

    def _fill(self) -> None:
        for code in expected_taxa(self.session.records, self.session.info.country):
            taxon = self.session.catalogue.all_taxa.get(code)
            item = QListWidgetItem(taxon.name() if taxon else self.session.catalogue.label("taxon", code))
            item.setData(KEY, code)
            item.setData(LATIN, taxon.scientific_name if taxon else "")
            self.list.addItem(item)
        self._mark()

    def _mark(self, _grid: object = None) -> None:
        for item in self.list.items_in_order():
            cells = {section: self.sections.cell(section, item.data(KEY)) for section in SECTIONS}
            item.setData(STATES, [cell.state for cell in cells.values() if cell is not None])
            label = self.session.catalogue.label
            lines = [f"{label('section', section)}: {described(cell)}" for section, cell in cells.items() if cell]
            name = f"{item.text()} · {item.data(LATIN)}"
            item.setToolTip("\n".join([name, *lines]))
            item.setData(int(Qt.ItemDataRole.AccessibleTextRole), "; ".join([name, *lines]))

    def _narrow(self, typed: str) -> None:
        words = search_key(typed).split()
        for item in self.list.items_in_order():
            taxon = self.session.catalogue.all_taxa.get(item.data(KEY))
            key = search_key(" ".join(taxon.search_names())) if taxon else search_key(item.text())
            item.setHidden(not all(word in key for word in words))

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.picked.emit(item.data(KEY))
