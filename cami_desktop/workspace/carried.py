"""Carries what has left the house (packages, certificates) into a file that is restored; carries no records."""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from cami_desktop.errors import CamiError
from cami_desktop.workspace import cipher, safe_copy, tables
from cami_desktop.workspace.cipher import Key
from cami_desktop.workspace.info import REGIONAL
from cami_desktop.workspace.tables import to_json

Field = tuple[str, str, str]
"""Kind, record and field."""

Row = dict[str, Any]

_TAKEN_BACK = "taken back since "
"""Begins the name in the table `info` under which stands what a restore took back of a package; its digest ends it."""

_ACTS = "SELECT id, at, who, replica, origin, label FROM change ORDER BY id"


@dataclass(slots=True)
class _Known:
    """What a file knows of what has left: rows of ledgers by their keys, and what was taken back since each package."""

    belongs: Sequence[str]
    sent: dict[str, Row]
    questions: dict[str, Row]
    certificates: dict[str, Row]
    roots: dict[str, Row]
    taken: dict[str, set[Field]]


def carry(whole: Path, key: Key | None, sources: Iterable[tuple[Path, Key | None]]) -> int:
    """Enter into a closed workspace what others of its country and cycle know to have left; return how many packages.

    A number that was given out is thereby never given out again, and a certificate that was withdrawn stays withdrawn.
    A source that cannot be read knows nothing. Raises one of cipher.errors() where the workspace cannot be written.
    """
    entered = 0
    with closing(cipher.connect(whole, key)) as target:
        known = _known(target)
        target.execute("BEGIN IMMEDIATE")
        for path, opens in sources:
            try:
                told = _told(path, opens, target, known)
            except cipher.errors("Error", CamiError, OSError) as error:
                logging.getLogger("cami").warning("%s does not say what has left: %s", path, error)
                continue
            if told.belongs == known.belongs:
                entered += _enter(target, told, known)
        target.execute("COMMIT")
    return entered


def taken_back(connection: sa.Connection, digest: str) -> list[Field]:
    """The fields that differ from the package with that digest because a restore took back what had changed them."""
    query = sa.select(tables.info.c.value).where(tables.info.c.name == _TAKEN_BACK + digest)
    text = connection.execute(query).scalar()
    return [(kind, id_, name) for kind, id_, name in json.loads(text)] if text else []


def _told(path: Path, key: Key | None, target: sqlite3.Connection, known: _Known) -> _Known:
    """What a source knows; the packages that are new to the restored file end at the last change that both share."""
    with closing(safe_copy.looking(path, cipher.unlock(path, key))) as source:
        told = _known(source)
        new = {digest: row for digest, row in told.sent.items() if digest not in known.sent}
        shared = _shared(source, target) if new else 0
        for digest, row in new.items():
            span = (shared, row["last_change"])
            query = "SELECT DISTINCT kind, record_id, field FROM history WHERE change_id > ? AND change_id <= ?"
            told.taken.setdefault(digest, set()).update(source.execute(query, span))
            row["last_change"] = min(row["last_change"], shared)
    return told


def _enter(target: sqlite3.Connection, told: _Known, known: _Known) -> int:
    """Enter what a source knows beyond what is known; return how many packages that are."""
    new = [digest for digest in told.sent if digest not in known.sent]
    for digest in new:
        known.sent[digest] = row = told.sent[digest]
        _insert(target, "submission", row | {"id": None})
        if told.taken.get(digest):
            _insert(target, "info", {"name": _TAKEN_BACK + digest, "value": to_json(sorted(told.taken[digest]))})
    for digest, row in told.sent.items():
        if row["state"] == "received" and known.sent[digest]["state"] != "received":
            known.sent[digest] = row
            target.execute(
                "UPDATE submission SET state = 'received', outcome = ? WHERE digest = ?", (row["outcome"], digest)
            )
    for id_, row in told.questions.items():
        if id_ not in known.questions and row["submission"] in known.sent:
            known.questions[id_] = row
            _insert(target, "question", row)
    if known.belongs[0] == REGIONAL:
        _certificates(target, told, known)
    return len(new)


def _certificates(target: sqlite3.Connection, told: _Known, known: _Known) -> None:
    for serial, row in told.certificates.items():
        if serial not in known.certificates:
            _insert(target, "certificate", row)
        elif row["revoked_at"] and not known.certificates[serial]["revoked_at"]:
            target.execute(
                "UPDATE certificate SET revoked_at = ?, reason = ? WHERE serial = ?",
                (row["revoked_at"], row["reason"], serial),
            )
        else:
            continue
        known.certificates[serial] = row
    for fingerprint, row in told.roots.items():
        mine = known.roots.get(fingerprint)
        # A revocation list names all that was ever withdrawn, so the longer one is the later one.
        if mine is not None and len(row["crl"] or b"") > len(mine["crl"] or b""):
            target.execute("UPDATE trusted_root SET crl = ? WHERE fingerprint = ?", (row["crl"], fingerprint))
        elif mine is None:
            _insert(target, "trusted_root", row)
        else:
            continue
        known.roots[fingerprint] = row


def _shared(source: sqlite3.Connection, target: sqlite3.Connection) -> int:
    """The number of the last change that both files have; each goes on under another replica after that."""
    last = 0
    for here, there in zip(source.execute(_ACTS), target.execute(_ACTS), strict=False):
        if here != there:
            break
        last = int(here[0])
    return last


def _known(connection: sqlite3.Connection) -> _Known:
    facts = dict(connection.execute("SELECT name, value FROM info"))
    return _Known(
        [facts.get(name) or "" for name in ("role", "country", "cycle")],
        _rows(connection, "digest", "SELECT * FROM submission WHERE direction = 'sent' ORDER BY id"),
        _rows(connection, "id", "SELECT * FROM question"),
        _rows(connection, "serial", "SELECT * FROM certificate"),
        _rows(connection, "fingerprint", "SELECT * FROM trusted_root"),
        {
            name.removeprefix(_TAKEN_BACK): {(kind, id_, field) for kind, id_, field in json.loads(value)}
            for name, value in facts.items()
            if name.startswith(_TAKEN_BACK)
        },
    )


def _rows(connection: sqlite3.Connection, key: str, query: str) -> dict[str, Row]:
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description]
    rows = (dict(zip(names, row, strict=True)) for row in cursor)
    return {row[key]: row for row in rows}


def _insert(connection: sqlite3.Connection, table: str, row: Row) -> None:
    """Insert a row as far as the table has its columns; that of an older backup may lack new ones."""
    there = {column[1] for column in connection.execute(f'PRAGMA table_info("{table}")')}
    names = [name for name in row if name in there]
    connection.execute(
        f'INSERT OR IGNORE INTO "{table}" ({", ".join(names)}) VALUES ({", ".join("?" * len(names))})',
        [row[name] for name in names],
    )
