"""Notes cut in two, joined and moved: which records are to be stored so that no word, link or voice is lost.

A text may hold several voices: a paragraph that begins with a mention of a participant and a colon
(`@[Sarsenova Aigerim]: …`) is theirs, and so is what follows, until the next one who is named. White space at the place
of a cut becomes one line end when the parts are joined again; all else stays letter for letter.
Nothing is stored here, and asking for the place of the cut is for the window.
"""

from __future__ import annotations

import copy
import secrets
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from cami_desktop.errors import WrongUse
from cami_desktop.records.duplicates import pointed, pointing_at
from cami_desktop.records.field import FieldType
from cami_desktop.records.ids import is_id, new_id
from cami_desktop.records.kinds import Contribution, Note, Person
from cami_desktop.records.mentions import BY_SIGN, SORTS, linked, mentions, names_of, parse, written
from cami_desktop.records.people import participants, surname_first
from cami_desktop.records.record import Record
from cami_desktop.records.recordset import RecordView
from cami_desktop.words import N_, _

NOBODY = N_("Speaker not noted")
"""Stands in a joined text before what was said by somebody whose name was not noted, among named speakers."""

_LINK_FIELDS = tuple(dict.fromkeys(sort.field for sort in SORTS if sort.field))
_RANDOM = (1 << 62) - 1
_LAST = (1 << 74) - 1


def split(note: Note, at: int, records: RecordView) -> list[Record]:
    """The records to store, as one step, so that a note ends before a place in its text and a new one holds the rest.

    The first record is the note, the second the new one, which stands directly after it: same time, agenda item, kind
    and language, and the speaker who has the word there. Each keeps the links that its part mentions and those that
    were given by hand. What points at the note points at both. A cut inside a mention is made before it. Raises
    WrongUse where one part would be empty.
    """
    text = note.text or ""
    at = next((one.start for one in parse(text) if one.start < at < one.end), at)
    before, after = text[:at].rstrip(), text[at:].lstrip()
    if not before or not after:
        raise WrongUse(
            _("There is nothing to cut off there."),
            kept=_("The note is as it was."),
            do=_("Put the cursor between two words of the note."),
        )
    voices = _voices(note.meeting, records)
    speaker = _last_voice(before, note.speaker, voices)
    said_by, said = _own_voice(after, speaker, voices)
    first, second = copy.deepcopy(note), _fresh(note, records)
    first.text, second.text = before, said
    second.speaker = said_by
    for part in (first, second):
        _keep_links(part, note, records)
    return [first, second, *_beside(note, second.id, records)]


def join(notes: Sequence[Note], records: RecordView) -> list[Record]:
    """The records to store, as one step, so that one note stands for several, in their order; the others go to the bin.

    The first record is the joined note: it keeps time, agenda item and speaker of the first, the kind and language on
    which all agree, every link, and the mark for follow-up if any has it. Each text begins a paragraph; where another
    one speaks than before, the name stands before it. What pointed at the others points at the joined note. Raises
    WrongUse for fewer than two notes or notes of several meetings.
    """
    if len(notes) < 2 or len({note.meeting for note in notes}) > 1:
        raise WrongUse(_("Choose two or more notes of one meeting to join them."), kept=_("Nothing was changed."))
    whole = copy.deepcopy(notes[0])
    whole.text = _told(notes, records)
    whole.note_kind = agreed(note.note_kind for note in notes)
    whole.language = agreed(note.language for note in notes)
    whole.follow_up = True if any(note.follow_up for note in notes) else whole.follow_up
    for name in _LINK_FIELDS:
        setattr(whole, name, list(dict.fromkeys(value for note in notes for value in getattr(note, name))))
    gone = [copy.deepcopy(note) for note in notes[1:]]
    for note in gone:
        note.deleted = True
    elsewhere: dict[str, Record] = {}
    pointed(gone, whole, records, elsewhere)
    return [whole, *gone, *elsewhere.values()]


def moved(notes: Iterable[Note], item: str | None) -> list[Note]:
    """Copies of the notes that are not yet at an agenda item (None: at none), standing there."""
    found = [copy.deepcopy(note) for note in notes if (note.agenda_item or None) != (item or None)]
    for note in found:
        note.agenda_item = item or None
        note.absent.pop("agenda_item", None)
    return found


def marked(notes: Sequence[Note]) -> list[Note]:
    """Copies of the notes marked for follow-up where they are not; where all are, without the mark."""
    mark = not all(note.follow_up for note in notes)
    found = [copy.deepcopy(note) for note in notes if bool(note.follow_up) != mark]
    for note in found:
        note.follow_up = mark or None
        note.absent.pop("follow_up", None)
    return found


def contributions_by_note(records: RecordView) -> Mapping[str, Sequence[Contribution]]:
    """The contributions that were made from each note, by its id, the oldest first."""
    found: dict[str, list[Contribution]] = {}
    for contribution in records.all(Contribution):
        for id_ in contribution.notes:
            found.setdefault(id_, []).append(contribution)
    return found


def voice(person: Person) -> str:
    """How a paragraph of that person begins in a joined text: a mention and a colon, without the blank after it."""
    return f"{written(BY_SIGN['@'], surname_first(person))}:"


