"""The columns of a record kind in every table that leaves or enters the program; derived from the field descriptors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from cami_desktop.exchange import cells
from cami_desktop.exchange.cells import CellValue
from cami_desktop.records import KINDS, Field, FieldType, Record
from cami_desktop.records.version import stamps_from_text, stamps_to_text, version_from_text, version_to_text
from cami_desktop.words import N_

LABEL = ".label"
"""Ends the name of a column that says a code or a link in words; it is written for people and never read back."""

ID_LABEL = "ID"
"""Stands under `id` in the row of labels, in every language: by it a reader knows that row from a record."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: name (row 1), the descriptor behind it, how its value is written and read, and its default.

    of_record: common to every kind; bookkeeping: of no use to a reader, shown folded; label_of: the field that a label
    column puts into words.
    """

    name: str
    field: Field
    write: Callable[[Any], CellValue]
    read: Callable[[CellValue], Any]
    common: bool = False
    bookkeeping: bool = False
    label_of: Field | None = None


def columns(kind: type[Record]) -> tuple[Column, ...]:
    """Every column of a kind in order: id, its own fields with their labels, then what all kinds have in common."""
    return _columns(kind.kind)


@cache
def _columns(name: str) -> tuple[Column, ...]:
    found = [ID]
    for field in KINDS[name].fields():
        found.append(_plain(field))
        if field.code_list or field.type in (FieldType.LINK, FieldType.LINKS):
            found.append(_label(field))
    return (*found, *COMMON)


def read_columns(kind: type[Record]) -> dict[str, Column]:
    """The columns of a kind that carry data, by name."""
    return {column.name: column for column in columns(kind) if column.label_of is None}


def _plain(field: Field, *, common: bool = False, bookkeeping: bool = False) -> Column:
    return Column(
        field.name,
        field,
        write=lambda value: cells.to_cell(field, value),
        read=lambda value: cells.from_cell(field, value),
        common=common,
        bookkeeping=bookkeeping,
    )


def _label(field: Field) -> Column:
    label = Field(field.name + LABEL, FieldType.TEXT, field.label)
    return Column(label.name, label, write=lambda value: value, read=lambda value: None, label_of=field)


def _text_or_blank(field: Field, *, bookkeeping: bool = False) -> Column:
    """A common column whose blank is an empty text, as the record's definition has it."""
    return Column(
        field.name,
        field,
        write=lambda value: value or None,
        read=lambda value: cells.from_cell(field, value) or "",
        common=True,
        bookkeeping=bookkeeping,
    )


def _encoded(
    field: Field, write: Callable[[Any], str], read: Callable[[str], Any], *, bookkeeping: bool = False
) -> Column:
    """A common column that holds a mapping as text."""
    return Column(
        field.name,
        field,
        write=lambda value: write(value) if value else None,
        # Not through clean: a mapping comes back as it was, letter by letter.
        read=lambda value: read(value if isinstance(value, str) else cells.from_cell(field, value) or ""),
        common=True,
        bookkeeping=bookkeeping,
    )


ID = _text_or_blank(Field("id", FieldType.LINK, ID_LABEL))

COMMON: tuple[Column, ...] = (
    _text_or_blank(Field("country", FieldType.CODE, N_("Country"), code_list="country")),
    _text_or_blank(Field("catalogue", FieldType.CODE, N_("Catalogue edition"))),
    _encoded(
        Field("absent", FieldType.LONG_TEXT, N_("Left blank, and why")),
        cells.mapping_to_text,
        cells.mapping_from_text,
    ),
    _encoded(
        Field("accepted", FieldType.LONG_TEXT, N_("Warnings accepted, and why")),
        cells.mapping_to_text,
        cells.mapping_from_text,
    ),
    Column(
        "deleted",
        Field("deleted", FieldType.FLAG, N_("Removed")),
        write=bool,
        read=lambda value: bool(cells.from_cell(Field("deleted", FieldType.FLAG, N_("Removed")), value)),
        common=True,
    ),
    _encoded(
        Field("version", FieldType.LONG_TEXT, N_("Version")), version_to_text, version_from_text, bookkeeping=True
    ),
    _encoded(
        Field("stamps", FieldType.LONG_TEXT, N_("Last changes")), stamps_to_text, stamps_from_text, bookkeeping=True
    ),
    _text_or_blank(Field("created_at", FieldType.TEXT, N_("Entered at (UTC)")), bookkeeping=True),
    _text_or_blank(Field("created_by", FieldType.TEXT, N_("Entered by")), bookkeeping=True),
    _text_or_blank(Field("modified_at", FieldType.TEXT, N_("Changed at (UTC)")), bookkeeping=True),
    _text_or_blank(Field("modified_by", FieldType.TEXT, N_("Changed by")), bookkeeping=True),
)
"""The columns that every kind has, after its own."""
