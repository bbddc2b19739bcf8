"""The head of a table: names to sort by, marks of the order, and below each name a line that filters as one types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QPainter, QPolygonF
from PySide6.QtWidgets import QHeaderView, QLineEdit, QTableView

from cami_desktop.desktop import theme
from cami_desktop.words import _

LINE = 26
"""Height of the filter row, in pixels."""

_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_RIGHT = int(Qt.AlignmentFlag.AlignRight)

MARK = 16
"""Width that the mark of the order needs, in pixels."""


class FilterHeader(QHeaderView):
    """A header with a row of filters. Signals: typed(column, text); sort_wanted(column, whether beside other columns);
    left() when a filter gives the focus back to the table.
    """

    typed = Signal(int, str)
    sort_wanted = Signal(int, bool)
    left = Signal()

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self.lines: list[QLineEdit] = []
        self._marks: dict[int, tuple[int, bool]] = {}
        self._many = False
        self._names_height = 0
        self._settling = False
        self.setAccessibleName(_("Columns"))
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setStretchLastSection(True)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.sectionResized.connect(self._resized)
        self.sectionClicked.connect(self._clicked)
        table.horizontalScrollBar().valueChanged.connect(lambda _value: self.place())

    def set_columns(self, names: Sequence[str], typed: Mapping[int, str] | None = None) -> None:
        """Make a filter for each column; typed is what stands in some already."""
        for line in self.lines:
            line.removeEventFilter(self)
            line.hide()
            line.deleteLater()
        self.lines = []
        for number, name in enumerate(names):
            line = QLineEdit((typed or {}).get(number, ""), self)
            line.setPlaceholderText("…")
            line.setAccessibleName(_("Filter by {column}").format(column=name))
            line.textEdited.connect(lambda text, number=number: self.typed.emit(number, text))
            line.installEventFilter(self)
            line.show()
            self.lines.append(line)
        self.updateGeometries()

    def set_marks(self, marks: Sequence[tuple[int, bool]]) -> None:
        """Show by which columns the rows are sorted, the first one first, each with whether downward."""
        self._marks = {column: (place, down) for place, (column, down) in enumerate(marks, start=1)}
        self._many = len(marks) > 1
        self.viewport().update()

    def resize_columns(self, widths: Sequence[int]) -> None:
        """Give all columns their widths at once, from the left."""
        self._settling = True
        for number, width in enumerate(widths):
            self.resizeSection(number, width)
        self._settling = False
        self.place()

    def sizeHint(self) -> QSize:
        """The names and the filters below them; the width is the table's."""
        return QSize(0, self._top() + LINE)

    def changeEvent(self, event: QEvent) -> None:
        """Names in another font or dress may have another height."""
        self._names_height = 0
        super().changeEvent(event)

    def updateGeometries(self) -> None:
        """Keep room for the filters."""
        self.setViewportMargins(0, 0, 0, LINE)
        super().updateGeometries()
        self.place()

    def place(self) -> None:
        """Put each filter under its column."""
        top = self._top()
        for number, line in enumerate(self.lines):
            line.setGeometry(self.sectionViewportPosition(number), top, self.sectionSize(number), LINE)

    def clear(self) -> None:
        """Empty every filter."""
        for number, line in enumerate(self.lines):
            if line.text():
                line.clear()
                self.typed.emit(number, "")

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """The name, and beside it which way the column is sorted; of several columns also as which."""
        painter.save()
        super().paintSection(painter, rect, logicalIndex)
        painter.restore()
        if logicalIndex in self._marks:
            align = self.model().headerData(logicalIndex, Qt.Orientation.Horizontal, _ALIGN)
            self._paint_mark(painter, rect, *self._marks[logicalIndex], right=bool(align & _RIGHT))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Down in a filter go to the rows; Esc empties it first."""
        leaving = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down, Qt.Key.Key_Escape)
        pressed = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if not (pressed and isinstance(watched, QLineEdit) and event.key() in leaving):  # type: ignore[attr-defined]
            return super().eventFilter(watched, event)
        if event.key() == Qt.Key.Key_Escape and watched.text():  # type: ignore[attr-defined]
            watched.clear()
            self.typed.emit(self.lines.index(watched), "")
        else:
            self.left.emit()
        return True

    def _top(self) -> int:
        """Height of the names, for which Qt would measure a hundred of them each time."""
        if not self._names_height and self.count():
            self.ensurePolished()
            self._names_height = super().sizeHint().height()
        return self._names_height or super().sizeHint().height()

    def _resized(self, _column: int, _before: int, _width: int) -> None:
        if not self._settling:
            self.place()

    def _clicked(self, column: int) -> None:
        self.sort_wanted.emit(column, bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier))

    def _paint_mark(self, painter: QPainter, rect: QRect, place: int, down: bool, *, right: bool) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.colours()
        box = QRect(rect.left() if right else rect.right() - MARK, rect.top() + 1, MARK, rect.height() - 2)
        painter.fillRect(box, QColor(colours.window))
        middle, top = box.center().x() + 0.5, rect.center().y() - (6 if self._many else 2)
        ends = (top, top + 5) if down else (top + 5, top)
        painter.setBrush(QColor(colours.accent))
        painter.setPen(Qt.PenStyle.NoPen)
        triangle = [QPointF(middle - 4, ends[0]), QPointF(middle + 4, ends[0]), QPointF(middle, ends[1])]
        painter.drawPolygon(QPolygonF(triangle))
        if self._many:
            font = painter.font()
            font.setPointSizeF(7.5)
            painter.setFont(font)
            painter.setPen(QColor(colours.text))
            box.setTop(int(top) + 5)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop), str(place))
        painter.restore()
