"""Rules that suggest duplicates of organisations, people and sources; nothing is ever joined by itself."""

from __future__ import annotations

from collections.abc import Iterator

from cami_desktop.records.kinds import Organisation, Person, Source
from cami_desktop.records.record import Record
from cami_desktop.records.recordset import RecordView
from cami_desktop.records.rules.finding import Severity
from cami_desktop.records.rules.registry import rule
from cami_desktop.words import N_, _
from cami_desktop.words.searchkey import search_key

_NAMES: dict[type[Record], tuple[str, ...]] = {
    Organisation: ("name", "name_en", "acronym"),
    Person: ("name", "latin"),
    Source: ("citation",),
}


def _keys(record: Record) -> dict[str, str]:
    values = {name: getattr(record, name) for name in _NAMES[type(record)]}
    return {name: search_key(value) for name, value in values.items() if value}


def _owners(cls: type[Record], view: RecordView) -> dict[tuple[str, str], list[str]]:
    """Ids of the records that bear a name, by country and search key of the name."""
    owners: dict[tuple[str, str], list[str]] = {}
    for record in view.all(cls):
        for key in set(_keys(record).values()):
            owners.setdefault((record.country, key), []).append(record.id)
    return owners


@rule("possible-duplicate", Severity.HINT, N_("A possible duplicate"), Organisation, Person, Source)
def possible_duplicate(record: Organisation | Person | Source, view: RecordView) -> Iterator[tuple[str, str]]:
    """Two records whose names differ at most in case and special letters may be one."""
    owners = view.cached(f"names of {record.kind}", lambda: _owners(type(record), view))
    for name, key in _keys(record).items():
        if any(id_ != record.id for id_ in owners.get((record.country, key), [])):
            yield name, _("There is another one of this name. Is it the same?")
            return
