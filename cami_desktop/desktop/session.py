"""The open workspace as the window sees it: records in memory, every change stored at once and told to all places."""

from __future__ import annotations

import contextlib
import copy
import datetime
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from cami_desktop.desktop.changes import step_words
from cami_desktop.desktop.drafts import Drafts
from cami_desktop.errors import CamiError
from cami_desktop.records import KINDS, Record
from cami_desktop.records.mentions import with_mentions
from cami_desktop.records.recordset import RecordSet
from cami_desktop.records.rules import Finding, check_record
from cami_desktop.words import _, language, n_

if TYPE_CHECKING:
    from cami_desktop.catalogue import Catalogue
    from cami_desktop.desktop.jobs import Jobs
    from cami_desktop.workspace.history import Change, Entry
    from cami_desktop.workspace.info import WorkspaceInfo
    from cami_desktop.workspace.steps import Step
    from cami_desktop.workspace.workspace import Workspace

R = TypeVar("R", bound=Record)

EDITS = frozenset({"edit", "import"})
"""Origins of changes whose records stay in the file when they are undone."""


class Session(QObject):
    """One open workspace. Places read `records` (always as stored) and write through save, remove, undo and redo.

    Signals: changed(kind, id) after a record was stored, both empty when everything may have changed; saved() after
    each change; told(text, tone) with a message for the status line, tone `muted`, `good`, `warning` or `error`;
    wanted(kind, id, field) when a record is to be shown in its place; place_wanted(place, memory) to go to a place;
    errand_wanted(errand) for work on the file (loader.Errand), which is closed and opened again for it;
    history_wanted() to show the history of what is looked at;
    looking(id, field) when another record, or field of it, is looked at; both empty where it is none that is stored.
    jobs are those of its window, None without one.
    A session outlives the widgets that listen to it: connect their methods, never lambdas, which would be called on.
    """

    changed = Signal(str, str)
    saved = Signal()
    told = Signal(str, str)
    wanted = Signal(str, str, str)
    place_wanted = Signal(str, str)
    errand_wanted = Signal(object)
    history_wanted = Signal()
    looking = Signal(str, str)

    def __init__(self, workspace: Workspace, records: RecordSet, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.records = records
        self.jobs: Jobs | None = None
        self._snapshot: tuple[str, RecordSet, RecordSet] | None = None
        self.looked_at = ("", "")
        self.saved_at: datetime.datetime | None = None
        self._writers: list[Callable[[], None]] = []
        self.drafts = Drafts(self)

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
        """The records as they are now, for a job on another thread: later changes do not reach it.

        Until the next change it is the same set, so that what one job made of the records serves the others.
        """
        # Findings are in words: another language needs them anew.
        if self._snapshot is None or self._snapshot[:2] != (language(), self.records):
            self._snapshot = language(), self.records, self.records.copy()
        return self._snapshot[2]

    def removed(self) -> list[Record]:
        """The records of every kind that were removed (the bin), the latest first."""
        found = [record for record in self.records if record.deleted]
        return sorted(found, key=lambda record: (record.modified_at, record.id), reverse=True)

    def history(self, *ids: str) -> list[Entry]:
        """Every change of some records, oldest first."""
        from cami_desktop.workspace.steps import entries_of

        return entries_of(self.workspace, ids)

    def undo_steps(self, limit: int) -> list[Step]:
        """What undo takes back, one by one, the next one first; nothing where the file may only be read."""
        from cami_desktop.workspace.steps import undo_steps

        return [] if self.workspace.read_only else undo_steps(self.workspace, limit)

    def redo_steps(self, limit: int) -> list[Step]:
        """What redo does again, one by one, the next one first."""
        from cami_desktop.workspace.steps import redo_steps

        return [] if self.workspace.read_only else redo_steps(self.workspace, limit)

    def look_at(self, id_: str, field: str = "") -> None:
        """Tell that a record, or a field of it, came into view; nothing by an empty id."""
        if self.looked_at != (id_, field):
            self.looked_at = (id_, field)
            self.looking.emit(id_, field)

    def new(self, cls: type[R], **values: Any) -> R:
        """A new record of this workspace that is not stored yet; saving it gives it its id."""
        return cls(country=self.info.country, catalogue=self.info.catalogue, **values)

    # Writing

    def save(self, record: R, reason: str | None = None) -> R:
        """Store a record and return it as stored. Raises CamiError where it cannot be; nothing is changed then."""
        stored = self.workspace.save(self.linked([record])[0], reason)
        self._enter([stored])
        return stored

    def linked(self, records: Sequence[R]) -> list[R]:
        """The records as they are to be stored, however that is done: notes with links to what their texts mention."""
        return [with_mentions(self.records, record) for record in records]

    def save_all(self, records: Sequence[Record], *, label: str | None = None) -> list[Record]:
        """Store several records as one step of undo. Raises CamiError where that cannot be."""
        stored = self.workspace.save_all(self.linked(records), label=label)
        self._enter(stored)
        return stored

    def remove(self, records: Sequence[Record]) -> bool:
        """Move records to the bin; what went wrong is told in the status line."""
        return self._try(lambda: [self.workspace.remove(type(record), record.id) for record in records])

    def restore(self, records: Sequence[Record]) -> bool:
        """Take records out of the bin, as one step of undo; what went wrong is told in the status line."""
        changed = [copy.deepcopy(record) for record in records]
        for record in changed:
            record.deleted = False
        n = len(changed)
        label = n_("{n} record restored", "{n} records restored", n).format(n=n) if n > 1 else None
        return self._try(lambda: self.workspace.save_all(changed, label=label))

    def take_value(self, id_: str, name: str, value: Any) -> bool:
        """Give a field of a record a value that it had before, as an edit; what went wrong is told."""
        self.flush()
        record = copy.deepcopy(self.find(id_))
        if record is None:
            return False
        setattr(record, name, copy.deepcopy(value))
        record.absent.pop(name, None)
        return self._try(lambda: self.workspace.save_all(self.linked([record])))

    def undo(self) -> Change | None:
        """Take back the latest change, and tell which one."""
        return self._step(backwards=True)

    def redo(self) -> Change | None:
        """Do again what was taken back last, and tell what."""
        return self._step(backwards=False)

    def undo_through(self, change_id: int) -> int:
        """Take back every change down to that one, one by one, and return how many; stop at one that cannot be."""
        return self._steps_through(change_id, backwards=True)

    def redo_through(self, change_id: int) -> int:
        """Do every change up to that one again, one by one, and return how many; stop at one that cannot be."""
        return self._steps_through(change_id, backwards=False)

    def reload(self, records: RecordSet | None = None) -> None:
        """Read everything anew, after an import or a merge; records are those of the file where a job read them."""
        self.records = self.workspace.records() if records is None else records
        self.changed.emit("", "")
        self.saved.emit()

    def take_up(self, records: Sequence[Record], *, own: bool = False) -> None:
        """Show records that a job stored in the file; own: nobody else will change them, so they need no copies."""
        self._enter(records, own=own)

    def close(self) -> None:
        """Store what is being typed, and close the file."""
        self.flush()
        self.drafts.finish()
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

    def _steps_through(self, change_id: int, *, backwards: bool) -> int:
        done = 0
        while (change := self._step(backwards=backwards)) is not None:
            done += 1
            if change.id == change_id:
                break
        # Where one cannot be taken back, the message says why; it must not be overwritten.
        if done > 1 and change is not None:
            undone = n_("{n} step undone", "{n} steps undone", done)
            again = n_("{n} step done again", "{n} steps done again", done)
            self.told.emit((undone if backwards else again).format(n=done), "muted")
        return done

    def _step(self, *, backwards: bool) -> Change | None:
        self.flush()
        step = next(iter(self.undo_steps(1) if backwards else self.redo_steps(1)), None)
        if step is None:
            return None
        # Afterwards a record that the step began has no title any more.
        words = step_words(self, step)
        last = self.workspace.last_change()
        try:
            change = self.workspace.undo() if backwards else self.workspace.redo()
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
        self.told.emit((_("Undone: {what}") if backwards else _("Done again: {what}")).format(what=words), "muted")
        return change

    def _enter(self, records: Sequence[Record], *, own: bool = False) -> None:
        self._snapshot = None
        for record in records:
            self.records.put(record if own else copy.deepcopy(record))
        self.saved_at = datetime.datetime.now()
        for record in records:
            self.changed.emit(record.kind, record.id)
        self.saved.emit()
