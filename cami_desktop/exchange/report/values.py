"""How the value of a field reads on paper: label of a code, name of a link, reason for a blank; no layout here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cami_desktop.catalogue import impact
from cami_desktop.exchange.report.runs import Run, joined, plain
from cami_desktop.records import Field, FieldType, Record
from cami_desktop.records.citation import source_numbers
from cami_desktop.records.kinds import Participation, Person, ThreatAssessment
from cami_desktop.records.recordset import RecordView
from cami_desktop.words import _, formats

NAMED_BY: dict[str, tuple[str, ...]] = {
    "organisation": ("acronym", "name"),
    "agenda_item": ("number", "title"),
    "person": ("name",),
    "species_status": ("taxon", "cycle"),
    "population_estimate": ("taxon", "year", "population"),
    "threat_assessment": ("taxon", "threat"),
    "pow_response": ("pow_item",),
    "source": ("citation",),
}
"""Fields by which other records name a record of the kind; for kinds not listed, their first filled text."""

_ONE_OF = frozenset({"organisation"})
"""Kinds that are named by the first filled of their fields, not by all."""

_CODE_SHOWN = frozenset({"threat", "action", "pow_item"})
"""Lists whose codes people of the field use in speech, so that they stand before the label."""

_NAME_LENGTH = 90


def is_year(field: Field) -> bool:
    """Whether a whole number is a year, which is never grouped in thousands: such fields are bounded by a year."""
    return field.type is FieldType.WHOLE and field.minimum is not None and field.minimum >= 1000


class Values:
    """The values of one set of records in the language that speaks."""

    def __init__(self, view: RecordView) -> None:
        self.view = view
        self.catalogue = view.catalogue
        self.source_numbers = source_numbers(view)

    def runs(self, record: Record, field: Field) -> list[Run]:
        """The value of a field; where it is blank, the reason that was given, or nothing."""
        value = self.value(record, field)
        if value is None or value == []:
            reason = record.absent.get(field.name)
            if not reason:
                return []
            return [Run(self.catalogue.label("absent_reason", reason), "absent")]
        if field.type.many:
            parts = [self._one(field, item) for item in value]
            between = " " if field.targets == ("source",) else "; "
            return joined(parts, between)
        return self._one(field, value)

    def value(self, record: Record, field: Field) -> Any:
        """The value itself; a derived one is worked out where the record does not hold it."""
        value = getattr(record, field.name)
        if value is None and field.derived and isinstance(record, ThreatAssessment):
            return impact(record.timing, record.scope, record.severity)
        return value

    def text(self, record: Record, name: str) -> str:
        """The value of a field as plain text, blank for none."""
        return plain(self.runs(record, record.field(name)))

    def _one(self, field: Field, value: Any) -> list[Run]:
        kind = field.type
        if kind in (FieldType.CODE, FieldType.CODES):
            return self._code(field.code_list, value)
        if kind in (FieldType.LINK, FieldType.LINKS):
            return [self._link(value)]
        if kind is FieldType.FLAG:
            return [Run(_("yes") if value else _("no"))]
        if kind is FieldType.DATE:
            return [Run(formats.date_text(value).replace(" ", "\u00a0"))]
        if kind is FieldType.MOMENT:
            return [Run(formats.moment_text(value))]
        if field.type.numeric:
            figure = str(value) if is_year(field) else formats.number(value)
            return [Run(f"{figure}\u00a0{_(field.unit)}" if field.unit else figure)]
        return [Run(str(value))]

    def _code(self, code_list: str, code: str) -> list[Run]:
        label = self.catalogue.label(code_list, code)
        if code_list == "taxon":
            return self.taxon(code)
        if code_list in _CODE_SHOWN and self.catalogue.known(code_list, code):
            return [Run(f"{code} {label}")]
        return [Run(label)]

    def taxon(self, code: str) -> list[Run]:
        """The common name and beside it, in italics, the Latin one."""
        found = self.catalogue.all_taxa.get(code)
        if found is None:
            return [Run(self.catalogue.label("taxon", code))]
        return [Run(found.name()), Run(f" {found.scientific_name}", "latin")]

    def _link(self, id_: str) -> Run:
        number = self.source_numbers.get(id_)
        if number is not None:
            return Run(f"[{number}]", "link", id_)
        target = self.view.find(id_)
        if target is None:
            return Run(_("record {id}, not in this submission").format(id=id_[-12:]), "absent")
        return Run(self.name(target), "link", id_)

    def name(self, record: Record) -> str:
        """By what other records name a record, on one line."""
        if isinstance(record, Participation):
            return self._participant(record)
        wanted: Sequence[str] = NAMED_BY.get(record.kind) or [
            field.name for field in record.fields() if field.type.free_text and getattr(record, field.name)
        ][:1]
        parts = []
        for name in wanted:
            text = self._named_part(record, record.field(name))
            if text and text not in parts:
                parts.append(text)
                if record.kind in _ONE_OF and getattr(record, name):
                    break
        line = ", ".join(parts).replace("\n", " ")
        if not line:
            line = f"{_(type(record).label)} {record.id[-12:]}"
        return line if len(line) <= _NAME_LENGTH else line[: _NAME_LENGTH - 1].rstrip() + "…"

    def _participant(self, record: Participation) -> str:
        """A participant by name; where the name is withheld, by role and organisation."""
        person = self.view.find(record.person or "")
        if isinstance(person, Person) and person.name:
            return self.name(person)
        nameless = self.name(person) if person is not None else ""
        parts = [nameless, self.text(record, "role"), self.text(record, "organisation")]
        return ", ".join(part for part in parts if part) or f"{_(Participation.label)} {record.id[-12:]}"

    def _named_part(self, record: Record, field: Field) -> str:
        """A part of a name; that a person's name is withheld is said, other blanks are passed over."""
        value = self.value(record, field)
        if value is None and not isinstance(record, Person):
            return ""
        if field.type is FieldType.LINK:
            target = self.view.find(value)
            return self.name(target) if target is not None else ""
        return plain(self.runs(record, field))
