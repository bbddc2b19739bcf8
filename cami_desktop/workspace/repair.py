"""Repair: writes a sound copy of a workspace beside it with all that can be read or rebuilt; never touches the file."""

from __future__ import annotations

import datetime
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from cami_desktop import files
from cami_desktop.errors import CamiError, DamagedInput
from cami_desktop.records import KINDS, Record
from cami_desktop.records.version import join, version_to_text
from cami_desktop.words import _
from cami_desktop.workspace import cipher, doctor, history, raw_rows, safe_copy, schema, search_index, store, tables
from cami_desktop.workspace.cipher import Key
from cami_desktop.workspace.doctor import Diagnosis
from cami_desktop.workspace.salvage import Salvage

ORIGIN = "repair"
"""Origin of the change in the history that says what a repair found."""

_NOT_COPIED = frozenset({"search_entry", "search_todo"})


@dataclass(slots=True)
class Repaired:
    """A repaired copy: what was wrong, what is still wrong with the copy, and what became of rows.

    lost: rows by table that could not be read or rebuilt; rebuilt: records taken from the history, by kind;
    uncertain: tables of which nobody can say how much is lost.
    """

    path: Path
    before: Diagnosis
    after: Diagnosis = field(default_factory=Diagnosis)
    lost: dict[str, int] = field(default_factory=dict)
    rebuilt: dict[str, int] = field(default_factory=dict)
    uncertain: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether nothing was lost and nothing is wrong with the copy."""
        return not (self.lost or self.uncertain or self.after.findings)


def repair(path: Path, passphrase: str | Key | None = None, *, target: Path | None = None) -> Repaired:
    """Write `<name> repaired.cami` beside a workspace, under the same passphrase, and say what was lost.

    Everything that can be read is copied; records that cannot are rebuilt from their history; where history and record
    differ the record stays as it is and the history gets an entry that says so; unused files and loose ends are dropped
    and the search index is made anew. Raises as doctor.examine, and Refused where the copy cannot be written.
    """
    key = cipher.unlock(path, passphrase)
    target = target or free_name(path)
    with doctor.newest(path, key) as file, safe_copy.becoming(target, overwrite=False) as part:
        result = Repaired(target, doctor.examine_file(file, key))
        _make(part, key)
        with closing(safe_copy.reading(file, key)) as source, closing(cipher.connect(part, key)) as copy:
            source.text_factory = raw_rows.legible
            copy.execute("PRAGMA foreign_keys = OFF")
            # The copy is nothing until it is whole, so it needs neither a journal nor a sync for each step.
            copy.execute("PRAGMA journal_mode = OFF")
            copy.execute("PRAGMA synchronous = OFF")
            copy.execute("BEGIN")
            _copy_rows(source, copy, result)
            _need_identity(copy, path)
            _drop_spoilt(copy, result)
            _rebuild(copy, result)
            _mend_versions(copy)
            _mend_history(copy)
            _drop_loose_ends(copy)
            copy.execute("COMMIT")
        _index(part, key)
        files.sync(part)
        result.after = doctor.examine_file(part, key)
    return result


def free_name(path: Path) -> Path:
    """A name beside the file that is not taken yet."""
    target, n = path.with_name(f"{path.stem} repaired{path.suffix}"), 1
    while target.exists():
        n += 1
        target = path.with_name(f"{path.stem} repaired {n}{path.suffix}")
    return target


def _make(part: Path, key: Key | None) -> None:
    """Give an empty file the tables of the newest schema."""
    with closing(cipher.connect(part, key)) as connection:
        connection.execute(f"PRAGMA application_id = {store.APPLICATION_ID}")
    engine = store.connect(part, key, log=False)
    try:
        schema.build(engine)
    finally:
        engine.dispose()


def _copy_rows(source: sqlite3.Connection, copy: sqlite3.Connection, result: Repaired) -> None:
    """Copy every table row by row, counting those that cannot be read."""
    for table in tables.metadata.sorted_tables:
        if table.name in _NOT_COPIED:
            continue
        present = _columns(source, table.name)
        columns = [name for name in raw_rows.names(table) if name in present]
        if not columns:
            result.uncertain.append(table.name)
            continue
        salvage = Salvage(source, table.name, columns)
        listed, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
        statement = f'INSERT OR IGNORE INTO "{table.name}" ({listed}) VALUES ({marks})'
        lost = sum(1 - copy.execute(statement, row).rowcount for row in salvage) + salvage.lost
        if salvage.uncertain:
            result.uncertain.append(table.name)
        if lost:
            result.lost[table.name] = lost


def _columns(source: sqlite3.Connection, table: str) -> set[str]:
    try:
        return {row[1] for row in source.execute(f'PRAGMA table_info("{table}")')}
    except cipher.errors("DatabaseError"):
        return set()


def _need_identity(copy: sqlite3.Connection, path: Path) -> None:
    """Raise DamagedInput where the file has lost whose it is: nothing could be merged with it again."""
    if not copy.execute("SELECT 1 FROM info WHERE name = 'replica' AND value <> ''").fetchone():
        raise DamagedInput(
            _("{name} is damaged where it says whose workspace it is, and cannot be repaired.").format(name=path.name),
            kept=_("The file was not changed."),
            do=_("Restore a backup of it."),
        )


def _drop_spoilt(copy: sqlite3.Connection, result: Repaired) -> None:
    """Delete records whose values no field can hold, to be rebuilt; they count as lost until then."""
    for kind, cls in KINDS.items():
        spoilt = []
        for row in raw_rows.rows(copy, tables.RECORD_TABLES[kind], "id"):
            try:
                raw_rows.record_of(cls, row)
            except (ValueError, TypeError):
                spoilt.append((row["id"],))
        if spoilt:
            copy.executemany(f'DELETE FROM "{kind}" WHERE id = ?', spoilt)
            result.lost[kind] = result.lost.get(kind, 0) + len(spoilt)


def _rebuild(copy: sqlite3.Connection, result: Repaired) -> None:
    """Make the records that are missing anew from their history, where it tells their whole life."""
    for kind, cls in KINDS.items():
        stored = ((str(row["id"]), True) for row in raw_rows.rows(copy, tables.RECORD_TABLES[kind], "id"))
        told = list(raw_rows.paired(stored, raw_rows.latest(copy, kind)))
        missing = [id_ for id_, own, said in told if own is None and said is not None and not raw_rows.gone(said)]
        made = 0
        for id_ in missing:
            row = _from_history(copy, cls, id_)
            if row is not None:
                listed, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
                copy.execute(f'INSERT INTO "{kind}" ({listed}) VALUES ({marks})', list(row.values()))
                made += 1
        if made:
            result.rebuilt[kind] = made
        left = max(result.lost.pop(kind, 0), len(missing)) - made
        if left > 0:
            result.lost[kind] = left


def _from_history(copy: sqlite3.Connection, cls: type[Record], id_: str) -> raw_rows.RawRow | None:
    """The row of a record as its history tells it; None where its beginning is not there or makes no sense.

    Its version knows every change that the history names: perhaps fewer than the lost row, so that a later merge asks
    about a field where it need not, and never overwrites one unasked.
    """
    query = (
        "SELECT field, after, stamp, change.at, change.who FROM history LEFT JOIN change ON change.id = change_id"
        " WHERE record_id = ? AND kind = ? ORDER BY history.id"
    )
    entries = copy.execute(query, (id_, cls.kind)).fetchall()
    if not any(name == "deleted" for name, *_rest in entries):
        return None
    record = cls(id=id_)
    try:
        for name, after, text, at, who in entries:
            replica, _colon, counter = str(text).partition(":")
            stamp = (replica, int(counter))
            if name in record.tracked():
                value = json.loads(after)
                setattr(record, name, True if name == "deleted" and value is None else value)
                # Every edit says of itself that the record is still wanted.
                record.stamps |= {name: (stamp,), "deleted": (stamp,)}
            record.version[replica] = max(record.version.get(replica, 0), stamp[1])
            record.created_at, record.created_by = record.created_at or at or "", record.created_by or who or ""
            record.modified_at, record.modified_by = at or "", who or ""
        row = raw_rows.row_of(record)
        raw_rows.record_of(cls, row)
    except (ValueError, TypeError):
        return None
    return row


def _mend_versions(copy: sqlite3.Connection) -> None:
    """Let the version of each record know the changes that last wrote its fields."""
    for kind, cls in KINDS.items():
        mended = []
        for row in raw_rows.rows(copy, tables.RECORD_TABLES[kind], "id"):
            record = raw_rows.record_of(cls, row)
            known = record.version
            for stamp in (stamp for own in record.stamps.values() for stamp in own):
                known = join(known, dict([stamp]))
            if known != record.version:
                mended.append((version_to_text(known), record.id))
        copy.executemany(f'UPDATE "{kind}" SET version = ? WHERE id = ?', mended)


def _mend_history(copy: sqlite3.Connection) -> None:
    """Let the history say what the records hold where it says something else; give lost changes a stand-in."""
    copy.execute(
        "INSERT INTO change (id, at, who, replica, origin, label, state)"
        " SELECT DISTINCT change_id, '', '', '', ?, '', ? FROM history"
        " WHERE change_id NOT IN (SELECT id FROM change)",
        (ORIGIN, history.DROPPED),
    )
    copy.execute("UPDATE change SET undoes = NULL WHERE undoes NOT IN (SELECT id FROM change)")
    copy.execute("DELETE FROM row_image WHERE change_id NOT IN (SELECT id FROM change)")
    entries = list(_entries(copy))
    if not entries:
        return
    at = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    (replica,) = copy.execute("SELECT value FROM info WHERE name = 'replica'").fetchone()
    change = copy.execute(
        "INSERT INTO change (at, who, replica, origin, label, state) VALUES (?, ?, ?, ?, ?, ?)",
        (at, "cami doctor", replica, ORIGIN, _("Repair"), history.DROPPED),
    ).lastrowid
    copy.executemany(
        "INSERT INTO history (change_id, record_id, kind, field, before, after, stamp) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(change, *entry) for entry in entries],
    )


def _entries(copy: sqlite3.Connection) -> Iterator[tuple[str, str, str, str, str, str]]:
    for kind, cls in KINDS.items():
        stored = ((str(row["id"]), row) for row in raw_rows.rows(copy, tables.RECORD_TABLES[kind], "id"))
        for id_, row, said in raw_rows.paired(stored, raw_rows.latest(copy, kind)):
            if row is None:
                continue
            record = raw_rows.record_of(cls, row)
            known: Iterable[tuple[str, int]] = sorted(record.version.items()) or [("", 0)]
            for name, (last, now) in raw_rows.unlike_history(record, said or {}).items():
                replica, counter = max(record.stamps.get(name, tuple(known)))
                yield id_, kind, name, "null" if last is None else last, now, f"{replica}:{counter}"


def _drop_loose_ends(copy: sqlite3.Connection) -> None:
    """Files that belong to nothing, and conflicts and questions about records that are not there."""
    copy.execute(f"DELETE FROM content WHERE sha256 NOT IN ({doctor.REFERRED})")
    copy.execute("DELETE FROM content_piece WHERE sha256 NOT IN (SELECT sha256 FROM content)")
    there = " UNION ALL ".join(f'SELECT id FROM "{kind}"' for kind in KINDS)
    for table in ("conflict", "question"):
        copy.execute(f"DELETE FROM {table} WHERE record_id NOT IN ({there})")


def _index(part: Path, key: Key | None) -> None:
    """Enter every record into the search index of the copy."""
    engine = store.connect(part, key, log=False)
    try:
        with engine.execution_options(writes=True).begin() as connection:
            search_index.start_anew(connection)
            while search_index.catch_up(connection):
                pass
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA optimize")
    except sa.exc.SQLAlchemyError as error:
        raise CamiError(_("The search index could not be made."), details=str(error)) from error
    finally:
        engine.dispose()
    store.settle(part, key)
