"""The list of taxa: common and Latin name, and a mark for each section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cami_desktop.desktop import theme
from cami_desktop.desktop.places.sections import Sections, described, sign
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import column
from cami_desktop.records.completeness import SECTIONS, expected_taxa
from cami_desktop.words import _
from cami_desktop.words.searchkey import search_key

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

CODE = int(Qt.ItemDataRole.UserRole)
LATIN = CODE + 1
STATES = CODE + 2
MARK = 14
"""Size of a mark, in pixels."""

WIDTH = 268


class _Rows(QStyledItemDelegate):
    """Two lines: the common name; the Latin name with the marks at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Room for two lines."""
        return QSize(WIDTH, 2 * option.fontMetrics.height() + 12)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a taxon."""
        colours = theme.colours()
        box: QRect = option.rect
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(colours.selection))
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), QColor(colours.accent))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, QColor(colours.hover))
        inner = box.adjusted(SPACE + 4, 5, -SPACE, -5)
        half = inner.height() // 2
        states = index.data(STATES) or []
        right = inner.right() - len(states) * (MARK + 3)
        self._line(painter, option, QRect(inner.left(), inner.top(), inner.width(), half), index.data(0), colours.text)
        latin = QRect(inner.left(), inner.top() + half, right - inner.left() - 4, half)
        self._line(painter, option, latin, index.data(LATIN), colours.muted, italic=True)
        for number, one in enumerate(states):
            at = QRect(right + number * (MARK + 3), latin.center().y() - MARK // 2 + 1, MARK, MARK)
            sign(one).paint(painter, at)
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
        self.list = QListWidget()
        self.list.setAccessibleName(_("Species"))
        self.list.setItemDelegate(_Rows(self.list))
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(self._chosen)
        self.search.returnPressed.connect(self.list.setFocus)
        layout = column(self, self.search, self.list, space=SPACE)
        layout.setContentsMargins(SPACE, SPACE, 0, 0)
        self._fill()
        sections.found.connect(self._mark)

    def choose(self, code: str) -> bool:
        """Choose a taxon; False where the list does not hold it."""
        for number in range(self.list.count()):
            item = self.list.item(number)
            if item.data(CODE) == code:
                if item.isHidden():
                    self.search.clear()
                    self._narrow("")
                self.list.setCurrentItem(item)
                return True
        return False

    def _taxa(self) -> list[str]:
        return expected_taxa(self.session.records, self.session.info.country)

    def _fill(self) -> None:
        for code in self._taxa():
            taxon = self.session.catalogue.all_taxa.get(code)
            item = QListWidgetItem(taxon.name() if taxon else self.session.catalogue.label("taxon", code))
            item.setData(CODE, code)
            item.setData(LATIN, taxon.scientific_name if taxon else "")
            self.list.addItem(item)
        self._mark()

    def _mark(self, _grid: object = None) -> None:
        for number in range(self.list.count()):
            item = self.list.item(number)
            cells = {section: self.sections.cell(section, item.data(CODE)) for section in SECTIONS}
            item.setData(STATES, [cell.state for cell in cells.values() if cell is not None])
            label = self.session.catalogue.label
            lines = [f"{label('section', section)}: {described(cell)}" for section, cell in cells.items() if cell]
            name = f"{item.text()} · {item.data(LATIN)}"
            item.setToolTip("\n".join([name, *lines]))
            item.setData(int(Qt.ItemDataRole.AccessibleTextRole), "; ".join([name, *lines]))

    def _narrow(self, typed: str) -> None:
        words = search_key(typed).split()
        for number in range(self.list.count()):
            item = self.list.item(number)
            taxon = self.session.catalogue.all_taxa.get(item.data(CODE))
            key = search_key(" ".join(taxon.search_names())) if taxon else search_key(item.text())
            item.setHidden(not all(word in key for word in words))

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.picked.emit(item.data(CODE))
