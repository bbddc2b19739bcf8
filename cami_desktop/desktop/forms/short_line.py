"""A line that ends in … where its text is longer than it, while nobody types in it."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QToolButton

_ASIDE = 2
"""Pixels that Qt keeps free at both sides of the text of a line."""


class ShortLine(QLineEdit):
    """A line whose text is seen from its beginning and shortened with a sign; in focus it is as any line."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame and the shortened text where it does not fit."""
        shown = self.shown_text()
        if self.hasFocus() or shown == self.text():
            super().paintEvent(event)
            return
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option, painter, self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self._room(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)

    def shown_text(self) -> str:
        """What is seen of the text while nobody types in it."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self._room().width())

    def _room(self) -> QRect:
        """Where the text stands: without the frame, and without the marks at the ends."""
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        for mark in self.findChildren(QToolButton, options=Qt.FindChildOption.FindDirectChildrenOnly):
            # isVisibleTo, since a line that is not shown yet is measured too.
            if mark.isVisibleTo(self) and mark.x() > self.width() / 2:
                room.setRight(min(room.right(), mark.x() - 1))
        return room.adjusted(_ASIDE, 0, -_ASIDE, 0)
