"""What a change of many records would do, below the table before it is done: the part that all such panels share."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QWidget

from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import button, column, label, row
from cami_desktop.words import N_, _


class Preview(QFrame):
    """A panel with a heading, what the subclass puts in it, and the buttons. closed() when it is done or cancelled."""

    KEYS = (("Ctrl+Return", N_("Apply what the preview shows")), ("Esc", N_("Cancel the preview")))

    closed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.head = label(name, "heading")
        self.summary = label("", wrap=True)
        self.apply_button = button(_("Apply"), self.apply, icon="check", main=True, key="Ctrl+Return")
        self.cancel_button = button(_("Cancel"), self.closed.emit, icon="cancel", hint=_("Cancel (Esc)"))

    def build(self, *parts: QWidget | QLayout, more: QWidget | None = None, fills: bool = False) -> None:
        """Put the parts below the summary; more is a button beside the others; fills: the last part takes all room."""
        bar: QHBoxLayout = row(self.apply_button, self.cancel_button, *([more] if more is not None else []), None)
        box = column(self, self.head, self.summary, *parts, bar)
        box.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, SPACE)
        if fills:
            box.setStretch(1 + len(parts), 1)
        else:
            box.addStretch(1)

    def apply(self) -> None:
        """Do what is shown."""
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc cancels."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
