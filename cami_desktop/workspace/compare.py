"""Compares a workspace with a backup of it, record by record, for a person who decides whether to restore it."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from cami_desktop.records import KINDS, Record, title_of, tracked_names
from cami_desktop.workspace import cipher, safe_copy, schema, store, tables
from cami_desktop.workspace.cipher import Key

HERE, THERE, BOTH = "here", "there", "both"
"""Where a record is: only in the workspace, only in the backup, in both and different."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One record that differs; fields are the names of those that do, empty where it is on one side only."""

    kind: str
    id: str
    title: str
    where: str
    fields: tuple[str, ...] = ()


@dataclass(slots=True)
class Differences:
    """What a workspace (here) and a backup (there) do not have in common.

    here and there are rows by table, history, ledgers and contents included. Titles are those of the workspace, where
    the record is in it.
    """

    records: list[Difference] = field(default_factory=list)
    here: dict[str, int] = field(default_factory=dict)
    there: dict[str, int] = field(default_factory=dict)

    @property
    def by_kind(self) -> dict[str, dict[str, int]]:
        """How many records of each kind are only here, only there, or differ."""
        found: dict[str, Counter[str]] = {}
        for item in self.records:
            found.setdefault(item.kind, Counter({HERE: 0, THERE: 0, BOTH: 0}))[item.where] += 1
        return {kind: dict(counted) for kind, counted in found.items()}

    @property
    def by_field(self) -> dict[str, dict[str, int]]:
        """In how many records of each kind a field differs."""
        found: dict[str, Counter[str]] = {}
        for item in self.records:
            if item.fields:
                found.setdefault(item.kind, Counter()).update(item.fields)
        return {kind: dict(counted) for kind, counted in found.items()}

    @property
    def newer_here(self) -> dict[str, int]:
        """Rows that a restored backup would lack, by table: changes, submissions, conflicts …"""
        more = {name: n - self.there.get(name, 0) for name, n in self.here.items()}
        return {name: n for name, n in more.items() if n > 0}


def compare(
    workspace: Path, backup: Path, *, passphrase: str | Key | None = None, backup_passphrase: str | Key | None = None
) -> Differences:
    """Compare a workspace, open or not, with a backup of any earlier schema; neither is changed.

    backup_passphrase is needed where it is another one than that of the workspace. Raises DamagedInput where one of
    them is damaged or no workspace, Refused where a newer version made it or a passphrase is wrong, PassphraseNeeded.
    """
    with tempfile.TemporaryDirectory(prefix="cami-") as place:
        here, there = Path(place, "here.cami"), Path(place, "there.cami")
        key = _readable(workspace, here, passphrase)
        other = _readable(backup, there, backup_passphrase or passphrase)
        found = Differences(here=safe_copy.count(here, key), there=safe_copy.count(there, other))
        ours, theirs = store.connect(here, key, read_only=True), store.connect(there, other, read_only=True)
        try:
            with ours.connect() as left, theirs.connect() as right:
                for cls in KINDS.values():
                    found.records.extend(_differing(cls, left, right))
        finally:
            ours.dispose()
            theirs.dispose()
    return found


def _readable(source: Path, copy: Path, passphrase: str | Key | None) -> Key | None:
    """A private copy of today's schema, so that what is compared is not changed and has the same columns; its key."""
    key = cipher.unlock(source, passphrase)
    revision = store.inspect(source, key)
    store.refuse_newer(source, revision)
    safe_copy.checked_copy(source, copy, key=key)
    if revision != store.SCHEMA:
        schema.upgrade(copy, key)
    return key


def _differing(cls: type[Record], left: sa.Connection, right: sa.Connection) -> Iterator[Difference]:
    """Walk through both tables in the order of ids, as one merges two sorted lists."""
    table = tables.RECORD_TABLES[cls.kind]
    names = tracked_names(cls)
    query = sa.select(table).order_by(table.c.id)
    with closing(left.execute(query)) as here, closing(right.execute(query)) as there:
        ours, theirs = here.mappings(), there.mappings()
        a, b = ours.fetchone(), theirs.fetchone()
        while a is not None or b is not None:
            if b is None or (a is not None and a["id"] < b["id"]):
                assert a is not None
                yield _one(cls, a, HERE)
                a = ours.fetchone()
            elif a is None or b["id"] < a["id"]:
                yield _one(cls, b, THERE)
                b = theirs.fetchone()
            else:
                fields = tuple(name for name in names if a[name] != b[name])
                if fields:
                    yield _one(cls, a, BOTH, fields)
                a, b = ours.fetchone(), theirs.fetchone()


def _one(cls: type[Record], row: sa.RowMapping, where: str, fields: tuple[str, ...] = ()) -> Difference:
    record = tables.from_row(cls, row)
    return Difference(cls.kind, record.id, title_of(record), where, fields)
