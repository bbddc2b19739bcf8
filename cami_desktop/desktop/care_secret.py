"""A line for a passphrase that can be looked at while it is typed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from cami_desktop.desktop.widgets import row
from cami_desktop.words import _

WIDTH = 320


class SecretLine(QWidget):
    """A passphrase: hidden unless the person wants to see it. given() tells Enter, changed() each letter."""

    given = Signal()
    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.line.setFixedWidth(WIDTH)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.returnPressed.connect(self.given)
        self.line.textChanged.connect(lambda _text: self.changed.emit())
        self.shown = QCheckBox(_("Show"))
        self.shown.setAccessibleName(f"{name}: {_('Show')}")
        self.shown.toggled.connect(self._show)
        self.setLayout(row(self.line, self.shown, None))
        self.setFocusProxy(self.line)

    @property
    def text(self) -> str:
        """What was typed."""
        return self.line.text()

    def clear(self) -> None:
        """Forget what was typed, and hide what will be."""
        self.line.clear()
        self.shown.setChecked(False)

    def again(self) -> None:
        """It was not the right one: the next letter replaces it."""
        self.line.setFocus()
        self.line.selectAll()

    def _show(self, shown: bool) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
