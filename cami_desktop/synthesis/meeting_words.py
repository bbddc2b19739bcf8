"""How the summary of a meeting names what its records point at: codes, organisations, and people as far as it may."""

from __future__ import annotations

from collections.abc import Callable

from cami_desktop.records.kinds import Organisation, Participation, Person
from cami_desktop.records.recordset import RecordView
from cami_desktop.words import language


class People:
    """People by name, from redacted records; silent: nobody is named, whoever consented."""

    def __init__(self, view: RecordView, *, silent: bool) -> None:
        self.view = view
        self.silent = silent

    def name(self, id_: str | None) -> str:
        """A person's name as the person writes it; blank where it was withheld."""
        person = self.view.find(id_) if id_ and not self.silent else None
        return (person.name or "") if isinstance(person, Person) else ""

    def taking_part(self, id_: str | None) -> str:
        """The name of a participant."""
        part = self.view.find(id_) if id_ else None
        return self.name(part.person) if isinstance(part, Participation) else ""


class Words:
    """Labels of codes and names of records in the language that speaks."""

    def __init__(self, view: RecordView, people: People) -> None:
        self.view = view
        self.people = people
        self.catalogue = view.catalogue

    def label(self, code_list: str, code: str | None) -> str:
        """The label of a code, blank for none; codes that people say stand before it."""
        if not code:
            return ""
        text = self.catalogue.label(code_list, code)
        if code_list in ("threat", "pow_item") and self.catalogue.known(code_list, code):
            return f"{code.rpartition('/')[2]} {text}"
        taxon = self.catalogue.all_taxa.get(code) if code_list == "taxon" else None
        return f"{taxon.name()} ({taxon.scientific_name})" if taxon is not None else text

    def labels(self, code_list: str, codes: list[str]) -> str:
        """Labels of several codes."""
        return "; ".join(self.label(code_list, code) for code in codes)

    def organisation(self, id_: str | None, *, short: bool = False) -> str:
        """An organisation's name, in English where that is spoken and known; short: its acronym where it has one."""
        found = self.view.find(id_) if id_ else None
        if not isinstance(found, Organisation):
            return ""
        if short and found.acronym:
            return found.acronym
        english = found.name_en if language() == "en" else None
        return english or found.name or found.acronym or ""

    def organisation_of(self, participation: str | None, *, short: bool = False) -> str:
        """The organisation that a participant represented."""
        part = self.view.find(participation) if participation else None
        return self.organisation(part.organisation, short=short) if isinstance(part, Participation) else ""

    def presenter(self, participation: str | None) -> str:
        """Name and organisation; nothing of somebody who is not named, whom the organisation would tell."""
        name = self.people.taking_part(participation)
        return ", ".join(filter(None, (name, self.organisation_of(participation, short=True)))) if name else ""

    def rank(self, code_list: str) -> Callable[[str | None], tuple[int, str]]:
        """A sort key for codes: in the order of their list, unknown ones after, blanks last."""
        places = {code: n for n, code in enumerate(self.catalogue.codes(code_list))}
        return lambda code: (places.get(code, len(places)) if code else len(places) + 1, code or "")
