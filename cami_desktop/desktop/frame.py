"""The frame around the places: the rail, the top bar and the status line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
)

from cami_desktop.desktop import theme
from cami_desktop.desktop.places.registry import Entry
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import Message, button, label, restyle, row, tool, with_key
from cami_desktop.words import LANGUAGES, _, formats, language

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Job
    from cami_desktop.desktop.session import Session

TOLD_FOR = 8_000
"""Milliseconds for which a message stays in the status line; errors stay until the next one."""


class Rail(QFrame):
    """The named places, on the left; Alt and a digit goes to each."""

    wanted = Signal(str)

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAccessibleName(_("Places"))
        self.buttons: dict[str, QToolButton] = {}
        group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        layout.setSpacing(2)
        for number, entry in enumerate(entries, start=1):
            item = QToolButton()
            item.setText(_(entry.title))
            item.setIcon(theme.icon(entry.place_id))
            item.setIconSize(QSize(20, 20))
            item.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            item.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            item.setCheckable(True)
            item.setToolTip(f"{_(entry.title)} ({with_key(item, f'Alt+{number}')})")
            item.clicked.connect(partial(self._go, entry.place_id))
            group.addButton(item)
            layout.addWidget(item)
            self.buttons[entry.place_id] = item
        layout.addStretch(1)

    def set_narrow(self, narrow: bool) -> None:
        """In a narrow window the names stand below the icons, which leaves more room for the place."""
        under, beside = Qt.ToolButtonStyle.ToolButtonTextUnderIcon, Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        restyle(self, "narrow", narrow)
        for item in self.buttons.values():
            item.setToolButtonStyle(under if narrow else beside)
            restyle(item, "narrow", narrow)

    def mark(self, place_id: str) -> None:
        """Show which place is open."""
        if place_id in self.buttons:
            self.buttons[place_id].setChecked(True)

    def _go(self, place_id: str, _checked: bool = False) -> None:
        self.wanted.emit(place_id)


class TopBar(QFrame):
    """Which workspace this is, undo and redo, when it was saved, and the language."""

    undo = Signal()
    redo = Signal()
    language_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("topbar")
        self.name = label("CAMI Desktop", "heading")
        self.about = label("", tone="muted")
        self.about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.undo_button = tool(_("Undo"), "undo", self.undo.emit, key="Ctrl+Z")
        self.redo_button = tool(_("Redo"), "redo", self.redo.emit, key="Ctrl+Shift+Z")
        self.mark = QLabel()
        self.mark.setFixedWidth(20)
        self.saved = label("", tone="muted")
        self.languages = QComboBox()
        self.languages.setAccessibleName(_("Language"))
        self.languages.setToolTip(_("Language"))
        for code, name in LANGUAGES.items():
            self.languages.addItem(name, code)
        self.languages.setCurrentIndex(list(LANGUAGES).index(language()))
        self.languages.activated.connect(lambda place: self.language_wanted.emit(self.languages.itemData(place)))
        layout = row(self.name, self.about, self.undo_button, self.redo_button, self.mark, self.saved, self.languages)
        layout.setStretch(1, 1)
        layout.setContentsMargins(2 * SPACE, 6, 2 * SPACE, 6)
        layout.insertSpacing(5, SPACE)
        self.setLayout(layout)
        self.show_session(None)

    def show_session(self, session: Session | None) -> None:
        """Show the state of a workspace: its name, what can be undone, when it was saved."""
        for item in (self.undo_button, self.redo_button, self.mark, self.saved):
            item.setVisible(session is not None)
        if session is None:
            return
        info, catalogue = session.info, session.catalogue
        self.name.setText(catalogue.label("country", info.country) if info.country else _("Regional workspace"))
        about = f"{catalogue.label('cycle', info.cycle)} · {session.workspace.path.name}"
        if session.workspace.read_only:
            about = _("{about} · read only").format(about=about)
        self.about.setText(about)
        self.about.setToolTip(str(session.workspace.path))
        undo, redo = session.workspace.can_undo(), session.workspace.can_redo()
        self._offer(self.undo_button, _("Undo"), "Ctrl+Z", undo.label if undo and session.editable else "")
        self._offer(self.redo_button, _("Redo"), "Ctrl+Shift+Z", redo.label if redo and session.editable else "")
        self.mark.setPixmap(theme.pixmap("saved", 20, "good"))
        moment = session.saved_at
        self.saved.setText(_("Saved {time}").format(time=moment.strftime("%H:%M:%S")) if moment else _("All is saved"))

    def _offer(self, item: QToolButton, verb: str, key: str, what: str) -> None:
        item.setEnabled(bool(what))
        words = f"{verb}: {what}" if what else verb
        item.setToolTip(f"{words} ({key})")
        item.setAccessibleName(words)


class StatusLine(QFrame):
    """What was done last, and what is running, with its progress and a way to stop it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("statusline")
        self.setFixedHeight(30)
        self.message = Message(small=False)
        self.job = label("", tone="muted")
        self.bar = QProgressBar()
        self.bar.setFixedWidth(180)
        self.bar.setAccessibleName(_("Progress"))
        self.stop = button(_("Cancel"), self._cancel)
        self._jobs: list[Job] = []
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(lambda: self.message.say(""))
        layout = row(self.message, None, self.job, self.bar, self.stop)
        layout.setStretch(0, 8)
        layout.setContentsMargins(2 * SPACE, 0, 2 * SPACE, 0)
        self.setLayout(layout)
        self._show_job()

    def say(self, text: str, tone: str = "muted") -> None:
        """Show a message."""
        self.message.say(text, tone)
        self._timer.stop()
        if tone != "error":
            self._timer.start(TOLD_FOR)

    def watch(self, job: Job) -> None:
        """Show a job until it ends."""
        self._jobs.append(job)
        job.progressed.connect(self._progress)
        job.ended.connect(self._ended)
        if job.over:
            self._ended(job)
        self._show_job()

    def _progress(self, job: Job, done: int, total: int) -> None:
        if self._jobs and job is self._jobs[-1]:
            self.bar.setRange(0, total)
            self.bar.setValue(done)
            counted = (
                _("{done} of {total}").format(done=formats.number(done), total=formats.number(total)) if total else ""
            )
            self.job.setText(f"{job.title} {counted}".strip())

    def _ended(self, job: Job) -> None:
        if job in self._jobs:
            self._jobs.remove(job)
        self._show_job()

    def _show_job(self) -> None:
        for item in (self.job, self.bar, self.stop):
            item.setVisible(bool(self._jobs))
        if self._jobs:
            self.job.setText(self._jobs[-1].title)
            self.bar.setRange(0, 0)

    def _cancel(self) -> None:
        if self._jobs:
            self._jobs[-1].cancel()
