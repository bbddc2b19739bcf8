"""A field's value as a table cell holds it, and back; what a spreadsheet does to values by itself is undone here."""

from __future__ import annotations

import datetime
import json
import re
from typing import Any

from cami_desktop.records import Field, FieldType
from cami_desktop.records.convert import ValueRefused, clean, from_text, to_text
from cami_desktop.words import _
from cami_desktop.words.dates import parse_vague_date
from cami_desktop.words.numbers import UNKNOWN, parse_number

CellValue = str | int | float | bool | datetime.datetime | datetime.date | datetime.time | None

FIRST_DAY = datetime.date(1900, 3, 1)
"""Spreadsheets count a 29 February 1900 that never was: days before this are text (ECMA-376-1, 18.17.4.1)."""

_FULL_DATE = 10
_AS_THEY_ARE = frozenset(
    {FieldType.TEXT, FieldType.LONG_TEXT, FieldType.WHOLE, FieldType.NUMBER, FieldType.FLAG, FieldType.CODE,
     FieldType.LINK, FieldType.CLOCK}
)
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def to_cell(field: Field, value: Any) -> CellValue:
    """Return a stored value as a typed cell: whole dates as dates, numbers as numbers, lists as text with `; `."""
    if value is None or field.type in _AS_THEY_ARE:
        return value  # type: ignore[no-any-return]
    if field.type is FieldType.DATE:
        return _date_cell(value)
    if field.type is FieldType.MOMENT:
        moment = datetime.datetime.fromisoformat(value)
        return moment if moment.date() >= FIRST_DAY else str(value)
    return to_text(field, value) or None


def from_cell(field: Field, value: CellValue) -> Any:
    """Return the stored value of a cell, or UNKNOWN where a person wrote so in words for a figure or a date.

    Raises WrongUse (mostly ValueRefused) where the cell does not fit the field.
    """
    if isinstance(value, str):
        return _from_text(field, value)
    if value is None:
        return clean(field, None)
    if isinstance(value, bool):
        return _from_flag(field, value)
    if isinstance(value, int | float):
        return _from_number(field, value)
    return _from_date(field, value)


def _date_cell(value: str) -> CellValue:
    if len(value) == _FULL_DATE:
        day = datetime.date.fromisoformat(value)
        if day >= FIRST_DAY:
            return day
    return value


def _from_text(field: Field, text: str) -> Any:
    """Read what programs write; figures and dates that are not, as people type them (12 500, 20.05.2014, н/д)."""
    if not field.type.numeric and field.type is not FieldType.DATE:
        return from_text(field, text)
    try:
        return from_text(field, text)
    except ValueRefused:
        typed = parse_number(text) if field.type.numeric else parse_vague_date(text)
        return typed if typed is UNKNOWN else clean(field, typed)


def _from_flag(field: Field, value: bool) -> Any:
    if field.type is FieldType.FLAG:
        return value
    if field.type.free_text or field.type.many or field.type is FieldType.CODE:
        # A spreadsheet makes a truth value of the word true; the word is what was meant.
        return from_text(field, "true" if value else "false")
    return clean(field, value)


def _from_number(field: Field, value: int | float) -> Any:
    if field.type.numeric:
        return clean(field, value)
    # A spreadsheet makes a number of a code such as 1, a year or a number typed as text.
    return from_text(field, str(value) if isinstance(value, int) else f"{value:.15g}")


def _from_date(field: Field, value: datetime.datetime | datetime.date | datetime.time) -> Any:
    if field.type is FieldType.CLOCK and isinstance(value, datetime.time):
        return clean(field, value.strftime("%H:%M"))
    if field.type is FieldType.MOMENT and isinstance(value, datetime.date):
        whole = value if isinstance(value, datetime.datetime) else datetime.datetime.combine(value, datetime.time())
        return clean(field, str(whole))
    if field.type is FieldType.DATE and isinstance(value, datetime.date):
        midnight = not isinstance(value, datetime.datetime) or value.time() == datetime.time()
        if midnight:
            return clean(field, value.isoformat()[:_FULL_DATE])
    raise ValueRefused(field, _("the spreadsheet holds a date here ({date}); type it again as text").format(date=value))


def mapping_to_text(mapping: dict[str, str]) -> str:
    """Write names and texts (absent, accepted) as JSON, sorted, so that nothing is lost."""
    return json.dumps(mapping, ensure_ascii=False, sort_keys=True)


def mapping_from_text(text: str) -> dict[str, str]:
    """Read what mapping_to_text wrote, or `name=text; name=text` as people type it. Raises ValueError."""
    text = text.strip()
    if not text:
        return {}
    if not text.startswith("{"):
        parts = [part.partition("=") for part in text.split(";") if part.strip()]
        if not all(separator and name.strip() and value.strip() for name, separator, value in parts):
            raise ValueError(f"not name=text: {text[:80]!r}")
        return {name.strip(): value.strip() for name, _separator, value in parts}
    found = json.loads(text)
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise ValueError("not a mapping of texts")
    return found


def escape(text: str) -> str:
    """Write a text so that `_x0041_` in it stays itself and line ends survive (ECMA-376-1, 22.9.2.19, ST_Xstring)."""
    if "_x" in text:
        text = _ESCAPE.sub("_x005F_", text)
    return text.replace("\r", "_x000D_") if "\r" in text else text


def unescape(text: str) -> str:
    """Read what escape, or a spreadsheet program, wrote."""
    return _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text) if "_x" in text else text
