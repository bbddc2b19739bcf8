"""Looks beside the window at what changed in a meeting since it was final or approved, and what is still open in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from cami_desktop.desktop.jobs import Jobs, Progress
from cami_desktop.records import Record
from cami_desktop.records.kinds import Meeting
from cami_desktop.records.recordset import RecordSet
from cami_desktop.records.rules import Finding, Severity, check_record

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session
    from cami_desktop.loop.meeting_changes import Difference, Mark

WAIT = 300
"""Milliseconds after a change until it is looked at again."""

KINDS_OF_MEETING = frozenset({"", "meeting", "agenda_item", "participation", "contribution", "decision"})
"""Kinds of whose changes the summary of a meeting tells; blank: all may have changed."""

KINDS_OF_PAPER = KINDS_OF_MEETING | {"person", "organisation", "site"}
"""Kinds whose changes may show in the paper."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the record of a meeting stands: the latest mark (final or approved), what changed since, what is open."""

    meeting: str
    mark: Mark | None
    changes: Sequence[Difference]
    findings: Sequence[Finding]


class MeetingWatch(QObject):
    """Follows one meeting; found(standing) after it was looked at, and again after each change of it.

    thorough: whether the rules are run too, which only those ask for who show what is open.
    """

    found = Signal(object)

    @classmethod
    def of(cls, session: Session, jobs: Jobs) -> MeetingWatch:
        """The one watch of a session, shared by all who ask."""
        return next((child for child in session.children() if isinstance(child, cls)), None) or cls(session, jobs)

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__(session)
        self.session = session
        self.thorough = False
        self.standing: Standing | None = None
        self._jobs = jobs
        self._meeting = ""
        self._timer = QTimer(self, singleShot=True, interval=WAIT)
        self._timer.timeout.connect(self.look)
        session.changed.connect(self._changed)

    def look_at(self, meeting: Meeting | None) -> None:
        """Follow another meeting; None, or one that is not stored, is followed by nobody."""
        id_ = meeting.id if meeting is not None else ""
        if id_ != self._meeting:
            self._meeting = id_
            self.standing = None
            self.look()

    def look(self) -> None:
        """Look now."""
        meeting = self._meeting
        if not meeting:
            return
        workspace, records, thorough = self.session.workspace, self.session.snapshot(), self.thorough

        def work(progress: Progress) -> Standing:
            from cami_desktop.loop.meeting_changes import differences, marks

            found = marks(workspace, meeting)
            mark = found[-1] if found else None
            changes = differences(workspace, records, meeting, mark) if mark is not None else []
            findings = _open_in(records, meeting, progress) if thorough else []
            return Standing(meeting, mark, changes, findings)

        self._jobs.run_quietly(work, self._looked)

    def _looked(self, standing: Standing) -> None:
        if standing.meeting == self._meeting:
            self.standing = standing
            self.found.emit(standing)

    def _changed(self, kind: str, _id: str) -> None:
        if self._meeting and kind in KINDS_OF_MEETING:
            self._timer.start()


def _open_in(records: RecordSet, meeting: str, progress: Progress) -> list[Finding]:
    """What the rules find in the records of a meeting that the summary tells of; hints are not worth waiting for."""
    from cami_desktop.loop.meeting_changes import OWN

    head = records.find(meeting)
    mine = [*([head] if head is not None else []), *(item for cls in OWN[1:] for item in _of(records, cls, meeting))]
    found: list[Finding] = []
    for number, record in enumerate(mine):
        progress(number, len(mine))
        found += [item for item in check_record(record, records) if item.open and item.severity is not Severity.HINT]
    return found


def _of(records: RecordSet, cls: type[Record], meeting: str) -> Sequence[Record]:
    return records.all(cls, meeting=meeting)
