"""The ledgers beside the records: submissions sent and received, conflicts, questions, certificates and trust."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field
from typing import Any, TypeVar

import sqlalchemy as sa

from cami_desktop.workspace import tables
from cami_desktop.workspace.tables import to_json

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Submission:
    """One package that was sent or received.

    digest is the SHA-256 of the package file; previous that of the submission before it; counts are records by kind;
    outcome tells what a merge did; last_change is the newest change that the package contains (sender's side).
    """

    direction: str
    kind: str
    country: str
    cycle: str
    number: int
    digest: str
    previous: str | None
    package: str
    at: str
    signer: str
    fingerprint: str
    signed_at: str
    verdict: str
    state: str
    counts: dict[str, int] = field(default_factory=dict)
    outcome: dict[str, Any] = field(default_factory=dict)
    last_change: int = 0
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two values of one field written without knowledge of each other; a person decides."""

    record_id: str
    kind: str
    field: str
    base: Any
    ours: Any
    theirs: Any
    ours_stamp: str
    theirs_stamp: str
    origin: str
    found_at: str
    state: str = "open"
    choice: Any = None
    reason: str | None = None
    resolved_by: str | None = None
    resolved_at: str | None = None
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """Something the Secretariat asks about a field of a record; rule names the rule that raised it, if one did."""

    id: str
    submission: str
    record_id: str
    kind: str
    field: str
    text: str
    rule: str | None = None
    state: str = "open"


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate that the Secretariat issued (serial in hexadecimal, times in UTC)."""

    serial: str
    pem: str
    subject: str
    country: str
    fingerprint: str
    issued_at: str
    not_after: str
    revoked_at: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class TrustedRoot:
    """A root certificate whose signatures count as genuine, with its newest revocation list (DER)."""

    fingerprint: str
    pem: str
    added_at: str
    crl: bytes | None = None


_TABLES: dict[type[Any], sa.Table] = {
    Submission: tables.submission,
    Conflict: tables.conflict,
    Question: tables.question,
    Certificate: tables.certificate,
    TrustedRoot: tables.trusted_root,
}

_JSON_TEXT: dict[type[Any], frozenset[str]] = {Conflict: frozenset({"base", "ours", "theirs", "choice"})}
"""Columns that hold any value of a field as JSON text, where null and blank must stay apart."""


def read(connection: sa.Connection, cls: type[T], **where: Any) -> list[T]:
    """The entries of a ledger whose columns equal `where`, oldest first."""
    table = _TABLES[cls]
    query = sa.select(table).order_by(*table.primary_key.columns)
    for name, value in where.items():
        query = query.where(table.c[name] == value)
    return [_from_row(cls, row) for row in connection.execute(query).mappings()]


def _from_row(cls: type[T], row: sa.RowMapping) -> T:
    values = dict(row)
    for name in _JSON_TEXT.get(cls, ()):
        values[name] = None if values[name] is None else json.loads(values[name])
    for name in ("counts", "outcome"):
        if name in values:
            values[name] = values[name] or {}
    return cls(**values)


def place_of(entry: Any) -> tuple[sa.Table, Any]:
    """The table of an entry and its primary key there; None where it is new and will be numbered."""
    table = _TABLES[type(entry)]
    return table, getattr(entry, next(iter(table.primary_key.columns)).name)


def write(connection: sa.Connection, entry: Any) -> Any:
    """Store a new entry, or the changed state of one that is stored (told by its primary key); return that key."""
    cls = type(entry)
    table = _TABLES[cls]
    key = next(iter(table.primary_key.columns)).name
    row = dataclasses.asdict(entry)
    for name in _JSON_TEXT.get(cls, ()):
        row[name] = to_json(row[name])
    if row[key] is None:
        del row[key]
    else:
        updated = connection.execute(sa.update(table).where(table.c[key] == row[key]).values(**row))
        if updated.rowcount:
            return row[key]
    inserted = connection.execute(sa.insert(table).values(**row)).inserted_primary_key
    assert inserted is not None
    return inserted[0]
