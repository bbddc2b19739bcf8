"""The choices above the contributions: board or table, its columns, which contributions, and finding cards."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSizePolicy, QWidget

from cami_desktop.desktop import settings
from cami_desktop.desktop.forms.choice import ChoiceLine
from cami_desktop.desktop.forms.choices import Choices
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import button, row
from cami_desktop.records.contribution_board import CRITERIA
from cami_desktop.words import N_, _, formats

REMEMBERED = "contribution-board"
"""The key under which is kept whether board or table was shown last, and how."""

BY_WORDS: Mapping[str, str] = {
    "input_kind": N_("By kind of contribution"),
    "pow_items": N_("By Programme of Work item"),
    "taxa": N_("By taxon"),
    "state": N_("By state"),
    "priority": N_("By priority"),
}
"""The criteria of the board, as they are offered."""

WHICH: Mapping[str, str] = {
    "": N_("All contributions"), "translation": N_("Without translation"), "notes": N_("From no note")
}  # fmt: skip
"""Which contributions are shown."""


WIDEST = 260
"""Pixels up to which a choice grows."""


class BoardBar(QWidget):
    """The choices; on_board tells whether the board is shown, not the table, and filter which contributions are shown,
    empty for all. Each change is told: switched(), sorted_by(field), which_changed(), narrowed(text),
    notes_wanted(shown), column_picked(code); left() on Esc or Down, to go back to the cards.
    """

    switched = Signal()
    sorted_by = Signal(str)
    which_changed = Signal()
    narrowed = Signal(str)
    notes_wanted = Signal(bool)
    column_picked = Signal(str)
    left = Signal()

    def __init__(self, columns: Choices) -> None:
        """columns: what cards can be moved to."""
        super().__init__()
        self.on_board = True
        self.filter = ""
        self.turn = button("", self._switch, key="Ctrl+Shift+V", hint=_("Board or table"))
        self.by = _choice(_("Columns of the board"), {code: BY_WORDS[code] for code in CRITERIA})
        self.which = _choice(_("Which contributions"), WHICH)
        self.notes = QCheckBox()
        self.notes.setToolTip(_("Show the notes from which no contribution was made yet"))
        self.finder = QLineEdit()
        self.finder.setPlaceholderText(_("Filter the cards"))
        self.finder.setAccessibleName(_("Filter the cards"))
        self.finder.setClearButtonEnabled(True)
        self.target = ChoiceLine(columns)
        self.target.setAccessibleName(_("Add a column"))
        self.target.setPlaceholderText(_("Add a column"))
        for line in (self.finder, self.target):
            line.setMinimumWidth(60)
            line.installEventFilter(self)
        layout = row(self.turn, self.by, self.which, self.notes, self.finder, self.target, space=6)
        layout.setContentsMargins(SPACE, SPACE, SPACE, 0)
        for place, stretch in ((1, 4), (2, 3), (4, 3), (5, 3)):
            layout.setStretch(place, stretch)
        layout.addStretch(0)
        self.setLayout(layout)
        self._recall()
        self.by.currentIndexChanged.connect(lambda _place: self._sort())
        self.which.currentIndexChanged.connect(lambda _place: self._filter())
        self.finder.textChanged.connect(self.narrowed)
        self.notes.toggled.connect(lambda _on: self._show_notes())
        self.target.picked.connect(self.column_picked)

    @property
    def criterion(self) -> str:
        """The field by which cards are sorted into columns."""
        return str(self.by.currentData())

    def show_all(self) -> None:
        """Leave nothing out any more."""
        self.which.setCurrentIndex(0)
        self.finder.clear()

    def begin_column(self, typed: str) -> None:
        """Look for a column by its name, of which something was typed."""
        self.target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.target.setText(typed)
        self.target.open_list(typed)

    def say_notes(self, n: int) -> None:
        """How many notes are left."""
        self.notes.setText(_("Notes left: {n}").format(n=formats.number(n)))
        self.notes.setEnabled(bool(n) or self.notes.isChecked())

    def arrange(self) -> None:
        """Show what belongs to the board, or to the table."""
        self.turn.setText(_("As a table") if self.on_board else _("As a board"))
        for one in (self.by, self.notes, self.finder, self.target):
            one.setVisible(self.on_board)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc goes back to the cards; so does Down from the line that filters them."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            down = event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter) and watched is self.finder
            if event.key() == Qt.Key.Key_Escape or down:
                if not down and isinstance(watched, QLineEdit):
                    watched.clear()
                self.left.emit()
                return True
        return super().eventFilter(watched, event)

    # Inside

    def _switch(self) -> None:
        self.on_board = not self.on_board
        self._keep()
        self.arrange()
        self.switched.emit()

    def _sort(self) -> None:
        self._keep()
        self.sorted_by.emit(self.criterion)

    def _filter(self) -> None:
        self.filter = str(self.which.currentData() or "")
        self.which_changed.emit()

    def _show_notes(self) -> None:
        self._keep()
        self.notes_wanted.emit(self.notes.isChecked())

    def _keep(self) -> None:
        kept = {"board": self.on_board, "by": self.criterion, "notes": self.notes.isChecked()}
        settings.keep_table_layout(REMEMBERED, json.dumps(kept))

    def _recall(self) -> None:
        try:
            kept: Any = json.loads(settings.table_layout(REMEMBERED) or "{}")
            by, board, notes = kept.get("by"), kept.get("board", True), kept.get("notes", True)
        except (ValueError, AttributeError):
            # Settings that somebody edited by hand are no reason not to show the board.
            by, board, notes = None, True, True
        self.on_board = bool(board)
        self.notes.setChecked(bool(notes))
        self.by.setCurrentIndex(max(self.by.findData(by), 0))
        self.arrange()


def _choice(name: str, offered: Mapping[str, str]) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    # Beside the others it must fit on a small screen; where there is room it grows.
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(5)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    made.setMaximumWidth(WIDEST)
    made.currentTextChanged.connect(made.setToolTip)
    for code, words in offered.items():
        made.addItem(_(words), code)
    return made
