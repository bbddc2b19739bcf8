"""Values to and from text and cells: the one place that knows how a field's value is written and read.

Text as typed in the command line, a CSV or a spreadsheet cell becomes a typed value here, or a ValueRefused that says
in plain words what was expected.
"""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from cami_desktop.errors import WrongUse
from cami_desktop.records.field import Field, FieldType
from cami_desktop.records.ids import is_id
from cami_desktop.words import _

LONGEST_TEXT = 32_767
"""UTF-16 units a spreadsheet cell holds; longer text would not survive the workbook."""

LARGEST_WHOLE = 10**15 - 1
"""Spreadsheets keep 15 significant digits; larger whole numbers would change on the way."""

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_VAGUE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2})?")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_CODE = re.compile(r"[^;\s][^;\n\t]{0,79}")

TRUE_WORDS = frozenset({"true", "yes", "1", "да"})
FALSE_WORDS = frozenset({"false", "no", "0", "нет"})


class ValueRefused(WrongUse):
    """A value does not fit its field; `field` names it."""

    def __init__(self, field: Field, expected: str) -> None:
        super().__init__(_("{field}: {expected}").format(field=_(field.label), expected=expected))
        self.field = field


def clean(field: Field, value: Any) -> Any:
    """Return the value as it is stored: typed, in Unicode NFC, blank as None (or an empty list).

    Raises ValueRefused where the value cannot be held.
    """
    if value is None or value == "" or value == []:
        return [] if field.type.many else None
    return _CLEANERS[field.type](field, value)


def from_text(field: Field, text: str) -> Any:
    """Read a value from text (command line, CSV, text cell); lists are separated by `;`. Raises ValueRefused."""
    if field.type.free_text:
        return clean(field, text)
    text = text.strip()
    if not text:
        return clean(field, None)
    if field.type.many:
        return clean(field, [part.strip() for part in text.split(";") if part.strip()])
    if field.type is FieldType.FLAG:
        return _flag_from_text(field, text)
    if field.type.numeric:
        return clean(field, _number_from_text(field, text))
    return clean(field, text)


def to_text(field: Field, value: Any) -> str:
    """Write a stored value as from_text reads it."""
    if value is None:
        return ""
    if field.type.many:
        return "; ".join(value)
    if field.type is FieldType.FLAG:
        return "true" if value else "false"
    if field.type is FieldType.NUMBER:
        return f"{value:.15g}"
    return str(value)


def _text(field: Field, value: Any) -> str | None:
    if not isinstance(value, str):
        raise ValueRefused(field, _("a text is expected"))
    if len(value) * 2 <= LONGEST_TEXT and value.isprintable() and unicodedata.is_normalized("NFC", value):
        return value or None
    value = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    if field.type is FieldType.TEXT:
        value = value.replace("\n", " ")
    bad = _NOT_XML.search(value)
    if bad is not None:
        character = f"U+{ord(bad.group()):04X}"
        raise ValueRefused(field, _("the character {character} cannot be stored").format(character=character))
    if len(value.encode("utf-16-le")) // 2 > LONGEST_TEXT:
        raise ValueRefused(field, _("the text is longer than {n} characters").format(n=LONGEST_TEXT))
    return value or None


def _whole(field: Field, value: Any) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueRefused(field, _("a whole number is expected"))
    if abs(value) > LARGEST_WHOLE:
        raise ValueRefused(field, _("the number is too large"))
    return value


def _number(field: Field, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueRefused(field, _("a number is expected"))
    rounded = float(f"{float(value):.15g}") + 0.0
    if not math.isfinite(rounded):
        raise ValueRefused(field, _("the number is too large"))
    return rounded


def _flag(field: Field, value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueRefused(field, _("yes or no is expected"))
    return value


def _flag_from_text(field: Field, text: str) -> bool:
    word = text.casefold()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ValueRefused(field, _("yes or no is expected"))


def _number_from_text(field: Field, text: str) -> int | float:
    """Read machine notation (point, no grouping); what a person types goes through words.formats first."""
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        raise ValueRefused(field, _("“{text}” is not a number").format(text=text[:40])) from None


def _date(field: Field, value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    match = _VAGUE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueRefused(field, _("a date such as 2014, 2014-05 or 2014-05-20 is expected"))
    year, month, day = match.groups()
    try:
        datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise ValueRefused(field, _("{date} is not a day of the calendar").format(date=value)) from None
    return str(value)


def _moment(field: Field, value: Any) -> str:
    if not isinstance(value, str) or _MOMENT.fullmatch(value) is None:
        raise ValueRefused(field, _("a day and time such as 2014-05-20 09:30:00 is expected"))
    try:
        return str(datetime.datetime.fromisoformat(value))
    except ValueError:
        raise ValueRefused(field, _("{date} is not a day of the calendar").format(date=value)) from None


def _clock(field: Field, value: Any) -> str:
    match = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueRefused(field, _("a time such as 09:30 is expected"))
    return f"{int(match.group(1)):02d}:{match.group(2)}"


def _code(field: Field, value: Any) -> str:
    """Any short text without separators is a possible code: an unknown one is kept and shown as unknown."""
    code = _text(field, value)
    if code is None or _CODE.fullmatch(code) is None or code != code.strip():
        raise ValueRefused(field, _("a code is expected"))
    return code


def _link(field: Field, value: Any) -> str:
    if not isinstance(value, str) or not is_id(value):
        raise ValueRefused(field, _("the id of a record is expected"))
    return value


def _each(one: Callable[[Field, Any], str]) -> Callable[[Field, Any], list[str]]:
    def clean_list(field: Field, value: Any) -> list[str]:
        if not isinstance(value, list | tuple):
            raise ValueRefused(field, _("a list is expected"))
        return list(dict.fromkeys(one(field, item) for item in value))

    return clean_list


_CLEANERS: dict[FieldType, Callable[[Field, Any], Any]] = {
    FieldType.TEXT: _text,
    FieldType.LONG_TEXT: _text,
    FieldType.WHOLE: _whole,
    FieldType.NUMBER: _number,
    FieldType.FLAG: _flag,
    FieldType.DATE: _date,
    FieldType.MOMENT: _moment,
    FieldType.CLOCK: _clock,
    FieldType.CODE: _code,
    FieldType.CODES: _each(_code),
    FieldType.LINK: _link,
    FieldType.LINKS: _each(_link),
}
