"""A meeting record that exists already, as notes of a meeting: read, proposed, stored as one step of undo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cami_desktop.errors import WrongUse
from cami_desktop.exchange.minutes import Minutes, read_minutes, read_pasted
from cami_desktop.loop.meeting_papers import meeting_called
from cami_desktop.records import Record
from cami_desktop.records.kinds import AgendaItem, Note
from cami_desktop.records.minutes import Line, Taken, proposed, records_of
from cami_desktop.records.recordset import RecordSet
from cami_desktop.words import _
from cami_desktop.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a file is taken for, paragraph by paragraph, and in words what of it is not read."""

    lines: list[Line]
    unread: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the paragraphs of a record: each is counted once."""

    meeting: str
    paragraphs: int
    notes: int
    items: int
    known_items: int
    left_out: int
    unread: tuple[str, ...]


def propose(path: Path, meeting: str, records: RecordSet) -> Proposal:
    """Read a record for a meeting, given by its id, and say what each paragraph is taken for.

    Raises DamagedInput or Refused for a file that cannot be read as one, WrongUse for a meeting that is none.
    """
    return _proposal(read_minutes(path), meeting, records)


def propose_text(text: str, meeting: str, records: RecordSet) -> Proposal:
    """The same for a text that was pasted. Raises DamagedInput for one without words or too large for a record."""
    return _proposal(read_pasted(text), meeting, records)


def _proposal(minutes: Minutes, meeting: str, records: RecordSet) -> Proposal:
    found = meeting_called(records, meeting)
    lines = proposed(((one.text, one.level) for one in minutes.paragraphs), found, records)
    return Proposal(lines, minutes.unread)


def import_minutes(workspace: Workspace, meeting: str, path: Path) -> Imported:
    """Store the paragraphs of a record as notes and agenda items of a meeting, named as meeting_called takes it.

    Raises as propose does, and WrongUse where the same record was taken over before: its notes would be doubled.
    """
    records = workspace.records()
    found = meeting_called(records, meeting)
    proposal = propose(path, found.id, records)
    refuse_twice(proposal.lines, found.id, records)
    made = records_of(proposal.lines, found, records)
    workspace.save_all(made, label=_("Meeting record {name} taken over").format(name=path.name))
    return counted(proposal, made, found.id)


def refuse_twice(lines: list[Line], meeting: str, records: RecordSet) -> None:
    """Raise WrongUse where every note that would be made stands in the meeting already."""
    texts = {note.text for note in records.all(Note, meeting=meeting)}
    notes = [line.text for line in lines if line.taken is Taken.NOTE]
    if notes and texts.issuperset(notes):
        raise WrongUse(
            _("All paragraphs of this record stand in the meeting already."), kept=_("Nothing was added a second time.")
        )


def counted(proposal: Proposal, made: Sequence[Record], meeting: str) -> Imported:
    """Count what became of the paragraphs."""
    notes, items = (sum(isinstance(record, cls) for record in made) for cls in (Note, AgendaItem))
    taken = [line.taken for line in proposal.lines]
    return Imported(
        meeting, len(taken), notes, items, taken.count(Taken.ITEM) - items, taken.count(Taken.LEFT_OUT), proposal.unread
    )
