"""What pasted cells would do to a table: columns matched, values read, new records and changes; nothing is stored here.

Nothing is dropped in silence: a column that is not known and a cell that cannot be read are named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cami_desktop.desktop.forms.editor import Answer
from cami_desktop.desktop.forms.reading import TextReader
from cami_desktop.desktop.tables.clipboard import Exact
from cami_desktop.desktop.tables.writing import answer_of, with_answers
from cami_desktop.desktop.texts import value_text
from cami_desktop.errors import CamiError
from cami_desktop.records import KINDS, Field, Record
from cami_desktop.records.convert import clean
from cami_desktop.words import LANGUAGES, _, using
from cami_desktop.words.numbers import TwoFigures
from cami_desktop.words.searchkey import search_key

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

ID = "id"
"""The column by which a row says which record it is."""

LABEL = ".label"
"""Ends the names of the columns of a workbook that say codes in words; they are written for people, not read."""

MOST_ROWS = 20_000
"""Rows that are taken at once."""


@dataclass(frozen=True, slots=True)
class Column:
    """A pasted column: its place, its heading (blank where there is none), its field, or why it is not taken."""

    place: int
    heading: str
    field: Field | None = None
    why: str = ""
    is_id: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that changes, in words: before and after; record is blank for a new one."""

    row: int
    record_id: str
    field: Field
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell that cannot be taken, with why."""

    row: int
    field: Field
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class InBin:
    """A row that is left out because the record that it would change is in the bin."""

    row: int
    record_id: str


@dataclass(slots=True)
class Plan:
    """What pasting would do. rows are the pasted ones without the heading; records those to store, new ones last."""

    heading: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    by_heading: bool = False
    changed: list[Record] = field(default_factory=list)
    new: list[Record] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    in_bin: list[InBin] = field(default_factory=list)
    two_ways: int = 0
    emptied: int = 0
    same: int = 0
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Target:
    """Where cells are pasted: the records of the rows from the current one down, the fields of the columns from the
    current one on, what a new record begins with, and whether all rows become new records.
    """

    records: Sequence[str]
    fields: Sequence[Field]
    begins: Mapping[str, Any]
    only_new: bool = False
    sign: str = ""


@lru_cache(maxsize=64)
def headings(kind: str) -> Mapping[str, str]:
    """Folded headings that are understood -> names of fields: names, labels in every language, with the unit or not."""
    found: dict[str, str] = {}
    cls = KINDS[kind]
    for language in LANGUAGES:
        with using(language):
            for one in cls.fields():
                for text in (_(one.label), f"{_(one.label)} ({_(one.unit)})" if one.unit else ""):
                    if text:
                        found.setdefault(search_key(text), one.name)
    found.update({search_key(one.name): one.name for one in cls.fields()})
    return found


def has_heading(kind: str, rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names columns: at least half of its filled cells do."""
    filled = [search_key(cell) for cell in rows[0] if cell.strip()] if rows else []
    known = sum(cell in headings(kind) or cell == ID for cell in filled)
    return bool(known) and 2 * known >= len(filled)


