"""The doctor: looks a workspace file through, from pages to records, and names what is wrong; changes nothing."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import sqlalchemy as sa

from cami_desktop.records import KINDS, Record, title_of
from cami_desktop.records.version import knows
from cami_desktop.words import N_, _, n_
from cami_desktop.workspace import cipher, raw_rows, safe_copy, schema, search_index, store, tables
from cami_desktop.workspace.cipher import Key
from cami_desktop.workspace.place import writable

MOST_NAMED = 100
"""Findings of one sort that are named one by one; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong: a stable id, plain words, what it concerns (record or table, field), whether repair mends it.

    details are what SQLite or the reading of a value said, for those who mend files by hand.
    """

    id: str
    message: str
    kind: str = ""
    record: str = ""
    field: str = ""
    repairable: bool = True
    details: str = ""


@dataclass(slots=True)
class Diagnosis:
    """What a workspace holds, by table (records by kind, removed ones included), and what is wrong with it."""

    counts: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)

    def add(self, finding: Finding) -> None:
        """Note a finding; of each sort only the first are named."""
        if sum(1 for item in self.findings if item.id == finding.id) < MOST_NAMED:
            self.findings.append(finding)
        else:
            self.left_out[finding.id] = self.left_out.get(finding.id, 0) + 1


def examine(path: Path, passphrase: str | Key | None = None) -> Diagnosis:
    """Look a workspace through, open elsewhere or not; an older one as it will be once brought up to date.

    Raises DamagedInput where the file is no workspace or cannot be read at all, PassphraseNeeded, and Refused where the
    passphrase is wrong or a newer version made the file.
    """
    key = cipher.unlock(path, passphrase)
    with newest(path, key) as file:
        return examine_file(file, key)


@contextlib.contextmanager
def newest(path: Path, key: Key | None) -> Iterator[Path]:
    """The file, or for one of an older schema a passing copy that was brought up to date."""
    revision = store.inspect(path, key)
    store.refuse_newer(path, revision)
    if revision == store.SCHEMA:
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        for side in ("", "-wal", "-journal"):
            beside = path.with_name(path.name + side)
            if beside.exists():
                shutil.copyfile(beside, copy.with_name(copy.name + side))
        schema.upgrade(copy, key)
        yield copy


def examine_file(path: Path, key: Key | None) -> Diagnosis:
    """The same for a file of the newest schema that the key opens."""
    found = Diagnosis()
    with closing(safe_copy.reading(path, key) if writable(path) else safe_copy.looking(path, key)) as connection:
        connection.text_factory = raw_rows.legible
        for look in _LOOKS:
            try:
                look(connection, found)
            except cipher.errors("DatabaseError") as error:
                found.add(_unreadable(look, error))
    return found


def _unreadable(look: Callable[..., None], error: Exception) -> Finding:
    part = {_records: _("the records"), _contents: _("the attachments"), _search: _("the search index")}
    what = part.get(look, _("the file"))
    return Finding("unreadable", _("A part of {what} cannot be read.").format(what=what), details=str(error))


def _pages(connection: sqlite3.Connection, found: Diagnosis) -> None:
    """SQLite's own check of pages, indexes and constraints."""
    for (line,) in connection.execute(f"PRAGMA integrity_check({MOST_NAMED})"):
        if line != "ok":
            said = str(line).replace("\n", " ")
            index = " index " in said
            what = _("An index no longer fits its records.") if index else _("A page of the file is damaged.")
            found.add(Finding("damaged", what, details=said))


def _layout(connection: sqlite3.Connection, found: Diagnosis) -> None:
    """Tables, indexes and triggers against those of a new workspace."""
    present = {str(name): str(kind) for name, kind in connection.execute(_PARTS)}
    wanted = _parts_of_a_new_one()
    for name in sorted(wanted.keys() - present.keys()):
        message = _(_MISSING.get(wanted[name], _MISSING["table"])).format(name=_called(name))
        found.add(Finding("missing-part", message, name, details=f"{wanted[name]} {name}"))


_MISSING = {
    "table": N_("A table of the file is missing: {name}."),
    "index": N_("An index of the file is missing: {name}."),
    "trigger": N_("A safeguard of the file is missing: {name}."),
    "view": N_("A view of the file is missing: {name}."),
}


def _called(table: str) -> str:
    """What a table is called: the records in it, or its own name."""
    return _(KINDS[table].label) if table in KINDS else table


