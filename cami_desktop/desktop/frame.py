"""The frame around the places: the rail, the top bar and the status line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetrics
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
from cami_desktop.desktop.widgets import Message, ShortLabel, button, label, restyle, row, tool, with_key
from cami_desktop.errors import CamiError
from cami_desktop.words import LANGUAGES, _, language

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Job
    from cami_desktop.desktop.session import Session
    from cami_desktop.desktop.undo_list import StepList
    from cami_desktop.workspace.steps import Step

TOLD_FOR = 8_000
"""Milliseconds for which a message stays in the status line; errors stay until the next one."""


class RailButton(QToolButton):
    """The name of a place; wide enough for it in the bold letters of the open one."""

    def sizeHint(self) -> QSize:
        """What the name needs, open or not."""
        size = super().sizeHint()
        if self.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon:
            bold = QFont(self.font())
            bold.setBold(True)
            more = QFontMetrics(bold).horizontalAdvance(self.text()) - self.fontMetrics().horizontalAdvance(self.text())
            size.setWidth(size.width() + max(more, 0))
        return size


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
        stretched = False
        for number, entry in enumerate(entries, start=1):
            if entry.low and not stretched:
                layout.addStretch(1)
                stretched = True
            item = RailButton()
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
        if not stretched:
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

    def show_trouble(self, place_id: str, trouble: str) -> None:
        """Mark a place where something waits to be looked at; blank takes the mark away."""
        item = self.buttons.get(place_id)
        if item is not None:
            item.setIcon(theme.icon("warning", "warning") if trouble else theme.icon(place_id))
            item.setAccessibleDescription(trouble)

    def _go(self, place_id: str, _checked: bool = False) -> None:
        self.wanted.emit(place_id)


class TopBar(QFrame):
    """Which workspace this is, undo and redo with their lists, when it was saved, and the language.

    undo_through and redo_through tell how far to go, by the id of a change; history_wanted whether to show the history.
    """

    undo = Signal()
    redo = Signal()
    undo_through = Signal(int)
    redo_through = Signal(int)
    history_wanted = Signal(bool)
    language_wanted = Signal(str)
    find_wanted = Signal()
    help_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("topbar")
        self.name = ShortLabel("CAMI Desktop", "heading")
        self.about = ShortLabel("", tone="muted")
        self.about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.undo_button = tool(_("Undo"), "undo", self.undo.emit, key="Ctrl+Z")
        self.redo_button = tool(_("Redo"), "redo", self.redo.emit, key="Ctrl+Shift+Z")
        self._session: Session | None = None
        self._lists: dict[bool, StepList] = {}
        self.undo_list_button = self._list_button(_("What can be undone"), "Alt+Z", backwards=True)
        self.redo_list_button = self._list_button(_("What can be redone"), "Alt+Y", backwards=False)
        self.history_button = tool(_("History of the record"), "history", self._ask_history, key="Ctrl+H")
        self.history_button.setCheckable(True)
        self.finder = tool(
            _("Find a place, a command or a record"), "search", self.find_wanted.emit, key="Ctrl+K"
        )
        self.helper = tool(_("Help for the field and the place"), "hint", self.help_wanted.emit, key="F1")
        self.mark = QLabel()
        self.mark.setFixedWidth(20)
        self.saved = label("", tone="muted")
        # As wide as its longest words: the buttons beside it must not move under the mouse at each save.
        wide = self.saved.fontMetrics().horizontalAdvance
        words = (_("All is saved"), _("Not all is saved"), _("Saved {time}").format(time="00:00:00"))
        self.saved.setMinimumWidth(max(map(wide, words)) + 2)
        self.languages = QComboBox()
        self.languages.setAccessibleName(_("Language"))
        self.languages.setToolTip(_("Language"))
        for code, name in LANGUAGES.items():
            self.languages.addItem(name, code)
        self.languages.setCurrentIndex(list(LANGUAGES).index(language()))
        self.languages.activated.connect(lambda place: self.language_wanted.emit(self.languages.itemData(place)))
        undo = row(self.undo_button, self.undo_list_button, space=0)
        redo = row(self.redo_button, self.redo_list_button, space=0)
        layout = row(self.name, self.about)
        layout.addLayout(undo)
        layout.addLayout(redo)
        for item in (self.history_button, self.finder, self.helper, self.mark, self.saved, self.languages):
            layout.addWidget(item)
        layout.setStretch(1, 1)
        layout.setContentsMargins(2 * SPACE, 6, 2 * SPACE, 6)
        layout.insertSpacing(layout.indexOf(self.mark), SPACE)
        self.setLayout(layout)
        self.show_session(None)

    def show_session(self, session: Session | None) -> None:
        """Show the state of a workspace: its name, what can be undone, when it was saved."""
        self._session = session
        steps = (self.undo_button, self.undo_list_button, self.redo_button, self.redo_list_button)
        for item in (*steps, self.history_button, self.mark, self.saved):
            item.setVisible(session is not None)
        if session is None:
            return
        info, catalogue = session.info, session.catalogue
        self.name.setText(catalogue.label("country", info.country) if info.country else _("Regional workspace"))
        about = f"{catalogue.label('cycle', info.cycle)} · {session.workspace.path.name}"
        if session.workspace.read_only:
            about = _("{about} · read only").format(about=about)
        self.about.setText(about)
        self.about.setToolTip("\n".join(filter(None, (str(session.workspace.path), session.workspace.notice))))
        if not session.behind.busy:
            self._show_steps(session)
        unsafe = bool(session.drafts.unsafe)
        self.mark.setPixmap(theme.pixmap(*(("warning", 20, "warning") if unsafe else ("saved", 20, "good"))))
        moment = session.saved_at
        if unsafe:
            self.saved.setText(_("Not all is saved"))
            return
        if session.behind.late:
            self.saved.setText(_("Saving …"))
            return
        self.saved.setText(_("Saved {time}").format(time=moment.strftime("%H:%M:%S")) if moment else _("All is saved"))

    def _show_steps(self, session: Session) -> None:
        try:
            undo, redo = (_first(session, steps) for steps in (session.undo_steps(1), session.redo_steps(1)))
        except CamiError:
            # The disk does not answer. What is not saved must still be shown; whoever presses one of these is told.
            return
        self._offer(self.undo_button, _("Undo"), "Ctrl+Z", undo)
        self._offer(self.redo_button, _("Redo"), "Ctrl+Shift+Z", redo)
        self.undo_list_button.setEnabled(bool(undo))
        self.redo_list_button.setEnabled(bool(redo))

    def _list_button(self, name: str, key: str, *, backwards: bool) -> QToolButton:
        result = tool(name, "down", partial(self._open_list, backwards), key=key)
        result.setIconSize(QSize(12, 12))
        result.setFixedWidth(20)
        return result

    def _open_list(self, backwards: bool) -> None:
        """Show what can be undone or redone, below its button; the list is made when it is first asked for."""
        if self._session is None:
            return
        from cami_desktop.desktop.undo_list import StepList

        if backwards not in self._lists:
            made = StepList(self.undo_button if backwards else self.redo_button, backwards=backwards)
            made.chosen.connect(self.undo_through if backwards else self.redo_through)
            self._lists[backwards] = made
        self._lists[backwards].open(self._session)

    def _ask_history(self) -> None:
        self.history_wanted.emit(self.history_button.isChecked())

    def _offer(self, item: QToolButton, verb: str, key: str, what: str) -> None:
        item.setEnabled(bool(what))
        words = f"{verb}: {what}" if what else verb
        item.setToolTip(f"{words} ({key})")
        item.setAccessibleName(words)


def _first(session: Session, steps: Sequence[Step]) -> str:
    from cami_desktop.desktop.changes import step_words

    return step_words(session, steps[0]) if steps else ""


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
        self._timer.timeout.connect(lambda: self.say(""))
        self.keys = label(_("Ctrl+K finds everything · Ctrl+/ lists all keys · F1 explains"), "small", tone="muted")
        layout = row(self.message, self.keys, None, self.job, self.bar, self.stop)
        layout.setStretch(0, 8)
        layout.setContentsMargins(2 * SPACE, 0, 2 * SPACE, 0)
        self.setLayout(layout)
        self._show_job()

    def say(self, text: str, tone: str = "muted") -> None:
        """Show a message."""
        self.message.say(text, tone)
        # What is told last has the line; without anything it names the keys that lead to everything else.
        self.keys.setVisible(not text)
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
            # A bar counts to two thousand million, which are fewer bytes than a folder of attachments may have.
            fine = max(total.bit_length() - 31, 0)
            self.bar.setRange(0, total >> fine)
            self.bar.setValue(done >> fine)
            counted = _("{done} of {total}").format(done=job.counted(done), total=job.counted(total)) if total else ""
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
