"""The order of records in a table and the words that narrow it, worked out in pieces that never hold up the window."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Generator, Sequence
from typing import TYPE_CHECKING, Any

from cami_desktop.desktop.texts import code_text, field_text
from cami_desktop.records import Field, FieldType, Record
from cami_desktop.words.searchkey import search_key

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

CHUNK = 500
"""Records that are worked on between two looks at the clock."""

PIECE = 2_000
"""Records that are sorted in one go."""

GO = 10_000
"""Texts that are let go of at once."""

SortKeys = tuple[tuple[str, bool], ...]
"""Names of the fields to sort by, the first one first, each with whether downward."""

_AS_THEY_ARE = frozenset(
    {FieldType.WHOLE, FieldType.NUMBER, FieldType.DATE, FieldType.MOMENT, FieldType.CLOCK}
)  # fmt: skip
_FIGURES = re.compile(r"\d+")
_REPEATED = frozenset({FieldType.CODE, FieldType.FLAG, FieldType.LINK})
"""Types whose values repeat from record to record."""

Key = Callable[[Record], Any]


def cell_text(session: Session, record: Record, field: Field) -> str:
    """The text of a cell, with its line ends."""
    return field_text(session, record, field)


def key_of(session: Session, field: Field) -> Key:
    """The function that gives what a record is sorted by in a field; None for a blank."""
    name = field.name
    if field.type in _AS_THEY_ARE:
        return lambda record: getattr(record, name)
    known: dict[Any, str] = {}
    repeated = field.type in _REPEATED

    def key(record: Record) -> str | None:
        value = getattr(record, name)
        if value is None or value == []:
            return None
        if repeated and value in known:
            return known[value]
        text = search_key(cell_text(session, record, field))
        if field.type is FieldType.LINK:
            # What is linked to may be numbered: agenda item 10 comes after item 9.
            text = _FIGURES.sub(lambda found: found.group().zfill(6), text)
        if repeated:
            known[value] = text
        return text

    return key


def in_order(
    records: Callable[[str], Record | None], ids: Sequence[str], keys: Sequence[tuple[Key, bool]]
) -> Generator[None, None, list[str]]:
    """Sort ids by the keys of their records, blanks last; yields now and then, returns the ids in order."""
    found = list(ids)
    for key, down in reversed(keys):
        found = yield from _by_one(records, found, key, down)
    return found


def _by_one(
    records: Callable[[str], Record | None], ids: list[str], key: Key, down: bool
) -> Generator[None, None, list[str]]:
    filled: list[str] = []
    values: list[Any] = []
    blank: list[str] = []
    for start in range(0, len(ids), CHUNK):
        if start:
            yield
        for id_ in ids[start : start + CHUNK]:
            record = records(id_)
            value = key(record) if record is not None else None
            if value is None:
                blank.append(id_)
            else:
                filled.append(id_)
                values.append(value)
    pieces = yield from _pieces(values)
    found: list[str] = []
    if not down:
        pieces.reverse()
    while pieces:
        if found:
            yield
        piece = pieces.pop()
        piece.sort(key=values.__getitem__, reverse=down)
        found += [filled[place] for place in piece]
    # To let go of a million texts at once would take as long as many slices.
    while len(values) > GO:
        del values[-GO:]
        yield
    found += blank
    return found


def _pieces(values: list[Any]) -> Generator[None, None, list[list[int]]]:
    """The places of values, parted at values that a sample shows, so that each part can be sorted alone."""
    count = len(values)
    if count <= PIECE:
        return [list(range(count))]
    parts = count // (PIECE // 2)
    bounds = sorted(set(values[:: max(1, count // (4 * parts))]))
    bounds = bounds[:: max(1, len(bounds) // parts)]
    pieces: list[list[int]] = [[] for _bound in range(len(bounds) + 1)]
    for start in range(0, count, CHUNK):
        if start:
            yield
        for place in range(start, min(start + CHUNK, count)):
            pieces[bisect_right(bounds, values[place])].append(place)
    return pieces


def comes_before(one: Record, other: Record, keys: Sequence[tuple[Key, bool]]) -> bool:
    """Whether a record stands above another; records that are equal stand as they were made."""
    for key, down in keys:
        mine, theirs = key(one), key(other)
        if mine == theirs:
            continue
        if mine is None or theirs is None:
            return theirs is None
        return bool(mine > theirs) if down else bool(mine < theirs)
    return one.id < other.id


class Narrowing:
    """What was typed into the filter row: whether a record has every word of it in its cells, in any spelling."""

    def __init__(
        self, session: Session, typed: Sequence[tuple[Field, str]], also: Callable[[Any], bool] | None = None
    ) -> None:
        """also: what must hold of a record besides."""
        self._session = session
        self._also = also
        self._wanted: list[tuple[Field, list[str], dict[Any, bool]]] = [
            (field, search_key(text).split(), {}) for field, text in typed
        ]

    def holds(self, record: Record) -> bool:
        """Whether the record is shown."""
        if self._also is not None and not self._also(record):
            return False
        return all(self._holds(record, field, words, known) for field, words, known in self._wanted)

    def _holds(self, record: Record, field: Field, words: list[str], known: dict[Any, bool]) -> bool:
        value = getattr(record, field.name)
        repeated = field.type in _REPEATED and value is not None
        if repeated and value in known:
            return known[value]
        key = search_key(self._searched(record, field, value))
        found = all(word in key for word in words)
        if repeated:
            known[value] = found
        return found

    def _searched(self, record: Record, field: Field, value: Any) -> str:
        text = cell_text(self._session, record, field)
        if field.type.numeric and value is not None:
            return f"{text} {value}"
        if field.type is FieldType.CODE and value:
            return f"{text} {code_text(self._session.catalogue, field.code_list, value)} {value}"
        return text
