"""What can be done to notes of the stream: cut in two, join, move to another agenda item, mark for follow-up, jump."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QToolButton, QWidget

from cami_desktop.desktop.changes import short
from cami_desktop.desktop.commands import told
from cami_desktop.desktop.places.meetings.mention_list import MentionList
from cami_desktop.desktop.places.meetings.note_marks import NoteMarks
from cami_desktop.desktop.places.meetings.tabs import agenda
from cami_desktop.desktop.storing import store
from cami_desktop.desktop.tables.cell import CellEditor
from cami_desktop.desktop.tables.table import RecordTable
from cami_desktop.desktop.widgets import tool
from cami_desktop.errors import CamiError
from cami_desktop.records import Record
from cami_desktop.records.kinds import AgendaItem, Note
from cami_desktop.records.meeting_times import item_label
from cami_desktop.records.note_edits import join, marked, moved, split
from cami_desktop.words import N_, _, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

SENTENCE_ENDS = ".!?…"


class NoteCommands(QObject):
    """The commands, each with its key; each is one step of undo. They act on the selected rows of a table of notes.

    form_text() gives the control of the form that holds the text of the current note, if it was built already.
    """

    KEYS = (
        ("Alt+Up", N_("Selected notes to the agenda item before")),
        ("Alt+Down", N_("Selected notes to the next agenda item")),
        ("Return", N_("In the text of a note: edit it in place; Alt+Enter begins a paragraph, Esc takes back")),
    )

    def __init__(
        self, owner: QWidget, session: Session, table: RecordTable, marks: NoteMarks,
        meeting: Callable[[], str], form_text: Callable[[], QPlainTextEdit | None],
    ) -> None:  # fmt: skip
        super().__init__(owner)
        self.session = session
        self.table = table
        self.marks = marks
        self.meeting = meeting
        self.form_text = form_text
        hint = _("Split the note at the cursor; what follows becomes a note of its own")
        self.splitter = tool(hint, "split", self.split, key="Ctrl+Shift+Return")
        self.joiner = tool(_("Join the selected notes"), "join", self.join, key="Ctrl+J")
        hint = _("Move the selected notes to another agenda item")
        self.mover = tool(hint, "move", self.choose_item, key="Ctrl+Shift+I")
        self.marker = tool(_("Mark for follow-up, or take the mark away"), "flag", self.mark, key="Ctrl+M")
        self.tools: Sequence[QToolButton] = (self.splitter, self.joiner, self.mover, self.marker)
        for one in self.tools:
            one.setEnabled(session.editable)
        for keys, act, words in (
            ("Ctrl+Shift+M", self.next_marked, _("Next note for follow-up")),
            ("Ctrl+Shift+T", self.to_contribution, _("Go to the contribution made from the note")),
        ):
            told(QShortcut(QKeySequence(keys), owner), words).activated.connect(act)
        table.installEventFilter(self)
        table.editing.connect(self._editing)

    @property
    def chosen(self) -> list[Note]:
        """The notes of the selected rows, as they are stored, from above."""
        return [record for record in self.table.chosen if isinstance(record, Note)]

    # What is done

    def split(self) -> None:
        """Cut the note in which the cursor stands; without a cursor, open its text and put the cursor where to cut."""
        if not self.session.editable:
            return
        place = self._cursor()
        if place is None:
            self._offer_cut()
            return
        id_, at = place
        self.session.flush()
        note = self.session.find(id_)
        if not isinstance(note, Note):
            return
        found = self._made(lambda: split(note, at, self.session.records))
        if found:
            words = _("Split of the note “{text}”").format(text=short(note.text or "", 30))
            self._store(found, words, partial(self._show, found[1].id))

    def join(self) -> None:
        """Join the selected notes into the uppermost."""
        self.session.flush()
        notes = self.chosen
        found = self._made(lambda: join(notes, self.session.records))
        if found:
            n = len(notes)
            words = n_("Join of {n} note", "Join of {n} notes", n).format(n=n)
            self._store(found, words, partial(self._show, notes[0].id))

    def move_to(self, item: str | None) -> None:
        """Let the selected notes stand at another agenda item, None for none."""
        self.session.flush()
        found = moved(self.chosen, item)
        if found and self.session.editable:
            n = len(found)
            to = self.session.find(item)
            name = short(item_label(to)) if isinstance(to, AgendaItem) else _("no agenda item")
            words = n_("Move of {n} note to {item}", "Move of {n} notes to {item}", n).format(n=n, item=name)
            self._store(found, words)

    def move_by(self, by: int) -> None:
        """Let the selected notes stand at the agenda item before or after theirs."""
        items = [item.id for item in agenda(self.session, self.meeting())]
        notes = self.chosen
        if not (items and notes):
            self.session.told.emit(_("There is no agenda item to move the note to."), "hint")
            return
        here = notes[0 if by < 0 else -1].agenda_item
        place = items.index(here) + by if here in items else 0 if by > 0 else len(items) - 1
        if 0 <= place < len(items):
            self.move_to(items[place])
        else:
            last = _("This is the last agenda item.") if by > 0 else _("This is the first agenda item.")
            self.session.told.emit(last, "hint")

    def choose_item(self) -> None:
        """Offer the agenda items of the meeting."""
        menu = QMenu(self.mover)
        menu.setAccessibleName(_("Agenda item"))
        for item in agenda(self.session, self.meeting()):
            menu.addAction(short(item_label(item), 60)).triggered.connect(partial(self._moved_by_menu, item.id))
        menu.addAction(_("No agenda item")).triggered.connect(partial(self._moved_by_menu, None))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mover.mapToGlobal(self.mover.rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])

    def mark(self) -> None:
        """Mark the selected notes for follow-up; where all are marked, take the marks away."""
        self.session.flush()
        found = marked(self.chosen)
        if found:
            n = len(found)
            on = n_("Mark for follow-up on {n} note", "Mark for follow-up on {n} notes", n)
            off = n_("Mark for follow-up off {n} note", "Mark for follow-up off {n} notes", n)
            self._store(found, (on if found[0].follow_up else off).format(n=n))

    def next_marked(self) -> None:
        """Go to the next note below that waits for follow-up, from the last one to the first."""
        rows = sorted((row, id_) for id_ in self.marks.follow_up if (row := self.table.rows.row_of(id_)) >= 0)
        if not rows:
            self.session.told.emit(_("No note that is shown waits for follow-up."), "hint")
            return
        here = self.table.currentIndex().row()
        self._show(next((id_ for row, id_ in rows if row > here), rows[0][1]))

    def to_contribution(self) -> None:
        """Go to the contribution made from the current note: the first one, the others are named below the stream."""
        note = self.table.current
        made = self.marks.contributions(note.id) if note is not None else ()
        if made:
            self.session.wanted.emit(made[0].kind, made[0].id, "")
        else:
            self.session.told.emit(_("No contribution was made from this note yet; Ctrl+T makes one."), "hint")

    # Editing in place

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the text edits it; Alt with an arrow moves notes."""
        pressed = event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if not (pressed and isinstance(event, QKeyEvent) and self.session.editable and self.table.hasFocus()):
            return super().eventFilter(watched, event)
        act = self._act_of(event)
        if act is None:
            return super().eventFilter(watched, event)
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            act()
        return True

    def _act_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and plain == Qt.KeyboardModifier.AltModifier:
            return partial(self.move_by, -1 if event.key() == Qt.Key.Key_Up else 1)
        field = self.table.rows.field_at(self.table.currentIndex().column())
        in_text = field is not None and field.name == "text" and self.table.cell is None
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not plain and in_text:
            return self.table.edit_cell
        return None

    def _editing(self, cell: CellEditor) -> None:
        """The editor of a text completes mentions, as the entry line does."""
        if cell.field.name == "text" and isinstance(cell.control, QPlainTextEdit):
            MentionList(cell.control, self.session, self.meeting)

    # Inside

    def _cursor(self) -> tuple[str, int] | None:
        """The note in whose text the cursor stands, and the place in the text as it will be stored."""
        cell, form = self.table.cell, self.form_text()
        if cell is not None and cell.field.name == "text" and isinstance(cell.control, QPlainTextEdit):
            return cell.record.id, _before_cursor(cell.control)
        note = self.table.current
        if form is not None and form.hasFocus() and note is not None:
            return note.id, _before_cursor(form)
        return None

    def _offer_cut(self) -> None:
        """Open the text of the current note, the cursor behind its first sentence."""
        note = self.table.current
        column = self.table.rows.column_of("text")
        if not isinstance(note, Note) or column < 0:
            self.session.told.emit(_("Choose a note first."), "warning")
            return
        self.table.stand_at(self.table.currentIndex().row(), column)
        self.table.edit_cell()
        control = self.table.cell.control if self.table.cell is not None else None
        if isinstance(control, QPlainTextEdit):
            cursor = QTextCursor(control.document())
            cursor.setPosition(first_sentence(control.toPlainText()))
            control.setTextCursor(cursor)
        self.session.told.emit(_("Put the cursor where the note is to be cut; then the same key again."), "hint")

    def _made(self, make: Callable[[], list[Record]]) -> list[Record]:
        try:
            return make() if self.session.editable else []
        except CamiError as error:
            self.session.told.emit(" ".join(filter(None, (error.what, error.do))), "hint")
            return []

    def _store(self, records: Sequence[Record], words: str, then: Callable[[], object] | None = None) -> None:
        store(self.session, records, words, partial(self._stored, words, then))

    def _stored(self, words: str, then: Callable[[], object] | None, stored: list[Record]) -> None:
        if not stored:
            return
        if then is not None:
            then()
        self.session.tell_undoable(words, "muted")

    def _show(self, id_: str) -> None:
        if self.table.go_to(id_):
            self.table.setFocus()

    def _moved_by_menu(self, item: str | None, _checked: bool = False) -> None:
        self.move_to(item)
        self.table.setFocus()


def first_sentence(text: str) -> int:
    """The place behind the first sentence or paragraph of a text; its end where it has only one."""
    for place, sign in enumerate(text):
        if sign == "\n" or (sign in SENTENCE_ENDS and text[place + 1 : place + 2].isspace()):
            return place + 1
    return len(text)


def _before_cursor(control: QPlainTextEdit) -> int:
    """Letters before the cursor, as they are stored; Qt counts those outside the basic plane twice."""
    cursor = control.textCursor()
    cursor.setPosition(cursor.position())
    cursor.setPosition(0, QTextCursor.MoveMode.KeepAnchor)
    return len(unicodedata.normalize("NFC", cursor.selectedText()))
