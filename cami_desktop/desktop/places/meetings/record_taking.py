"""Taking a meeting record over into the notes: from a file, the clipboard, a drop or a paste; the preview shows it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QDropEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMenu, QStackedWidget, QWidget

from cami_desktop.desktop.commands import told
from cami_desktop.desktop.tables import clipboard
from cami_desktop.desktop.widgets import dropped, tool
from cami_desktop.records.kinds import Meeting
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.places.meetings.record import RecordPreview
    from cami_desktop.desktop.session import Session

RECORDS = (".docx", ".txt", ".md", ".doc", ".odt", ".rtf")
"""Endings of files that are meeting records, or are told how to become one."""

LONG = 200
"""Letters from which two paragraphs are a record and not a line that was broken."""

_ENOUGH = 20_000
"""Letters that are looked at to know whether a text is a record."""


class RecordTaking(QObject):
    """Shows the preview of a record in place of the stream. stored(notes) tells what was taken over.

    stack is what the tab shows; tool a button with a menu; line is where notes are typed: a record that is pasted
    there is not flattened into one line.
    """

    stored = Signal(object)

    def __init__(
        self, tab: QWidget, stream: QWidget, line: QLineEdit, session: Session, meeting: Callable[[], Meeting | None]
    ) -> None:
        super().__init__(tab)
        self.session, self.line, self.stream, self._meeting = session, line, stream, meeting
        self.stack = QStackedWidget()
        self.stack.addWidget(stream)
        self.panel: RecordPreview | None = None
        self.tool = tool(_("Take over a record…"), "open", self._offer)
        self.tool.setToolTip(_("Take over a meeting record that exists already: each paragraph becomes a note"))
        self.tool.setEnabled(session.editable)
        self._ways = (
            (_("From a file…"), self.choose_file, QKeySequence("Ctrl+O")),
            (_("From the clipboard"), self.take_clipboard, QKeySequence("Ctrl+Shift+V")),
        )
        for words, act, keys in self._ways:
            shortcut = told(QShortcut(keys, stream), f"{_('Take over a record…')} {words}")
            shortcut.activated.connect(act)
        if session.editable:
            tab.setAcceptDrops(True)
            for one in (tab, line):
                one.installEventFilter(self)

    # What the tab uses

    @property
    def is_open(self) -> bool:
        """Whether a record is being looked at."""
        return self.stack.currentWidget() is not self.stream

    def close(self) -> None:
        """Show the stream again; nothing is stored."""
        if self.panel is not None and self.is_open:
            self.panel.closed.emit()

    def focus(self) -> None:
        """Put the focus where one goes on: into the record that is looked at, else where notes are typed."""
        if self.panel is not None and self.is_open:
            self.panel.begin()
        else:
            self.line.setFocus()

    def choose_file(self, _checked: bool = False) -> None:
        """Ask for a file and show what it becomes."""
        if not self._possible():
            return
        wish = _("Meeting records (*.docx *.txt *.md)")
        path, _kind = QFileDialog.getOpenFileName(self.stack.window(), _("Take over a meeting record"), "", wish)
        if path:
            self.take_file(Path(path))

    def take_file(self, path: Path) -> None:
        """Show what a file becomes."""
        meeting = self._meeting()
        if self._possible() and meeting is not None:
            self._open().read_file(path, meeting)

    def take_clipboard(self, _checked: bool = False) -> None:
        """Show what the text on the clipboard becomes."""
        text = clipboard.text()
        if text.strip():
            self.take_text(text)
        else:
            self.session.told.emit(_("There is no text on the clipboard: copy the record first."), "hint")

    def take_text(self, text: str) -> None:
        """Show what a text becomes."""
        meeting = self._meeting()
        if self._possible() and meeting is not None:
            self._open().read_text(text, meeting)

    # Pasting and dropping

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A record that is pasted or dropped is looked at first; anything else goes where it is meant."""
        if watched is self.line and isinstance(event, QKeyEvent):
            pasted = event.type() == QEvent.Type.KeyPress and event.matches(QKeySequence.StandardKey.Paste)
            if pasted and self._copied_record():
                self.take_clipboard()
                return True
        elif watched is self.line and isinstance(event, QContextMenuEvent):
            return self._menu_of_line(event)
        elif isinstance(event, QDropEvent):
            if self._dropped(event):
                return True
            if watched is self.line and event.mimeData().hasUrls():
                # A line would write the name of the file; the place around it knows what to do with files.
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def _menu_of_line(self, event: QContextMenuEvent) -> bool:
        """The usual menu of a line, in which «Paste» looks at a record first."""
        if not self._copied_record():
            return False
        menu = self.line.createStandardContextMenu()
        for action in menu.actions():
            if action.objectName() == "edit-paste":
                _act_instead(action, self.take_clipboard)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())
        return True

    def _dropped(self, event: QDropEvent) -> bool:
        """One record is looked at; other files, and several at once, are for the attachments of the meeting."""
        files, text = dropped(event), _text_of(event.mimeData())
        record = len(files) == 1 and files[0].suffix.lower() in RECORDS
        if self.is_open or not (record or is_record(text)):
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            if record:
                self.take_file(files[0])
            else:
                self.take_text(text)
        return True

    # Inside

    def _offer(self) -> None:
        menu = QMenu(self.tool)
        menu.setAccessibleName(self.tool.accessibleName())
        for words, act, keys in self._ways:
            native = keys.toString(QKeySequence.SequenceFormat.NativeText)
            menu.addAction(f"{words}\t{native}").triggered.connect(act)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.tool.mapToGlobal(self.tool.rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])

    def _copied_record(self) -> bool:
        """Files that were copied have their names as text."""
        return is_record(clipboard.text()) and not clipboard.has_files()

    def _possible(self) -> bool:
        return self.session.editable and self._meeting() is not None and not self.is_open

    def _open(self) -> RecordPreview:
        from cami_desktop.desktop.places.meetings.record import RecordPreview

        self.session.flush()
        if self.panel is None:
            self.panel = RecordPreview(self.session)
            self.panel.closed.connect(self._closed)
            self.panel.stored.connect(self.stored.emit)
            self.stack.addWidget(self.panel)
        self.stack.setCurrentWidget(self.panel)
        self.panel.begin()
        return self.panel

    def _closed(self) -> None:
        self.stack.setCurrentWidget(self.stream)
        self.line.setFocus()


def is_record(text: str) -> bool:
    """Whether a text has several paragraphs, which one line of notes cannot hold."""
    lines = [line for line in text[:_ENOUGH].splitlines() if line.strip()]
    return len(lines) > 2 or (len(lines) == 2 and len(text) >= LONG)


def _text_of(data: QMimeData) -> str:
    """The text that is dropped; the names of files are none."""
    return data.text() if data.hasText() and not data.hasUrls() else ""


def _act_instead(action: QAction, act: Callable[[], None]) -> None:
    action.triggered.disconnect()
    action.triggered.connect(lambda _checked=False: act())
