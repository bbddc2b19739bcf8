"""The workspace: opens the .cami file, gives records, and stores every change with its history in one transaction."""

from __future__ import annotations

import contextlib
import copy
import dataclasses
import datetime
import getpass
import os
import sqlite3
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
from cami_desktop.records.recordset import RecordSet
from cami_desktop.words import _, n_
from cami_desktop.workspace import history, ledger, schema, store, tables
from cami_desktop.workspace.history import Change, Entry, Head
from cami_desktop.workspace.info import NATIONAL, REGIONAL, WorkspaceInfo
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
    """An open workspace. Use it as a context manager, or call close(); closing leaves a single file."""

    def __init__(self, path: Path, engine: sa.Engine, *, who: str, clock: Clock, read_only: bool) -> None:
        self.path = path
        self.who = who
        self.clock = clock
        self.read_only = read_only
        self._closed = False
        self._logging_ahead = False
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
    ) -> Workspace:
        """Make a new workspace file and open it.

        Raises WrongUse for an unknown role, country or cycle, Refused where the file exists or cannot be written.
        """
        info = WorkspaceInfo(
            role, country, cycle, _edition_for(role, country, cycle), replica or new_replica(), _stamp(clock())
        )
        store.create_file(path)
        try:
            engine = store.connect(path)
            schema.build(engine)
            with engine.execution_options(writes=True).begin() as connection:
                rows = [{"name": name, "value": value} for name, value in dataclasses.asdict(info).items()]
                connection.execute(sa.insert(tables.info), rows)
        except (sa.exc.OperationalError, sqlite3.OperationalError) as error:
            path.unlink(missing_ok=True)
            raise store.unwritable(path, error) from error
        except Exception:
            path.unlink(missing_ok=True)
            raise
        return cls(path, engine, who=who or _login(), clock=clock, read_only=False)

    @classmethod
    def open(cls, path: Path, *, who: str = "", clock: Clock = utc_now, read_only: bool = False) -> Workspace:
        """Open a workspace file, bringing an older schema up to date.

        Raises DamagedInput where the file is not a workspace, Refused where a newer version made it.
        """
        revision = store.inspect(path)
        store.refuse_newer(path, revision)
        if revision != store.SCHEMA:
            schema.upgrade(path)
        read_only = read_only or not _writable(path)
        return cls(
            path, store.connect(path, read_only=read_only), who=who or _login(), clock=clock, read_only=read_only
        )

    def close(self) -> None:
        """Close the file; nothing but the one file is left."""
        if self._closed:
            return
        self._closed = True
        self._engine.dispose()
        if not self.read_only:
            store.settle(self.path)

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

    def cached(self, name: str, build: Callable[[], L]) -> L:
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

    def attachment_bytes(self, digest: str) -> bytes | None:
        """The bytes kept under a SHA-256, or None where they are missing."""
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(tables.content.c.bytes).where(tables.content.c.sha256 == digest)).first()
        return None if row is None else bytes(row[0])

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
        if self.read_only:
            raise Refused(
                _("{name} can only be read here.").format(name=self.path.name),
                kept=_("Nothing was changed."),
                do=_("Copy the file to a folder in which you may write, and open the copy."),
            )
        head = Head(_stamp(self.clock()), self.who, self.info.replica, origin, label, reason, undoes)
        try:
            if not self._logging_ahead:
                store.log_ahead(self._engine)
                self._logging_ahead = True
            with self._writer.begin() as connection:
                yield Transaction(connection, head)
        except (sa.exc.OperationalError, sqlite3.OperationalError) as error:
            raise Refused(
                _("{name} could not be written.").format(name=self.path.name),
                kept=_("What was stored before is unchanged."),
                do=_("Check that the disk has free space and that the file is not open elsewhere, then try again."),
                details=str(error),
            ) from error

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
            for record in prepared:
                change.edit(record, reason)
        return prepared

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

    def can_undo(self) -> Change | None:
        """The change that undo would take back, or None."""
        with self._engine.connect() as connection:
            return history.next_undo(connection)

    def can_redo(self) -> Change | None:
        """The change that redo would do again, or None."""
        with self._engine.connect() as connection:
            return history.next_redo(connection)

    def undo(self) -> Change | None:
        """Take back the latest change and return it; None where there is none."""
        return self._step(self.can_undo(), backwards=True)

    def redo(self) -> Change | None:
        """Do again the change that was taken back last and return it; None where there is none."""
        return self._step(self.can_redo(), backwards=False)

    def _step(self, change: Change | None, *, backwards: bool) -> Change | None:
        if change is None:
            return None
        origin = "undo" if backwards else "redo"
        with self.transaction(change.label, origin=origin, undoes=change.id) as step:
            entries = history.read_entries(step.connection, tables.history.c.change_id == change.id)
            for (kind, id_), values in history.targets(entries, backwards=backwards).items():
                record = read_record(step.connection, KINDS[kind], id_)
                if record is None:
                    continue
                for name, value in values.items():
                    setattr(record, name, value)
                step.edit(record)
            history.set_state(step.connection, change.id, history.UNDONE if backwards else history.DONE)
        return change


def _edition_for(role: str, country: str, cycle: str) -> str:
    if role not in (NATIONAL, REGIONAL):
        raise WrongUse(_("The role is national or regional, not {role}.").format(role=role))
    edition = reference.load().cycle(cycle).edition
    if role == REGIONAL and country:
        raise WrongUse(_("A regional workspace belongs to no single country."), do=_("Leave the country out."))
    if role == NATIONAL and not country:
        raise WrongUse(_("A national workspace needs its country, for example --country KG."))
    if role == NATIONAL and not reference.load(edition).known("country", country):
        raise WrongUse(_("{country} is not a range state of the catalogue.").format(country=country or "–"))
    return edition


def _stamp(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
