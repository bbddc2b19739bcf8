"""The workspace: opens the .cami file, gives records, and stores every change with its history in one transaction."""

from __future__ import annotations

import contextlib
import copy
import dataclasses
import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa

from cami_desktop import catalogue as reference
from cami_desktop.errors import Refused, WrongUse
from cami_desktop.records import KINDS, Record, new_id, new_replica
from cami_desktop.records.convert import clean
from cami_desktop.records.derive import derive
from cami_desktop.records.kinds import Attachment
from cami_desktop.records.recordset import RecordSet
from cami_desktop.words import _, n_
from cami_desktop.workspace import (
    cipher,
    contents,
    drafts,
    history,
    ledger,
    schema,
    search,
    store,
    tables,
    trouble,
    undo,
)
from cami_desktop.workspace.backup import Backup, Keeper, Reason
from cami_desktop.workspace.cipher import Key
from cami_desktop.workspace.drafts import Draft
from cami_desktop.workspace.history import Change, Entry, Head
from cami_desktop.workspace.info import NATIONAL, WorkspaceInfo, edition_for
from cami_desktop.workspace.lock import Lock, login
from cami_desktop.workspace.place import Place, place_of, writable
from cami_desktop.workspace.search import Hit
from cami_desktop.workspace.transaction import Transaction, read_record

R = TypeVar("R", bound=Record)
L = TypeVar("L")
MOST_PARAMETERS = 500
"""Ids asked for in one statement; SQLite allows some tens of thousands, other databases fewer."""

Clock = Callable[[], datetime.datetime]


def utc_now() -> datetime.datetime:
    """The computer's clock, in UTC."""
    return datetime.datetime.now(datetime.UTC)


