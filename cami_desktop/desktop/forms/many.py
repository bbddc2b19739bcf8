"""The editor of several choices: a line that names them and a list with boxes that opens below it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QWidget

from cami_desktop.desktop import theme
from cami_desktop.desktop.forms import adding
from cami_desktop.desktop.forms.choice import ADD
from cami_desktop.desktop.forms.choices import Choice, ChoiceModel, Choices, choices_for, matches
from cami_desktop.desktop.forms.editor import Answer, Editor
from cami_desktop.desktop.forms.short_line import ShortLine
from cami_desktop.desktop.texts import value_text
from cami_desktop.desktop.widgets import ShortLabel, column, label, restyle
from cami_desktop.records import Field
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session


class ManyPopup(QFrame):
    """The list with boxes. Typing narrows it, Up and Down move, Enter ticks, Esc or a click elsewhere closes."""

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._below = parent
        self.setObjectName("popup")
        self._choices: list[Choice] = []
        self._adds: Callable[[str], str] | None = None
        self._add: Callable[[str], str | None] = lambda _text: None
        self.rows = ChoiceModel(set())
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Type to find"))
        self.search.setAccessibleName(_("Find in the list"))
        self.search.installEventFilter(self)
        self.search.textEdited.connect(lambda _text: self._narrow())
        self.view = QListView()
        self.view.setModel(self.rows)
        self.view.setUniformItemSizes(True)
        self.view.setAccessibleName(_("Choices"))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.clicked.connect(lambda index: self._tick(index.row()))
        self.note = ShortLabel("", "small", tone="muted")
        hint = label(_("Enter ticks · Esc closes"), "small", tone="muted")
        column(self, self.search, self.view, self.note, hint, margin=6, space=4)

    def open(
        self, choices: Choices, chosen: list[str], typed: str,
        adds: Callable[[str], str] | None, add: Callable[[str], str | None],
    ) -> None:  # fmt: skip
        """Show the choices with those chosen ticked and first; adds and add make a new record of what was typed."""
        everything = list(choices())
        order = {value: place for place, value in enumerate(chosen)}
        everything.sort(key=lambda choice: order.get(choice.value, len(order)))
        self._choices, self._adds, self._add = everything, adds, add
        self.rows.checked = set(chosen)
        self.note.setVisible(any(choice.note for choice in everything))
        self.search.setText(typed)
        self._narrow()
        below = self._below
        self.resize(max(below.width(), 320), 320)
        self.move(below.mapToGlobal(QPoint(0, below.height() + 1)))
        self.show()
        self.search.setFocus()

    def chosen(self, before: list[str]) -> list[str]:
        """What is ticked: first what was chosen before, in its order, then what is new."""
        ticked = self.rows.checked or set()
        kept = [value for value in before if value in ticked]
        return kept + [choice.value for choice in self._choices if choice.value in ticked - set(kept)]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys typed in the search line move and tick in the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            row = self.view.currentIndex().row()
            match event.key():
                case Qt.Key.Key_Down | Qt.Key.Key_Up:
                    step = 1 if event.key() == Qt.Key.Key_Down else -1
                    self._mark(row + step)
                    return True
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self._tick(row)
                    return True
                case Qt.Key.Key_Tab | Qt.Key.Key_Backtab:
                    self.close()
                    return True
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell that the person is done."""
        super().hideEvent(event)
        self.closed.emit()

    def _narrow(self) -> None:
        typed = self.search.text().strip()
        rows = matches(self._choices, typed)
        if self._adds is not None and typed:
            rows.append(Choice(ADD, self._adds(typed)))
        self.rows.show_rows(rows)
        self._mark(0)

    def _mark(self, row: int) -> None:
        if self.rows.rows:
            marked = max(0, min(row, len(self.rows.rows) - 1))
            self.view.setCurrentIndex(self.rows.index(marked))
            self.note.setText(self.rows.rows[marked].note)
            self.view.setAccessibleDescription(self.note.text())

    def _tick(self, row: int) -> None:
        if not 0 <= row < len(self.rows.rows):
            return
        choice = self.rows.rows[row]
        if choice.value == ADD:
            text = self.search.text().strip()
            added = self._add(text)
            if added is None:
                return
            self._choices.append(Choice(added, text))
            self.search.clear()
            self._narrow()
            row = next(n for n, item in enumerate(self.rows.rows) if item.value == added)
        self.rows.toggle(row)
        self._mark(row)
        self.search.selectAll()


class ManyLine(ShortLine):
    """The line that names what is chosen; Space, Enter, Down, any letter or a click opens the list."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setProperty("picks", True)
        self.locked = False
        arrow = self.addAction(theme.icon("down", "muted"), QLineEdit.ActionPosition.TrailingPosition)
        arrow.setToolTip(_("Show all (Down)"))
        arrow.triggered.connect(lambda: self.wanted.emit(""))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list, with what was typed."""
        opening = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down, Qt.Key.Key_F4)
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if event.key() in opening:
            self.wanted.emit("")
        elif plain and event.text().isprintable() and event.text():
            self.wanted.emit(event.text())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the list."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.wanted.emit("")


class ManyEditor(Editor):
    """Several codes or linked records, in the order in which they were chosen."""

    def __init__(self, field: Field, session: Session) -> None:
        super().__init__(field, session)
        self.line = ManyLine()
        self.chosen: list[str] = []
        self._before: list[str] = []
        self.take_control(self.line)
        self.popup: ManyPopup | None = None
        self.line.wanted.connect(self._open)

    def show_answer(self, answer: Answer) -> None:
        """Show the names of what is chosen."""
        self.chosen = list(answer.value or [])
        self._before = list(self.chosen)
        text = value_text(self.session, self.field, self.chosen, answer.absent)
        self.line.setText(text)
        self.line.setCursorPosition(0)
        self.line.setToolTip(text)

    def read(self) -> Answer:
        """What is chosen."""
        return Answer(list(self.chosen))

    def typed(self) -> str:
        """The values, for keeping."""
        return "; ".join(self.chosen)

    def put_typed(self, text: str) -> None:
        """Choose values that were kept."""
        self.chosen = [part.strip() for part in text.split(";") if part.strip()]

    @property
    def dirty(self) -> bool:
        """Whether the choice differs from what is stored."""
        return self.chosen != self._before

    def keep_shown(self) -> None:
        """Take the choice as what is stored."""
        self._before = list(self.chosen)

    def set_read_only(self, value: bool) -> None:
        """Let the line only be read."""
        self.line.locked = value
        restyle(self.line, "picks", not value)

    def on_focus_out(self) -> None:
        """The list taking the focus is not leaving."""
        if self.popup is None or not self.popup.isVisible():
            super().on_focus_out()

    def _open(self, typed: str) -> None:
        if self.line.locked:
            return
        if self.popup is None:
            self.popup = ManyPopup(self)
            self.popup.closed.connect(self._closed)
        kind = adding.target_of(self.field)
        self.popup.open(
            choices_for(self.session, self.field), self.chosen, typed,
            adding.words_for(kind), lambda text: adding.add_record(self.session, kind, text),
        )  # fmt: skip

    def _closed(self) -> None:
        if self.popup is None:
            return
        self.chosen = self.popup.chosen(self.chosen)
        self.line.setText(value_text(self.session, self.field, self.chosen))
        self.line.setFocus()
        self.left.emit()
