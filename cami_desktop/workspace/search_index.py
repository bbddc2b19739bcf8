"""The search index: what of each record is searched, the triggers that note what changed, and the catching up.

Triggers note the id of every record that anything changes, however it was written; they need no function of ours, so
that other tools may write to the file. The folded texts are entered at the next search or when the file is closed
(docs/decisions/0016-search.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from cami_desktop import catalogue as reference
from cami_desktop.records import KINDS, Record
from cami_desktop.records.field import Field, FieldType
from cami_desktop.words.passage import words_key
from cami_desktop.workspace import tables

BATCH = 200
"""Records entered in one transaction: some tens of milliseconds, so that typing never waits long for its turn."""

NAMING_LISTS = frozenset({"taxon", "threat", "country", "pow_item", "action", "mandate", "instrument"})
"""Code lists that name things people look for. Grades (high, draft, good) would be found in nearly every record."""

INDEX_TABLE = (
    "CREATE VIRTUAL TABLE search_index USING fts5(title, text, labels, tokenize = 'unicode61 remove_diacritics 0')"
)
"""One row a record under the id of its search_entry; the texts are folded words already."""


ENTRY = tuple(column.name for column in tables.search_entry.columns)


@dataclass(frozen=True, slots=True)
class Entry:
    """What is searched of one record: words of title, other texts and code labels; meeting and taxa to filter by."""

    title: str
    text: str
    labels: str
    meeting: str | None
    taxa: str


def searched_fields(cls: type[Record]) -> tuple[Field, ...]:
    """The fields of a kind that are searched: free texts, and codes that name things."""
    return tuple(field for field in cls.fields() if field.type.free_text or _names_things(field))


def _names_things(field: Field) -> bool:
    return field.type in (FieldType.CODE, FieldType.CODES) and field.code_list in NAMING_LISTS


def _columns(cls: type[Record]) -> list[str]:
    """The columns whose change changes the entry of a record."""
    meeting = [field.name for field in cls.fields() if field.name == "meeting"]
    return [*(field.name for field in searched_fields(cls)), *meeting, "catalogue", "deleted"]


def triggers() -> dict[str, str]:
    """The statements that make the triggers of every record table, by trigger name."""
    made = {}
    for kind, cls in KINDS.items():
        columns = _columns(cls)
        differs = " OR ".join(f'old."{name}" IS NOT new."{name}"' for name in columns)
        listed = ", ".join(f'"{name}"' for name in columns)
        for event, when, row in (
            ("insert", "INSERT", "new"),
            ("update", f"UPDATE OF {listed}", "new"),
            ("delete", "DELETE", "old"),
        ):
            condition = f" WHEN {differs}" if event == "update" else ""
            made[f"search_{kind}_{event}"] = (
                f'CREATE TRIGGER search_{kind}_{event} AFTER {when} ON "{kind}"{condition} BEGIN '
                f"INSERT OR IGNORE INTO search_todo (record_id, kind) VALUES ({row}.id, '{kind}'); END"
            )
    return made


def create(connection: sa.Connection) -> None:
    """Make the index and its triggers in a new workspace; migrations keep their own frozen copy of this."""
    for statement in (INDEX_TABLE, *triggers().values()):
        connection.exec_driver_sql(statement)


def names(catalogue: reference.Catalogue, code_list: str, code: str) -> tuple[str, ...]:
    """The names of a code in all languages; of a taxon also its synonyms and misspellings; none for an unknown code."""
    taxon = catalogue.all_taxa.get(code) if code_list == "taxon" else None
    if taxon is not None:
        return taxon.search_names()
    known = catalogue.codes(code_list).get(code)
    return tuple(dict.fromkeys(known.labels.values())) if known else ()


@lru_cache(maxsize=4096)
def label_key(edition: str, code_list: str, code: str) -> str:
    """The folded words of a code and of its names."""
    catalogue = reference.load(edition if edition in reference.editions() else reference.DEFAULT_EDITION)
    return words_key(" ".join((code, *names(catalogue, code_list, code))))


def entry_of(record: Record) -> Entry:
    """What is searched of a record."""
    titles: list[str] = []
    texts: list[str] = []
    labels: list[str] = []
    taxa: list[str] = []
    for field in searched_fields(type(record)):
        value = getattr(record, field.name)
        if not value:
            continue
        if field.type.free_text:
            (titles if field.name in record.titled_by else texts).append(words_key(str(value)))
            continue
        codes = value if field.type.many else [value]
        labels += [label_key(record.catalogue, field.code_list, code) for code in codes]
        if field.code_list == "taxon":
            taxa += codes
    meeting = record.id if record.kind == "meeting" else getattr(record, "meeting", None)
    found = f" {' '.join(dict.fromkeys(taxa))} " if taxa else ""
    return Entry(" ".join(titles), " ".join(texts), " ".join(dict.fromkeys(labels)), meeting, found)


def pending(connection: sa.Connection) -> int:
    """How many records have changed since they were entered."""
    return connection.execute(sa.select(sa.func.count()).select_from(tables.search_todo)).scalar_one()


def noted(connection: sa.Connection, most: int) -> Iterator[tuple[str, str, Record | None]]:
    """The kind, id and stored record of what has changed, oldest first; None where it is gone or was removed."""
    todo = tables.search_todo
    rows = connection.execute(sa.select(todo.c.kind, todo.c.record_id).order_by(todo.c.record_id).limit(most)).all()
    by_kind: dict[str, list[str]] = {}
    for kind, id_ in rows:
        by_kind.setdefault(kind, []).append(id_)
    living: dict[tuple[str, str], Record] = {}
    for kind, ids in by_kind.items():
        for record in read_living(connection, kind, ids):
            living[kind, record.id] = record
    for kind, id_ in rows:
        yield kind, id_, living.get((kind, id_))


def read_living(connection: sa.Connection, kind: str, ids: Sequence[str]) -> list[Record]:
    """The records of a kind with these ids that are not removed."""
    table = tables.RECORD_TABLES.get(kind)
    if table is None:
        return []
    found: list[Record] = []
    for start in range(0, len(ids), BATCH):
        chosen = table.c.id.in_(ids[start : start + BATCH]) & table.c.deleted.is_(False)
        rows = connection.execute(sa.select(table).where(chosen)).mappings()
        found += [tables.from_row(KINDS[kind], row) for row in rows]
    return found


def catch_up(connection: sa.Connection, most: int = BATCH) -> int:
    """Enter what has changed, at most so many records, in the caller's transaction; return how many were looked at."""
    changed = list(noted(connection, most))
    if not changed:
        return 0
    entry, todo = tables.search_entry, tables.search_todo
    ids = [id_ for _kind, id_, _record in changed]
    chosen = entry.c.record_id.in_(ids)
    places = {
        (row.kind, row.record_id): row.id
        for row in connection.execute(sa.select(entry.c.kind, entry.c.record_id, entry.c.id).where(chosen))
    }
    touched = [places[kind, id_] for kind, id_, _record in changed if (kind, id_) in places]
    # Asked before the dropping: a changed record goes back to its place, which may be the last one.
    free = connection.execute(sa.select(sa.func.max(entry.c.id))).scalar() or 0
    _drop(connection, touched)
    rows: list[dict[str, Any]] = []
    for kind, id_, record in changed:
        if record is not None:
            free = free if (kind, id_) in places else free + 1
            rows.append(_row(places.get((kind, id_), free), record))
    if rows:
        connection.execute(sa.insert(entry), [{name: row[name] for name in ENTRY} for row in rows])
        connection.execute(
            sa.text("INSERT INTO search_index (rowid, title, text, labels) VALUES (:id, :title, :text, :labels)"),
            [{name: row[name] for name in ("id", "title", "text", "labels")} for row in rows],
        )
    connection.execute(sa.delete(todo).where(todo.c.record_id.in_(ids)))
    return len(changed)


def _drop(connection: sa.Connection, places: Sequence[int]) -> None:
    if places:
        connection.execute(sa.text("DELETE FROM search_index WHERE rowid = :id"), [{"id": place} for place in places])
        connection.execute(sa.delete(tables.search_entry).where(tables.search_entry.c.id.in_(places)))


def _row(place: int, record: Record) -> dict[str, Any]:
    made = entry_of(record)
    return {
        "id": place,
        "kind": record.kind,
        "record_id": record.id,
        "meeting": made.meeting,
        "taxa": made.taxa,
        "title": made.title,
        "text": made.text,
        "labels": made.labels,
    }


def start_anew(connection: sa.Connection) -> None:
    """Empty the index and note every record, so that catching up enters them all, oldest first."""
    connection.exec_driver_sql("DROP TABLE IF EXISTS search_index")
    connection.exec_driver_sql(INDEX_TABLE)
    connection.execute(sa.delete(tables.search_entry))
    connection.execute(sa.delete(tables.search_todo))
    for kind, table in tables.RECORD_TABLES.items():
        chosen = sa.select(table.c.id, sa.literal(kind)).where(table.c.deleted.is_(False))
        connection.execute(sa.insert(tables.search_todo).from_select(["record_id", "kind"], chosen))
