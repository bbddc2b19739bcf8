"""What the window does with files: opening, closing and errands, all beside the window; never two of them at once."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, QThread, QTimer
from PySide6.QtGui import QGuiApplication, QSessionManager

from cami_desktop.desktop import loader, settings
from cami_desktop.desktop.care import Care
from cami_desktop.desktop.care_found import find_backups
from cami_desktop.desktop.care_pages import BusyPage
from cami_desktop.desktop.jobs import Progress
from cami_desktop.desktop.loader import Errand, NotOpened, Opening, Ran
from cami_desktop.desktop.start_page import StartPage
from cami_desktop.errors import CamiError
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.main_window import MainWindow
    from cami_desktop.desktop.session import Session


Question = tuple[str, str, tuple[tuple[str, Callable[[], None]], ...]]

START = "start"
"""The start page, where a place is named to go to."""

MOST_ROUNDS = 20
"""How often what ended jobs began is waited for, when the application ends."""


class Files(QObject):
    """The file side of one window. page is what is shown instead of places while a file is closed or changed."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        self.page: BusyPage | None = None
        self._busy: tuple[str, str] | None = None
        self._opening: Path | None = None
        self._question: Question | None = None
        self._leaving = False
        self._gone = False
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.aboutToQuit.connect(self.close_now)
        app.commitDataRequest.connect(self._session_ends)

    # The start page

    def listen(self, start: StartPage) -> None:
        """Do what a start page, built anew, asks for."""
        start.open_wanted.connect(self.open_path)
        start.again_wanted.connect(self.open)
        start.new_wanted.connect(self.window.new_file)
        start.backups_wanted.connect(self._show_backups)
        start.restore_wanted.connect(self._restore)
        start.repair_wanted.connect(self._repair)
        start.back_wanted.connect(self._back)
        start.sample_wanted.connect(self.sample)
        if self._opening is not None:
            start.show_opening(self._opening)

    def show_start(self) -> None:
        """Show the start page while a workspace is open, to open another one in its place."""
        start = self.window.start
        if self.window.session is not None and self._busy is None:
            self.window.session.flush()
            start.offer_back(True)
            self.window.stack.setCurrentWidget(start)
            start.show_error(None)

    def _back(self) -> None:
        self.window.show_place(self.window.place_id)

    # Opening

    def open_path(self, path: Path) -> None:
        """Open a file to work in it."""
        self.open(Opening(path))

    def open(self, wish: Opening) -> None:
        """Open a file; what stands in the way is told on the start page, with the way on."""
        if self._opening is not None or self._busy is not None:
            return
        session = self.window.session
        if session is not None and wish.path.resolve() == session.workspace.path.resolve():
            self.window.status.say(_("{name} is open already.").format(name=wish.path.name))
            self._back()
            return
        wish = dataclasses.replace(wish, who=self.window.who, second=settings.second_place())
        self._load(wish.path, partial(loader.try_open, wish), partial(self._opened, wish))

    def new(self, path: Path, country: str, cycle: str) -> None:
        """Make a workspace and open it."""
        if self._opening is not None or self._busy is not None:
            return
        who, second = self.window.who, settings.second_place()

        def work(_progress: Progress) -> Any:
            return loader.new_workspace(path, country, cycle, who, second)

        self._load(path, work, partial(self._opened, Opening(path, who)))

    def sample(self, country: str, who: str) -> None:
        """Open the sample of a country, which is made the first time, and begin the tour."""
        from cami_desktop.desktop.tour import sample_folder
        from cami_desktop.loop.sample import sample_file

        if self._opening is not None or self._busy is not None:
            return
        path = sample_file(sample_folder(country), country)
        self.window.who = who or self.window.who
        wish = Opening(path, who=self.window.who, second=settings.second_place())
        self._load(path, partial(loader.sample_workspace, country, wish), self._sample_opened)

    def _sample_opened(self, found: Any) -> None:
        self._opened(Opening(found[0].path), found)
        # The tour begins where it speaks of, wherever the sample was left the last time.
        self.window.show_place("home")
        self.window.panels.start_tour()

    def _load(self, path: Path, work: Callable[[Progress], Any], done: Callable[[Any], None]) -> None:
        self._opening = path
        self.window.start.show_opening(path)
        # The paint comes first: the libraries of the workspace are heavy.
        QTimer.singleShot(0, self, partial(self._run, path, work, done))

    def _run(self, path: Path, work: Callable[[Progress], Any], done: Callable[[Any], None]) -> None:
        if self._leaving or self._gone:
            return
        title = _("Opening {name}").format(name=path.name)
        job = self.window.jobs.run(title, work, done=done, failed=partial(self._failed, Opening(path)))
        job.cancelled.connect(self._stopped)

    def _stopped(self) -> None:
        self._opening = None
        if not self._leaving:
            self.window.start.show_error(None)

    def _opened(self, wish: Opening, found: Any) -> None:
        if isinstance(found, NotOpened):
            self._not_opened(wish, found)
            return
        self._opening = None
        from cami_desktop.desktop.session import Session

        session = Session(*found)
        if self._leaving:
            # The window is going: the file that has just come is closed like any other.
            self.close_behind(self.window.let_go())
            self.window.session = session
        else:
            self.window.use(session)

    def _failed(self, wish: Opening, error: CamiError) -> None:
        self._not_opened(wish, NotOpened(error))

    def _not_opened(self, wish: Opening, found: NotOpened) -> None:
        self._opening = None
        if self._leaving:
            return
        start, busy = self.window.start, self.window.session is not None
        start.offer_back(busy)
        # Shown first, so that what is asked for has the keyboard.
        self.window.stack.setCurrentWidget(start)
        start.show_refusal(wish, found)

    def _show_backups(self, wish: Opening) -> None:
        path, second = wish.path, wish.second
        show = self.window.start.show_backups
        self.window.jobs.run_quietly(lambda _progress: find_backups(path, second), show)

    def _restore(self, wish: Opening, backup: Path, passphrase: str) -> None:
        if self._opening is not None:
            return
        self._opening = wish.path
        self.window.start.backups.set_busy(True)
        whole = dataclasses.replace(wish, passphrase=passphrase or wish.passphrase, who=self.window.who)
        self.window.jobs.run(
            _("Restoring {name}").format(name=wish.path.name), partial(loader.restore_workspace, whole, backup),
            done=partial(self._opened, whole), failed=self._not_restored,
        ).cancelled.connect(self._stopped)  # fmt: skip

    def _not_restored(self, error: CamiError) -> None:
        self._opening = None
        self.window.start.backups.set_busy(False)
        self.window.start.backups.message.say(str(error), "error")

    def _repair(self, wish: Opening) -> None:
        work = partial(loader.repair_copy, wish)
        self._load(wish.path, work, self._repaired)

    def _repaired(self, found: tuple[Any, Any]) -> None:
        """The repaired copy is open: say what became of it where the file is checked."""
        opened, done = found
        self._opened(Opening(done.path), opened)
        place = self.window.show_place("safety")
        if place is not None:
            place.show_repaired(done)  # type: ignore[attr-defined]

    # Closing

    def close_behind(self, session: Session | None) -> None:
        """Close a workspace that another one took the place of; what went wrong with its backup is told."""
        if session is None:
            return
        jobs, workspace = self.window.jobs, session.workspace

        def told(troubles: list[CamiError]) -> None:
            session.deleteLater()
            for error in troubles:
                self.window.status.say(str(error), "error")

        jobs.after(lambda: jobs.run_quietly(lambda _progress: loader.close_workspace(workspace), told))

    def leave(self) -> bool:
        """Whether the window may go at once; otherwise it is closed again, once its file is."""
        if self._gone or self._nothing_to_close:
            return True
        # Without a loop of events nobody would hear that the job has ended.
        if not QThread.currentThread().loopLevel():
            self.close_now()
            return True
        if self._leaving or self._busy is not None:
            self._leaving = True
            return False
        self._leaving = True
        session = self.window.session
        path = session.workspace.path if session is not None else self._opening
        name = path.name if path is not None else ""
        about = _("What was stored since the last backup is backed up; the window goes as soon as that is checked.")
        self.show_busy(_("Closing {name} …").format(name=name), about)
        self._close()
        return False

    @property
    def _nothing_to_close(self) -> bool:
        return self.window.session is None and self._busy is None and self.window.jobs.idle

    def close_now(self) -> None:
        """Close the file at once, whatever waits: the application or the person's session at the computer is ending."""
        jobs = self.window.jobs
        for _round in range(MOST_ROUNDS):
            jobs.wait()
            # A file that was just opened arrives as an event; it must be closed like any other.
            QCoreApplication.processEvents()
            if jobs.idle:
                break
        session = self.window.let_go()
        if session is not None:
            loader.close_workspace(session.workspace)
            session.deleteLater()

    def _session_ends(self, _manager: QSessionManager | None) -> None:
        """The person logs off; the program may be ended without another word, or that be called off."""
        self.close_now()
        self.window.start.problem.say(_("The workspace was closed, because the computer was being shut down."))

    def _close(self) -> None:
        if not self.window.jobs.idle:
            self.window.jobs.after(self._close)
            return
        # Many widgets at once would hold up the window for a moment, in which it could not even be painted.
        self.window.ahead.take_apart(self._close_file)

    def _close_file(self) -> None:
        session = self.window.let_go()
        if session is None:
            self._go()
            return
        workspace = session.workspace
        session.deleteLater()
        closed = partial(self._closed, workspace.path, workspace.backups.key)
        self.window.jobs.run_quietly(
            lambda _progress: loader.close_workspace(workspace), closed, lambda error: closed([error])
        )

    def _closed(self, path: Path, key: Any, troubles: list[CamiError]) -> None:
        if not troubles or self.page is None:
            self._go()
            return
        title = _("{name} is closed, but not backed up as it should be").format(name=path.name)
        text = "\n".join(map(str, troubles))
        choices = (_("Close the window"), self._go), (_("Open the file again"), partial(self._stay, path, key))
        self._question = (title, text, choices)
        self.page.ask(title, text, *choices)

    def _go(self) -> None:
        self._gone = True
        self.window.close()

    def _stay(self, path: Path, key: Any) -> None:
        self._leaving = False
        self.show_busy("")
        self.open(Opening(path, passphrase=key))

    # Errands

    def run_errand(self, errand: Errand) -> None:
        """Close the file, do something with it, open it again, and go to the place that asked for it."""
        window = self.window
        reason = window.reason_to_stay()
        if reason or window.session is None or self._busy is not None or self._opening is not None:
            window.status.say(reason, "warning")
            return
        workspace = window.session.workspace
        window.session.flush()
        self.show_busy(errand.title)
        session = window.let_go()
        assert session is not None
        session.deleteLater()
        failed = partial(self._broke, workspace.path)
        work, done = partial(loader.run_errand, workspace, errand), partial(self._ran, errand, workspace.path)
        window.jobs.after(lambda: window.jobs.run_quietly(work, done, failed))

    def _ran(self, errand: Errand, path: Path, ran: Ran) -> None:
        self._busy = None
        if ran.opened is None:
            self._broke(path, ran.error or CamiError(""))
            return
        from cami_desktop.desktop.session import Session

        session = Session(*ran.opened)
        if self._leaving:
            self.window.session = session
            self._close()
            return
        self.page = None
        self.window.use(session)
        place = self.window.show_place(errand.place_id)
        if place is not None and ran.error is not None:
            errand.failed(place, ran.error)
        elif place is not None:
            errand.told(place, ran.result)

    def _broke(self, path: Path, error: CamiError) -> None:
        """The file could not be opened again."""
        self.show_busy("")
        self._leaving = False
        self.window.build()
        self._not_opened(Opening(path, second=settings.second_place()), NotOpened(error, backups=1))

    # The page meanwhile

    def show_busy(self, title: str, about: str = "") -> None:
        """Show the page that says what is being done; a blank title puts the start page back."""
        self._busy, self._question = (title, about) if title else None, None
        if not title:
            self.page = None
            self.window.build()
            return
        self.put_page()

    def put_page(self) -> None:
        """Put the page into the stack of a window that was built anew."""
        if self._busy is None:
            return
        self.page = BusyPage(*self._busy)
        self.window.stack.addWidget(self.page)
        self.window.stack.setCurrentWidget(self.page)
        self.window.rail.hide()
        self.window.top.show_session(None)
        if self._question is not None:
            title, text, choices = self._question
            self.page.ask(title, text, *choices)


def care_for(session: Session, window: MainWindow) -> Care:
    """Begin to take care of a session; what goes wrong is told in the status line."""
    care = Care.of(session, window.jobs)
    care.told.connect(session.told)
    return care
