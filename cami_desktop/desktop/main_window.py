"""The main window: the frame, the places inside it, and the way from a finding to its field."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from cami_desktop.desktop import garbage, settings, theme
from cami_desktop.desktop.ahead import Ahead, taken_apart
from cami_desktop.desktop.application import speak
from cami_desktop.desktop.care import Care
from cami_desktop.desktop.care_files import START, Files, care_for
from cami_desktop.desktop.commands import told
from cami_desktop.desktop.courtesy import Courtesy, ask
from cami_desktop.desktop.frame import Rail, StatusLine, TopBar
from cami_desktop.desktop.jobs import Jobs
from cami_desktop.desktop.panels import Panels
from cami_desktop.desktop.places.base import Place
from cami_desktop.desktop.places.registry import Entry, first_place, place_of, places_for
from cami_desktop.desktop.roomy import Roomy, Stack, Upright
from cami_desktop.desktop.start_page import StartPage
from cami_desktop.desktop.widgets import column, dropped, row
from cami_desktop.desktop.window_state import WindowState, keep_state, state_of
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.history_panel import HistoryPanel
    from cami_desktop.desktop.session import Session
    from cami_desktop.desktop.tables.browser import RecordBrowser
    from cami_desktop.records import Record


NARROW = 1200
"""Pixels below which the rail gives room to the places."""


class MainWindow(QMainWindow):
    """The window. It is built anew, in place, when the language or the theme changes."""

    def __init__(self, who: str = "") -> None:
        super().__init__()
        self.who = who or settings.who()
        self.session: Session | None = None
        self.jobs = Jobs(self)
        self.files = Files(self)
        self.ahead = Ahead(self)
        Courtesy(self)
        self.places: dict[str, Place] = {}
        self.place_id = ""
        self._back_at: WindowState | None = None
        self.history: HistoryPanel | None = None
        self.history_shown = False
        self.help_shown = False
        self.setAcceptDrops(True)
        self.setMinimumSize(640, 360)
        self.jobs.started.connect(lambda job: self.status.watch(job))
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._theme_changed)
        again = told(QShortcut(QKeySequence("Ctrl+Y"), self), _("Redo"))
        again.activated.connect(self._redo)
        self.build()
        self.resize(1366, 728)
        geometry = settings.geometry()
        if geometry is not None:
            self.restoreGeometry(geometry)

    # The frame

    def build(self) -> None:
        """Build the frame and the place that was open, in the language and theme in force."""
        theme.dress(self)
        self.ahead.stop()
        self.entries: dict[str, Entry] = {}
        if self.session is not None:
            self.entries = {entry.place_id: entry for entry in places_for(self.session.info.role)}
        self.rail = Rail(list(self.entries.values()))
        if self.session is None:
            self.rail.hide()
        self.rail.wanted.connect(self.ahead.visit)
        self.rail.set_narrow(self.width() < NARROW)
        self.top = TopBar()
        self.top.undo.connect(self._undo)
        self.top.redo.connect(self._redo)
        self.top.undo_through.connect(self._undo_through)
        self.top.redo_through.connect(self._redo_through)
        self.top.history_wanted.connect(self.show_history)
        self.top.language_wanted.connect(self.speak)
        self.status = StatusLine()
        for job in self.jobs.running:
            self.status.watch(job)
        self._start: StartPage | None = None
        self.stack = Stack()
        self.places = {}
        frame = QWidget()
        middle = row(Upright(self.rail), Roomy(self.stack), space=0)
        middle.setStretch(1, 1)
        self.history = None
        layout = column(frame, self.top, middle, self.status, space=0)
        layout.setStretch(1, 1)
        if self.session is not None:
            # Not needed for the first paint.
            from cami_desktop.desktop.drafts_bar import DraftBar
            from cami_desktop.desktop.history_panel import HistoryPanel

            self.offered = DraftBar(self.session)
            layout.insertWidget(1, self.offered)
            self.offered.follow(self.top.languages)
            self.history = HistoryPanel(self.session)
            self.history.closed.connect(self._hide_history)
            self.history.set_narrow(self.width() < NARROW)
            middle.addWidget(self.history)
        self.setCentralWidget(frame)
        self.panels = Panels(self, frame, middle)
        self._show_state()
        self.show_history(self.history_shown)
        self.panels.show_help(self.help_shown)
        self.files.put_page()
        if self.session is None and self.files.page is None:
            self.stack.setCurrentWidget(self.start)
            self.start.opener.setFocus()

    @property
    def start(self) -> StartPage:
        """The start page; it is built when it is asked for."""
        if self._start is None:
            self._start = StartPage()
            self.files.listen(self._start)
            self.stack.addWidget(self._start)
        return self._start

    def speak(self, code: str) -> None:
        """Change the language of everything."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        settings.keep_language(code)
        speak(app, code)
        self._rebuild()

    def _theme_changed(self, _scheme: Qt.ColorScheme) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.put_on(app)
        self._rebuild()

    def _rebuild(self) -> None:
        """Build everything anew and come back to where the person was; not while all of it is being taken apart."""
        if self.ahead.leaving:
            return
        garbage.thaw()
        self._leave_field()
        if self.session is not None:
            self.session.drafts.let_go_all()
        place_id = self.place_id
        memory = self.places[place_id].memory() if place_id in self.places else ""
        looked_at = self.session.looked_at[0] if self.session is not None else ""
        pasting = [browser for browser in self._browsers() if browser.pasting]
        if pasting and (current := pasting[0].table.current) is not None:
            # Its form is not seen now, so nobody tells that it is looked at.
            looked_at = current.id
        kinds = {browser.cls for browser in pasting}
        tour = self.panels.tour_state
        self.build()
        if self.session is not None and place_id:
            self.show_place(place_id)
            self.places[place_id].recall(memory)
            record = self.session.find(looked_at)
            if record is not None:
                # The row of a table, too, is where the person was.
                self.places[place_id].show_record(record.kind, record.id)
            if kinds:
                # Only in the next turn the tables can be seen.
                QTimer.singleShot(0, self.session, partial(self._paste_again, kinds))
        if tour is not None:
            self.panels.start_tour(*tour)

    def _paste_again(self, kinds: set[type[Record]]) -> None:
        """Look again at what a paste into the tables of these kinds would do."""
        for browser in self._browsers():
            if browser.cls in kinds:
                browser.paste()

    def _browsers(self) -> list[RecordBrowser]:
        """The tables that are seen now."""
        place = self.places.get(self.place_id)
        if place is None:
            return []
        from cami_desktop.desktop.tables.browser import RecordBrowser

        return [browser for browser in place.findChildren(RecordBrowser) if browser.isVisible()]

    # Workspaces

    def open_file(self, path: Path) -> None:
        """Open a workspace beside the window; what goes wrong is told on the start page."""
        self.files.open_path(path)

    def new_file(self, path: Path, country: str, cycle: str, who: str) -> None:
        """Make a workspace and open it."""
        self.who = who or self.who
        self.files.new(path, country, cycle)

    def use(self, session: Session) -> None:
        """Show an open workspace, in place of the one before, which is closed beside the window."""
        self.files.close_behind(self._take())
        self.session = session
        session.setParent(self)
        session.jobs = self.jobs
        session.saved.connect(self._show_state)
        session.drafts.changed.connect(self._show_state)
        session.behind.changed.connect(self._show_state)
        session.told.connect(lambda text, tone: self.status.say(text, tone))
        session.wanted.connect(self.show_record)
        session.place_wanted.connect(self._go)
        session.errand_wanted.connect(self.files.run_errand)
        session.history_wanted.connect(lambda: self.show_history(True))
        care_for(session, self).changed.connect(self._show_state)
        settings.keep_recent(session.workspace.path)
        left = state_of(session.workspace.path) or WindowState(help=self.help_shown, history=self.history_shown)
        self.help_shown, self.history_shown = left.help, left.history
        self.build()
        garbage.settle()
        if session.workspace.notice:
            self.status.say(session.workspace.notice, "hint")
        # The frame is a turn of its own.
        self._back_at = left
        QTimer.singleShot(1, session, self._come_back)

    def _come_back(self) -> None:
        """Show the place that was open when the workspace was left, unless another one was asked for already."""
        left = self._back_at
        if left is None or self.session is None or self.place_id:
            self._back_at = None
            return
        wanted = first_place(self.session.info.role, left.place).place_id
        if wanted not in self.places:
            # Built in one turn, shown in another: the first one in a stack would be painted at once.
            self.stack.addWidget(QWidget())
            self.built(wanted)
            QTimer.singleShot(1, self.session, self._come_back)
            return
        self._back_at = None
        place = self.show_place(wanted)
        if place is None:
            return
        if self.place_id == left.place:
            place.recall(left.memory)
        # Tab begins where the person looks: at the place that has just opened.
        self.rail.buttons[self.place_id].setFocus()

    def _leave_field(self) -> None:
        """Store what is being typed; a field must not lose the focus while it is being destroyed."""
        if self.focusWidget() is not None:
            self.focusWidget().clearFocus()
        if self.session is not None:
            self.session.flush()

    def let_go(self) -> Session | None:
        """Leave the open workspace, and show none; whoever calls closes it."""
        session = self._take()
        if session is not None:
            self.build()
        return session

    def _take(self) -> Session | None:
        self._leave_field()
        self._keep_state()
        session, self.session, self.place_id = self.session, None, ""
        if session is not None:
            garbage.thaw()
            Care.of(session, self.jobs).stop()
            session.held.forget()
            session.drafts.finish()
        return session

    def _keep_state(self) -> None:
        """Remember where the person was in the workspace that is being left."""
        place = self.places.get(self.place_id)
        if self.session is not None and place is not None:
            state = WindowState(self.place_id, place.lasting(), self.help_shown, self.history_shown)
            keep_state(self.session.workspace.path, state)

    def reason_to_stay(self) -> str:
        """Why the workspace must not be closed now (a file is being written); empty where it may."""
        reason = next((reason for place in self.places.values() if (reason := place.refuses_to_go())), "")
        if reason or self.session is None:
            return reason
        self.session.flush()
        return self.session.drafts.reason_to_stay()

    # Places

    def show_place(self, place_id: str) -> Place | None:
        """Go to a place; it is built the first time."""
        if self.session is None or place_id not in self.entries or self.ahead.leaving:
            return None
        ask()
        self.session.flush()
        place = self.built(place_id)
        self.place_id = place_id
        place.refresh()
        self.stack.setCurrentWidget(place)
        self.rail.mark(place_id)
        self.panels.follow()
        self.ahead.begin()
        return place

    def built(self, place_id: str) -> Place:
        """A place of the open workspace, built where it is not yet, and not shown."""
        if place_id not in self.places:
            assert self.session is not None
            place = self.entries[place_id].build(self.session, self.jobs)
            self.places[place_id] = place
            self.stack.addWidget(place)
        return self.places[place_id]

    def places_apart(self) -> Iterator[None]:
        """Leave the places and take them apart, in steps; the workspace stays open meanwhile."""
        self._leave_field()
        self._keep_state()
        places = list(self.places.values())
        self.places = {}
        for place in places:
            yield from taken_apart(place)

    def show_record(self, kind: str, id_: str, field: str = "") -> None:
        """Go to a record in the place where it is edited, and into a field if one is named."""
        role = self.session.info.role if self.session is not None else ""
        place = self.show_place(place_of(kind, role))
        if place is None or not place.show_record(kind, id_, field or None):
            self.status.say(_("This record cannot be shown here."), "warning")

    def _go(self, place_id: str, memory: str) -> None:
        if place_id == START:
            self.files.show_start()
            return
        place = self.show_place(place_id)
        if place is not None:
            place.recall(memory)

    def _undo(self) -> None:
        if self.session is not None:
            self.session.undo()

    def _redo(self) -> None:
        if self.session is not None:
            self.session.redo()

    def _undo_through(self, change_id: int) -> None:
        if self.session is not None:
            self.session.undo_through(change_id)

    def _redo_through(self, change_id: int) -> None:
        if self.session is not None:
            self.session.redo_through(change_id)

    def show_history(self, wanted: bool) -> None:
        """Show or hide the history of the record that is looked at."""
        self.history_shown = wanted
        if wanted:
            self.panels.show_help(False)
        self.top.history_button.setChecked(wanted)
        if self.history is not None:
            self.history.setVisible(wanted)

    def _hide_history(self) -> None:
        self.show_history(False)
        if self.place_id in self.places:
            self.places[self.place_id].setFocus()

    def _show_state(self) -> None:
        self.top.show_session(self.session)
        if self.session is not None:
            trouble = Care.of(self.session, self.jobs).trouble
            self.rail.show_trouble("safety", str(trouble) if trouble is not None else "")
        name = self.session.workspace.path.name if self.session else ""
        self.setWindowTitle(f"{name} – CAMI Desktop" if name else "CAMI Desktop")

    # The window itself

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window has a narrow rail."""
        super().resizeEvent(event)
        self.rail.set_narrow(event.size().width() < NARROW)
        if self.history is not None:
            self.history.set_narrow(event.size().width() < NARROW)

    def changeEvent(self, event: QEvent) -> None:
        """Store what is being typed when the person turns to another window."""
        super().changeEvent(event)
        left = event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow()
        if left and self.session is not None and QApplication.activePopupWidget() is None:
            self.session.flush()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A workspace can be dropped on the window."""
        if _workspaces(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the workspace that was dropped."""
        for path in _workspaces(event)[:1]:
            self.open_file(path)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Store what is being typed and close the file beside the window, which goes when that is done."""
        if self.session is not None and self.session.held.held:
            # What is being stored is stored first, also what waits for another job before it.
            self.session.held.later(self.close)
            event.ignore()
            return
        reason = self.reason_to_stay()
        if reason:
            self.status.say(reason, "warning")
            event.ignore()
            return
        settings.keep_geometry(self.saveGeometry())
        if self.files.leave():
            super().closeEvent(event)
        else:
            event.ignore()


def _workspaces(event: QDropEvent) -> list[Path]:
    return [path for path in dropped(event) if path.suffix == ".cami"]
