"""Full-text search over every record: forgiving, by beginnings of words, ranked, with the passage that was found."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from cami_desktop import catalogue as reference
from cami_desktop.errors import CamiError, Refused
from cami_desktop.records import Record, title_of
from cami_desktop.records.field import Field
from cami_desktop.words import language
from cami_desktop.words.passage import Marks, Sought, held, passage, sought, words_key
from cami_desktop.workspace import contents, search_index, tables

if TYPE_CHECKING:
    from cami_desktop.workspace.workspace import Workspace

MOST_RANKED = 2_000
"""Where more records fit, the newest come first: ranking weighs every one of them, which takes too long to type by."""

MOST_NOTED = 20_000
"""Changed records that a search looks through by itself where it may not write the index."""

_WEIGHTS = "8.0, 2.0, 1.0"
"""A title says more than a text, a text more than the label of a code."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found: the field and passage that show why, and where in the passage the words stand.

    rank is larger for a better fit, and 0 where the newest come first.
    """

    kind: str
    id: str
    field: str
    title: str
    snippet: str
    marks: Marks
    rank: float


@dataclass(frozen=True, slots=True)
class Filters:
    """What a hit must be besides: of one of these kinds, about a taxon, of a meeting; blank filters let all through."""

    kinds: frozenset[str] = frozenset()
    taxon: str | None = None
    meeting: str | None = None

    def lets(self, kind: str, entry: search_index.Entry) -> bool:
        """Whether a record may be shown."""
        return (
            (not self.kinds or kind in self.kinds)
            and (not self.taxon or f" {self.taxon} " in entry.taxa)
            and (not self.meeting or self.meeting == entry.meeting)
        )

    def sql(self) -> tuple[str, dict[str, Any]]:
        """The same as a condition on search_entry."""
        named = {f"kind{n}": kind for n, kind in enumerate(sorted(self.kinds))}
        parts = [f"search_entry.kind IN ({', '.join(':' + name for name in named)})"] if named else []
        if self.taxon:
            parts.append("instr(search_entry.taxa, :taxon)")
        if self.meeting:
            parts.append("search_entry.meeting = :meeting")
        values = {**named, "taxon": f" {self.taxon} ", "meeting": self.meeting}
        used = {name: value for name, value in values.items() if any(f":{name}" in part for part in parts)}
        return "".join(f" AND {part}" for part in parts), used


def search(
    workspace: Workspace,
    words: str,
    *,
    kinds: Iterable[str] = (),
    taxon: str | None = None,
    meeting: str | None = None,
    limit: int = 50,
    newest: bool = False,
) -> list[Hit]:
    """Find the records that hold every word, each as the beginning of a word, in their texts or code labels.

    Words in quotation marks are found as they stand, side by side. Case, marks on letters and letters that keyboards
    lack do not matter. Removed records are not found. The best fit comes first, or the newest where asked for or
    where more than MOST_RANKED records fit. Changes since the last search are entered first; where the workspace
    cannot be written they are looked through one by one.
    """
    wanted = sought(words)
    if not wanted:
        return []
    filters = Filters(frozenset(kinds), taxon, meeting)
    catch_up(workspace)
    with workspace.reading() as connection:
        noted = list(search_index.noted(connection, MOST_NOTED))
        found = _noted_hits(noted, wanted, filters)
        skipped = {(kind, id_) for kind, id_, _record in noted}
        ranked = _ranked(connection, wanted, filters, limit + len(skipped), newest)
        found += [item for item in ranked if (item[0], item[1]) not in skipped]
        records = _records(connection, found[:limit])
    return [_hit(record, rank, wanted) for kind, id_, rank in found[:limit] if (record := records.get((kind, id_)))]


def catch_up(
    workspace: Workspace, *, batch: int = search_index.BATCH, between: Callable[[int, int], object] | None = None
) -> int:
    """Enter what has changed since the last time, in short transactions; return how many records were entered.

    The index only helps to find: where it cannot be written now, it is left for another time.
    batch: records in a transaction, during which nobody else can store anything; between(entered, all): called after
    each, where the others get their turn, and whatever it raises ends the work and keeps what was entered.
    """
    with workspace.reading() as connection:
        waiting = search_index.pending(connection)
    entered = 0
    if workspace.read_only or not waiting:
        return 0
    try:
        while entered < waiting:
            with workspace.transaction(origin="search") as step:
                done = search_index.catch_up(step.connection, batch)
            if not done:
                break
            entered += done
            if between is not None:
                between(entered, waiting)
    except Refused as error:
        logging.getLogger("cami").warning("the search index waits: %s [%s]", error, error.details)
    return entered


def tidy(workspace: Workspace, most: int | None = None) -> None:
    """What a workspace does before it closes: enter what changed, and drop what a killed program left of files.

    Both can wait, so nothing stands in the way of closing: where more records than `most` wait, they wait on.
    """
    if workspace.read_only:
        return
    try:
        with workspace.reading() as connection:
            left, waiting = contents.left_over(connection), search_index.pending(connection)
        if most is None or waiting <= most:
            catch_up(workspace)
        if left:
            with workspace.transaction(origin="attachment") as step:
                contents.sweep(step.connection)
    except (CamiError, sa.exc.SQLAlchemyError) as error:
        logging.getLogger("cami").warning("closed without tidying up: %s", error)


def _ranked(
    connection: sa.Connection, wanted: Sequence[Sought], filters: Filters, limit: int, newest: bool
) -> list[tuple[str, str, float]]:
    condition, values = filters.sql()
    # CROSS JOIN keeps SQLite from beginning with the other table, which would lose the order of the index.
    fitting = (
        " FROM search_index CROSS JOIN search_entry ON search_entry.id = search_index.rowid"
        f" WHERE search_index MATCH :sought{condition}"
    )
    values = {**values, "sought": _fts(wanted)}
    latest_first = "ORDER BY search_index.rowid DESC LIMIT :most"
    values |= {"most": limit if newest else max(limit, MOST_RANKED + 1)}
    latest = connection.execute(sa.text(f"SELECT kind, record_id{fitting} {latest_first}"), values).all()
    if newest or len(latest) > MOST_RANKED:
        return [(row.kind, row.record_id, 0.0) for row in latest[:limit]]
    best_first = "ORDER BY weight, search_index.rowid DESC LIMIT :most"
    weighed = f"SELECT kind, record_id, bm25(search_index, {_WEIGHTS}) AS weight{fitting} {best_first}"
    rows = connection.execute(sa.text(weighed), {**values, "most": limit})
    return [(row.kind, row.record_id, -row.weight) for row in rows]


def _fts(wanted: Sequence[Sought]) -> str:
    """The words as FTS5 reads them; folded words hold letters and digits only, so nothing needs escaping."""
    return " ".join(f'"{" ".join(item.words)}"{"*" if item.beginning else ""}' for item in wanted)


def _noted_hits(
    noted: Sequence[tuple[str, str, Record | None]], wanted: Sequence[Sought], filters: Filters
) -> list[tuple[str, str, float]]:
    """The fitting ones among changed records that are not entered yet, newest first."""
    found = []
    for kind, id_, record in reversed(noted):
        if record is None:
            continue
        entry = search_index.entry_of(record)
        everything = " ".join((entry.title, entry.text, entry.labels))
        if filters.lets(kind, entry) and held(everything, wanted) == len(wanted):
            found.append((kind, id_, 0.0))
    return found


def _records(connection: sa.Connection, found: Sequence[tuple[str, str, float]]) -> dict[tuple[str, str], Record]:
    ids: dict[str, list[str]] = {}
    for kind, id_, _rank in found:
        ids.setdefault(kind, []).append(id_)
    return {
        (kind, record.id): record
        for kind, wanted in ids.items()
        if kind in tables.RECORD_TABLES
        for record in search_index.read_living(connection, kind, wanted)
    }


def _hit(record: Record, rank: float, wanted: Sequence[Sought]) -> Hit:
    """The hit with the field that holds the most of what was sought; of equals, the first in the form."""
    best, best_text, most = "", "", -1
    for field in search_index.searched_fields(type(record)):
        for text, words in _shown_texts(record, field):
            met = held(words, wanted)
            if met > most:
                best, best_text, most = field.name, text, met
        if most == len(wanted):
            break
    snippet, marks = passage(best_text, wanted)
    return Hit(record.kind, record.id, best, title_of(record), snippet, marks, rank)


def _shown_texts(record: Record, field: Field) -> Iterator[tuple[str, str]]:
    """A field as it can be shown, with its folded words: its text, or its codes' labels, the language spoken first."""
    value = getattr(record, field.name)
    if not value:
        return
    if field.type.free_text:
        yield str(value), words_key(str(value))
        return
    for code in value if field.type.many else [value]:
        yield from _labels(record.catalogue, field.code_list, code, language())


@lru_cache(maxsize=1024)
def _labels(edition: str, code_list: str, code: str, spoken: str) -> tuple[tuple[str, str], ...]:
    catalogue = reference.load(edition if edition in reference.editions() else reference.DEFAULT_EDITION)
    names = search_index.names(catalogue, code_list, code)
    texts = dict.fromkeys((catalogue.label(code_list, code, spoken), *names, code))
    return tuple((text, words_key(text)) for text in texts)
