"""The line in which a person writes why a warning is right as it stands."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from cami_desktop.words import N_, _


class ReasonLine(QLineEdit):
    """Signals: those of a line (returnPressed gives the reason), and left() with Esc."""

    KEYS = (("Return", N_("Accept with the reason")), ("Esc", N_("Back")))

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Reason"))
        self.setPlaceholderText(_("Why it is right as it stands"))
        self.setToolTip(_("Enter accepts the warning with this reason, Esc goes back"))

    @property
    def reason(self) -> str:
        """What was written, without blanks around it."""
        return self.text().strip()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
