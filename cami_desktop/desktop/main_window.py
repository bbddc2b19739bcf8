"""The main window: the frame, the places inside it, and the way from a finding to its field."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from cami_desktop.desktop import loader, settings, theme
from cami_desktop.desktop.application import speak
from cami_desktop.desktop.frame import Rail, StatusLine, TopBar
from cami_desktop.desktop.jobs import Jobs, Progress
from cami_desktop.desktop.places.base import Place
from cami_desktop.desktop.places.registry import Entry, place_of, places_for
from cami_desktop.desktop.session import Session
from cami_desktop.desktop.start_page import StartPage
from cami_desktop.desktop.widgets import column, dropped, row
from cami_desktop.errors import CamiError
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.records.recordset import RecordSet
    from cami_desktop.workspace.workspace import Workspace


NARROW = 1200
"""Pixels below which the rail gives room to the places."""


class MainWindow(QMainWindow):
    """The window. It is built anew, in place, when the language or the theme changes."""

    def __init__(self, who: str = "") -> None:
        super().__init__()
        self.who = who
        self.session: Session | None = None
        self.jobs = Jobs(self)
        self.places: dict[str, Place] = {}
        self.place_id = ""
        self.setAcceptDrops(True)
        self.setMinimumSize(900, 560)
        self.jobs.started.connect(lambda job: self.status.watch(job))
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._theme_changed)
        again = QShortcut(QKeySequence("Ctrl+Y"), self)
        again.activated.connect(self._redo)
        self.build()
        self.resize(1366, 728)
        geometry = settings.geometry()
        if geometry is not None:
            self.restoreGeometry(geometry)

    # The frame

    def build(self) -> None:
        """Build the frame and the place that was open, in the language and theme in force."""
        self.entries: dict[str, Entry] = {}
        if self.session is not None:
            self.entries = {entry.place_id: entry for entry in places_for(self.session.info.role)}
        self.rail = Rail(list(self.entries.values()))
        if self.session is None:
            self.rail.hide()
        self.rail.wanted.connect(self.show_place)
        self.rail.set_narrow(self.width() < NARROW)
        self.top = TopBar()
        self.top.undo.connect(self._undo)
        self.top.redo.connect(self._redo)
        self.top.language_wanted.connect(self.speak)
        self.status = StatusLine()
        for job in self.jobs.running:
            self.status.watch(job)
        self.start = StartPage()
        self.start.open_wanted.connect(self.open_file)
        self.start.new_wanted.connect(self.new_file)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.start)
        self.places = {}
        frame = QWidget()
        middle = row(self.rail, self.stack, space=0)
        middle.setStretch(1, 1)
        column(frame, self.top, middle, self.status, space=0).setStretch(1, 1)
        self.setCentralWidget(frame)
        self._show_state()

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
        """Build everything anew and come back to where the person was."""
        self._leave_field()
        place_id = self.place_id
        memory = self.places[place_id].memory() if place_id in self.places else ""
        self.build()
        if self.session is not None and place_id:
            self.show_place(place_id)
            self.places[place_id].recall(memory)

    # Workspaces

    def open_file(self, path: Path) -> None:
        """Open a workspace beside the window; what goes wrong is told on the start page."""
        self.start.show_opening(path)
        work = partial(loader.open_workspace, path, self.who)
        # The paint comes first: the libraries of the workspace are heavy.
        QTimer.singleShot(0, self, lambda: self._load(path, work))

    def new_file(self, path: Path, country: str, cycle: str, who: str) -> None:
        """Make a workspace and open it."""
        self.who = who or self.who
        self.start.show_opening(path)
        self._load(path, lambda _progress: loader.new_workspace(path, country, cycle, self.who))

    def _load(self, path: Path, work: Callable[[Progress], tuple[Workspace, RecordSet]]) -> None:
        self.jobs.run(
            _("Opening {name}").format(name=path.name), work,
            done=lambda opened: self.use(Session(*opened)), failed=self._not_opened,
        )  # fmt: skip

    def _not_opened(self, error: CamiError) -> None:
        if self.session is None:
            self.start.show_error(error)
        else:
            self.status.say(str(error), "error")

    def use(self, session: Session) -> None:
        """Show an open workspace, in place of the one before."""
        self._close_session()
        self.session = session
        session.setParent(self)
        session.saved.connect(self._show_state)
        session.told.connect(lambda text, tone: self.status.say(text, tone))
        session.wanted.connect(self.show_record)
        session.place_wanted.connect(self._go)
        settings.keep_recent(session.workspace.path)
        self.build()
        self.show_place(next(iter(self.entries)))

    def _leave_field(self) -> None:
        """Store what is being typed; a field must not lose the focus while it is being destroyed."""
        if self.focusWidget() is not None:
            self.focusWidget().clearFocus()
        if self.session is not None:
            self.session.flush()

    def _close_session(self) -> None:
        self._leave_field()
        if self.session is not None:
            self.session.close()
            self.session.deleteLater()
            self.session = None
            self.place_id = ""

    # Places

    def show_place(self, place_id: str) -> Place | None:
        """Go to a place; it is built the first time."""
        if self.session is None or place_id not in self.entries:
            return None
        self.session.flush()
        if place_id not in self.places:
            place = self.entries[place_id].build(self.session, self.jobs)
            self.places[place_id] = place
            self.stack.addWidget(place)
        place = self.places[place_id]
        self.place_id = place_id
        place.refresh()
        self.stack.setCurrentWidget(place)
        self.rail.mark(place_id)
        return place

    def show_record(self, kind: str, id_: str, field: str = "") -> None:
        """Go to a record in the place where it is edited, and into a field if one is named."""
        role = self.session.info.role if self.session is not None else ""
        place = self.show_place(place_of(kind, role))
        if place is None or not place.show_record(kind, id_, field or None):
            self.status.say(_("This record cannot be shown here."), "warning")

    def _go(self, place_id: str, memory: str) -> None:
        place = self.show_place(place_id)
        if place is not None:
            place.recall(memory)

    def _undo(self) -> None:
        if self.session is not None and self.session.editable:
            self.session.undo()

    def _redo(self) -> None:
        if self.session is not None and self.session.editable:
            self.session.redo()

    def _show_state(self) -> None:
        self.top.show_session(self.session)
        name = self.session.workspace.path.name if self.session else ""
        self.setWindowTitle(f"{name} – CAMI Desktop" if name else "CAMI Desktop")

    # The window itself

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window has a narrow rail."""
        super().resizeEvent(event)
        self.rail.set_narrow(event.size().width() < NARROW)

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
        """Store what is being typed, end what runs, close the file."""
        reasons = [reason for place in self.places.values() if (reason := place.refuses_to_go())]
        if reasons:
            self.status.say(reasons[0], "warning")
            event.ignore()
            return
        settings.keep_geometry(self.saveGeometry())
        self.jobs.wait()
        # A file that was just opened arrives as an event; it must be closed like any other.
        QCoreApplication.processEvents()
        self._close_session()
        super().closeEvent(event)


def _workspaces(event: QDropEvent) -> list[Path]:
    return [path for path in dropped(event) if path.suffix == ".cami"]
