"""Makes notes and agenda items of the paragraphs of a meeting record: every paragraph becomes one, none is lost.

A heading, or a short numbered line, is an agenda item: the one of that title, else a new one. `Name: text` gives the
speaker where the name is that of one participant; otherwise the name stays in the text. What each paragraph is taken
for is a proposal, which a person may change before anything is stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from enum import StrEnum

from cami_desktop.records.ids import new_id
from cami_desktop.records.kinds import AgendaItem, Meeting, Note, Person
from cami_desktop.records.mentions import people_names, with_mentions
from cami_desktop.records.people import participants
from cami_desktop.records.record import Record
from cami_desktop.records.recordset import RecordView
from cami_desktop.records.speakers import meant
from cami_desktop.words.searchkey import search_key

LONGEST_TITLE = 160
"""Letters of a numbered line beyond which it is a paragraph and no title."""

_NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,2})[.)]?[ \t]+(?P<title>\S.*)")
_SENTENCE_END = (".", ";", ":", "!", "?", ",")
_SPOKEN = re.compile(r"(?P<name>[^\W\d_][^:\n]{0,80}?)\s*(?P<aside>\([^()\n]{0,120}\))?\s*(?::|\s[—–-]\s)\s*(?=\S)")


class Taken(StrEnum):
    """What a paragraph becomes."""

    ITEM = "agenda_item"
    NOTE = "note"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph and what it is taken for; number of an agenda item and speaker (a participant's id) may be blank."""

    text: str
    taken: Taken
    number: str = ""
    speaker: str = ""


def proposed(paragraphs: Iterable[tuple[str, int]], meeting: Meeting, view: RecordView) -> list[Line]:
    """What to take each paragraph for; paragraphs are pairs of text and level of heading (0: none)."""
    present = _present(meeting.id, view)
    titles = {search_key(item.title or "") for item in view.all(AgendaItem, meeting=meeting.id)}
    lines: list[Line] = []
    for text, level in paragraphs:
        number, title = _numbered(text)
        # A record begins with its own title, which is no item of the agenda.
        own_title = not lines and search_key(text) == search_key(meeting.title or "")
        if own_title:
            lines.append(Line(text, Taken.LEFT_OUT))
        elif level or number or search_key(title) in titles:
            lines.append(Line(title, Taken.ITEM, number))
        else:
            speaker, said = _spoken(text, present)
            lines.append(Line(said, Taken.NOTE, speaker=speaker))
    return lines


def as_note(line: Line) -> Line:
    """A paragraph taken for a note, with the number that stood before a title."""
    if line.taken is not Taken.ITEM:
        return replace(line, taken=Taken.NOTE)
    return replace(line, text=f"{line.number}. {line.text}" if line.number else line.text, taken=Taken.NOTE, number="")


def as_item(line: Line) -> Line:
    """A paragraph taken for an agenda item; the name of a speaker would stand in the text again."""
    number, title = _numbered(line.text)
    return Line(title, Taken.ITEM, number)


def said_by(line: Line, speaker: str) -> Line:
    """A note said by a participant, given by the id, or by nobody known where that is blank; others have no speaker."""
    return replace(line, speaker=speaker) if line.taken is Taken.NOTE else line


def left_out(line: Line) -> Line:
    """A paragraph that becomes nothing, with the number that stood before a title."""
    return replace(as_note(line), taken=Taken.LEFT_OUT)


def records_of(lines: Sequence[Line], meeting: Meeting, view: RecordView) -> list[Record]:
    """The records to store, as one step: new agenda items, then notes in the order of the paragraphs.

    Notes have no time, since the record tells none; they stand in order by their ids.
    """
    items = list(view.all(AgendaItem, meeting=meeting.id))
    by_title = {search_key(item.title or ""): item for item in reversed(items)}
    language = meeting.languages[0] if len(meeting.languages) == 1 else None
    current: AgendaItem | None = None
    made: list[Record] = []
    for line in lines:
        if line.taken is Taken.ITEM:
            current = by_title.get(search_key(line.text)) or _untitled(line.number, items)
            if current is None:
                current = AgendaItem(meeting=meeting.id, number=_free(line.number, items), title=line.text)
                current.id = new_id()
                items.append(current)
                by_title[search_key(line.text)] = current
                made.append(current)
        elif line.taken is Taken.NOTE:
            note = Note(
                meeting=meeting.id, agenda_item=current.id if current else None, speaker=line.speaker or None,
                text=line.text, note_kind="statement", language=language,
            )  # fmt: skip
            note.id = new_id()
            made.append(note)
    for record in made:
        record.country, record.catalogue = meeting.country, meeting.catalogue
    return [with_mentions(view, record) for record in made]


def _numbered(text: str) -> tuple[str, str]:
    """Number and title of a short line that begins with a number; a blank number and the text for others."""
    found = _NUMBERED.fullmatch(text)
    if found is None or len(text) > LONGEST_TITLE or text.endswith(_SENTENCE_END):
        return "", text
    # «120 сайгаков у озера» is a count, «1. Открытие» an item.
    after = text[len(found["number"]) :][:1]
    return (found["number"], found["title"]) if after in ".)" or "." in found["number"] else ("", text)


def _untitled(number: str, items: Sequence[AgendaItem]) -> AgendaItem | None:
    """The item of a number that has no title yet."""
    return next((item for item in items if number and item.number == number and not item.title), None)


def _free(number: str, items: Sequence[AgendaItem]) -> str:
    """The number of a new item: its own where that is free, else the next whole one."""
    used = {item.number for item in items}
    if number and number not in used:
        return number
    whole = [int(item.number) for item in items if item.number and item.number.isdecimal()]
    return str(max(whole, default=0) + 1)


@dataclass(frozen=True, slots=True)
class _Present:
    """Who takes part: participants with their persons, and participants by each of their whole names as searched."""

    people: Sequence[tuple[str, Person]]
    by_name: Mapping[str, Set[str]]


def _present(meeting: str, view: RecordView) -> _Present:
    people = [(part.id, person) for part, person in participants(meeting, view)]
    by_name: dict[str, set[str]] = {}
    for id_, person in people:
        for name in people_names(person):
            by_name.setdefault(search_key(name), set()).add(id_)
    return _Present(people, by_name)


def _spoken(text: str, present: _Present) -> tuple[str, str]:
    """The participant whose words a paragraph gives, and the words; nobody and the text where that is not certain."""
    found = _SPOKEN.match(text)
    if found is None:
        return "", text
    who = present.by_name.get(search_key(found["name"])) or set(meant(found["name"], present.people))
    if len(who) != 1:
        return "", text
    # What stands in brackets behind the name is known nowhere else: the text keeps it, and the name before it.
    return next(iter(who)), text if found["aside"] else text[found.end() :]
