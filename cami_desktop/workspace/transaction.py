"""A transaction: one change in progress; its records, history and ledger entries are stored together or not at all."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa

from cami_desktop.records import Record, title_of
from cami_desktop.records.record import BOOKKEEPING, TRACKED_COMMON
from cami_desktop.records.version import Stamp, bump
from cami_desktop.words import _
from cami_desktop.workspace import contents, drafts, history, images, ledger, tables
from cami_desktop.workspace.history import Head

R = TypeVar("R", bound=Record)

MOST_AT_ONCE = 500
"""Records whose edits are written together."""


def read_record(connection: sa.Connection, cls: type[R], id_: str) -> R | None:
    """The stored record of a kind by id, removed or not."""
    table = tables.RECORD_TABLES[cls.kind]
    row = connection.execute(sa.select(table).where(table.c.id == id_)).mappings().first()
    return None if row is None else tables.from_row(cls, row)  # type: ignore[return-value]


def read_records(connection: sa.Connection, cls: type[R], ids: Iterable[str]) -> dict[str, R]:
    """The stored records of a kind by id, removed or not; ids that are not stored are left out."""
    table = tables.RECORD_TABLES[cls.kind]
    found: dict[str, R] = {}
    for portion in images.chunks(ids):
        rows = connection.execute(sa.select(table).where(table.c.id.in_(portion))).mappings()
        found.update((row["id"], tables.from_row(cls, row)) for row in rows)  # type: ignore[misc]
    return found


@dataclass(frozen=True, slots=True)
class _Edited:
    """A record to write, how it is stored so far (None: not yet), what differs, and the stamp and reason of that."""

    record: Record
    before: Record | None
    found: Mapping[str, tuple[Any, Any]]
    stamp: Stamp
    reasons: Mapping[str, str | None]


class Transaction:
    """One change in progress: everything put into it is stored together or not at all.

    The change itself is entered into the history with the first record that really differs, so that storing what is
    stored already leaves no trace.
    """

    def __init__(self, connection: sa.Connection, head: Head) -> None:
        self.connection = connection
        self.head = head
        self.at = head.at
        self._change_id: int | None = None
        self._exact = head.undoes is None and head.origin in history.EXACT

    def _change(self, before: Record | None = None, record: Record | None = None, found: Iterable[str] = ()) -> int:
        """The id of this change, entered into the history at the first call."""
        if self._change_id is None:
            label = self.head.label or (label_of(before, record, list(found)) if record else "")
            self._change_id = history.write_change(self.connection, dataclasses.replace(self.head, label=label))
        return self._change_id

    def begin(self) -> None:
        """Enter this change into the history, even where no field of a record comes to differ."""
        self._change()

    def enter(self, versions: Iterable[tuple[Record | None, Record | None]]) -> None:
        """Enter into the history what became of records whose rows were put back; None where there is no row."""
        entries: list[dict[str, Any]] = []
        for before, after in versions:
            shown = after or before
            if shown is None:
                continue
            stamps = after.stamps if after else {}
            for name, pair in _put_back(before, after).items():
                stamp = max(stamps.get(name, ((self.head.replica, 0),)))
                entries.append(history.entry_row(self._change(), shown, name, pair, stamp, None))
        if entries:
            self.connection.execute(sa.insert(tables.history), entries)

    def _keep(self, kind: str, ids: Iterable[str]) -> None:
        if self._exact:
            images.keep(self.connection, self._change(), tables.RECORD_TABLES[kind], ids)

    def edit(self, record: Record, reason: str | None = None) -> bool:
        """Store a person's edit: a new version by this replica. False where nothing differs from what is stored.

        The record is given the bookkeeping (version, stamps, times) that is stored.
        """
        return bool(self.edit_all([record], reason))

    def edit_all(self, records: Iterable[Record], reason: str | None = None) -> int:
        """Store a person's edits of records, each as edit() does; return how many of them differed from what is stored.

        They are read and written many at a time, which is several times as fast as one by one.
        """
        return sum(self._edit(portion, reason) for portion in _portions(records))

    def _edit(self, records: Sequence[Record], reason: str | None) -> int:
        known = self._as_stored(records)
        edited: list[_Edited] = []
        for record in records:
            before = known.get((record.kind, record.id))
            found = history.differences(before, record)
            if before is not None:
                for name in BOOKKEEPING:
                    setattr(record, name, getattr(before, name))
            if not found:
                continue
            stamp = self._bump(record, before, found)
            record.modified_at, record.modified_by = self.at, self.head.who
            if before is None:
                record.created_at, record.created_by = self.at, self.head.who
            edited.append(_Edited(record, before, found, stamp, dict.fromkeys(found, reason)))
        self._store(edited)
        if self.head.undoes is None:
            drafts.drop_stored(self.connection, {one.record.id: one.found for one in edited})
        return len(edited)

    def _as_stored(self, records: Sequence[Record]) -> dict[tuple[str, str], Record]:
        """What is stored of records, by kind and id."""
        if len(records) == 1:
            found = read_record(self.connection, type(records[0]), records[0].id)
            return {} if found is None else {(found.kind, found.id): found}
        ids: dict[type[Record], list[str]] = {}
        for record in records:
            ids.setdefault(type(record), []).append(record.id)
        return {
            (cls.kind, id_): record
            for cls, wanted in ids.items()
            for id_, record in read_records(self.connection, cls, wanted).items()
        }

    def _bump(self, record: Record, before: Record | None, found: Iterable[str]) -> Stamp:
        """Give a record the next version by this replica.

        Every edit also stamps `deleted`: it says that the record is still wanted, so that a removal made elsewhere
        without knowledge of it is a conflict.
        """
        record.version, stamp = bump(before.version if before else {}, self.head.replica)
        record.stamps = dict(before.stamps if before else {}) | dict.fromkeys((*found, "deleted"), (stamp,))
        return stamp

    def settle(self, record: Record, field: str, reason: str) -> None:
        """Store a decision about a field: a new version by this replica, even where the shown value stays."""
        before = read_record(self.connection, type(record), record.id)
        assert before is not None
        found = {**history.differences(before, record), field: (getattr(before, field), getattr(record, field))}
        stamp = self._bump(record, before, found)
        record.modified_at, record.modified_by = self.at, self.head.who
        self._store([_Edited(record, before, found, stamp, dict.fromkeys(found, reason))])

    def put_all(self, versions: Iterable[tuple[Record | None, Record, Mapping[str, str]]]) -> int:
        """Store versions that a merge decided on, as they are; return how many rows were written.

        Each item is the version stored so far (None for a new record), the version to store, and by field the rule or
        person that decided (under '' for every field not named).
        """
        versions = list(versions)
        replaced: dict[str, list[str]] = {}
        for before, record, _reasons in versions:
            if before is not None:
                replaced.setdefault(record.kind, []).append(record.id)
        for kind, ids in replaced.items():
            self._keep(kind, ids)
        added: dict[str, list[dict[str, Any]]] = {}
        entries: list[dict[str, Any]] = []
        written = 0
        for before, record, reasons in versions:
            row = tables.to_row(record)
            if before is None:
                added.setdefault(record.kind, []).append(row)
            else:
                table = tables.RECORD_TABLES[record.kind]
                written += self.connection.execute(sa.update(table).where(table.c.id == record.id).values(row)).rowcount
            entries.extend(self._entries(before, record, reasons))
        for kind, rows in added.items():
            written += self.connection.execute(sa.insert(tables.RECORD_TABLES[kind]), rows).rowcount
        if entries:
            self.connection.execute(sa.insert(tables.history), entries)
        return written

    def _entries(self, before: Record | None, record: Record, reasons: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        default: Stamp = next(iter(sorted(record.version.items())), (self.head.replica, 0))
        for name, pair in history.differences(before, record).items():
            stamp = max(record.stamps.get(name, (default,)))
            yield history.entry_row(self._change(), record, name, pair, stamp, reasons.get(name, reasons.get("")))

    def _store(self, edited: Sequence[_Edited]) -> None:
        """Write records with their history, many rows a statement."""
        if not edited:
            return
        change_id = self._change(edited[0].before, edited[0].record, edited[0].found)
        replaced: dict[str, list[dict[str, Any]]] = {}
        added: dict[str, list[dict[str, Any]]] = {}
        for one in edited:
            rows = added if one.before is None else replaced
            rows.setdefault(one.record.kind, []).append(tables.to_row(one.record))
        for kind, changed in replaced.items():
            table = tables.RECORD_TABLES[kind]
            self._keep(kind, [row["id"] for row in changed])
            this = table.c.id == sa.bindparam("this_id")
            self.connection.execute(sa.update(table).where(this), [{**row, "this_id": row["id"]} for row in changed])
        for kind, new in added.items():
            self.connection.execute(sa.insert(tables.RECORD_TABLES[kind]), new)
        entries = [
            history.entry_row(change_id, one.record, name, pair, one.stamp, one.reasons.get(name))
            for one in edited
            for name, pair in one.found.items()
        ]
        if entries:
            self.connection.execute(sa.insert(tables.history), entries)

    def note(self, entry: Any) -> None:
        """Store a ledger entry (submission, conflict, question, certificate, trusted root) in this change."""
        table, key = ledger.place_of(entry)
        if self._exact and key is not None:
            images.keep(self.connection, self._change(), table, [key])
        stored = ledger.write(self.connection, entry)
        if self._exact and key is None:
            images.keep_new(self.connection, self._change(), table, [stored])

    def conflicts(self, record_id: str, field: str) -> list[ledger.Conflict]:
        """The values that wait for a decision about a field."""
        return ledger.read(self.connection, ledger.Conflict, record_id=record_id, field=field, state="open")

    def close_conflict(self, conflict: ledger.Conflict, state: str, choice: Any, reason: str) -> None:
        """End a conflict: `resolved` by a person, or `superseded` by a version that had seen both values."""
        self.note(
            dataclasses.replace(
                conflict, state=state, choice=choice, reason=reason, resolved_by=self.head.who, resolved_at=self.at
            )
        )

    def keep_bytes(self, digest: str, data: bytes) -> None:
        """Keep the bytes of an attachment under their SHA-256, once. Raises DamagedInput where that is another."""
        contents.keep(self.connection, digest, [data])

    def keep_pieces(self, digest: str, pieces: Iterable[bytes], name: str = "") -> None:
        """The same for a file that comes in pieces; this change must not be stored where it raises."""
        contents.keep(self.connection, digest, pieces, name)


def _portions(records: Iterable[Record]) -> Iterator[list[Record]]:
    """Records a portion at a time, none of them twice in one: the second must see what became of the first."""
    portion: dict[tuple[str, str], Record] = {}
    for record in records:
        if len(portion) == MOST_AT_ONCE or (record.kind, record.id) in portion:
            yield list(portion.values())
            portion = {}
        portion[record.kind, record.id] = record
    if portion:
        yield list(portion.values())


def _put_back(before: Record | None, after: Record | None) -> dict[str, tuple[Any, Any]]:
    """What differs between two states of a record, of which either may be that it is not there."""
    if after is not None:
        return history.differences(before, after)
    if before is None:
        return {}
    return {name: (value, blank) for name, (blank, value) in history.differences(None, before).items()}


def label_of(before: Record | None, record: Record, names: Sequence[str]) -> str:
    """What a change does to a record, in the words that undo shows."""
    if before is None:
        return _("New {kind}: {title}").format(kind=_(record.label), title=title_of(record))
    if before.deleted != record.deleted:
        label = _("Removed {kind}: {title}") if record.deleted else _("Restored {kind}: {title}")
        return label.format(kind=_(record.label), title=title_of(record))
    known = {field.name: field.label for field in record.fields()}
    words = ", ".join(_(known.get(name, TRACKED_COMMON.get(name, name))) for name in names[:3])
    return f"{_(record.label)}: {words}"
