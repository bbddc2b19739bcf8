"""Contributions that say the same: finding pairs with similar texts, and what several of them are as one.

Nothing is ever joined by itself. Lists are united, figures added up, and where single values differ a person chooses.
The order in which contributions are given never matters: they are taken from the oldest to the newest.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

from cami_desktop.catalogue import Catalogue
from cami_desktop.errors import Refused
from cami_desktop.records.duplicates import pointed, told_apart
from cami_desktop.records.field import FieldType
from cami_desktop.records.kinds import Contribution
from cami_desktop.records.record import Record
from cami_desktop.records.recordset import RecordView
from cami_desktop.words import _
from cami_desktop.words.passage import words_key

LEAST = 0.4
"""The share of shingles that two texts must have in common to be offered as the same."""

STEM = 5
"""Letters of a word that count: the languages of the range states change the ends of their words."""

COMMON = 20
"""Contributions with the same shingle beyond which each is compared only with the next one that has it, so that the
work stays small whatever is written."""

FEWEST = 3
"""Words below which only an equal text is similar."""

TEXTS = ("text", "text_en")
COUNTED = ("supporters", "opponents")
SPEAKER = ("participation", "organisation")

Told = Callable[[int, int], None]
"""told(done, total) is called now and then; it may raise to stop the work."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Two contributions of a meeting with similar texts, the older one first; share lies between 0 and 1."""

    first: str
    second: str
    share: float


def shingles(text: str | None) -> frozenset[str]:
    """The beginnings of the folded words of a text, single and in pairs of neighbours."""
    stems = [word[:STEM] for word in words_key(text or "").split() if len(word) > 2 or word.isdigit()]
    return frozenset((*stems, *(f"{one} {other}" for one, other in pairwise(stems))))


def share_of(one: Sequence[frozenset[str]], other: Sequence[frozenset[str]]) -> float:
    """How much two contributions have in common, original or translation with either: 1 for equal words."""
    return max((_jaccard(mine, theirs) for mine in one for theirs in other), default=0.0)


def alike(contributions: Iterable[Contribution], told: Told | None = None) -> list[Alike]:
    """Every pair of one meeting that is similar and was not said to be different, the most similar first."""
    records = sorted(contributions, key=lambda record: record.id)
    sets = [[found for found in (shingles(record.text), shingles(record.text_en)) if found] for record in records]
    holders: dict[tuple[str, str | None, str], list[int]] = defaultdict(list)
    for place, record in enumerate(records):
        for shingle in sorted(frozenset().union(*sets[place])):
            holders[record.country, record.meeting, shingle].append(place)
    pairs: set[tuple[int, int]] = set()
    for number, places in enumerate(holders.values()):
        if told is not None and number % 1_000 == 0:
            told(number, len(holders))
        pairs.update(combinations(places, 2) if len(places) <= COMMON else pairwise(places))
    found = []
    for one, other in sorted(pairs):
        share = share_of(sets[one], sets[other])
        if share >= LEAST and not told_apart(records[one], records[other]):
            found.append(Alike(records[one].id, records[other].id, share))
    return sorted(found, key=lambda pair: (-pair.share, pair.first, pair.second))


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    if one == other:
        return 1.0
    if min(len(one), len(other)) < FEWEST:
        return 0.0
    return len(one & other) / len(one | other)


@dataclass(frozen=True, slots=True)
class Join:
    """What contributions would be as one.

    records: the contributions, oldest first; proposal: the oldest as it would be; differing: for each field of one
    value in which they differ the values, in the order of the records, None where one is blank and that has a meaning;
    in the proposal such a field is blank until a person chooses. speakers: who said it, as (participation,
    organisation), each once; the first one is proposed as the speaker, the others as voices.
    """

    records: tuple[Contribution, ...]
    proposal: Contribution
    differing: Mapping[str, tuple[Any, ...]]
    speakers: tuple[tuple[str | None, str | None], ...]

    def voices_beside(self, speaker: str | None) -> list[str]:
        """Everybody else who said it, whoever is chosen as the speaker."""
        return _voices(self.records, speaker)

    def organisations_left_out(self, speaker: tuple[str | None, str | None]) -> list[str]:
        """The organisations for which nobody of the voices speaks, so that they would not be named any more."""
        return list(dict.fromkeys(org for who, org in self.speakers if org and not who and org != speaker[1]))


