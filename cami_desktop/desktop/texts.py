"""How records and values are written on the screen: titles, labels of codes, figures, dates."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from cami_desktop.catalogue import Catalogue, Code
from cami_desktop.records import Field, FieldType, Record, title_of
from cami_desktop.records.kinds import Person
from cami_desktop.records.meanings import meaning
from cami_desktop.records.people import surname_first
from cami_desktop.words import _, formats

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

TITLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "participation": ("person",),
        "species_status": ("taxon", "cycle"),
        "population_estimate": ("taxon", "population", "year"),
        "threat_assessment": ("threat", "taxon"),
        "pow_response": ("pow_item",),
        "agenda_item": ("number", "title"),
        "attachment": ("file_name",),
    }
)
"""The fields that name a record of a kind whose first text does not."""

_YEARS = frozenset({"year", "trend_from", "trend_to", "last_survey", "red_book_year"})
"""Whole numbers that are years: written without grouping."""


EXPLAINED = frozenset(
    {"instrument", "mandate", "threat", "threat_impact", "threat_scope", "threat_severity", "threat_timing"}
)
"""Code lists whose notes explain a code to whoever chooses it; those of other lists are remarks of their makers."""


def code_note(list_name: str, code: Code) -> str:
    """What explains a code beside its name; empty where nothing does."""
    return meaning(list_name, code.code) or (code.note if list_name in EXPLAINED else "")


def code_text(catalogue: Catalogue, list_name: str, code: str, *, short: bool = False) -> str:
    """The label of a code; a taxon with its Latin name beside it unless short, a numbered code with its number."""
    label = catalogue.label(list_name, code)
    if list_name == "taxon":
        taxon = catalogue.all_taxa.get(code)
        return label if short or taxon is None else f"{label} · {taxon.scientific_name}"
    if list_name == "pow_item":
        return f"{code.rpartition('/')[2]} {label}"
    if list_name in ("threat", "action") and catalogue.known(list_name, code):
        return f"{code} {label}"
    return label


def value_text(session: Session, field: Field, value: Any, absent: str = "", *, short: bool = True) -> str:
    """A field's value in words; absent is the code of the reason for which it is blank."""
    if value is None or value == []:
        return session.catalogue.label("absent_reason", absent).lower() if absent else ""
    match field.type:
        case FieldType.CODE:
            return code_text(session.catalogue, field.code_list, value, short=short)
        case FieldType.CODES:
            return ", ".join(code_text(session.catalogue, field.code_list, code, short=True) for code in value)
        case FieldType.LINK:
            return link_text(session, value)
        case FieldType.LINKS:
            return "; ".join(link_text(session, id_) for id_ in value)
        case FieldType.FLAG:
            return _("yes") if value else _("no")
        case FieldType.WHOLE | FieldType.NUMBER:
            return number_text(field, value)
        case FieldType.DATE:
            return formats.date_text(value)
        case FieldType.MOMENT:
            return formats.moment_text(value)
    return str(value)


def number_text(field: Field, value: int | float | None) -> str:
    """A figure as it is shown and may be typed: grouped, years not."""
    return str(value) if value is not None and field.name in _YEARS else formats.number(value)


def link_text(session: Session, id_: str) -> str:
    """The title of the record of that id."""
    record = session.records.get(id_)
    if record is None:
        return _("(not found)")
    return title(session, record) if not record.deleted else _("{title} (removed)").format(title=title(session, record))


def field_text(session: Session, record: Record, field: Field) -> str:
    """What a list shows of a field of a record: a person's name surname first, else the value or why it is blank."""
    if isinstance(record, Person) and field.name == "name":
        return surname_first(record)
    return value_text(session, field, getattr(record, field.name), record.absent.get(field.name, ""))


def title(session: Session, record: Record) -> str:
    """A short text to tell a record by: the fields that name its kind, else its first text."""
    if isinstance(record, Person) and record.surname:
        return surname_first(record)
    parts = []
    for name in TITLES.get(record.kind, ()):
        value = getattr(record, name)
        if value not in (None, []):
            parts.append(value_text(session, record.field(name), value))
    return ", ".join(parts) if parts else title_of(record)


def local_time(stamp: str) -> str:
    """A stored UTC time as the clock on the wall showed it."""
    try:
        moment = datetime.datetime.fromisoformat(stamp.replace("Z", "+00:00")).astimezone()
    except ValueError:
        return stamp
    return formats.moment_text(moment.strftime("%Y-%m-%d %H:%M:%S"))
