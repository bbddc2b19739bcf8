"""A text of which a small window shows the first lines, and all of it after a press on More."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from cami_desktop.desktop.widgets import button, row, wrapped
from cami_desktop.words import _

LINES = 2
"""Lines that a folded text takes."""

ROOMY = 900
"""Pixels of a window's height from which on nothing is folded: there is room for all of it."""


class FoldedLabel(QLabel):
    """A label that wraps and, while folded, ends in … after the second line. laid() when that may have changed."""

    laid = Signal()

    def __init__(self, level: str = "", *, tone: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("level", level)
        self.setProperty("tone", tone)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.folded = True

    def fold(self, folded: bool) -> None:
        """Show the first lines, or all."""
        self.folded = folded
        self.updateGeometry()
        self.update()

    def longer(self, width: int) -> bool:
        """Whether the text takes more lines than a folded one has, at a width of the whole label."""
        return len(self._lines(width, LINES + 1)) > LINES

    def heightForWidth(self, width: int) -> int:
        """The lines that are shown."""
        whole = super().heightForWidth(width)
        margins = self.contentsMargins()
        few = LINES * self.fontMetrics().lineSpacing() + margins.top() + margins.bottom()
        return min(whole, few) if self._folds() and self.longer(width) else whole

    def minimumSizeHint(self) -> QSize:
        """A line is enough; the layout asks for the height that a width needs."""
        return QSize(self.fontMetrics().averageCharWidth() * 12, self.fontMetrics().lineSpacing())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell that the lines may be others."""
        super().resizeEvent(event)
        self.laid.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the first lines, the last of them shortened; all of it as any label."""
        if not (self._folds() and self.longer(self.width())):
            super().paintEvent(event)
            return
        painter, metrics, room = QPainter(self), self.fontMetrics(), self.contentsRect()
        painter.setPen(self.palette().color(self.foregroundRole()))
        for number, part in enumerate(self._lines(self.width(), LINES)):
            at = QPointF(room.left(), room.top() + number * metrics.lineSpacing() + metrics.ascent())
            painter.drawText(at, part)

    def _folds(self) -> bool:
        return self.folded and self.window().height() < ROOMY

    def _lines(self, width: int, most: int) -> list[str]:
        margins = self.contentsMargins()
        return wrapped(self.text(), self.font(), max(width - margins.left() - margins.right(), 1), most)


class Folding(QWidget):
    """A folded label with the button that shows all of it; the button is there only where something is hidden."""

    def __init__(self, level: str = "", *, tone: str = "") -> None:
        super().__init__()
        self.label = FoldedLabel(level, tone=tone)
        self.label.laid.connect(self._look)
        self.more = button("", self.toggle)
        self.more.hide()
        line = row(self.label)
        line.setStretch(0, 1)
        line.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(line)
        self._say()

    def setText(self, text: str) -> None:
        """Show another text, folded again."""
        if text != self.label.text():
            self.label.setText(text)
            self.label.setToolTip(text)
            self._fold(True)

    def text(self) -> str:
        """All of the text."""
        return self.label.text()

    def toggle(self) -> None:
        """Show all of it, or the first lines."""
        self._fold(not self.label.folded)

    def _fold(self, folded: bool) -> None:
        self.label.fold(folded)
        self._say()
        self._look()

    def _say(self) -> None:
        self.more.setText(_("More") if self.label.folded else _("Less"))
        hint = _("Show all of the text") if self.label.folded else _("Show the first lines only")
        self.more.setToolTip(hint)
        self.more.setAccessibleDescription(hint)

    def _look(self) -> None:
        # Beside the button the text is narrower: what fits only without it would let the button come and go.
        wide = self.label.width() - (0 if self.more.isVisible() else self.more.sizeHint().width() + 8)
        small = self.window().height() < ROOMY
        self.more.setVisible(small and self.label.longer(wide))
