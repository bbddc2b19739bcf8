"""Writes the workbook of a submission: one sheet per record kind, and the sheets that explain them."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any

from cami_desktop.catalogue import Catalogue
from cami_desktop.errors import Refused, WrongUse
from cami_desktop.exchange.columns import Column, columns
from cami_desktop.exchange.info import Changed, SubmissionInfo
from cami_desktop.exchange.workbook import sheets, style
from cami_desktop.records import KINDS, Field, FieldType, Record, title_of
from cami_desktop.records.convert import LONGEST_TEXT
from cami_desktop.records.kinds import Meeting
from cami_desktop.records.recordset import RecordSet
from cami_desktop.words import _, using

Progress = Callable[[int, int], None]
"""Called now and then with records done and records in all."""

NATIONAL = "national"
"""The kind of package whose records are redacted (SubmissionInfo.kind)."""

MOST_ROWS = 1_048_576 - 2
"""Records that a sheet holds below its two heading rows."""

_STEP = 500
_SHORT = 20
"""Longer texts that people wrote are wrapped."""

_NEVER_TOO_LONG = 16_000
_RISKY = ("=", "#")
"""First characters of texts that openpyxl would take for a formula or an error."""

_UNTOUCHED = frozenset({FieldType.WHOLE, FieldType.NUMBER, FieldType.FLAG, FieldType.LINK, FieldType.CLOCK})
"""Types whose stored values are cells as they are, and whose texts cannot be mistaken."""


def write_workbook(
    records: Iterable[Record],
    catalogue: Catalogue,
    info: SubmissionInfo,
    changes: Iterable[Changed] = (),
    progress: Progress | None = None,
) -> bytes:
    """Return the workbook of the records, labelled in info.language; the same input gives the same bytes.

    Raises Refused where a record does not fit a spreadsheet, WrongUse where info.made_at is no moment.
    """
    from openpyxl import Workbook

    from cami_desktop.exchange.workbook.archive import abandon, save

    by_kind: dict[str, list[Record]] = {name: [] for name in KINDS}
    for record in records:
        by_kind[record.kind].append(record)
    for found in by_kind.values():
        found.sort(key=lambda record: record.id)
    titles = _Titles(by_kind, info.language)
    moment = _moment(info)
    workbook = Workbook(write_only=True)
    style.top_aligned(workbook)
    _describe(workbook, info, moment)
    with using(info.language):
        try:
            pens = sheets.write_cover(workbook, catalogue, info, by_kind)
            _write_kinds(workbook, pens, by_kind, _Labels(catalogue, titles), progress)
            sheets.write_codes(workbook, pens, catalogue)
            sheets.write_changes(workbook, pens, changes, titles.get)
            _write_summaries(workbook, pens, by_kind, catalogue, info)
            return save(workbook, moment)
        except BaseException:
            abandon(workbook)
            raise


class _Titles:
    """Short texts to tell records by; each is made when first asked for."""

    def __init__(self, by_kind: Mapping[str, Sequence[Record]], language: str) -> None:
        self._records = {record.id: record for found in by_kind.values() for record in found}
        self._seen: dict[str, str | None] = {}
        self._language = language

    def get(self, id_: str) -> str | None:
        """The title of a record; None for one that is not here or has nothing but its id to tell it by."""
        if id_ not in self._seen:
            record = self._records.get(id_)
            told = record is not None and any(getattr(record, name) for name in record.titled_by)
            self._seen[id_] = title_of(record, self._language) if record is not None and told else None
        return self._seen[id_]


class _Labels:
    """Codes and links in words; each code is looked up once."""

    def __init__(self, catalogue: Catalogue, titles: _Titles) -> None:
        self._catalogue = catalogue
        self._titles = titles
        self._seen: dict[tuple[str, str], str] = {}

    def text(self, field: Field, value: Any) -> str | None:
        """The words for a value, as long as a cell holds; None for an empty list or a record that is not here."""
        if field.type is FieldType.CODE:
            return self._seen.get((field.code_list, value)) or self._code(field.code_list, value)
        if not value:
            return None
        if field.type is FieldType.CODES:
            words = [self._code(field.code_list, code) for code in value]
        else:
            ids = value if field.type.many else [value]
            words = [title for title in map(self._titles.get, ids) if title]
        return "; ".join(words)[: LONGEST_TEXT // 2] or None

    def _code(self, list_name: str, code: str) -> str:
        key = (list_name, code)
        if key not in self._seen:
            self._seen[key] = self._catalogue.label(list_name, code)
        return self._seen[key]


def _write_kinds(
    workbook: style.Book,
    pens: style.Pens,
    by_kind: Mapping[str, Sequence[Record]],
    labels: _Labels,
    progress: Progress | None,
) -> None:
    from openpyxl.utils.exceptions import IllegalCharacterError

    done, total = 0, sum(map(len, by_kind.values()))
    for name, records in by_kind.items():
        if len(records) > MOST_ROWS:
            raise Refused(_("A sheet does not hold that many records ({kind}).").format(kind=_(KINDS[name].plural)))
        found = columns(KINDS[name])
        sheet = sheets.new_table(workbook, pens, name, found)
        cells = _RowWriter(found, pens, labels)
        for row, record in enumerate(records, start=sheets.HEADING_ROWS + 1):
            try:
                sheets.append(sheet, row, cells.lines(record), cells.row(record))
            except (ValueError, IllegalCharacterError) as error:
                raise _unfit(record, str(error)) from error
            done += 1
            if progress is not None and done % _STEP == 0:
                progress(done, total)
        sheet.auto_filter.ref = sheets.filter_area(len(found), len(records))
    if progress is not None:
        progress(total, total)


def _write_summaries(
    workbook: style.Book,
    pens: style.Pens,
    by_kind: Mapping[str, Sequence[Record]],
    catalogue: Catalogue,
    info: SubmissionInfo,
) -> None:
    """The summary of every meeting, where there is one; not in a working package, whose records are not redacted."""
    from cami_desktop.exchange.meeting import sheet_lines
    from cami_desktop.synthesis.meeting_summary import meeting_summary

    if not by_kind[Meeting.kind] or info.kind != NATIONAL:
        return
    view = RecordSet((record for found in by_kind.values() for record in found), catalogue, info.moment.date())
    meetings = sorted(view.all(Meeting), key=lambda meeting: (meeting.starts_on or "9999", meeting.id))
    summaries = (sheet_lines.lines_of(meeting_summary(view, meeting.id)) for meeting in meetings)
    sheets.write_summaries(workbook, pens, summaries, sheet_lines.WIDTHS)


class _RowWriter:
    """Makes the cells of a record; what is plain is handed on as it is, which is what openpyxl writes fastest."""

    def __init__(self, found: tuple[Column, ...], pens: style.Pens, labels: _Labels) -> None:
        self._pens = pens
        self._values = attrgetter(*(column.label_of.name if column.label_of else column.name for column in found))
        self._long = [(column.name, style.width(column)) for column in found if _is_prose(column)]
        self._writers = [self._writer(column, labels) for column in found]

    def lines(self, record: Record) -> int:
        """How many lines the longest of the record's texts takes."""
        texts = [(getattr(record, name), width) for name, width in self._long]
        return max((style.lines(text, width) for text, width in texts if text and len(text) > _SHORT), default=1)

    def row(self, record: Record) -> Iterator[Any]:
        """Yield the cells of one row, blank ones as None; each must be written before the next is asked for."""
        for value, write in zip(self._values(record), self._writers, strict=True):
            yield value if value is None or write is None else write(value)

    def _writer(self, column: Column, labels: _Labels) -> Callable[[Any], Any] | None:
        """What makes a cell of a column's values; None where they need nothing done."""
        if column.label_of is not None:
            label_of = column.label_of
            return lambda value: self._text(labels.text(label_of, value), column)
        if not column.common and column.field.type in _UNTOUCHED:
            return None
        if _is_prose(column):
            return lambda value: self._prose(value, column)
        if not column.common and column.field.type is FieldType.CODE:
            return lambda value: self._text(value, column)
        return lambda value: self._cell(column.write(value), column)

    def _cell(self, value: Any, column: Column) -> Any:
        if isinstance(value, datetime.date):
            return self._pens.day(value)
        return self._text(value, column) if isinstance(value, str) else value

    def _prose(self, text: str, column: Column) -> Any:
        if len(text) <= _SHORT and "\n" not in text:
            return self._text(text, column)
        if len(text) > LONGEST_TEXT:
            raise _TooLong(column.field)
        return self._pens.text(text, self._pens.wrapped)

    def _text(self, text: str | None, column: Column) -> Any:
        if text is None or (len(text) < _NEVER_TOO_LONG and text[:1] not in _RISKY and "_x" not in text):
            return text
        if len(text) > LONGEST_TEXT:
            raise _TooLong(column.field)
        return self._pens.text(text, self._pens.plain)


def _is_prose(column: Column) -> bool:
    """Whether people write into the column: what they wrote is wrapped, so that all of it shows."""
    return column.field.type.free_text and not column.common and column.label_of is None


class _TooLong(ValueError):
    def __init__(self, field: Field) -> None:
        super().__init__(_("{field} is too long for a cell").format(field=_(field.label)))


def _moment(info: SubmissionInfo) -> datetime.datetime:
    try:
        return info.moment
    except ValueError as error:
        raise WrongUse(_("“{text}” is not a moment.").format(text=info.made_at)) from error


def _describe(workbook: style.Book, info: SubmissionInfo, moment: datetime.datetime) -> None:
    """Set the properties that file managers show; nothing of the machine goes into them."""
    about = workbook.properties
    about.title = info.title
    about.creator = info.made_by
    about.language = info.language
    about.created = about.modified = moment.replace(tzinfo=None)


def _unfit(record: Record, why: str) -> Refused:
    return Refused(
        _("{kind} “{title}” cannot be written into a workbook: {why}.").format(
            kind=_(record.label), title=title_of(record), why=why
        ),
        kept=_("Nothing was written."),
        do=_("Shorten or correct it, then try again."),
    )
