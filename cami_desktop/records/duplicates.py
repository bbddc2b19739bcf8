"""Records that may be one: finding pairs that look the same, joining a pair, and remembering that it is not one.

Nothing is ever joined by itself. What is compared are names as they are searched, so spelling, case, special letters,
punctuation and the order of words do not count.
"""

from __future__ import annotations

import copy
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from cami_desktop.records.attribution import REFUSING_CONSENT
from cami_desktop.records.field import FieldType
from cami_desktop.records.kinds import Contribution, Organisation, Participation, Person, Site, Source
from cami_desktop.records.record import KINDS, Record
from cami_desktop.records.recordset import RecordView
from cami_desktop.words.searchkey import search_key

RULE = "possible-duplicate"
"""The rule under whose id a record keeps with which others it is not the same."""

NAMED_BY: Mapping[type[Record], tuple[str, ...]] = MappingProxyType(
    {
        Organisation: ("name", "name_en", "acronym"),
        Person: ("name", "latin"),
        Source: ("citation",),
        Site: ("name", "name_en"),
    }
)
"""The fields that name a record of a kind whose duplicates are looked for."""

_BREAKS = re.compile(r"[^\w]+")
MOST_OF_A_NAME = 8
"""Records of one name that are paired with one another; more of them are paired only with the first."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records of a kind that look the same; first is the older one."""

    kind: str
    first: str
    second: str


def name_keys(record: Record) -> set[str]:
    """The keys of a record's names: words as they are searched, sorted, without punctuation."""
    texts = [getattr(record, name) for name in NAMED_BY[type(record)]]
    if isinstance(record, Person) and record.surname and record.given:
        texts.append(f"{record.surname} {record.given} {record.patronymic or ''}")
    keys = (" ".join(sorted(_BREAKS.sub(" ", search_key(text)).split())) for text in texts if text)
    return {key for key in keys if key}


def duplicates(view: RecordView) -> list[Pair]:
    """Every pair of living records of one country that look the same and were not said to be different."""
    found: dict[Pair, None] = {}
    for cls in NAMED_BY:
        records = view.all(cls)
        owners: dict[tuple[str, str], list[Record]] = {}
        for record in records:
            for key in name_keys(record):
                owners.setdefault((record.country, key), []).append(record)
        for group in owners.values():
            found.update(dict.fromkeys(_pairs(cls.kind, group)))
    return list(found)


def _pairs(kind: str, group: Sequence[Record]) -> Iterator[Pair]:
    group = sorted(group, key=lambda record: record.id)
    some = itertools.combinations(group[:MOST_OF_A_NAME], 2)
    rest = ((group[0], other) for other in group[MOST_OF_A_NAME:])
    for first, second in itertools.chain(some, rest):
        if not told_apart(first, second):
            yield Pair(kind, first.id, second.id)


def told_apart(one: Record, other: Record) -> bool:
    """Whether a person said that two records are different: of this pair, or of one of them without naming another."""
    for record, opposite in ((one, other), (other, one)):
        said = record.accepted.get(RULE, "")
        if opposite.id in said or (said and not _IDS.search(said)):
            return True
    return False


_IDS = re.compile(r"\[[0-9a-fA-F-]{16,}\]")


def kept_apart(one: Record, other: Record, reason: str) -> list[Record]:
    """Copies of both records that remember with which other they are not the same.

    reason says so in words; it stands where an accepted hint keeps its reason, so that it is seen in Check, travels
    and can be taken back like any other.
    """
    found = []
    for record, opposite in ((one, other), (other, one)):
        changed = copy.deepcopy(record)
        said = f"{reason} [{opposite.id}]"
        before = changed.accepted.get(RULE, "")
        changed.accepted[RULE] = f"{before}; {said}" if before else said
        found.append(changed)
    return found


def joined(keep: Record, other: Record, view: RecordView) -> list[Record]:
    """The records to store, as one step, so that one record stands for both.

    Everything that points at the other points at the one that is kept; what the kept one leaves blank, and a refusal
    of consent, is taken from the other, which goes to the bin. Where a person took part in a meeting as both, the two
    participations become one in the same way. Nothing given is changed.
    """
    changed: dict[str, Record] = {}
    _fold(keep, other, view, changed)
    if isinstance(keep, Person):
        for part in view.all(Participation, person=other.id):
            same = view.all(Participation, person=keep.id, meeting=part.meeting)
            if part.meeting and same:
                _fold(same[0], part, view, changed)
    living = [record for record in changed.values() if not record.deleted]
    return [*living, *(record for record in changed.values() if record.deleted)]


def _fold(keep: Record, other: Record, view: RecordView, changed: dict[str, Record]) -> None:
    """Let one record stand for both among what is changed already, and enter what is changed by it."""
    kept, gone = (changed.setdefault(record.id, copy.deepcopy(record)) for record in (keep, other))
    for field in kept.fields():
        mine, theirs = getattr(kept, field.name), getattr(gone, field.name)
        refused = field.code_list == "consent" and theirs in REFUSING_CONSENT and mine not in REFUSING_CONSENT
        if refused and hasattr(kept, "consent_on"):
            # The day belongs to what was said that day.
            kept.consent_on = gone.consent_on  # type: ignore[attr-defined]
        if refused or (mine in (None, []) and theirs not in (None, [])):
            setattr(kept, field.name, copy.deepcopy(theirs))
            kept.absent.pop(field.name, None)
    gone.deleted = True
    pointed([gone], kept, view, changed)


def pointed(gone: Sequence[Record], keep: Record, view: RecordView, changed: dict[str, Record]) -> None:
    """Let what points at records that go point at the one of their kind that is kept, which is listed only once.

    What is changed by it is entered as copies among what is changed already. Nobody becomes another voice beside
    themselves.
    """
    old = frozenset(record.id for record in gone)
    for record in _pointing(keep.kind, old, view):
        if record.id not in old:
            changed.setdefault(record.id, copy.deepcopy(record))
    for id_, record in changed.items():
        if id_ not in old and _point_at(record, old, keep.id) and isinstance(record, Contribution):
            record.voices = [who for who in record.voices if who != record.participation]


def pointing_at(record: Record, view: RecordView) -> list[Record]:
    """The living records of any kind that link to a record, each once, by kind and id."""
    return list(_pointing(record.kind, frozenset({record.id}), view))


def _pointing(kind: str, ids: Set[str], view: RecordView) -> Iterator[Record]:
    for cls in KINDS.values():
        fields = [f for f in cls.fields() if f.type in _LINKS and (not f.targets or kind in f.targets)]
        if fields:
            yield from (item for item in view.all(cls) if any(_holds(getattr(item, f.name), ids) for f in fields))


_LINKS = (FieldType.LINK, FieldType.LINKS)


def _holds(value: Any, ids: Set[str]) -> bool:
    return not ids.isdisjoint(value) if isinstance(value, list) else value in ids


def _point_at(record: Record, old: Set[str], new: str) -> bool:
    """Let a record's links to others point at one; a list names nothing twice. Whether there were any."""
    found = False
    for field in record.fields():
        value = getattr(record, field.name)
        if field.type in _LINKS and _holds(value, old):
            found = True
            many = isinstance(value, list)
            listed = [new if id_ in old else id_ for id_ in value] if many else []
            setattr(record, field.name, list(dict.fromkeys(listed)) if many else new)
    return found