class Workspace:
    """An open workspace. Use it as a context manager, or call close(); closing leaves a single file.

    Without a lock it can only be read. place is where the file lies, notice a sentence about that for the user.
    """

    def __init__(
        self,
        path: Path,
        engine: sa.Engine,
        *,
        who: str,
        clock: Clock,
        lock: Lock | None,
        place: Place,
        key: Key | None = None,
    ) -> None:
        self.path = path
        self._key = key
        self.who = who
        self.clock = clock
        self.read_only = lock is None
        self.place = place
        self.notice = place.note
        self.backups = Keeper(path, clock, key=key)
        self._lock = lock
        self._closed = False
        self._logging_ahead = not place.logs_ahead
        self._file = store.identity(path)
        self._engine = engine
        self._writer = engine.execution_options(writes=True)
        with engine.connect() as connection:
            rows = connection.execute(sa.select(tables.info.c.name, tables.info.c.value))
            facts = {row.name: row.value for row in rows}
        names = [item.name for item in dataclasses.fields(WorkspaceInfo)]
        self.info = WorkspaceInfo(**{name: facts.get(name) or "" for name in names})

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        role: str = NATIONAL,
        country: str = "",
        cycle: str = "cami-2014",
        who: str = "",
        clock: Clock = utc_now,
        replica: str = "",
        passphrase: str | Key | None = None,
    ) -> Workspace:
        """Make a new workspace file and open it; with a passphrase nothing in it is ever written plain.

        Raises WrongUse for an unknown role, country or cycle, Refused where the file exists or cannot be written.
        """
        info = WorkspaceInfo(
            role, country, cycle, edition_for(role, country, cycle), replica or new_replica(), _stamp(clock())
        )
        key = cipher.key_of(passphrase)
        store.create_file(path, key)
        place, lock, who = place_of(path), None, who or login()
        try:
            lock = Lock.take(path, who, info.created_at)
            engine = store.connect(path, key, log=place.logs_ahead)
            schema.build(engine)
            with engine.execution_options(writes=True).begin() as connection:
                rows = [{"name": name, "value": value} for name, value in dataclasses.asdict(info).items()]
                connection.execute(sa.insert(tables.info), rows)
            return cls(path, engine, who=who, clock=clock, lock=lock, place=place, key=key)
        except BaseException as error:
            path.unlink(missing_ok=True)
            if lock is not None:
                lock.release()
            if isinstance(error, cipher.errors("OperationalError", sa.exc.OperationalError)):
                raise store.unwritable(path, error) from error
            raise

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        who: str = "",
        clock: Clock = utc_now,
        read_only: bool = False,
        second: Path | None = None,
        passphrase: str | Key | None = None,
    ) -> Workspace:
        """Open a workspace file; one of an older schema is backed up and brought up to date.

        second: another folder that gets a copy of each backup; passphrase: opens a protected file.
        Raises DamagedInput where the file is not a workspace, PassphraseNeeded where it is protected and no passphrase
        is given, Refused where the passphrase is wrong, a newer version made the file, or another one has it open.
        """
        key = cipher.unlock(path, passphrase)
        revision = store.inspect(path, key)
        store.refuse_newer(path, revision)
        place, who, older = place_of(path), who or login(), revision != store.SCHEMA
        keeper = Keeper(path, clock, key=key, second=second)
        if not writable(path):
            read_only = True
            if older:
                store.refuse_older(path)
        lock = None if read_only and not older else Lock.take(path, who, _stamp(clock()))
        try:
            if older:
                keeper.make(Reason.MIGRATION)
                schema.upgrade(path, key)
            if read_only and lock is not None:
                lock.release()
                lock = None
            engine = store.connect(path, key, read_only=read_only, log=place.logs_ahead)
            opened = cls(path, engine, who=who, clock=clock, lock=lock, place=place, key=key)
        except BaseException:
            if lock is not None:
                lock.release()
            raise
        opened.backups = keeper
        return opened

    def close(self, *, most_entered: int | None = None) -> None:
        """Close the file; nothing but the one file is left.

        most_entered: where more changed records wait to be entered for searching, they wait on; None waits for all.
        """
        if self._closed:
            return
        search.tidy(self, most_entered)
        self._closed = True
        self._engine.dispose()
        if self._lock is not None:
            try:
                # Where the file is gone (a pulled stick), nothing of ours is to appear in its place.
                if store.identity(self.path) == self._file:
                    store.settle(self.path, self._key)
                    self.backups.close()
            finally:
                self._lock.release()

    def back_up(self, reason: Reason) -> Backup | None:
        """Make a checked backup of what is stored now, while the file stays open; None where it holds nothing yet.

        Raises Refused where the backup cannot be written, DamagedInput where the file is damaged.
        """
        return None if self.read_only else self.backups.make(reason)

    def backup_due(self) -> bool:
        """Whether half an hour of work has no backup yet; looks at names of files only."""
        return not self.read_only and self.backups.due()

    def fold(self) -> None:
        """Fold what was logged ahead into the file itself, in a quiet moment, so that a copy of it lacks little."""
        if not self.read_only and self.place.logs_ahead and not self._closed:
            store.fold(self._engine)

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    @cached_property
    def catalogue(self) -> reference.Catalogue:
        """The catalogue edition of this workspace's cycle."""
        return reference.load(self.info.catalogue)

    @property
    def today(self) -> datetime.date:
        """The day of the computer's clock, local."""
        return self.clock().astimezone().date()

    # Reading

    def get(self, cls: type[R], id_: str) -> R | None:
        """The record of a kind by id, removed or not."""
        with self._engine.connect() as connection:
            return read_record(connection, cls, id_)

    def find(self, id_: str) -> Record | None:
        """The record of that id, of any kind, unless it was removed."""
        with self._engine.connect() as connection:
            for cls in KINDS.values():
                record = read_record(connection, cls, id_)
                if record is not None:
                    return None if record.deleted else record
        return None

    def all(self, cls: type[R], **where: Any) -> Sequence[R]:
        """The records of a kind whose fields equal `where`, ordered by id; removed ones are left out."""
        return self._select(cls, removed=False, **where)

    def removed(self, cls: type[R]) -> Sequence[R]:
        """The removed records of a kind (the bin)."""
        return [record for record in self._select(cls, removed=True) if record.deleted]

    def _select(self, cls: type[R], *, removed: bool, **where: Any) -> list[R]:
        table = tables.RECORD_TABLES[cls.kind]
        query = sa.select(table).order_by(table.c.id)
        if not removed:
            query = query.where(table.c.deleted.is_(False))
        for name, value in where.items():
            query = query.where(table.c[name] == value)
        with self._engine.connect() as connection:
            return [tables.from_row(cls, row) for row in connection.execute(query).mappings()]  # type: ignore[misc]

    def records(self, country: str | None = None) -> RecordSet:
        """Every record of every kind (of one country, where one is named), removed ones included, in memory."""
        where = {} if country is None else {"country": country}
        found: list[Record] = []
        for cls in KINDS.values():
            found.extend(self._select(cls, removed=True, **where))
        return RecordSet(found, self.catalogue, self.today)

    def stored_elsewhere(self, records: Iterable[Record], country: str) -> list[Record]:
        """The stored records of other countries that bear the id of one of these records of the same kind."""
        ids: dict[str, list[str]] = {}
        for record in records:
            ids.setdefault(record.kind, []).append(record.id)
        found: list[Record] = []
        with self._engine.connect() as connection:
            for kind, wanted in ids.items():
                table = tables.RECORD_TABLES[kind]
                for start in range(0, len(wanted), MOST_PARAMETERS):
                    chosen = table.c.id.in_(wanted[start : start + MOST_PARAMETERS]) & (table.c.country != country)
                    rows = connection.execute(sa.select(table).where(chosen)).mappings()
                    found.extend(tables.from_row(KINDS[kind], row) for row in rows)
        return found

    def cached(self, name: str, build: Callable[[], L], *kinds: type[Record]) -> L:
        """Made anew each time: the file may have changed since."""
        return build()

    def counts(self) -> dict[str, int]:
        """Records of each kind that are not removed."""
        with self._engine.connect() as connection:
            return {
                name: connection.execute(
                    sa.select(sa.func.count()).select_from(table).where(table.c.deleted.is_(False))
                ).scalar_one()
                for name, table in tables.RECORD_TABLES.items()
            }

    @contextlib.contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection to read with, for the other modules of this room."""
        with self._engine.connect() as connection:
            yield connection

    def attachment_bytes(self, digest: str) -> bytes | None:
        """The whole bytes kept under a SHA-256, or None where there are none. Raises DamagedInput for altered ones."""
        return b"".join(self.open_content(digest)) if self.has_content(digest) else None

    def has_content(self, digest: str | None) -> bool:
        """Whether a file of that SHA-256 is kept; open_content tells whether it is still what it was."""
        with self._engine.connect() as connection:
            return digest is not None and contents.size_of(connection, digest) is not None

    def open_content(self, digest: str, name: str = "") -> Iterator[bytes]:
        """The bytes kept under a SHA-256, in pieces of at most 1 MiB.

        Raises DamagedInput with the name given, at the end or before, where they are missing or were altered.
        """
        return contents.pieces(self.reading, digest, name)

    def search(self, words: str, **options: Any) -> list[Hit]:
        """Records that hold the words, best first; options are those of search.search."""
        return search.search(self, words, **options)

    def ledger(self, cls: type[L], **where: Any) -> list[L]:
        """Entries of a ledger whose columns equal `where`, oldest first."""
        with self._engine.connect() as connection:
            return ledger.read(connection, cls, **where)

    # Writing

    @contextlib.contextmanager
    def transaction(
        self, label: str = "", *, origin: str = "edit", reason: str | None = None, undoes: int | None = None
    ) -> Iterator[Transaction]:
        """Collect one change; it is stored when the block ends and not at all when it raises."""
        head = Head(_stamp(self.clock()), self.who, self.info.replica, origin, label, reason, undoes)
        # The search index can be made anew from the records, so a change of it alone asks for no backup.
        with self._writing(derived=origin == "search") as connection:
            yield Transaction(connection, head)

    @contextlib.contextmanager
    def _writing(self, *, derived: bool = False) -> Iterator[sa.Connection]:
        """A transaction of the file. Raises Refused where the file cannot be written, or is not there any more."""
        if self.read_only:
            raise Refused(
                _("{name} can only be read here.").format(name=self.path.name),
                kept=_("Nothing was changed."),
                do=_("Copy the file to a folder in which you may write, and open the copy."),
            )
        store.need_there(self.path, self._file)
        if not self._logging_ahead:
            with trouble.telling(self.path):
                store.log_ahead(self._engine)
            self._logging_ahead = True
        with self._writer.begin() as connection:
            before = store.row_changes(connection)
            yield connection
            changed = store.row_changes(connection) != before
        if changed and not derived:
            self.backups.touched()

    def prepare(self, record: R) -> R:
        """Return a cleaned copy of a record as it would be stored: typed, normalised, with id, country and edition.

        Raises ValueRefused for a value that its field cannot hold, Refused for a record of another country.
        """
        record = copy.deepcopy(record)
        record.id = record.id or new_id()
        record.country = record.country or self.info.country
        record.catalogue = record.catalogue or self.info.catalogue
        if self.info.regional or record.country != self.info.country:
            raise Refused(
                _("A record of {country} cannot be edited in this workspace.").format(country=record.country or "–"),
                kept=_("Nothing was changed."),
                do=_("Only the country itself edits its records."),
            )
        for field in record.fields():
            setattr(record, field.name, clean(field, getattr(record, field.name)))
        record.absent = {
            name: reason for name, reason in record.absent.items() if getattr(record, name, None) in (None, [])
        }
        derive(record)
        return record

    def save(self, record: R, reason: str | None = None) -> R:
        """Store a record with its history and return it as stored. Storing what is stored already changes nothing."""
        return self.save_all([record], reason=reason)[0]

    def save_all(
        self, records: Iterable[R], *, label: str | None = None, origin: str = "edit", reason: str | None = None
    ) -> list[R]:
        """Store several records as one change, which is undone as one; return them as stored."""
        prepared = [self.prepare(record) for record in records]
        if label is None and len(prepared) > 1:
            label = n_("{n} record", "{n} records", len(prepared)).format(n=len(prepared))
        with self.transaction(label or "", origin=origin, reason=reason) as change:
            change.edit_all(prepared, reason)
        return prepared

    def add_attachment(self, record_id: str, path: Path, **options: Any) -> Attachment:
        """Keep a file of the disk as an attachment of a record; options are those of contents.add."""
        return contents.add(self, record_id, path, **options)

    def remove(self, cls: type[Record], id_: str, reason: str | None = None) -> Record:
        """Move a record to the bin. Raises WrongUse where there is none of that id."""
        return self._set_removed(cls, id_, True, reason)

    def restore(self, cls: type[Record], id_: str, reason: str | None = None) -> Record:
        """Take a record out of the bin. Raises WrongUse where there is none of that id."""
        return self._set_removed(cls, id_, False, reason)

    def _set_removed(self, cls: type[Record], id_: str, removed: bool, reason: str | None) -> Record:
        record = self.get(cls, id_)
        if record is None:
            raise WrongUse(_("There is no {kind} with the id {id}.").format(kind=_(cls.label), id=id_))
        record.deleted = removed
        return self.save(record, reason)

    # History and undo

    def history(self, id_: str) -> list[Entry]:
        """Every change of a record, oldest first."""
        with self._engine.connect() as connection:
            return history.read_entries(connection, tables.history.c.record_id == id_)

    def changes_since(self, change_id: int) -> list[Entry]:
        """Everything that happened after a change, oldest first."""
        with self._engine.connect() as connection:
            return history.read_entries(connection, tables.history.c.change_id > change_id)

    def last_change(self) -> int:
        """The id of the newest change; 0 in an empty workspace."""
        with self._engine.connect() as connection:
            return connection.execute(sa.select(sa.func.max(tables.change.c.id))).scalar() or 0

    def undo_stack(self, limit: int = 50) -> list[Change]:
        """The changes that undo takes back, one by one, the next one first; a merge or an import is one of them."""
        with self._engine.connect() as connection:
            return history.undo_stack(connection, limit)

    def redo_stack(self, limit: int = 50) -> list[Change]:
        """The changes that redo does again, one by one, the next one first."""
        with self._engine.connect() as connection:
            return history.redo_stack(connection, limit)

    def can_undo(self) -> Change | None:
        """The change that undo would take back, or None."""
        return next(iter(self.undo_stack(1)), None)

    def can_redo(self) -> Change | None:
        """The change that redo would do again, or None."""
        return next(iter(self.redo_stack(1)), None)

    def undo(self) -> Change | None:
        """Take back the latest change and return it; None where there is none.

        Raises Refused where it is a merge and something built on it.
        """
        return self._step(self.can_undo(), backwards=True)

    def redo(self) -> Change | None:
        """Do again the change that was taken back last and return it; None where there is none."""
        return self._step(self.can_redo(), backwards=False)

    def _step(self, change: Change | None, *, backwards: bool) -> Change | None:
        if change is not None:
            origin = "undo" if backwards else "redo"
            with self.transaction(change.label, origin=origin, undoes=change.id) as step:
                undo.step(step, change, backwards=backwards)
        return change

    # Drafts

    def keep_draft(self, kind: str, record_id: str, field: str, text: str) -> None:
        """Keep what is being typed in a field, in place of what was kept of it before; storing the field drops it.

        A record that is not stored yet has the id that it will be stored under.
        """
        with self._writing() as connection:
            drafts.keep(connection, Draft(kind, record_id, field, text, _stamp(self.clock())))

    def drop_draft(self, record_id: str, field: str | None = None) -> None:
        """Forget the draft of a field, or all drafts of a record."""
        with self._writing() as connection:
            drafts.drop(connection, record_id, None if field is None else [field])

    def drafts(self) -> list[Draft]:
        """What was typed and never stored, for example because the power failed."""
        with self._engine.connect() as connection:
            return drafts.read(connection)


def _stamp(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
