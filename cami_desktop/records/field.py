"""The field descriptor: the one definition of a field from which table, form, sheet, rule, report and merge derive.

To add a field: 1. add one line to its kind in `kinds/`; 2. add a migration in `migrations/versions` and name its
revision in the line (since);
3. run `make words` and translate the label. Nothing else lists fields.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class FieldType(StrEnum):
    """What a field holds; the value's Python type is given in brackets."""

    TEXT = "text"  # one line (str)
    LONG_TEXT = "long_text"  # paragraphs (str)
    WHOLE = "whole"  # whole number (int)
    NUMBER = "number"  # decimal number (float, 15 significant digits as spreadsheets keep)
    FLAG = "flag"  # yes or no (bool)
    DATE = "date"  # a date that may be vague (str: 2014, 2014-05 or 2014-05-20)
    MOMENT = "moment"  # local wall time (str: 2014-05-20 09:30:00)
    CLOCK = "clock"  # time of day (str: 09:30)
    CODE = "code"  # a code of a list (str)
    CODES = "codes"  # codes of a list, in order (list[str])
    LINK = "link"  # id of a record (str)
    LINKS = "links"  # ids of records, in order (list[str])

    @property
    def many(self) -> bool:
        """Whether the value is a list."""
        return self in (FieldType.CODES, FieldType.LINKS)

    @property
    def free_text(self) -> bool:
        """Whether a person writes prose into it."""
        return self in (FieldType.TEXT, FieldType.LONG_TEXT)

    @property
    def numeric(self) -> bool:
        """Whether figures of it align right and may be compared."""
        return self in (FieldType.WHOLE, FieldType.NUMBER)


class Privacy(StrEnum):
    """How far a value may travel; enforced by exchange.redaction."""

    OPEN = "open"
    PERSONAL = "personal"  # a name or position: leaves only with consent to share
    CONTACT = "contact"  # e-mail, telephone: never leaves the country's own workspaces
    LOCATION = "location"  # coordinates: generalised to the site's published precision
    SPEAKER = "speaker"  # who said it: as the attribution rule allows


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record kind.

    label and help are English source texts (marked for translation); code_list names a list of the catalogue; targets
    names the record kinds a link may point at (empty: any kind); unit is shown beside the figure; required fields
    must be filled or explicitly absent before a submission; minimum and maximum bound figures; since is the schema that
    brought the field, where it is not the first: a package of an older one lacks its column.
    """

    name: str
    type: FieldType
    label: str
    help: str = ""
    code_list: str = ""
    targets: tuple[str, ...] = ()
    unit: str = ""
    required: bool = False
    privacy: Privacy = Privacy.OPEN
    minimum: float | None = None
    maximum: float | None = None
    group: str = ""
    derived: bool = False
    since: str = ""


def _define(type_: FieldType, label: str, **options: Any) -> Any:
    """Return a dataclass field that carries its descriptor; the name is filled in by the kind."""
    descriptor = Field(name="", type=type_, label=label, **options)
    metadata = {"field": descriptor}
    if type_.many:
        return dataclasses.field(default_factory=list, metadata=metadata)
    return dataclasses.field(default=None, metadata=metadata)


def text(label: str, **options: Any) -> Any:
    """A line of text."""
    return _define(FieldType.TEXT, label, **options)


def long_text(label: str, **options: Any) -> Any:
    """Paragraphs of text."""
    return _define(FieldType.LONG_TEXT, label, **options)


def whole(label: str, **options: Any) -> Any:
    """A whole number."""
    return _define(FieldType.WHOLE, label, **options)


def number(label: str, **options: Any) -> Any:
    """A decimal number."""
    return _define(FieldType.NUMBER, label, **options)


def flag(label: str, **options: Any) -> Any:
    """Yes, no or not filled."""
    return _define(FieldType.FLAG, label, **options)


def date(label: str, **options: Any) -> Any:
    """A date that may be vague."""
    return _define(FieldType.DATE, label, **options)


def moment(label: str, **options: Any) -> Any:
    """A local wall time; it never passes through a time zone."""
    return _define(FieldType.MOMENT, label, **options)


def clock(label: str, **options: Any) -> Any:
    """A time of day."""
    return _define(FieldType.CLOCK, label, **options)


def code(label: str, code_list: str, **options: Any) -> Any:
    """A code of a catalogue list."""
    return _define(FieldType.CODE, label, code_list=code_list, **options)


def codes(label: str, code_list: str, **options: Any) -> Any:
    """Several codes of a catalogue list."""
    return _define(FieldType.CODES, label, code_list=code_list, **options)


def link(label: str, *targets: str, **options: Any) -> Any:
    """The id of another record."""
    return _define(FieldType.LINK, label, targets=targets, **options)


def links(label: str, *targets: str, **options: Any) -> Any:
    """The ids of several other records."""
    return _define(FieldType.LINKS, label, targets=targets, **options)
