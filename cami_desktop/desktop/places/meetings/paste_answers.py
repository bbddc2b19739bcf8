"""One question about a line of a pasted list, with numbered answers: those suggested, somebody new, nobody."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from cami_desktop.desktop import theme
from cami_desktop.desktop.widgets import ShortLabel, column
from cami_desktop.records.participants_match import LEAVE, NEW
from cami_desktop.words import _

LINES = 5
"""Answers that are seen at once."""

_VALUE = int(Qt.ItemDataRole.UserRole)


class AnswerList(QListWidget):
    """The answers. taken(value) on Enter, Space, the answer's figure or a click."""

    taken = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(self._take)

    def value(self, item: QListWidgetItem | None) -> str:
        """What an answer means."""
        return str(item.data(_VALUE)) if item is not None else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space take the marked answer, a figure its own."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._take(self.currentItem())
        elif len(event.text()) == 1 and event.text() in "0123456789":
            self.answer(int(event.text()))
        elif event.key() == Qt.Key.Key_Delete:
            self._take(self._of(LEAVE))
        else:
            super().keyPressEvent(event)

    def answer(self, figure: int) -> None:
        """Take the suggestion of that number from 1; 0 is NEW."""
        if figure == 0:
            self._take(self._of(NEW))
        elif figure <= self.count() and self.value(self.item(figure - 1)) not in (NEW, LEAVE):
            self._take(self.item(figure - 1))

    def _of(self, value: str) -> QListWidgetItem | None:
        return next((self.item(n) for n in range(self.count()) if self.value(self.item(n)) == value), None)

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.taken.emit(self.value(item))


def _nothing() -> QIcon:
    """Room for an icon, so that all answers begin at the same place."""
    empty = QPixmap(16, 16)
    empty.fill(Qt.GlobalColor.transparent)
    return QIcon(empty)


class Answers(QWidget):
    """A question and its answers; picked(value) tells the one that was taken."""

    picked = Signal(str)

    def __init__(self, question: str) -> None:
        super().__init__()
        self.question = question
        self.words = ShortLabel(question, "label")
        self.list = AnswerList(question)
        self.list.taken.connect(self.picked)
        self.setFocusProxy(self.list)
        column(self, self.words, self.list, space=2)
        self.list.setFixedHeight(LINES * (self.fontMetrics().height() + 10))

    def fill(
        self, name: str, known: Sequence[tuple[str, str]], new: str, choice: str, *, without: str | None = None
    ) -> None:
        """Ask about a name: known are ids and words of what it may be, new the words for something new.

        choice is what is decided; without: the words for leaving it out, blank for no such answer.
        """
        self.setEnabled(bool(name))
        self.words.setText(f"{self.question} {name}" if name else self.question)
        self.list.clear()
        if not name:
            return
        out = f"{_('Del')}   {_('Leave the line out')}" if without is None else without and f"–   {without}"
        answers = [(id_, f"{n}   {words}") for n, (id_, words) in enumerate(known, start=1)]
        answers += [(NEW, f"0   {new}"), *([(LEAVE, out)] if out else [])]
        for value, words in answers:
            item = QListWidgetItem(words)
            item.setData(_VALUE, value)
            item.setToolTip(words)
            item.setIcon(theme.icon("saved", "good") if value == choice else _nothing())
            self.list.addItem(item)
            if value == choice:
                self.list.setCurrentItem(item)
        if self.list.currentItem() is None:
            self.list.setCurrentRow(0)

    def answer(self, figure: int) -> None:
        """Take the suggestion of that number from 1; 0 is something new."""
        self.list.answer(figure)
