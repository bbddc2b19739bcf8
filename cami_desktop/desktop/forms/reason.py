"""The line in which a person writes why a warning is right as it stands."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from cami_desktop.words import N_, _


class ReasonLine(QLineEdit):
    """Signals: given(reason) with Enter, left() with Esc or after it was given."""

    KEYS = (("Return", N_("Accept with the reason")), ("Esc", N_("Back")))

    given = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Reason"))
        self.setPlaceholderText(_("Why it is right as it stands"))
        self.setToolTip(_("Enter accepts the warning with this reason, Esc goes back"))
        self.hide()

    def open(self) -> None:
        """Show the empty line and go into it."""
        self.clear()
        self.show()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter gives the reason, Esc goes back; a blank reason accepts nothing."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.text().strip():
                self.given.emit(self.text().strip())
                self._leave()
        else:
            super().keyPressEvent(event)

    def _leave(self) -> None:
        self.hide()
        self.left.emit()
