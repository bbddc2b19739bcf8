"""What changed in a meeting since its record was made final or approved: before and after, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from cami_desktop.records import Record
from cami_desktop.records.kinds import AgendaItem, Contribution, Decision, Meeting, Participation
from cami_desktop.records.recordset import RecordSet
from cami_desktop.words import formats, n_
from cami_desktop.workspace.history import Entry
from cami_desktop.workspace.steps import entries_of, once_had
from cami_desktop.workspace.workspace import Workspace

OWN: tuple[type[Record], ...] = (Meeting, AgendaItem, Participation, Contribution, Decision)
"""Kinds of which the summary of a meeting tells; notes are what it was made from."""

MARKED = frozenset({"final", "approved"})
"""States of a meeting's record since which changes are told."""

_NOT_SAID = frozenset({"status", "approved_on", "accepted", "absent", "catalogue", "country"})
"""Fields that are the state itself, or that no paper shows."""

_BACK_AND_FORTH = frozenset({"undo", "redo"})
"""Origins of changes that bring a former state back."""

What = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Mark:
    """The change by which a meeting's record was made final or approved: its number, state, time (UTC) and person."""

    change: int
    status: str
    at: str
    who: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of one record that is not as it was; of a record that is new or gone, the field is blank."""

    kind: str
    record: str
    field: str
    before: Any
    after: Any
    what: What


def marks(workspace: Workspace, meeting: str) -> list[Mark]:
    """When the record of a meeting was made final or approved, oldest first; undo and redo make no new mark."""
    entries = [entry for entry in entries_of(workspace, [meeting]) if entry.field == "status"]
    found = [entry for entry in entries if entry.after in MARKED and entry.change.origin not in _BACK_AND_FORTH]
    return [Mark(entry.change.id, entry.after, entry.change.at, entry.change.who) for entry in found]


def mark_of(workspace: Workspace, meeting: Meeting, status: str) -> Mark | None:
    """Since when the record of a meeting is in a state; None where it is not in it."""
    if meeting.status != status:
        return None
    return next((mark for mark in reversed(marks(workspace, meeting.id)) if mark.status == status), None)


def differences(workspace: Workspace, records: RecordSet, meeting: str, mark: Mark) -> list[Difference]:
    """What differs from the records of the meeting as they were at a mark; what was changed back does not.

    In the order of the kinds and of the first change. Notes are left out: the paper does not show them. Of a record
    that went to another meeting only that is told.
    """
    kinds = [cls.kind for cls in OWN]
    mine = [meeting, *(record.id for record in records if record.kind in kinds and _meeting_of(record) == meeting)]
    gone = set(once_had(workspace, "meeting", meeting, mark.change)).difference(mine)
    entries = [entry for entry in entries_of(workspace, [*mine, *gone]) if entry.kind in kinds]
    by_record: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.change.id > mark.change:
            by_record.setdefault(entry.record_id, []).append(entry)
    found: list[Difference] = []
    for record, since in by_record.items():
        if record not in gone:
            found += _of_record(since)
        elif next(entry.before for entry in since if entry.field == "meeting") == meeting:
            found += [change for change in _of_record(since) if change.what == "removed" or change.field == "meeting"]
    return sorted(found, key=lambda change: kinds.index(change.kind))


def changed_words(changes: Sequence[Difference]) -> str:
    """How much changed, in words: “3 fields, 1 new record”; blank for nothing."""
    counts = {what: sum(change.what == what for change in changes) for what in ("changed", "added", "removed")}
    parts = {
        "changed": n_("{n} field", "{n} fields", counts["changed"]),
        "added": n_("{n} new record", "{n} new records", counts["added"]),
        "removed": n_("{n} removed record", "{n} removed records", counts["removed"]),
    }
    return ", ".join(text.format(n=formats.number(counts[what])) for what, text in parts.items() if counts[what])


def _meeting_of(record: Record) -> str | None:
    found: str | None = getattr(record, "meeting", None)
    return found


def _of_record(entries: Sequence[Entry]) -> Iterable[Difference]:
    """The net difference that the changes of one record make."""
    first: dict[str, Entry] = {}
    last: dict[str, Entry] = {}
    for entry in entries:
        first.setdefault(entry.field, entry)
        last[entry.field] = entry
    kind, record = entries[0].kind, entries[0].record_id
    if "deleted" in first:
        # A record that is begun has no value there before.
        was_there, is_there = first["deleted"].before is False, not last["deleted"].after
        if was_there != is_there:
            yield Difference(kind, record, "", None, None, "added" if is_there else "removed")
        if not (was_there and is_there):
            return
    for name, entry in first.items():
        if name not in _NOT_SAID and name != "deleted" and entry.before != last[name].after:
            yield Difference(kind, record, name, entry.before, last[name].after, "changed")