_PARTS = "SELECT name, type FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"


@cache
def _parts_of_a_new_one() -> dict[str, str]:
    """Tables, indexes and triggers of a new workspace, by name: what sort each is."""
    engine = sa.create_engine("sqlite://")
    schema.build(engine)
    with engine.connect() as new:
        found = {str(row[0]): str(row[1]) for row in new.exec_driver_sql(_PARTS)}
    engine.dispose()
    return found


def _counts(connection: sqlite3.Connection, found: Diagnosis) -> None:
    for name in (*tables.RECORD_TABLES, "change", "history", "submission", "conflict", "content"):
        try:
            (found.counts[name],) = connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()
        except cipher.errors("DatabaseError"):
            # What is missing here is named by the other looks.
            continue


def _references(connection: sqlite3.Connection, found: Diagnosis) -> None:
    for table, row, parent, _number in connection.execute("PRAGMA foreign_key_check"):
        message = _("{table}: an entry belongs to one of {parent} that is not there.")
        said = message.format(table=_called(table), parent=_called(parent))
        found.add(Finding("loose-reference", said, table, details=f"{table} {row} -> {parent}"))


def _records(connection: sqlite3.Connection, found: Diagnosis) -> None:
    """Every record: readable, its stamps known to its version, and as the last entries of its history say."""
    for kind, cls in KINDS.items():
        stored = ((str(row["id"]), row) for row in raw_rows.rows(connection, tables.RECORD_TABLES[kind], "id"))
        for id_, row, said in raw_rows.paired(stored, raw_rows.latest(connection, kind)):
            if row is not None:
                _record(cls, row, said, found)
            elif said is not None:
                _lost(kind, id_, said, found)


def _lost(kind: str, id_: str, said: dict[str, str | None], found: Diagnosis) -> None:
    if not raw_rows.gone(said):
        message = _("A record that the history tells of is missing: {kind} {id}.").format(
            kind=_(KINDS[kind].label), id=id_
        )
        found.add(Finding("record-missing", message, kind, id_))


def _record(cls: type[Record], row: raw_rows.RawRow, said: dict[str, str | None] | None, found: Diagnosis) -> None:
    id_ = str(row["id"])
    try:
        record = raw_rows.record_of(cls, row)
    except (ValueError, TypeError) as error:
        message = _("A record cannot be read: {kind} {id}.").format(kind=_(cls.label), id=id_)
        found.add(Finding("record-spoilt", message, cls.kind, id_, details=str(error)))
        return
    place = {"kind": _(cls.label), "title": title_of(record)}
    unknown = {name for name, own in record.stamps.items() if not all(knows(record.version, stamp) for stamp in own)}
    for name in sorted(unknown):
        message = _("{kind} “{title}”: the version of the record does not know who last wrote {field}.")
        found.add(Finding("unknown-stamp", message.format(**place, field=name), cls.kind, id_, name))
    if said is None:
        found.add(Finding("no-history", _("{kind} “{title}” has no history.").format(**place), cls.kind, id_))
        return
    for name in raw_rows.unlike_history(record, said):
        message = _("{kind} “{title}”: {field} is not what the history says.").format(**place, field=name)
        found.add(Finding("history-differs", message, cls.kind, id_, name))


REFERRED = (
    "SELECT sha256 FROM attachment WHERE sha256 IS NOT NULL"
    " UNION SELECT json_extract(after, '$') FROM history"
    " WHERE kind = 'attachment' AND field = 'sha256' AND json_valid(after) AND after <> 'null'"
    " UNION SELECT json_extract(before, '$') FROM history"
    " WHERE kind = 'attachment' AND field = 'sha256' AND json_valid(before) AND before <> 'null'"
)
"""The SHA-256 of every file that a record has or had; undo may want it back."""


