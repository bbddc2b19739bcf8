"""Statements that two note takers of one meeting both wrote down: finding the pairs, and what one note for both is.

Who took a note is who made it (`created_by`). Nothing is ever joined by itself, and nothing is stored here.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cami_desktop.records import note_edits
from cami_desktop.records.agenda_time import moment
from cami_desktop.records.contribution_joins import LEAST, share_of, shingles
from cami_desktop.records.duplicates import told_apart
from cami_desktop.records.kinds import Note
from cami_desktop.records.record import Record
from cami_desktop.records.recordset import RecordView

MINUTES = 10
"""Minutes that may lie between two notes of one statement: one writes at once, the other when there is time, and the
clocks of two laptops differ."""

NEAR_LEAST = 0.25
"""The share of shingles that two notes must have in common: agenda item and time vouch for them too, so it is less than
for contributions, whose measure it is. Where both name a speaker, and not the same one, it must be as much as there."""

MOST_BESIDE = 40
"""Later notes of others with which a note is compared, so that the work stays small however fast is noted."""


@dataclass(frozen=True, slots=True)
class SamePair:
    """Two notes that may hold one statement, the earlier one first; share lies between 0 and 1."""

    first: str
    second: str
    share: float


def by_time(note: Note) -> tuple[str, str]:
    """A sort key: the time noted, without one first, then the order in which notes were made."""
    return note.noted_at or "", note.id


def takers(notes: Iterable[Note]) -> Sequence[str]:
    """Who took notes, each once, in the order of their first note by time."""
    return list(dict.fromkeys(note.created_by for note in sorted(notes, key=by_time) if note.created_by))


def same_notes(notes: Iterable[Note]) -> Sequence[SamePair]:
    """Every pair of different takers, of one meeting and agenda item, within minutes, in similar words.

    In the order of time; a pair of which a person said that it is not the same is left out. A note without a time is
    in no pair.
    """
    groups: dict[tuple[str, str | None, str | None], list[Note]] = {}
    for note in sorted(notes, key=by_time):
        if moment(note.noted_at) is not None and note.created_by and (note.text or "").strip():
            groups.setdefault((note.country, note.meeting, note.agenda_item or None), []).append(note)
    found = [pair for group in groups.values() for pair in _pairs(group)]
    place = {note.id: number for number, note in enumerate(note for group in groups.values() for note in group)}
    times = {note.id: by_time(note) for group in groups.values() for note in group}
    return sorted(found, key=lambda pair: (times[pair.first], place[pair.second]))


def kept_one(keep: Note, other: Note, records: RecordView) -> list[Record]:
    """The records to store, as one step, so that the text of one note stands for both; the other goes to the bin.

    What the kept one leaves blank is taken from the other, links are united, and what pointed at the other points at
    the kept one. Raises WrongUse for notes of two meetings.
    """
    whole, *others = note_edits.join([keep, other], records)
    assert isinstance(whole, Note)
    whole.text = keep.text
    for name in ("speaker", "note_kind", "language"):
        setattr(whole, name, getattr(keep, name) or getattr(other, name))
        if getattr(whole, name):
            whole.absent.pop(name, None)
    return [whole, *others]


def kept_both(first: Note, second: Note, records: RecordView) -> list[Record]:
    """The same with both texts, each a paragraph, as notes are joined anywhere."""
    return note_edits.join([first, second], records)


# Inside


def _pairs(group: Sequence[Note]) -> Iterator[SamePair]:
    """The pairs among notes of one agenda item, which are in the order of time."""
    if len({note.created_by for note in group}) < 2:
        return
    words = [[shingles(note.text)] for note in group]
    moments = [moment(note.noted_at) for note in group]
    span = datetime.timedelta(minutes=MINUTES)
    for here, note in enumerate(group):
        compared = 0
        for there in range(here + 1, len(group)):
            begun, then = moments[here], moments[there]
            assert begun is not None and then is not None
            if then - begun > span or compared == MOST_BESIDE:
                break
            other = group[there]
            if other.created_by == note.created_by:
                continue
            compared += 1
            share = share_of(words[here], words[there])
            if share >= _least(note, other) and not told_apart(note, other):
                yield SamePair(note.id, other.id, share)


def _least(one: Note, other: Note) -> float:
    differ = bool(one.speaker and other.speaker and one.speaker != other.speaker)
    return LEAST if differ else NEAR_LEAST
