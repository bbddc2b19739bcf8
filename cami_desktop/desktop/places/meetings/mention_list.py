"""The list of what can be mentioned: after a sign it opens beside the cursor and narrows as one types; Ctrl+Space
chooses the sort where the keyboard lacks the sign. What a mention means is for records/mentions.py.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QLineEdit, QListView, QPlainTextEdit

from cami_desktop.desktop.forms.choices import Choice, ChoiceModel, code_choices, matches, record_choices
from cami_desktop.desktop.texts import title
from cami_desktop.records.kinds import Organisation, Participation, Person, Site
from cami_desktop.records.mentions import SORTS, Sort, begun, folded, people_names, written
from cami_desktop.words import _, language

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

WIDE, ROWS = 440, 9
"""Width of the list in pixels, and how many rows it shows at once."""

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
MOVES = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
_AGAIN = frozenset({"", Person.kind, Participation.kind, Organisation.kind, Site.kind})
"""Kinds whose changes make the choices other ones."""


class MentionList(QObject):
    """The list of one text control. meeting() gives the id of the meeting whose participants come first."""

    def __init__(self, control: QLineEdit | QPlainTextEdit, session: Session, meeting: Callable[[], str]) -> None:
        super().__init__(control)
        self.control = control
        self.session = session
        self.meeting = meeting
        self.taken: dict[str, str] = {}
        """What was taken from the list: the value of each mention as written, for namesakes."""
        self._cached: dict[tuple[str, str], Sequence[Choice]] = {}
        self._sort: Sort | None = None
        self._start = 0
        self._busy = False
        self._view: QListView | None = None
        self.rows = ChoiceModel()
        control.installEventFilter(self)
        if isinstance(control, QLineEdit):
            control.textEdited.connect(self._typed)
        else:
            control.textChanged.connect(self._typed)
        control.cursorPositionChanged.connect(self._cursor_moved)
        session.changed.connect(self._changed)

    @property
    def is_open(self) -> bool:
        """Whether the list is shown."""
        return self._view is not None and self._view.isVisible()

    def close_list(self) -> None:
        """Hide the list; the text stays as typed."""
        if self._view is not None:
            self._view.hide()

    def choose_sort(self) -> None:
        """Offer the sorts; a figure or Enter takes one, and its list opens."""
        self._sort = None
        rows = [
            Choice(str(number), f"{number}  {sort.sign}  {_(sort.label)}") for number, sort in enumerate(SORTS, start=1)
        ]
        self._show(rows, mark=True)

    # Events

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the open list go before those of the text; a control that is left closes it."""
        kind = event.type()
        if kind == QEvent.Type.FocusOut:
            self.close_list()
        elif isinstance(event, QKeyEvent) and kind == QEvent.Type.ShortcutOverride and self._ours(event):
            event.accept()
            return True
        elif isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress and self._ours(event):
            self._press(event)
            return True
        return super().eventFilter(watched, event)

    def _ours(self, event: QKeyEvent) -> bool:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Space and control:
            return not self.control.isReadOnly()
        if not self.is_open or control:
            return False
        if event.key() in ENTER:
            return self._marked is not None
        figure = self._sort is None and event.text() in {choice.value for choice in self.rows.rows}
        return figure or event.key() in MOVES or event.key() == Qt.Key.Key_Escape

    def _press(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.choose_sort()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_list()
        elif event.key() in MOVES:
            self._move(event.key())
        else:
            figure = event.text() if self._sort is None else ""
            self._take(next((row for row in self.rows.rows if row.value == figure), self._marked))

    def _move(self, key: int) -> None:
        assert self._view is not None
        by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: ROWS, Qt.Key.Key_PageUp: -ROWS}[Qt.Key(key)]
        row = self._view.currentIndex().row() + by
        self._view.setCurrentIndex(self.rows.index(max(0, min(len(self.rows.rows) - 1, row))))

    # Typing

    def _before(self) -> str:
        """What stands before the cursor, in its paragraph."""
        if isinstance(self.control, QLineEdit):
            return self.control.text()[: self.control.cursorPosition()]
        cursor = self.control.textCursor()
        return cursor.block().text()[: cursor.positionInBlock()]

    def _typed(self) -> None:
        if self._busy or not self.control.hasFocus() or self.control.isReadOnly():
            return
        found = begun(self._before())
        if found is None:
            self.close_list()
            return
        self._sort, typed, self._start = found
        # After a sign alone nothing is marked: Enter after "Stop !" stores the note and takes nothing.
        self._show(nearest(matches(self._choices(self._sort), typed), typed), mark=bool(typed))

    def _cursor_moved(self) -> None:
        if self.is_open and self._sort is not None and begun(self._before()) is None:
            self.close_list()

    def _take(self, choice: Choice | None) -> None:
        self.close_list()
        if choice is None:
            return
        before = self._before()
        if self._sort is None:
            sort = SORTS[int(choice.value) - 1]
            blank = " " if before and before[-1].isalnum() else ""
            self._put(len(before), blank + sort.sign)
            self._typed()
            return
        text = written(self._sort, choice.short)
        self.taken[text] = choice.value
        self._put(self._start, f"{text} ")

    def _put(self, start: int, text: str) -> None:
        """Put a text in place of what stands between a place in the paragraph and the cursor."""
        self._busy = True
        if isinstance(self.control, QLineEdit):
            self.control.setSelection(start, self.control.cursorPosition() - start)
            self.control.insert(text)
        else:
            cursor = self.control.textCursor()
            cursor.setPosition(cursor.block().position() + start, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(text)
            self.control.setTextCursor(cursor)
        self._busy = False

    # Choices

    def _choices(self, sort: Sort) -> Sequence[Choice]:
        key = (sort.code, self.meeting() if sort.code == "person" else "")
        if key not in self._cached:
            self._cached[key] = self._read(sort)
        return self._cached[key]

    def _read(self, sort: Sort) -> Sequence[Choice]:
        if sort.code == "person":
            return self._people()
        if sort.code == "site":
            found = record_choices(self.session, (Site.kind,))
            return [Choice(one.value, one.text, one.note, one.names, one.names[0]) for one in found if one.names]
        label = self.session.catalogue.label
        return [
            Choice(one.value, one.text, one.note, one.names,
                   one.value.rpartition("/")[2] if sort.code == "pow_item" else label(sort.code, one.value))
            for one in code_choices(self.session.catalogue, sort.code, language())
        ]  # fmt: skip

    def _people(self) -> Sequence[Choice]:
        """Everybody in the register, the participants of the meeting first, with the organisation beside the name."""
        here = {part.person: part for part in self.session.records.all(Participation, meeting=self.meeting())}
        found = []
        for person in self.session.all(Person):
            part = here.get(person.id)
            organisation = self.session.find((part.organisation if part is not None else None) or person.organisation)
            name = title(self.session, person)
            whose = title(self.session, organisation) if organisation is not None else ""
            text = " · ".join(filter(None, (name, whose)))
            if name:
                found.append(Choice(person.id, text, "", (*people_names(person), whose), name))
        return sorted(found, key=lambda choice: (choice.value not in here, choice.key))

    def _changed(self, kind: str, _id: str) -> None:
        if kind in _AGAIN:
            self._cached.clear()

    # The list on the screen

    @property
    def _marked(self) -> Choice | None:
        row = self._view.currentIndex().row() if self._view is not None else -1
        return self.rows.rows[row] if 0 <= row < len(self.rows.rows) else None

    def _show(self, rows: Sequence[Choice], *, mark: bool) -> None:
        if not rows:
            self.close_list()
            return
        view = self._made_view()
        self.rows.show_rows(rows)
        view.setCurrentIndex(self.rows.index(0) if mark else QModelIndex())
        height = min(len(rows), ROWS) * view.sizeHintForRow(0) + 2 * view.frameWidth() + 2
        window = self.control.window()
        width = min(WIDE, window.width())
        corner = self.control.mapTo(window, QPoint(0, 0))
        left = min(corner.x() + self._cursor_left(), window.width() - width)
        below = corner.y() + self.control.height() + 2
        top = below if below + height <= window.height() else max(0, corner.y() - height - 2)
        view.setGeometry(max(0, left), top, width, height)
        view.scrollToTop()
        view.show()
        view.raise_()

    def _cursor_left(self) -> int:
        if isinstance(self.control, QLineEdit):
            return self.control.cursorRect().left()
        return self.control.cursorRect().left() + self.control.viewport().x()

    def _made_view(self) -> QListView:
        """The list lies in the window and never takes the focus, so that every key still goes to the text."""
        if self._view is None:
            view = QListView(self.control.window())
            view.setObjectName("popup")
            view.setModel(self.rows)
            view.setUniformItemSizes(True)
            view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            view.setTextElideMode(Qt.TextElideMode.ElideRight)
            view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            view.setAccessibleName(_("What can be mentioned"))
            view.clicked.connect(lambda index: self._take(self.rows.rows[index.row()]))
            view.hide()
            view.ensurePolished()
            self.control.destroyed.connect(view.deleteLater)
            self._view = view
        return self._view


def nearest(found: Sequence[Choice], typed: str) -> list[Choice]:
    """Choices that match, those first of which a name in any language is what was typed, then where one begins so."""
    key = folded(typed)

    def distance(choice: Choice) -> int:
        names = [folded(name) for name in (choice.short, *choice.names)]
        return 0 if key in names else 1 if any(name.startswith(key) for name in names) else 2

    return sorted(found, key=distance)
