"""Making contributions from notes: what a note tells about who said what on which subject."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from cami_desktop.desktop.places.meetings.notes import speaker_of
from cami_desktop.records.kinds import Contribution, Note
from cami_desktop.records.mentions import Mention, linked, mentions, names_of, plain
from cami_desktop.records.note_edits import agreed

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

NEW_STATE = "proposed"
"""Code of the list contribution_state of what was not yet discussed."""

KIND_OF_NOTE: Mapping[str, str] = {"question": "question"}
"""Kinds of note that already say what kind of contribution they make; of others a person must say it."""


def contribution_from(session: Session, notes: Sequence[Note], selected: str = "") -> Contribution:
    """A contribution, not stored yet, with everything that its notes tell.

    selected is the part of the text to take, blank for the whole; of a part only its own mentions are taken. Speaker,
    language and agenda item are taken only where the notes agree on them. Names stand in the text as plain words.
    """
    people = [speaker_of(session, note) for note in notes]
    same = all(person is not None and people[0] is not None and person.id == people[0].id for person in people)
    speaker = people[0] if same else None
    told = _told(session, notes, selected)

    def links(field: str) -> list[str]:
        if selected:
            return _union(linked(found, field) for _text, found in told)
        return _union(getattr(note, field) for note in notes)

    return session.new(
        Contribution,
        meeting=notes[0].meeting,
        agenda_item=agreed(note.agenda_item for note in notes),
        input_kind=KIND_OF_NOTE.get(agreed(note.note_kind for note in notes) or ""),
        text="\n".join(plain(text, found) for text, found in told),
        language=agreed(note.language for note in notes),
        notes=[note.id for note in notes],
        participation=speaker.id if speaker is not None else None,
        organisation=speaker.organisation if speaker is not None else None,
        taxa=links("taxa"),
        threats=links("threats"),
        pow_items=links("pow_items"),
        site=next(iter(links("sites")), None),
        state=NEW_STATE,
    )


def _told(session: Session, notes: Sequence[Note], selected: str) -> list[tuple[str, list[Mention]]]:
    """The texts of the notes, or the selected part of the first one that holds it, with the mentions in each."""
    names = names_of(session.records)
    if not selected:
        return [(note.text, mentions(note.text, names, note)) for note in notes if note.text]
    whose = next((note for note in notes if selected in (note.text or "")), notes[0])
    return [(selected, mentions(selected, names, whose))]


def _union(lists: Iterable[Sequence[str]]) -> list[str]:
    """Every value once, in the order of first mention."""
    return list(dict.fromkeys(value for values in lists for value in values))
