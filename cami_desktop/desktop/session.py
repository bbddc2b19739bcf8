"""The open workspace as the window sees it: records in memory, every change stored at once and told to all places."""

from __future__ import annotations

import contextlib
import copy
import datetime
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from cami_desktop.errors import CamiError
from cami_desktop.records import KINDS, Record
from cami_desktop.records.recordset import RecordSet
from cami_desktop.records.rules import Finding, check_record
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.catalogue import Catalogue
    from cami_desktop.workspace.history import Change, Entry
    from cami_desktop.workspace.info import WorkspaceInfo
    from cami_desktop.workspace.workspace import Workspace

R = TypeVar("R", bound=Record)

EDITS = frozenset({"edit", "import"})
"""Origins of changes whose records stay in the file when they are undone."""


class Session(QObject):
    """One open workspace. Places read `records` (always as stored) and write through save, remove, undo and redo.

    Signals: changed(kind, id) after a record was stored, both empty when everything may have changed; saved() after
    each change; told(text, tone) with a message for the status line, tone `muted`, `good`, `warning` or `error`;
    wanted(kind, id, field) when a record is to be shown in its place; place_wanted(place, memory) to go to a place.
    A session outlives the widgets that listen to it: connect their methods, never lambdas, which would be called on.
    """

    changed = Signal(str, str)
    saved = Signal()
    told = Signal(str, str)
    wanted = Signal(str, str, str)
    place_wanted = Signal(str, str)

    def __init__(self, workspace: Workspace, records: RecordSet, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.records = records
        self.drafts: dict[tuple[str, str], str] = {}
        self.saved_at: datetime.datetime | None = None
        self._writers: list[Callable[[], None]] = []

    @property
    def catalogue(self) -> Catalogue:
        """The reference catalogue in force."""
        return self.records.catalogue

    @property
    def info(self) -> WorkspaceInfo:
        """Role, country, cycle and edition of the workspace."""
        return self.workspace.info

    @property
    def editable(self) -> bool:
        """Whether records can be edited here: not in a regional workspace, nor in a file that may only be read."""
        return not (self.info.regional or self.workspace.read_only)

    # Reading

    def all(self, cls: type[R], where: Callable[[R], bool] | None = None) -> Sequence[R]:
        """The records of a kind that are not removed and for which `where` holds, oldest first."""
        found = self.records.all(cls)
        return found if where is None else [record for record in found if where(record)]

    def find(self, id_: str | None) -> Record | None:
        """The record of that id, unless it was removed."""
        return self.records.find(id_) if id_ else None

    def findings(self, record: Record) -> list[Finding]:
        """What the rules find in one record, stored or not."""
        return check_record(record, self.records)

    def snapshot(self) -> RecordSet:
        """The records as they are now, for a job on another thread: later changes do not reach it."""
        return RecordSet(self.records, self.records.catalogue, self.records.today)

    def history(self, id_: str) -> list[Entry]:
        """Every change of a record, oldest first."""
        return self.workspace.history(id_)

    def new(self, cls: type[R], **values: Any) -> R:
        """A new record of this workspace that is not stored yet; saving it gives it its id."""
        return cls(country=self.info.country, catalogue=self.info.catalogue, **values)

    # Writing

    def save(self, record: R, reason: str | None = None) -> R:
        """Store a record and return it as stored. Raises CamiError where it cannot be; nothing is changed then."""
        stored = self.workspace.save(record, reason)
        self._enter([stored])
        return stored

    def save_all(self, records: Sequence[Record], *, label: str | None = None) -> list[Record]:
        """Store several records as one step of undo. Raises CamiError where that cannot be."""
        stored = self.workspace.save_all(records, label=label)
        self._enter(stored)
        return stored

    def remove(self, records: Sequence[Record]) -> bool:
        """Move records to the bin; what went wrong is told in the status line."""
        return self._try(lambda: [self.workspace.remove(type(record), record.id) for record in records])

    def undo(self) -> Change | None:
        """Take back the latest change, and tell which one."""
        return self._step(self.workspace.undo, _("Undone: {what}"))

    def redo(self) -> Change | None:
        """Do again what was taken back last, and tell what."""
        return self._step(self.workspace.redo, _("Done again: {what}"))

    def reload(self, records: RecordSet | None = None) -> None:
        """Read everything anew, after an import or a merge; records are those of the file where a job read them."""
        self.records = self.workspace.records() if records is None else records
        self.changed.emit("", "")
        self.saved.emit()

    def close(self) -> None:
        """Store what is being typed, and close the file."""
        self.flush()
        self.workspace.close()

    # What is being typed

    def add_writer(self, writer: Callable[[], None]) -> None:
        """Register a function that stores what is being typed, called before undo, closing and changing place."""
        self._writers.append(writer)

    def drop_writer(self, writer: Callable[[], None]) -> None:
        """Forget such a function."""
        with contextlib.suppress(ValueError):
            self._writers.remove(writer)

    def flush(self) -> None:
        """Store what is being typed anywhere."""
        for writer in list(self._writers):
            writer()

    # Inside

    def _try(self, act: Callable[[], list[Record]]) -> bool:
        try:
            stored = act()
        except CamiError as error:
            self.told.emit(str(error), "error")
            return False
        self._enter(stored)
        return True

    def _step(self, act: Callable[[], Change | None], words: str) -> Change | None:
        self.flush()
        last = self.workspace.last_change()
        try:
            change = act()
        except CamiError as error:
            self.told.emit(str(error), "error")
            return None
        if change is None:
            return None
        touched = {(entry.kind, entry.record_id) for entry in self.workspace.changes_since(last)}
        found = [self.workspace.get(KINDS[kind], id_) for kind, id_ in sorted(touched)]
        if change.origin in EDITS and all(record is not None for record in found):
            self._enter([record for record in found if record is not None])
        else:
            # A merge that is taken back takes its records out of the file again.
            self.reload()
        self.told.emit(words.format(what=change.label), "muted")
        return change

    def _enter(self, records: Sequence[Record]) -> None:
        for record in records:
            self.records.put(copy.deepcopy(record))
        self.saved_at = datetime.datetime.now()
        for record in records:
            self.changed.emit(record.kind, record.id)
        self.saved.emit()