class Paster:
    """Works a plan out, row by row; run() yields between rows, so that the window never waits."""

    def __init__(
        self, session: Session, cls: type[Record], rows: Sequence[list[str]], exact: Exact | None, target: Target
    ) -> None:
        self._session = session
        self._cls = cls
        self._target = target
        self.plan = Plan()
        first = has_heading(cls.kind, rows)
        self.plan.by_heading = first
        self.plan.heading = list(rows[0]) if first else []
        body = list(rows[1:] if first else rows)
        self.plan.rows = body[:MOST_ROWS]
        self.plan.left_out = len(body) - len(self.plan.rows)
        self._exact = exact if exact is not None and exact.kind == cls.kind and len(exact.rows) == len(body) else None
        self.plan.columns = self._columns(max(map(len, rows), default=0))
        self._by_id = any(column.is_id for column in self.plan.columns)
        self._readers = {
            column.field.name: TextReader(session, column.field, target.sign)
            for column in self.plan.columns if column.field is not None
        }  # fmt: skip

    def run(self) -> Iterator[None]:
        """Read every row."""
        for number, row in enumerate(self.plan.rows):
            if number:
                yield
            if any(cell.strip() for cell in row) and not self._is_labels(number, row):
                self._take(number, row)

    # Columns

    def _columns(self, width: int) -> list[Column]:
        if self.plan.by_heading:
            return [self._named(place, name) for place, name in enumerate(self.plan.heading)]
        if self._exact is not None and self._target.only_new:
            return [self._named(place, name) for place, name in enumerate(self._exact.names)]
        fields = list(self._target.fields)
        found = [self._taken(place, "", fields[place]) for place in range(min(width, len(fields)))]
        beyond = _("There is no column of the table here.")
        return found + [Column(place, "", None, beyond) for place in range(len(found), width)]

    def _named(self, place: int, heading: str) -> Column:
        key = search_key(heading)
        if key == ID:
            return Column(place, heading, is_id=True)
        name = headings(self._cls.kind).get(key)
        if name is None:
            in_words = heading.endswith(LABEL) and search_key(heading.removesuffix(LABEL)) in headings(self._cls.kind)
            why = _("not known here") if heading.strip() else _("no heading")
            return Column(place, heading, None, _("only says a code in words") if in_words else why)
        return self._taken(place, heading, self._cls.field(name))

    def _taken(self, place: int, heading: str, of: Field) -> Column:
        if of.derived or not any(of.name == own.name for own in self._cls.fields()):
            return Column(place, heading or _(of.label), None, _("the program fills it"))
        return Column(place, heading, of)

    def _is_labels(self, number: int, row: Sequence[str]) -> bool:
        """Whether this is the second row of a workbook, which says the names of the columns in words."""
        return self._by_id and not number and any(
            column.is_id and row[column.place].strip() == ID.upper() for column in self.plan.columns
        )  # fmt: skip

    # Rows

    def _take(self, number: int, row: list[str]) -> None:
        record = self._record_of(number, row)
        plan = self.plan
        if record.deleted:
            plan.in_bin.append(InBin(number, record.id))
            return
        answers: dict[str, Answer] = {}
        for column in plan.columns:
            if column.field is None or column.place >= len(row):
                continue
            answer = self._answer(number, column, row[column.place])
            if answer is None:
                continue
            before = answer_of(record, column.field)
            if answer == before:
                plan.same += bool(record.id)
                continue
            if not record.id and answer.value in (None, []) and not answer.absent:
                continue
            answers[column.field.name] = answer
            plan.emptied += bool(record.id) and answer.value in (None, [])
            shown = [value_text(self._session, column.field, one.value, one.absent) for one in (before, answer)]
            plan.changes.append(Change(number, record.id, column.field, *shown))
        if answers:
            (plan.changed if record.id else plan.new).append(with_answers(record, answers))

    def _record_of(self, number: int, row: Sequence[str]) -> Record:
        """The record that a row changes, also where it is in the bin, or a new one."""
        id_ = ""
        if self._by_id:
            id_ = next((row[column.place].strip() for column in self.plan.columns if column.is_id), "")
        elif not self._target.only_new and number < len(self._target.records):
            id_ = self._target.records[number]
        found = self._session.records.get(id_) if id_ else None
        return found if isinstance(found, self._cls) else self._session.new(self._cls, **self._target.begins)

    def _answer(self, number: int, column: Column, text: str) -> Answer | None:
        """What a cell answers; None where it cannot be read, which is noted."""
        assert column.field is not None
        try:
            if self._exact is not None and self._exact.names[column.place : column.place + 1] == [column.field.name]:
                exact = self._exact.rows[number][column.place]
                return Answer(clean(column.field, exact.value), exact.absent)
            return self._readers[column.field.name].read(text)
        except CamiError as error:
            self.plan.two_ways += isinstance(error, TwoFigures)
            # The field is named beside it wherever this is shown.
            why = " ".join(filter(None, (error.what, error.do))).removeprefix(f"{_(column.field.label)}: ")
            self.plan.unread.append(Unread(number, column.field, text, why))
            return None
