"""The rule that suggests duplicates of organisations, people, sources and sites; nothing is ever joined by itself."""

from __future__ import annotations

from collections.abc import Iterator

from cami_desktop.records.duplicates import NAMED_BY, RULE, name_keys
from cami_desktop.records.kinds import Organisation, Person, Site, Source
from cami_desktop.records.record import Record
from cami_desktop.records.recordset import RecordView
from cami_desktop.records.rules.finding import Severity
from cami_desktop.records.rules.registry import rule
from cami_desktop.words import N_, _


def _owners(cls: type[Record], view: RecordView) -> dict[tuple[str, str], list[str]]:
    """Ids of the records that bear a name, by country and key of the name."""
    owners: dict[tuple[str, str], list[str]] = {}
    for record in view.all(cls):
        for key in name_keys(record):
            owners.setdefault((record.country, key), []).append(record.id)
    return owners


@rule(RULE, Severity.HINT, N_("A possible duplicate"), Organisation, Person, Source, Site)
def possible_duplicate(record: Organisation | Person | Source | Site, view: RecordView) -> Iterator[tuple[str, str]]:
    """Two records whose names differ at most in spelling and order of words may be one."""
    owners = view.cached(f"names of {record.kind}", lambda: _owners(type(record), view), type(record))
    if any(id_ != record.id for key in name_keys(record) for id_ in owners.get((record.country, key), [])):
        name = next(name for name in NAMED_BY[type(record)] if getattr(record, name))
        yield name, _("There is another one of this name. Is it the same?")