def _contents(connection: sqlite3.Connection, found: Diagnosis) -> None:
    """Every kept file against its SHA-256, and every attachment against the kept files."""
    sound = set()
    for digest, size in connection.execute("SELECT sha256, size FROM content").fetchall():
        if _is_sound(connection, digest, size):
            sound.add(digest)
    kept = {row[0] for row in connection.execute("SELECT sha256 FROM content")}
    query = "SELECT id, file_name, sha256 FROM attachment WHERE NOT deleted ORDER BY id"
    for id_, name, digest in connection.execute(query):
        if digest in sound:
            continue
        if digest in kept:
            message = _("The attachment {name} was altered.").format(name=name)
            found.add(Finding("attachment-altered", message, "attachment", id_, "sha256", repairable=False))
        else:
            message = _("The attachment {name} is missing.").format(name=name)
            found.add(Finding("attachment-missing", message, "attachment", id_, "sha256", repairable=False))
    referred = {row[0] for row in connection.execute(REFERRED)}
    for digest in sorted(map(str, kept - referred)):
        found.add(Finding("content-unused", _("A kept file belongs to no attachment: {id}.").format(id=digest)))
    (left,) = connection.execute(
        "SELECT count(*) FROM content_piece WHERE sha256 NOT IN (SELECT sha256 FROM content)"
    ).fetchone()
    if left:
        message = n_("{n} piece of an unfinished file is left.", "{n} pieces of unfinished files are left.", left)
        found.add(Finding("content-left-over", message.format(n=left)))


def _is_sound(connection: sqlite3.Connection, digest: str, size: int) -> bool:
    seen, n, done = hashlib.sha256(), 0, 0
    try:
        while done < size:
            row = connection.execute(
                "SELECT bytes FROM content_piece WHERE sha256 = ? AND n = ?", (digest, n)
            ).fetchone()
            if row is None or not isinstance(row[0], bytes) or not row[0]:
                return False
            seen.update(row[0])
            n, done = n + 1, done + len(row[0])
    except cipher.errors("DatabaseError", TypeError):
        return False
    return done == size and seen.hexdigest() == digest


def _search(connection: sqlite3.Connection, found: Diagnosis) -> None:
    """The index against the records, but for those that changed since; and its words against its texts."""
    wrong = 0
    for kind, cls in KINDS.items():
        query = "SELECT record_id FROM search_todo WHERE kind = ?"
        noted = {str(row[0]) for row in connection.execute(query, (kind,))}
        stored = ((str(row["id"]), row) for row in raw_rows.rows(connection, tables.RECORD_TABLES[kind], "id"))
        for id_, row, entry in raw_rows.paired(stored, _entered(connection, kind)):
            if id_ not in noted:
                wrong += entry != (None if row is None else _expected(cls, row))
    if wrong:
        message = n_(
            "The search index is wrong about {n} record.", "The search index is wrong about {n} records.", wrong
        )
        found.add(Finding("search-index", message.format(n=wrong)))
    elif _words_differ(connection):
        found.add(Finding("search-index", _("The search index is damaged.")))


def _entered(connection: sqlite3.Connection, kind: str) -> Iterator[tuple[str, search_index.Entry]]:
    query = (
        "SELECT record_id, title, text, labels, meeting, taxa"
        " FROM search_entry LEFT JOIN search_index ON search_index.rowid = search_entry.id"
        " WHERE kind = ? ORDER BY record_id"
    )
    for id_, *entry in connection.execute(query, (kind,)):
        yield str(id_), search_index.Entry(*entry)


def _expected(cls: type[Record], row: raw_rows.RawRow) -> search_index.Entry | None:
    try:
        record = raw_rows.record_of(cls, row)
    except (ValueError, TypeError):
        return None
    return None if record.deleted else search_index.entry_of(record)


def _words_differ(connection: sqlite3.Connection) -> bool:
    """FTS5's own check of words against texts. It counts as writing, so a file that cannot be written goes without."""
    try:
        connection.execute("PRAGMA query_only = OFF")
        connection.execute("BEGIN")
        connection.execute("INSERT INTO search_index(search_index) VALUES ('integrity-check')")
    except cipher.errors("OperationalError"):
        return False
    except cipher.errors("DatabaseError"):
        return True
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.execute("PRAGMA query_only = ON")
    return False


def _loose_ends(connection: sqlite3.Connection, found: Diagnosis) -> None:
    """Conflicts and questions about records that are not there."""
    for table in ("conflict", "question"):
        query = f"SELECT DISTINCT kind, record_id FROM {table} ORDER BY record_id"
        for kind, id_ in connection.execute(query).fetchall():
            if kind in KINDS and connection.execute(f'SELECT 1 FROM "{kind}" WHERE id = ?', (id_,)).fetchone():
                continue
            what = _("conflict") if table == "conflict" else _("question")
            message = _("A {what} is about a record that is not there: {kind} {id}.")
            found.add(Finding("orphan", message.format(what=what, kind=kind, id=id_), str(kind), str(id_)))


_LOOKS = (_pages, _layout, _counts, _references, _records, _contents, _search, _loose_ends)
