"""How people are named in lists: surname first where it is known, else as the person writes the name."""

from __future__ import annotations

from cami_desktop.records.kinds import Person


def surname_first(person: Person) -> str:
    """Surname, given name and patronymic; the name as the person writes it where the surname is not recorded.

    No comma is put in: which part of a name is the surname differs between the range states, and only the person knows.
    """
    if not person.surname:
        return person.name or ""
    return " ".join(filter(None, (person.surname, person.given, person.patronymic)))
