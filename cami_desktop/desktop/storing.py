"""Stores many records beside the window, as one step of undo; keys and the mouse wait until the window shows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication

from cami_desktop.errors import CamiError
from cami_desktop.records import Record
from cami_desktop.words import n_

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Jobs
    from cami_desktop.desktop.session import Session

MANY = 40
"""Records from which storing would be felt: each takes almost a millisecond."""

Then = Callable[[list[Record]], object]
"""then(stored): what follows, with no records where it failed, which was told."""

_INPUT = frozenset(
    {
        QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.Shortcut, QEvent.Type.ShortcutOverride,
        QEvent.Type.InputMethod, QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseButtonDblClick, QEvent.Type.Wheel, QEvent.Type.TouchBegin, QEvent.Type.ContextMenu,
        QEvent.Type.DragEnter, QEvent.Type.Drop,
    }
)  # fmt: skip


def store(session: Session, records: Sequence[Record], label: str, then: Then) -> None:
    """Store changed or new records as one step of undo, then call then(stored).

    Many are stored by a job where the session belongs to a window; few, or without one, at once.
    """
    if session.jobs is None or len(records) < MANY:
        stored: list[Record] = []
        try:
            stored = session.save_all(list(records), label=label)
        except CamiError as error:
            session.told.emit(str(error), "error")
        then(stored)
    else:
        Storing(session, session.jobs, list(records), label, then)


class Storing(QObject):
    """One such job. What is edited meanwhile would be edited from records that are about to be old: input is held."""

    def __init__(self, session: Session, jobs: Jobs, records: list[Record], label: str, then: Then) -> None:
        super().__init__(session)
        self._session, self._then = session, then
        QGuiApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)
        app = QCoreApplication.instance()
        assert app is not None
        app.installEventFilter(self)
        n = len(records)
        title = n_("Storing {n} record", "Storing {n} records", n).format(n=n)
        work = partial(_stored, session, session.linked(records), label)
        job = jobs.run(title, work, done=self._done, failed=self._failed)
        job.cancelled.connect(self._cancelled)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hold keys and the mouse; the window is painted, resized and can be closed."""
        return event.type() in _INPUT

    def _done(self, stored: list[Record]) -> None:
        self._release()
        self._session.take_up(stored, own=True)
        self._then(stored)

    def _failed(self, error: CamiError) -> None:
        self._release()
        self._session.told.emit(str(error), "error")
        self._then([])

    def _cancelled(self) -> None:
        """It never began: the window is being closed."""
        self._release()
        self._then([])

    def _release(self) -> None:
        QGuiApplication.restoreOverrideCursor()
        app = QCoreApplication.instance()
        assert app is not None
        app.removeEventFilter(self)
        self.deleteLater()


def _stored(session: Session, records: list[Record], label: str, _progress: object) -> list[Record]:
    """On the thread of the job: once begun, it is carried through."""
    return session.workspace.save_all(records, label=label)
