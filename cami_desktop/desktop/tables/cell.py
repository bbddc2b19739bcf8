"""The editor of one cell of a table: the editor that forms have for the field, over the cell, what refuses it below.

It stores or keeps what is typed; where the table goes next is for table.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from cami_desktop.desktop.drafts import KEEP_EVERY
from cami_desktop.desktop.forms import editor_for
from cami_desktop.desktop.forms.choice import ChoiceEditor
from cami_desktop.desktop.forms.line import LongTextEditor
from cami_desktop.desktop.forms.many import ManyEditor
from cami_desktop.desktop.tables.writing import answer_of, with_answers
from cami_desktop.desktop.widgets import Message, column
from cami_desktop.errors import CamiError
from cami_desktop.records import Field, Record
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

WIDEST = 16_777_215
"""Pixels: no bound (QWIDGETSIZE_MAX)."""

LEAST, LEAST_TEXT = 150, 340
"""Width in pixels that an editor has at least; of a long text."""

BUBBLE = 280
"""Width in pixels of what is said below a cell."""


class CellEditor(QFrame):
    """Edits one field of one record over its cell.

    Signals: moved(rows, columns) when the person goes on with Enter or Tab; refused(cell, why) when what was typed was
    refused and left (why is empty when that is settled); closed() when the editor goes.
    """

    moved = Signal(int, int)
    refused = Signal(object, str)
    closed = Signal()

    def __init__(self, viewport: QWidget, session: Session, record: Record, field: Field) -> None:
        super().__init__(viewport)
        self.session = session
        self.viewport = viewport
        self.record = record
        self.field = field
        self.over = False
        self.why = ""
        self.editor = editor_for(field, session)
        self.editor.setMaximumWidth(WIDEST)
        self.control = self.editor.control
        column(self, self.editor, space=0)
        self.setFocusProxy(self.editor)
        self.control.setAccessibleName(_(field.label))
        self.bubble = QFrame(viewport)
        self.bubble.setObjectName("popup")
        self.message = Message()
        column(self.bubble, self.message, margin=6)
        self.bubble.hide()
        self.editor.show_answer(answer_of(record, field))
        typed = session.drafts.text(record.id, field.name)
        if typed is not None:
            self.editor.put_typed(typed)
        self.control.installEventFilter(self)
        self.editor.left.connect(self._left)
        self._pulse = QTimer(self, singleShot=True, interval=KEEP_EVERY)
        self._pulse.timeout.connect(self._keep)
        self.editor.typing.connect(self._typing)
        if isinstance(self.editor, ChoiceEditor):
            self.editor.line.taken_by_key.connect(lambda: self.moved.emit(1, 0))
        session.add_writer(self.flush)
        self.destroyed.connect(lambda _gone=None, writer=self.flush: session.drop_writer(writer))

    # What the table uses

    def place(self, cell: QRect) -> None:
        """Lie over a cell; what does not fit in it takes room beside and below."""
        room = self.viewport.rect()
        least = LEAST_TEXT if isinstance(self.editor, LongTextEditor) else LEAST
        size = QSize(min(max(cell.width(), least), room.width()), max(cell.height(), self.control.sizeHint().height()))
        if isinstance(self.editor, LongTextEditor):
            size.setHeight(self.control.height())
        left = max(0, min(cell.left(), room.width() - size.width()))
        top = max(0, min(cell.center().y() - min(size.height(), 34) // 2, room.height() - size.height()))
        self.setGeometry(QRect(left, top, size.width(), size.height()))
        self._place_bubble()

    def begin(self, typed: QKeyEvent | None = None) -> None:
        """Take the focus; a key that was pressed to begin replaces what stands there."""
        self.show()
        self.raise_()
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        control = self.control
        if isinstance(self.editor, ManyEditor) and typed is None:
            self.editor.line.wanted.emit("")
        elif typed is not None and isinstance(control, QLineEdit | QPlainTextEdit):
            if not isinstance(self.editor, ManyEditor):
                control.selectAll()
            QApplication.sendEvent(control, typed)
        elif isinstance(self.editor, ChoiceEditor):
            self.editor.line.selectAll()
        elif isinstance(control, QLineEdit):
            control.end(False)
        elif isinstance(control, QPlainTextEdit):
            control.moveCursor(control.textCursor().MoveOperation.End)

    def store(self) -> bool:
        """Store what was typed and go. False where it is refused: then it stays, and is kept."""
        if self.over:
            return True
        name, record_id = self.field.name, self.record.id
        if self.editor.dirty:
            try:
                answer = self.editor.read()
                stored = self.session.find(record_id) or self.record
                # Storing tells everybody, and one who listens may want to store what is being typed.
                self.over = True
                self.session.save(with_answers(stored, {name: answer}))
            except CamiError as error:
                self.over = False
                self._refuse(" ".join(filter(None, (error.what, error.do))))
                return False
        self.session.drafts.forget(record_id, name)
        self.refused.emit((record_id, name), "")
        self.close_editor()
        return True

    def flush(self) -> None:
        """Store what was typed; it is about to be undone, closed or left."""
        self.store()

    def cancel(self) -> None:
        """Take back what was typed."""
        self.session.drafts.forget(self.record.id, self.field.name)
        self.refused.emit((self.record.id, self.field.name), "")
        self.close_editor()

    def close_editor(self) -> None:
        """Go, and give the focus back if it is here."""
        self.over = True
        self.session.drop_writer(self.flush)
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self.viewport.setFocus()
        self.hide()
        self.bubble.hide()
        self.bubble.deleteLater()
        self.deleteLater()
        self.closed.emit()

    # Inside

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter stores and goes down, with Shift up; Alt+Enter is a line end in a long text; Esc takes back."""
        if event.type() == QEvent.Type.Resize and not self.over and isinstance(self.editor, LongTextEditor):
            QTimer.singleShot(0, self, self._grown)
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or self.over:
            return super().eventFilter(watched, event)
        if event.key() == Qt.Key.Key_Escape and not self._list_open():
            self.cancel()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self._list_open():
            return self._enter(event)
        return super().eventFilter(watched, event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stores and goes to the next cell, Shift+Tab to the one before."""
        if self.store():
            self.moved.emit(0, 1 if forward else -1)
        return True

    def _enter(self, event: QKeyEvent) -> bool:
        control = self.control
        if isinstance(control, QPlainTextEdit) and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            control.insertPlainText("\n")
        elif self.store():
            self.moved.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1, 0)
        return True

    def _list_open(self) -> bool:
        return isinstance(self.editor, ChoiceEditor) and self.editor.line.is_open

    def _typing(self) -> None:
        if not self._pulse.isActive() and not self.over:
            self._pulse.start()

    def _keep(self) -> None:
        """What is being typed is kept in the file, should the power fail."""
        if not self.over and self.editor.dirty:
            self.session.drafts.keep(self.record.kind, self.record.id, self.field.name, self.editor.typed())

    def _left(self) -> None:
        """The control was left, or something was chosen in it."""
        # A window that goes takes the focus from the editor in the middle of being destroyed.
        if self.over or not isValid(self):
            return
        if not self.store() and not self.control.hasFocus() and QApplication.activePopupWidget() is None:
            self.refused.emit((self.record.id, self.field.name), self.why)
            self.close_editor()

    def _refuse(self, why: str) -> None:
        """Say why, and keep what was typed; the form of the record shows it too."""
        self.why = why
        self._keep()
        self.editor.set_state("error")
        self.control.setAccessibleDescription(why)
        self.message.say(why, "error")
        self.bubble.show()
        self.bubble.raise_()
        self._place_bubble()

    def _grown(self) -> None:
        self.resize(self.width(), self.control.height())
        self._place_bubble()

    def _place_bubble(self) -> None:
        if not self.why:
            return
        room = self.viewport.rect()
        self.bubble.setFixedWidth(min(BUBBLE, room.width()))
        self.bubble.adjustSize()
        below = self.geometry().bottom() + 2
        fits = below + self.bubble.height() <= room.height()
        top = below if fits else self.geometry().top() - self.bubble.height() - 2
        self.bubble.move(max(0, min(self.x(), room.width() - self.bubble.width())), max(0, top))
