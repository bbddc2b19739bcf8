"""The open workspace as the window sees it: records in memory, every change stored at once and told to all places."""

from __future__ import annotations

import contextlib
import copy
import datetime
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from cami_desktop.desktop import stepping, storing
from cami_desktop.desktop.behind import Behind
from cami_desktop.desktop.courtesy import ask
from cami_desktop.desktop.drafts import Drafts
from cami_desktop.desktop.held_input import HeldInput
from cami_desktop.errors import CamiError
from cami_desktop.records import Record
from cami_desktop.records.mentions import with_mentions
from cami_desktop.records.recordset import RecordSet
from cami_desktop.records.rules import Finding, check_record
from cami_desktop.words import _, language

if TYPE_CHECKING:
    from cami_desktop.catalogue import Catalogue
    from cami_desktop.desktop.jobs import Jobs
    from cami_desktop.workspace.history import Change, Entry
    from cami_desktop.workspace.info import WorkspaceInfo
    from cami_desktop.workspace.steps import Step
    from cami_desktop.workspace.workspace import Workspace

R = TypeVar("R", bound=Record)


PORTION = 500
"""Records that are entered at once where there are thousands."""


class Session(QObject):
    """One open workspace. Places read `records` (always as stored) and write through save, remove, undo and redo.

    Signals: changed(kind, id) after a record was stored, the id empty where many of the kind were (told_of has them
    meanwhile), both empty when everything may have changed; saved() after each change;
    told(text, tone) with a message for the status line, tone `muted`, `good`, `warning` or `error`;
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
        self.held = HeldInput(self)
        self.told_of: Sequence[Record] = ()
        self._snapshot: tuple[str, RecordSet, RecordSet] | None = None
        self.looked_at = ("", "")
        self.saved_at: datetime.datetime | None = None
        self._writers: list[Callable[[], None]] = []
        self.drafts = Drafts(self)
        self.behind = Behind(self)
        self.add_writer(self.behind.wait)

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
        # What was put before them is in the file before them.
        self.behind.wait()
        return [with_mentions(self.records, record) for record in records]

    def save_all(self, records: Sequence[Record], *, label: str | None = None) -> list[Record]:
        """Store several records as one step of undo. Raises CamiError where that cannot be."""
        stored = self.workspace.save_all(self.linked(records), label=label)
        self._enter(stored)
        return stored

    def remove(self, records: Sequence[Record], then: storing.Then = len) -> None:
        """Move records to the bin as one step of undo, then call then(stored); what went wrong is told."""
        storing.set_removed(self, records, then, removed=True)

    def restore(self, records: Sequence[Record], then: storing.Then = len) -> None:
        """Take records out of the bin as one step of undo, then call then(stored); what went wrong is told."""
        storing.set_removed(self, records, then, removed=False)

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
        """Take back the latest change, tell which one, and return it; None also where a job does it, for many records.

        While records are being stored it waits for its turn.
        """
        return next(iter(self._steps(None, backwards=True)), None)

    def redo(self) -> Change | None:
        """Do again what was taken back last, tell what, and return it; None also where a job does it."""
        return next(iter(self._steps(None, backwards=False)), None)

    def undo_through(self, change_id: int) -> int:
        """Take back every change down to that one and return how many were; stop at one that cannot be."""
        return len(self._steps(change_id, backwards=True))

    def redo_through(self, change_id: int) -> int:
        """Do every change up to that one again and return how many were; stop at one that cannot be."""
        return len(self._steps(change_id, backwards=False))

    def reload(self, records: RecordSet | None = None) -> None:
        """Read everything anew, after an import or a merge; records are those of the file where a job read them."""
        self.behind.wait()
        self.records = self.workspace.records() if records is None else records
        self.changed.emit("", "")
        self.saved.emit()

    def tell_undoable(self, what: str, tone: str = "good", *, more: str = "") -> None:
        """Say what was done and that it can be taken back; more stands behind it as a sentence of its own."""
        said = _("{what}; Ctrl+Z takes it back").format(what=what)
        self.told.emit(f"{said}. {more}" if more else said, tone)

    def take_up(self, records: Sequence[Record]) -> None:
        """Show records that a job stored in the file."""
        self._enter(records)

    def taking_up(self, records: Sequence[Record]) -> Iterator[None]:
        """The same in short steps, for many records, which nobody else may change: they are not copied."""
        self.saved_at = datetime.datetime.now()
        yield from self.showing(records, own=True)

    def leave_out(self, ids: Sequence[str]) -> None:
        """Show records no longer that never came into the file."""
        self._snapshot = None
        for id_ in ids:
            self.records.drop(id_)
        if ids:
            self.changed.emit("", "")
            self.saved.emit()

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

    def _steps(self, change_id: int | None, *, backwards: bool) -> list[Change]:
        """Take the next step, or all steps through a change."""
        if self.held.held:
            self.held.later(partial(self._steps, change_id, backwards=backwards))
            return []
        self.flush()
        try:
            steps = self._steps_to(change_id, backwards=backwards)
        except CamiError as error:
            self.told.emit(str(error), "error")
            return []
        return stepping.take(self, steps, backwards=backwards)

    def _steps_to(self, change_id: int | None, *, backwards: bool) -> Sequence[Step]:
        if change_id is None:
            return self.undo_steps(1) if backwards else self.redo_steps(1)
        from cami_desktop.workspace.steps import steps_through

        return steps_through(self.workspace, change_id, backwards=backwards)

    def _enter(self, records: Sequence[Record], *, own: bool = False) -> None:
        self.saved_at = datetime.datetime.now()
        self.show(records, own=own)

    def show(self, records: Sequence[Record], *, own: bool = False) -> None:
        """Show records that are stored, or will be by `behind`; own as for take_up."""
        for _step in self.showing(records, own=own):
            pass

    def showing(self, records: Sequence[Record], *, own: bool = False) -> Iterator[None]:
        """The same in steps: between them the window can paint, but nobody must edit."""
        ask()
        by_kind: dict[str, list[Record]] = {}
        for number, record in enumerate(records, start=1):
            self.records.put(record if own else copy.deepcopy(record))
            by_kind.setdefault(record.kind, []).append(record)
            if number % PORTION == 0:
                yield
        self._snapshot = None
        for kind, found in by_kind.items():
            if len(found) < storing.MANY:
                for record in found:
                    self.changed.emit(kind, record.id)
            else:
                # Of thousands each would be heard by thirty listeners.
                outer, self.told_of = self.told_of, found
                self.changed.emit(kind, "")
                self.told_of = outer
            yield
        self.saved.emit()
