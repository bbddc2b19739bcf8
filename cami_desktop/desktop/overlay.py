"""A panel above the window that goes away by itself: it closes with Esc or when the focus goes elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from cami_desktop.desktop.theme import SPACE

_STAYS = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
"""Reasons for which the focus goes and comes back: another window, a menu."""

MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
"""Keys that move in a list, also while the line above it has the focus."""


class Overlay(QFrame):
    """A frame in the upper middle of its parent. Signal: closed(). The focus returns to where it was."""

    closed = Signal()

    def __init__(self, parent: QWidget, width: int) -> None:
        super().__init__(parent)
        self.setObjectName("popup")
        self._wide = width
        self._before: QWidget | None = None
        self.hide()

    def watch(self, first: QWidget) -> None:
        """Take this control as the one that has the focus while the panel is open."""
        self.setFocusProxy(first)
        first.installEventFilter(self)

    def come(self) -> None:
        """Show the panel, with the focus in its first control."""
        holder = self.parentWidget()
        assert holder is not None
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self.setFixedWidth(min(self._wide, holder.width() - 4 * SPACE))
        self.adjustSize()
        self.move((holder.width() - self.width()) // 2, 6 * SPACE)
        self.show()
        self.raise_()
        self.setFocus()

    def leave(self) -> None:
        """Hide the panel and give the focus back."""
        if not self.isVisible():
            return
        before, self._before = self._before, None
        self.hide()
        if before is not None and before.isVisible():
            before.setFocus()
        self.closed.emit()

    def pressed(self, event: QKeyEvent) -> bool:
        """What a key does in the watched control; True where it was for the panel."""
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc closes, and so does leaving."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.leave()
                return True
            if watched is self.focusProxy() and self.pressed(event):
                return True
        elif event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            inside = self.isAncestorOf(focus) if (focus := QApplication.focusWidget()) is not None else False
            if event.reason() not in _STAYS and not inside:
                self._before = None
                self.leave()
        return super().eventFilter(watched, event)