def join_of(records: Iterable[Contribution], catalogue: Catalogue) -> Join:
    """What contributions of one meeting would be as one. Raises Refused for fewer than two, or of several meetings."""
    ordered = tuple(sorted({record.id: record for record in records}.values(), key=lambda record: record.id))
    if len(ordered) < 2:
        raise Refused(_("Choose at least two contributions."), do=_("Space marks further cards."))
    if len({(record.country, record.meeting) for record in ordered}) > 1:
        raise Refused(_("Only contributions of the same meeting can be joined."))
    made = copy.deepcopy(ordered[0])
    differing: dict[str, tuple[Any, ...]] = {}
    speakers = _speakers(ordered)
    made.participation, made.organisation = speakers[0] if speakers else (None, None)
    for field in Contribution.fields():
        values = [getattr(record, field.name) for record in ordered]
        if field.name in SPEAKER:
            continue
        if field.name == "voices":
            value: Any = _voices(ordered, made.participation)
        elif field.type.many:
            value = list(dict.fromkeys(item for one in values for item in one))
        elif field.name in COUNTED:
            value = sum(filter(None, values)) if any(one is not None for one in values) else None
        elif field.name in TEXTS:
            value = paragraphs(values)
        elif field.name == "priority":
            value = highest(values, catalogue)
        else:
            value = _agreed(field.name, values, differing)
        setattr(made, field.name, value)
    _keep_reasons(made, ordered)
    return Join(ordered, made, differing, speakers)


def joined(join: Join, answers: Mapping[str, Any], view: RecordView) -> list[Record]:
    """The records to store, as one step, so that one contribution stands for all of them.

    answers: values by field where a person chose or wrote otherwise than proposed; every differing field must be among
    them (Refused names those that are not). What links to the others links to the joined one, and they go to the bin.
    """
    missing = [name for name in join.differing if name not in answers]
    if missing:
        names = ", ".join(_(Contribution.field(name).label) for name in missing)
        raise Refused(_("They differ in: {fields}.").format(fields=names), do=_("Choose one of the values."))
    kept = copy.deepcopy(join.proposal)
    for name, value in answers.items():
        setattr(kept, name, copy.deepcopy(value))
    # Whatever was chosen, nobody who said it is forgotten.
    kept.voices = list(dict.fromkeys((*kept.voices, *join.voices_beside(kept.participation))))
    if kept.participation in kept.voices:
        kept.voices.remove(kept.participation)
    for field in kept.fields():
        if getattr(kept, field.name) not in (None, []):
            kept.absent.pop(field.name, None)
    changed: dict[str, Record] = {kept.id: kept}
    gone = [copy.deepcopy(record) for record in join.records[1:]]
    for other in gone:
        other.deleted = True
    pointed(gone, kept, view, changed)
    return [*changed.values(), *gone]


def paragraphs(texts: Iterable[str | None]) -> str | None:
    """Texts as paragraphs, each once; None where all are blank."""
    return "\n".join(dict.fromkeys(text.strip() for text in texts if text and text.strip())) or None


def highest(codes: Iterable[str | None], catalogue: Catalogue) -> str | None:
    """The priority that stands first in the catalogue's list; one that it does not know comes after all others."""
    order = {code: place for place, code in enumerate(catalogue.codes("priority"))}
    found = sorted({code for code in codes if code}, key=lambda code: (order.get(code, len(order)), code))
    return found[0] if found else None


def _agreed(name: str, values: Sequence[Any], differing: dict[str, tuple[Any, ...]]) -> Any:
    """The value that all have which fill the field, else None, and the values are noted as differing."""
    # Without a rule of its own a contribution follows the meeting's, which is a value like any other.
    said = list(dict.fromkeys(values if name == "attribution" else (one for one in values if one is not None)))
    if len(said) > 1:
        differing[name] = tuple(said)
        return None
    return said[0] if said else None


def _speakers(records: Sequence[Contribution]) -> tuple[tuple[str | None, str | None], ...]:
    found = dict.fromkeys((record.participation, record.organisation) for record in records)
    # Who has a name goes before an organisation alone: only people can be voices.
    return tuple(sorted((one for one in found if any(one)), key=lambda one: one[0] is None))


def _voices(records: Sequence[Contribution], speaker: str | None) -> list[str]:
    first = [record.participation for record in records if record.participation]
    others = [voice for record in records for voice in record.voices]
    return [who for who in dict.fromkeys((*first, *others)) if who != speaker]


def _keep_reasons(made: Contribution, records: Sequence[Contribution]) -> None:
    """Reasons for blanks stay where the field is blank, accepted warnings stay accepted."""
    for record in records:
        for name, reason in record.absent.items():
            made.absent.setdefault(name, reason)
        for rule, reason in record.accepted.items():
            made.accepted.setdefault(rule, reason)
    for field in made.fields():
        filled = getattr(made, field.name) not in (None, [])
        if filled or (field.type is FieldType.WHOLE and getattr(made, field.name) == 0):
            made.absent.pop(field.name, None)
