"""The editor of one choice: a code or a linked record, found by typing any part of any of its names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

from cami_desktop.desktop import theme
from cami_desktop.desktop.forms import adding
from cami_desktop.desktop.forms.choices import (
    ROLE_CHOICE,
    Choice,
    ChoiceModel,
    Choices,
    Index,
    choices_for,
    matches,
)
from cami_desktop.desktop.forms.editor import Answer, Editor
from cami_desktop.desktop.forms.reading import absent_from_text
from cami_desktop.desktop.forms.short_line import ShortLine
from cami_desktop.desktop.texts import value_text
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import ShortLabel
from cami_desktop.errors import WrongUse
from cami_desktop.records import Field, FieldType
from cami_desktop.words import N_, _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

ADD = "+"
"""The value of the row that adds what was typed as a new record."""

YES_NO = (("true", N_("yes")), ("false", N_("no")))


WIDEST = 400
"""Pixels that a list takes at least, so that long names can be read below a short line."""


NOTE = 26
"""Pixels below the list in which the marked choice is explained, where any of them has an explanation."""


class ChoiceView(QListView):
    """The choices, and below them in a muted line what the catalogue says of the marked one."""

    def __init__(self) -> None:
        super().__init__()
        self.setUniformItemSizes(True)
        self.setAccessibleName(_("Choices"))
        self.note = ShortLabel("", "small", tone="muted")
        self.note.setParent(self)
        self.note.hide()

    def explain(self, wanted: bool, line: QWidget) -> None:
        """Make room for explanations on the side that is away from the line, or take it away."""
        self.note.setVisible(wanted)
        self.setViewportMargins(0, 0, 0, NOTE if wanted else 0)
        if wanted:
            room, screen = self.geometry(), self.screen().availableGeometry()
            above = room.top() < line.mapToGlobal(QPoint(0, 0)).y() or room.bottom() + NOTE > screen.bottom()
            self.setGeometry(room.adjusted(0, -NOTE if above else 0, 0, 0 if above else NOTE))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Explain what is marked now, for those who listen too."""
        super().currentChanged(current, previous)
        choice = current.data(ROLE_CHOICE) if current.isValid() else None
        self.note.setText(choice.note if choice is not None else "")
        self.setAccessibleDescription(self.note.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The explanation lies at the foot."""
        super().resizeEvent(event)
        self.note.setGeometry(SPACE + 2, self.height() - NOTE, self.width() - 2 * SPACE, NOTE - 1)


class ChoiceList(QCompleter):
    """The list below a line, made when it is first opened."""

    def __init__(self, line: QLineEdit) -> None:
        self.rows = ChoiceModel()
        super().__init__(self.rows, line)
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setMaxVisibleItems(12)
        self.setWidget(line)
        self.view = ChoiceView()
        self.setPopup(self.view)
        # It is a window of its own, which inherits nothing from the line.
        theme.dress(self.view)
        # Rows are measured once for all, and not before the style sheet has given them their space.
        self.view.ensurePolished()

    def show_rows(self, rows: Sequence[Choice]) -> None:
        """Show choices with the first one marked; without any the list closes."""
        self.rows.show_rows(rows)
        if not rows:
            self.view.hide()
            return
        below = self.widget().rect()
        below.setWidth(max(below.width(), WIDEST))
        self.complete(below)
        self.view.explain(any(row.note for row in rows), self.widget())
        self.view.setCurrentIndex(self.completionModel().index(0, 0))

    @property
    def marked(self) -> Choice | None:
        """The choice that is marked."""
        row = self.view.currentIndex().row()
        return self.rows.rows[row] if 0 <= row < len(self.rows.rows) else None


class ChoiceLine(ShortLine):
    """A line with a list that narrows as one types. Down or Alt+Down opens it, Enter or Tab takes what is marked.

    Signals: picked(value) when something was taken; taken_by_key() after it was taken with Enter.
    """

    picked = Signal(str)
    taken_by_key = Signal()

    def __init__(self, choices: Choices, adds: Callable[[str], str] | None = None) -> None:
        """choices gives what can be chosen now; adds gives the words for adding what was typed."""
        super().__init__()
        self._choices = choices
        self._adds = adds
        self.list: ChoiceList | None = None
        self.textEdited.connect(lambda _text: self.open_list(self.text()))
        arrow = self.addAction(theme.icon("down", "muted"), QLineEdit.ActionPosition.TrailingPosition)
        arrow.setToolTip(_("Show all (Alt+Down)"))
        arrow.triggered.connect(lambda: self.open_list(""))

    @property
    def is_open(self) -> bool:
        """Whether the list is shown."""
        return self.list is not None and self.list.view.isVisible()

    def open_list(self, typed: str) -> None:
        """Show the choices that contain what was typed, the best one marked."""
        if self.isReadOnly():
            return
        rows = matches(self._choices(), typed)
        if self._adds is not None and typed.strip():
            rows.append(Choice(ADD, self._adds(typed.strip())))
        if self.list is None:
            self.list = ChoiceList(self)
            self.list.activated.connect(lambda _text: self._take())
        self.list.show_rows(rows)

    def resolve(self) -> Choice | None:
        """The choice that the typed text means, None for a blank line. Raises WrongUse where it means none or many."""
        typed = self.text().strip()
        if not typed:
            return None
        found = matches(self._choices(), typed)
        same = [choice for choice in found if typed in (choice.text, choice.short)]
        if same or len(found) == 1:
            return (same or found)[0]
        raise WrongUse(
            _("“{text}” is not in the list.").format(text=typed[:60]), do=_("Choose from the list: Alt+Down shows all.")
        )

    def event(self, event: QEvent) -> bool:
        """Tab takes the marked choice before the focus goes on."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and event.key() == Qt.Key.Key_Tab and self.is_open:  # type: ignore[attr-defined]
            self._take()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down opens the list; Enter takes what is marked while it is open."""
        if event.key() == Qt.Key.Key_Down and not self.is_open:
            self.open_list("")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.is_open:
            self._take()
            self.taken_by_key.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click into an empty line shows what there is."""
        super().mousePressEvent(event)
        if not self.text():
            self.open_list("")

    def _take(self) -> None:
        choice = self.list.marked if self.list is not None else None
        if self.list is not None and choice is not None:
            self.list.view.hide()
            self.picked.emit(choice.value)


class ChoiceEditor(Editor):
    """One code, one linked record, or yes and no. A linked record that is missing can be added from what was typed."""

    def __init__(self, field: Field, session: Session) -> None:
        super().__init__(field, session)
        self._picked: str | None = None
        adds = adding.words_for(adding.target_of(field))
        choices = _yes_no if field.type is FieldType.FLAG else choices_for(session, field)
        self.line = ChoiceLine(choices, adds)
        if field.type is FieldType.FLAG:
            self.setMaximumWidth(150)
        self.take_control(self.line)
        self.line.picked.connect(self._pick)
        self.line.textEdited.connect(lambda _text: self._forget())
        self.line.returnPressed.connect(self.left)

    def show_answer(self, answer: Answer) -> None:
        """Show the chosen thing by its name."""
        self._picked = None if answer.value is None else _as_text(answer.value)
        self._write(value_text(self.session, self.field, answer.value, answer.absent, short=False))
        self.keep_shown()

    def read(self) -> Answer:
        """The chosen value. Raises WrongUse for a text that means no choice."""
        if self._picked is not None:
            return Answer(_from_text(self.field, self._picked))
        try:
            choice = self.line.resolve()
        except WrongUse:
            absent = absent_from_text(self.session.catalogue, self.line.text())
            if absent:
                return Answer(None, absent)
            raise
        return Answer(None if choice is None else _from_text(self.field, choice.value))

    def typed(self) -> str:
        """The text of the line."""
        return self.line.text()

    def put_typed(self, text: str) -> None:
        """Put a text into the line."""
        self._picked = None
        self._write(text)

    def set_read_only(self, value: bool) -> None:
        """Let the line only be read."""
        self.line.setReadOnly(value)

    def on_focus_out(self) -> None:
        """The list taking the focus is not leaving."""
        if not self.line.is_open:
            super().on_focus_out()

    def _forget(self) -> None:
        self._picked = None

    def _write(self, text: str) -> None:
        self.line.setText(text)
        self.line.setCursorPosition(0)
        self.line.setToolTip(text)

    def _pick(self, value: str) -> None:
        if value == ADD:
            added = adding.add_record(self.session, adding.target_of(self.field), self.line.text())
            if added is None:
                return
            value = added
        self._picked = value
        self._write(value_text(self.session, self.field, _from_text(self.field, value), short=False))
        self.left.emit()


def _yes_no() -> list[Choice]:
    return [Choice(value, _(text)) for value, text in YES_NO]


def _as_text(value: object) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def _from_text(field: Field, text: str) -> object:
    return text == "true" if field.type is FieldType.FLAG else text
