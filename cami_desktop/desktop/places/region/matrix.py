"""The matrix of species and range states as a table: words and signs in every cell, tints by quality or kind."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from cami_desktop.desktop import theme
from cami_desktop.desktop.flow import Flow
from cami_desktop.desktop.places.region.words import cell_words
from cami_desktop.desktop.widgets import label, row
from cami_desktop.exchange.regional.said import cell_text, taxon_name
from cami_desktop.synthesis.matrix import CellKind, Matrix, MatrixCell
from cami_desktop.synthesis.matrix_picture import MATRIX_DARK, MATRIX_LIGHT, SHORT_CELL, role_of
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

Index = QModelIndex | QPersistentModelIndex
_CELL = int(Qt.ItemDataRole.UserRole)
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)

COLUMN, ROW = 104, 42
"""Pixels of a cell."""

NAMES = 186
"""Pixels for the names of taxa."""

PATTERNS: Mapping[CellKind, Qt.BrushStyle] = MappingProxyType(
    {
        CellKind.NO_REPORT: Qt.BrushStyle.BDiagPattern,
        CellKind.NOT_SURVEYED: Qt.BrushStyle.Dense6Pattern,
        CellKind.WITHHELD: Qt.BrushStyle.DiagCrossPattern,
        CellKind.ZERO_CONFIRMED: Qt.BrushStyle.HorPattern,
    }
)
"""Kinds of cell without a value differ by pattern and word, not by colour alone."""


def tints() -> Mapping[str, str]:
    """The colours of cells on the paper in force."""
    return MATRIX_DARK if theme.colours().dark else MATRIX_LIGHT


def paint_ground(painter: QPainter, box: QRect, role: str, kind: CellKind) -> None:
    """Fill a cell with its tint and the pattern of its kind."""
    painter.fillRect(box, QColor(tints()[role]))
    if kind in PATTERNS:
        faint = QColor(tints()["line"])
        faint.setAlpha(70)
        painter.fillRect(box, QBrush(faint, PATTERNS[kind]))


class MatrixModel(QAbstractTableModel):
    """Taxa down, range states across."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.matrix: Matrix | None = None
        self.countries: tuple[str, ...] = ()
        self._texts: dict[tuple[str, str], str] = {}

    def show_matrix(self, matrix: Matrix | None, *, everyone: bool) -> None:
        """Show a matrix; only the states that reported anything, or all range states."""
        self.beginResetModel()
        self.matrix = matrix
        self._texts.clear()
        if matrix is not None:
            blank = (CellKind.NO_REPORT, CellKind.NOT_RANGE_STATE)
            spoke = {cell.country for cell in matrix.cells.values() if cell.kind not in blank}
            self.countries = tuple(c for c in matrix.countries if everyone or c in spoke) or matrix.countries
        self.endResetModel()

    def cell(self, index: Index) -> MatrixCell | None:
        """The cell at a place."""
        if self.matrix is None or not index.isValid():
            return None
        return self.matrix.cell(self.matrix.taxa[index.row()], self.countries[index.column()])

    def index_of(self, taxon: str, country: str) -> QModelIndex:
        """The place of a cell; an invalid one where it is not shown."""
        if self.matrix is None or taxon not in self.matrix.taxa or country not in self.countries:
            return QModelIndex()
        return self.index(self.matrix.taxa.index(taxon), self.countries.index(country))

    def rowCount(self, parent: Index | None = None) -> int:
        """Taxa."""
        return 0 if self.matrix is None or (parent is not None and parent.isValid()) else len(self.matrix.taxa)

    def columnCount(self, parent: Index | None = None) -> int:
        """States."""
        return 0 if self.matrix is None or (parent is not None and parent.isValid()) else len(self.countries)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """What a cell says: short in the cell, in full for tooltip and those who listen."""
        if role not in (_DISPLAY, _CELL, _TOOLTIP, _SPOKEN):
            return None
        cell = self.cell(index)
        if cell is None or role == _CELL:
            return cell
        if role == _DISPLAY:
            key = (cell.taxon, cell.country)
            if key not in self._texts:
                self._texts[key] = cell_text(cell, self.session.catalogue)
            return self._texts[key]
        return cell_words(self.session, cell)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Names of states and taxa; the Latin name as tooltip."""
        if self.matrix is None:
            return None
        catalogue = self.session.catalogue
        if orientation is Qt.Orientation.Horizontal:
            code = self.countries[section]
            return catalogue.label("country", code) if role in (_DISPLAY, _TOOLTIP) else None
        code = self.matrix.taxa[section]
        if role == _DISPLAY:
            return taxon_name(catalogue, code)
        if role == _TOOLTIP and code in catalogue.all_taxa:
            return catalogue.all_taxa[code].scientific_name
        return None


class _Cells(QStyledItemDelegate):
    """Paints a cell."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every cell has the same size."""
        return QSize(COLUMN, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Tint, pattern, words."""
        cell: MatrixCell | None = index.data(_CELL)
        if cell is None:
            return
        box: QRect = option.rect.adjusted(1, 1, -1, -1)
        painter.save()
        paint_ground(painter, box, role_of(cell), cell.kind)
        first, _newline, second = str(index.data(_DISPLAY)).partition("\n")
        half = box.height() // 2
        font = QFont(option.font)
        painter.setPen(QColor(tints()["ink"]))
        middle = int(Qt.AlignmentFlag.AlignHCenter)
        inner = box.adjusted(3, 2, -3, -2)
        if second:
            upper, lower = QRect(inner.left(), inner.top(), inner.width(), half), inner.adjusted(0, half - 1, 0, 0)
            painter.drawText(upper, middle | int(Qt.AlignmentFlag.AlignBottom), self._fitted(painter, first, inner))
            font.setPointSizeF(font.pointSizeF() - 1.5)
            painter.setFont(font)
            painter.drawText(lower, middle | int(Qt.AlignmentFlag.AlignTop), second)
        else:
            wrapped = middle | int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(inner.adjusted(-2, -2, 2, 2), wrapped, first)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(QColor(theme.colours().accent), 3))
            painter.drawRect(box.adjusted(1, 1, -2, -2))
        painter.restore()

    @staticmethod
    def _fitted(painter: QPainter, text: str, box: QRect) -> str:
        return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())


class MatrixTable(QTableView):
    """The matrix on the screen. picked(cell) tells the current cell, opened(cell) Enter or a double click."""

    picked = Signal(object)
    opened = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.cells = MatrixModel(session)
        self.setModel(self.cells)
        self.setAccessibleName(_("Species and range states"))
        self.setItemDelegate(_Cells(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setAccessibleName(_("Range states"))
        down.setAccessibleName(_("Species"))
        down.setFixedWidth(NAMES)
        for head in (across, down):
            head.setTextElideMode(Qt.TextElideMode.ElideRight)
        across.setDefaultSectionSize(COLUMN)
        across.setHighlightSections(False)
        across.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(ROW)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setHighlightSections(False)
        down.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.cells.cell(index)))

    def show_matrix(self, matrix: Matrix | None, *, everyone: bool) -> None:
        """Show a matrix, and stay on the same cell."""
        kept = self.cells.cell(self.currentIndex())
        self.cells.show_matrix(matrix, everyone=everyone)
        if matrix is None or not self.cells.rowCount():
            self.picked.emit(None)
            return
        there = self.cells.index_of(kept.taxon, kept.country) if kept is not None else QModelIndex()
        self.setCurrentIndex(there if there.isValid() else self.cells.index(0, 0))

    def choose(self, taxon: str, country: str) -> bool:
        """Go to a cell; False where it is not shown."""
        index = self.cells.index_of(taxon, country)
        if index.isValid():
            self.setCurrentIndex(index)
        return index.isValid()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell the current cell."""
        super().currentChanged(current, previous)
        self.picked.emit(self.cells.cell(current))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens a cell, Ctrl+C copies the whole matrix as a table."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.cells.cell(self.currentIndex()))
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def copy(self) -> str:
        """Put the matrix on the clipboard as tab-separated text, and return it."""
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        columns, rows = range(self.cells.columnCount()), range(self.cells.rowCount())
        lines = [["", *(str(self.cells.headerData(n, across)) for n in columns)]]
        for number in rows:
            texts = (str(self.cells.index(number, n).data()).replace("\n", " ") for n in columns)
            lines.append([str(self.cells.headerData(number, down)), *texts])
        text = "\n".join("\t".join(line) for line in lines)
        QGuiApplication.clipboard().setText(text)
        return text


def legend(session: Session) -> QWidget:
    """What tints and patterns mean."""
    kinds = [kind for kind in CellKind if kind in PATTERNS]
    full = session.catalogue.label
    signs = [(f"cell_{kind.value}", kind, _(SHORT_CELL[kind]), full("matrix_cell", kind.value)) for kind in kinds]
    for code in session.catalogue.codes("data_quality"):
        if f"quality_{code}" in MATRIX_LIGHT:
            signs.append((f"quality_{code}", CellKind.VALUE, code, full("data_quality", code)))
    box = QWidget()
    shown = [_explained(*sign) for sign in signs]
    # The word stays with the first letter when the line is full.
    quality = QWidget()
    quality.setLayout(row(label(_("Quality"), "small", tone="muted"), shown[len(kinds)]))
    shown[len(kinds)] = quality
    box.setLayout(Flow(shown, space=12))
    return box


def _explained(role: str, kind: CellKind, words: str, tip: str) -> QWidget:
    """A tint or pattern and what it means."""
    sign, sample = QWidget(), QLabel()
    sample.setPixmap(_sample(role, kind))
    sign.setLayout(row(sample, label(words, "small", tone="muted"), space=6))
    sign.setToolTip(tip)
    return sign


def _sample(role: str, kind: CellKind) -> QPixmap:
    picture = QPixmap(18, 12)
    painter = QPainter(picture)
    paint_ground(painter, picture.rect(), role, kind)
    painter.setPen(QColor(tints()["line"]))
    painter.drawRect(picture.rect().adjusted(0, 0, -1, -1))
    painter.end()
    return picture
