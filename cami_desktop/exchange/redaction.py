"""What may leave a country: names by consent, speakers by the attribution rule, places by their published precision.

A withheld field is blank and says so (`absent` = withheld); in a text `[…]` stands for a name that is kept back
(records.naming). The workspace itself is never changed.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

from cami_desktop.records import Privacy, Record
from cami_desktop.records.attribution import REFUSING_CONSENT, may_name_person, rule_for
from cami_desktop.records.field import FieldType
from cami_desktop.records.kinds import Attachment, Contribution, Decision, Note, Participation, Person, Site
from cami_desktop.records.naming import file_name_without_names, texts_of, without_names
from cami_desktop.records.recordset import RecordSet

WITHHELD = "withheld"

DECIMALS = {"exact": None, "tenth_degree": 1, "one_degree": 0}
"""Published precision of a site → decimals of a degree that are kept; other codes, and none for a sensitive site, keep
nothing back but the coordinates themselves."""


def redact(records: RecordSet) -> RecordSet:
    """Return the records as a national submission may hold them; records that must not leave are left out."""
    kept = {record.id: result for record in records if (result := _redacted(record, records)) is not None}
    for record in kept.values():
        _drop_links(record, records, kept)
    return RecordSet(kept.values(), records.catalogue, records.today)


def _drop_links(record: Record, records: RecordSet, kept: Mapping[str, Record]) -> None:
    """Withhold links to records that stay in the country, so that nothing hints at them."""
    for field in record.fields():
        value = getattr(record, field.name)
        if field.type is FieldType.LINK and value and records.get(value) and value not in kept:
            withhold(record, field.name)
        elif field.type is FieldType.LINKS and any(id_ not in kept and records.get(id_) for id_ in value):
            setattr(record, field.name, [id_ for id_ in value if id_ in kept])
            if not getattr(record, field.name):
                record.absent[field.name] = WITHHELD


def _redacted(record: Record, records: RecordSet) -> Record | None:
    if isinstance(record, Attachment) and record.confidential:
        return None
    if isinstance(record, Contribution | Note) and rule_for(record, records) == "internal":
        return None
    result = copy.copy(record)
    result.absent = dict(record.absent)
    # Who typed what is known at home; the country speaks as one.
    result.created_by = result.modified_by = ""
    for field in record.fields():
        if field.privacy is Privacy.CONTACT:
            withhold(result, field.name)
    _clean_texts(result, record, records)
    treat = _TREATMENTS.get(type(record))
    if treat is not None:
        treat(result, records)
    return result


def _clean_texts(result: Record, record: Record, records: RecordSet) -> None:
    """Keep names back that stand inside texts, also in the reasons for which warnings were accepted."""
    for field in texts_of(record):
        value = getattr(record, field.name)
        if value:
            setattr(result, field.name, without_names(value, record, records))
    if isinstance(result, Attachment) and isinstance(record, Attachment) and record.file_name:
        result.file_name = file_name_without_names(record.file_name, record, records)
    result.accepted = {rule: without_names(reason, record, records) for rule, reason in record.accepted.items()}


def withhold(record: Record, name: str) -> None:
    """Blank a filled field and say that it is withheld."""
    if getattr(record, name) not in (None, []):
        many = record.field(name).type.many
        setattr(record, name, [] if many else None)
        record.absent[name] = WITHHELD


def _person(record: Any, records: RecordSet) -> None:
    if not may_name_person(record, records):
        for field in record.fields():
            if field.privacy is Privacy.PERSONAL:
                withhold(record, field.name)


def _participation(record: Any, records: RecordSet) -> None:
    if record.consent in REFUSING_CONSENT:
        withhold(record, "person")


def _contribution(record: Any, records: RecordSet) -> None:
    rule = rule_for(record, records)
    if rule == "attributed":
        return
    if rule == "organisation_only":
        speaker = records.find(record.participation) if record.participation else None
        if record.organisation is None and isinstance(speaker, Participation):
            record.organisation = speaker.organisation
    else:
        withhold(record, "organisation")
    withhold(record, "participation")
    withhold(record, "voices")
    _cut_trail(record)


def _cut_trail(record: Any) -> None:
    """A contribution made from notes would be traced to its speaker by their times and order."""
    withhold(record, "notes")


def _note(record: Any, records: RecordSet) -> None:
    if rule_for(record, records) != "attributed":
        withhold(record, "speaker")
        withhold(record, "people")


def _decision(record: Any, records: RecordSet) -> None:
    rule = rule_for(record, records)
    if rule == "attributed":
        return
    responsible = records.find(record.person) if record.person else None
    if rule == "organisation_only" and record.organisation is None and isinstance(responsible, Person):
        record.organisation = responsible.organisation
    withhold(record, "person")


def _site(record: Any, records: RecordSet) -> None:
    precision = record.precision or ("withheld" if record.sensitive else "exact")
    decimals = DECIMALS.get(precision, -1)
    for name in (field.name for field in record.fields() if field.privacy is Privacy.LOCATION):
        value = getattr(record, name)
        if value is None or decimals is None:
            continue
        if decimals < 0:
            withhold(record, name)
        else:
            assert record.field(name).type is FieldType.NUMBER
            setattr(record, name, round(value, decimals) + 0.0)


_TREATMENTS: dict[type[Record], Callable[[Any, RecordSet], None]] = {
    Person: _person,
    Participation: _participation,
    Contribution: _contribution,
    Decision: _decision,
    Note: _note,
    Site: _site,
}