# Inside

_Voices = Mapping[str, str | None]
"""How a paragraph begins -> the participant who has the word from there on: None where that was not noted, blank where
several have that name."""


def _voices(meeting: str | None, records: RecordView) -> _Voices:
    """How the participants of a meeting begin a paragraph."""
    found: dict[str, str | None] = {f"{_(NOBODY)}:": None}
    for id_, begin in _names(meeting, records).items():
        found[begin] = id_ if begin not in found else ""
    return found


def _names(meeting: str | None, records: RecordView) -> Mapping[str, str]:
    """The participants of a meeting by id -> how their paragraphs begin."""
    return {part.id: voice(person) for part, person in participants(meeting, records)}


def _begin(text: str, voices: _Voices) -> str:
    """The name before a paragraph, with its colon; blank for none."""
    head, colon, _rest = text.partition(":")
    return head + colon if head + colon in voices else ""


def _last_voice(text: str, speaker: str | None, voices: _Voices) -> str | None:
    """Who has the word at the end of a text that a speaker begins."""
    begin = next(filter(None, (_begin(line, voices) for line in reversed(text.split("\n")))), "")
    return voices[begin] or None if begin else speaker


def _own_voice(text: str, speaker: str | None, voices: _Voices) -> tuple[str | None, str]:
    """Who speaks in a part that was cut off, and its text: without the name before it where joining gives it back."""
    begin = _begin(text, voices)
    if not begin:
        return speaker, text
    named, said = voices[begin], text[len(begin) :]
    given_back = said[:1] == " " and said[1:2].strip() and not _begin(said[1:], voices)
    if named == "" or named == speaker or not given_back:
        return named or None, text
    return named, said[1:]


def _told(notes: Sequence[Note], records: RecordView) -> str:
    """The texts below one another, with a name wherever another one has the word and the text does not say it."""
    meeting = notes[0].meeting
    voices, names = _voices(meeting, records), _names(meeting, records)
    speaking = notes[0].speaker or None
    paragraphs: list[str] = []
    for note in notes:
        text, speaker = (note.text or "").strip(), note.speaker or None
        if not text:
            continue
        last = _last_voice(text, speaker, voices)
        if speaker != speaking and not _begin(text, voices):
            text = f"{names.get(speaker or '', f'{_(NOBODY)}:')} {text}"
        paragraphs.append(text)
        speaking = last
    return "\n".join(paragraphs)


def _fresh(note: Note, records: RecordView) -> Note:
    """A new note like another one, with an id that stands directly after it among notes of the same time."""
    made = Note(country=note.country, catalogue=note.catalogue)
    for field in note.fields():
        setattr(made, field.name, copy.deepcopy(getattr(note, field.name)))
    made.absent = dict(note.absent)
    same = [one.id for one in records.all(Note, noted_at=note.noted_at) if one.id > note.id]
    made.id = _id_after(note.id, min(same, default=""))
    return made


def _id_after(low: str, high: str) -> str:
    """An id between two, both of the form of RFC 9562; a new one where none of the same time fits there.

    It lies near the middle of the 74 bits beside the time, so that half of the room is left on either side: a note can
    be cut some fifty times, whichever part is cut next.
    """
    if not is_id(low):
        return new_id()
    time, start = _parts(low)
    end = _LAST
    if is_id(high):
        last, place = _parts(high)
        end = place - 1 if last == time else end
    if end <= start:
        return new_id()
    room = end - start
    place = start + max(1, room * 3 // 8 + secrets.randbelow(room // 4 + 1))
    return str(uuid.UUID(int=time << 80 | 7 << 76 | (place >> 62) << 64 | 2 << 62 | place & _RANDOM))


def _parts(id_: str) -> tuple[int, int]:
    """The time of an id and the 74 bits beside it (RFC 9562, section 5.7), as two numbers."""
    value = uuid.UUID(id_).int
    return value >> 80, (value >> 64 & 0xFFF) << 62 | value & _RANDOM


def _keep_links(part: Note, whole: Note, records: RecordView) -> None:
    """Give a part of a note the links of its own mentions and those that no mention of the whole gave."""
    names = names_of(records)
    all_told = mentions(whole.text or "", names, whole)
    told = mentions(part.text or "", names, whole)
    for name in _LINK_FIELDS:
        of_text, here = set(linked(all_told, name)), linked(told, name)
        by_hand = [value for value in getattr(whole, name) if value not in of_text]
        setattr(part, name, list(dict.fromkeys([*by_hand, *here])))


def _beside(note: Note, added: str, records: RecordView) -> list[Record]:
    """Copies of what lists a note among others, with a second one behind it."""
    found = []
    for record in pointing_at(note, records):
        changed = copy.deepcopy(record)
        for value in _link_lists(changed):
            if note.id in value:
                value.insert(value.index(note.id) + 1, added)
        if changed != record:
            found.append(changed)
    return found


def _link_lists(record: Record) -> Iterator[list[str]]:
    return (getattr(record, field.name) for field in record.fields() if field.type is FieldType.LINKS)


def agreed(values: Iterable[Any]) -> Any:
    """The value that all of them have, else None."""
    found = set(values)
    return found.pop() if len(found) == 1 else None
