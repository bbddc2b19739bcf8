"""Who takes part in a meeting, and how people are named in lists: surname first where it is known."""

from __future__ import annotations

from cami_desktop.records.kinds import Participation, Person
from cami_desktop.records.recordset import RecordView


def surname_first(person: Person) -> str:
    """Surname, given name and patronymic; the name as the person writes it where the surname is not recorded.

    No comma is put in: which part of a name is the surname differs between the range states, and only the person knows.
    """
    if not person.surname:
        return person.name or ""
    return " ".join(filter(None, (person.surname, person.given, person.patronymic)))


def participants(meeting: str | None, view: RecordView) -> list[tuple[Participation, Person]]:
    """The participants of a meeting in the order of their ids, each with the person, as far as that is in the view."""
    found = []
    for part in view.all(Participation, meeting=meeting):
        person = view.find(part.person) if part.person else None
        if isinstance(person, Person):
            found.append((part, person))
    return found
