"""The head of a table: names to sort by, and below each a line that filters as one types."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QLineEdit, QTableView

from cami_desktop.words import _

LINE = 26
"""Height of the filter row, in pixels."""


class FilterHeader(QHeaderView):
    """A header with a row of filters."""

    typed = Signal(int, str)

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self.lines: list[QLineEdit] = []
        self.setAccessibleName(_("Columns"))
        self.setSectionsClickable(True)
        self.setSectionsMovable(False)
        self.setHighlightSections(False)
        self.setStretchLastSection(True)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.sectionResized.connect(lambda *_numbers: self.place())
        table.horizontalScrollBar().valueChanged.connect(lambda _value: self.place())

    def set_columns(self, names: list[str]) -> None:
        """Make a filter for each column."""
        for number, name in enumerate(names):
            line = QLineEdit(self)
            line.setPlaceholderText("…")
            line.setAccessibleName(_("Filter by {column}").format(column=name))
            line.textEdited.connect(lambda text, number=number: self.typed.emit(number, text))
            line.show()
            self.lines.append(line)
        self.updateGeometries()

    def sizeHint(self) -> QSize:
        """The names and the filters below them."""
        size = super().sizeHint()
        return QSize(size.width(), size.height() + LINE)

    def updateGeometries(self) -> None:
        """Keep room for the filters."""
        self.setViewportMargins(0, 0, 0, LINE)
        super().updateGeometries()
        self.place()

    def place(self) -> None:
        """Put each filter under its column."""
        top = super().sizeHint().height()
        for number, line in enumerate(self.lines):
            line.setGeometry(self.sectionViewportPosition(number), top, self.sectionSize(number), LINE)

    def clear(self) -> None:
        """Empty every filter."""
        for number, line in enumerate(self.lines):
            if line.text():
                line.clear()
                self.typed.emit(number, "")
