"""Stores notes behind the window: each is shown at once and stored by a thread, in order; one that fails comes back."""

from __future__ import annotations

import datetime
import queue
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from cami_desktop.desktop.jobs import unexpected
from cami_desktop.errors import CamiError
from cami_desktop.give_way import give_way
from cami_desktop.records import Record
from cami_desktop.records.mentions import with_mentions
from cami_desktop.records.record import BOOKKEEPING
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

R = TypeVar("R", bound=Record)

PAUSE = 250
"""Milliseconds after the last note until the window tells that all is stored: in a pause of typing, if there is one."""

LATE = 400
"""Milliseconds after which the mark says that something is still being stored; what is quicker needs no words."""


@dataclass(eq=False, slots=True)
class Waiting:
    """Records on their way into the file as one step of undo; before: what was shown of them until then."""

    records: Sequence[Record]
    label: str | None
    before: Sequence[Record | None]
    stored: Sequence[Record] = field(default=())
    error: CamiError | None = None


class Behind(QObject):
    """What a session stores behind the window. Whatever is stored otherwise, undone or read from the file waits for it.

    changed() tells that `late` may have changed; failed(records) that records could not be stored and are no longer
    shown: the texts of new ones are offered back as drafts.
    """

    changed = Signal()
    failed = Signal(object)
    _came = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._waiting: list[Waiting] = []
        self._over: queue.SimpleQueue[Waiting] = queue.SimpleQueue()
        self._late = QTimer(self, singleShot=True, interval=LATE)
        self._late.timeout.connect(self._tell_late)
        self.late = False
        self._calm = QTimer(self, singleShot=True, interval=PAUSE)
        self._calm.timeout.connect(self.changed)
        self._came.connect(self._take, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether something is not in the file yet."""
        return bool(self._waiting)

    def put(self, records: Sequence[R], label: str | None = None) -> list[R]:
        """Show records as they will be stored, and store them as one step of undo as soon as the disk can.

        Raises CamiError for what can never be stored; nothing is changed then.
        """
        session = self._session
        prepared = [session.workspace.prepare(with_mentions(session.records, record)) for record in records]
        one = Waiting(prepared, label, [session.records.get(record.id) for record in prepared])
        self._waiting.append(one)
        session.drafts.writer.store(prepared[0].id, partial(self._store, one))
        if not self._late.isActive():
            self._late.start()
        session.show(prepared, own=True)
        return prepared

    def wait(self) -> None:
        """Come back when everything is in the file, or told."""
        if self._waiting:
            self._session.drafts.writer.wait()
            self._take()

    # On the thread

    def _store(self, one: Waiting) -> None:
        # The note is painted first.
        give_way()
        try:
            one.stored = self._session.workspace.save_all(one.records, label=one.label)
        except CamiError as error:
            one.error = error
        except Exception as error:
            one.error = unexpected(error)
        self._over.put(one)
        self._came.emit()

    # In the window

    def _take(self) -> None:
        """Enter what the thread did."""
        failed: list[Waiting] = []
        while not self._over.empty():
            one = self._over.get()
            self._waiting.remove(one)
            self._calm.start()
            if one.error is None:
                self._stored(one)
            else:
                failed.append(one)
        if not self._waiting:
            self._late.stop()
        if self.late and not self._waiting:
            self.late = False
            self.changed.emit()
        if failed:
            self._refused(failed)

    def _stored(self, one: Waiting) -> None:
        session = self._session
        session.saved_at = datetime.datetime.now()
        for shown, stored in zip(one.records, one.stored, strict=True):
            # Nothing that a place shows of a record comes from these, so that nobody need look again.
            for name in BOOKKEEPING:
                setattr(shown, name, getattr(stored, name))
            session.drafts.stored(shown.id)

    def _refused(self, failed: Sequence[Waiting]) -> None:
        """Show what the file holds, and give the texts back; the message of the last failure stays."""
        session = self._session
        for one in reversed(failed):
            session.show([record for record in one.before if record is not None])
            gone = [now.id for now, before in zip(one.records, one.before, strict=True) if before is None]
            session.leave_out(gone)
        for one in failed:
            for record in one.records:
                session.drafts.give_back(record.id)
        self.failed.emit([record for one in failed for record in one.records])
        error = failed[-1].error
        assert error is not None
        told = _("Not stored: {why}").format(why=" ".join(filter(None, (error.what, error.do))))
        session.told.emit(told, "error")

    def _tell_late(self) -> None:
        self.late = bool(self._waiting)
        self.changed.emit()
