"""Stores many records beside the window, as one step of undo; what is typed meanwhile waits until they are shown."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from cami_desktop.errors import CamiError
from cami_desktop.records import Record
from cami_desktop.records.mentions import with_mentions
from cami_desktop.words import n_

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Jobs
    from cami_desktop.desktop.session import Session
    from cami_desktop.records.recordset import RecordSet

MANY = 40
"""Records from which storing would be felt."""

Then = Callable[[list[Record]], object]
"""then(stored): what follows, with no records where it failed, which was told."""


def store(session: Session, records: Sequence[Record], label: str | None, then: Then) -> None:
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
        return
    n = len(records)
    title = n_("Storing {n} record", "Storing {n} records", n).format(n=n)
    # What was put before them is in the file before them.
    session.behind.wait()
    work = partial(_stored, session, session.snapshot(), list(records), label)
    Storing(session, session.jobs, title, work, session.taking_up, partial(_then, session, then))


def store_now(session: Session, records: Sequence[Record], words: str) -> bool:
    """Store a few records as one step of undo, and say that it can be taken back; False where that failed."""
    try:
        session.save_all(list(records), label=words)
    except CamiError as error:
        session.told.emit(str(error), "error")
        return False
    session.tell_undoable(words)
    return True


def set_removed(session: Session, records: Sequence[Record], then: Then, *, removed: bool) -> None:
    """Move records to the bin, or take them out of it, as one step of undo, then call then(stored)."""
    session.flush()
    changed = [copy.copy(session.records.get(record.id) or record) for record in records]
    for record in changed:
        record.deleted = removed
    n = len(changed)
    out = n_("{n} record removed", "{n} records removed", n)
    back = n_("{n} record restored", "{n} records restored", n)
    # The step of a single record is named after it.
    store(session, changed, (out if removed else back).format(n=n) if n > 1 else None, then)


class Storing(QObject):
    """A job that changes the file while input is held, so that nobody edits records that are about to be old.

    show(result) puts what it did into the window, in steps; then(result, None) follows in a turn of its own. It is
    then(None, error) where the job failed, and then(None, None) where it never began: the window is being closed.
    """

    def __init__(
        self, session: Session, jobs: Jobs, title: str, work: Callable[[object], Any],
        show: Callable[[Any], Iterator[None]], then: Callable[[Any, CamiError | None], object],
    ) -> None:  # fmt: skip
        super().__init__(session)
        self._session, self._show, self._then = session, show, then
        self._result: Any = None
        session.held.hold()
        job = jobs.run(title, work, done=self._done, failed=self._failed)
        job.cancelled.connect(self._cancelled)

    def _done(self, result: Any) -> None:
        # The tables' own editing comes here.
        from cami_desktop.desktop.tables.slices import SLICE, Slices

        self._result = result
        slices = Slices(self)
        slices.done.connect(self._shown)
        # It is in the file, and input must not be held for ever.
        slices.failed.connect(self._shown)
        slices.run(self._show(result), SLICE)

    def _shown(self) -> None:
        QTimer.singleShot(0, self, partial(self._end, self._result, None))

    def _failed(self, error: CamiError) -> None:
        self._end(None, error)

    def _cancelled(self) -> None:
        self._end(None, None)

    def _end(self, result: Any, error: CamiError | None) -> None:
        try:
            self._then(result, error)
        finally:
            self._session.held.release()
            self.deleteLater()


def _stored(
    session: Session, known: RecordSet, records: Sequence[Record], label: str | None, _progress: object
) -> list[Record]:
    """On the thread of the job: once begun, it is carried through."""
    return session.workspace.save_all([with_mentions(known, record) for record in records], label=label)


def _then(session: Session, then: Then, stored: list[Record] | None, error: CamiError | None) -> None:
    if error is not None:
        session.told.emit(str(error), "error")
    then(stored or [])
