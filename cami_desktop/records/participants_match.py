"""Who of a pasted list is in the register already: exactly the same, similar, or new; and the records that follow.

Only the very same name is taken as the same by itself, and only where nothing speaks against it; of similar ones a
person decides. Nothing is stored here.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from cami_desktop.records.ids import new_id
from cami_desktop.records.kinds import Organisation, Participation, Person
from cami_desktop.records.participants_lines import Listed
from cami_desktop.records.people import surname_first
from cami_desktop.records.record import Record
from cami_desktop.records.recordset import RecordView
from cami_desktop.words.likeness import Word, alike, shared, words_of

NEW, LEAVE, OPEN = "new", "leave", ""
"""What may be decided besides the id of a record: somebody new, not to be taken; OPEN is not decided yet."""

USUAL_ROLE = "participant"
"""Code of the role (list meeting_role) of whom the list says none."""

MOST = 8
"""Similar ones that are suggested."""

_SIMILAR = 0.75
"""Share of the words of an organisation's name from which another is suggested."""

_FILLED = ("position", "email", "phone")
"""What a list may add to a person of the register where it is blank there."""


class State(StrEnum):
    """What becomes of a line of the list."""

    ALREADY = "already"  # takes part in the meeting
    TWICE = "twice"  # the list, or a decision, names the same person again
    LEFT_OUT = "left_out"
    OPEN = "open"  # a person or an organisation is similar: to be decided
    KNOWN = "known"  # a person of the register
    NEW = "new"


@dataclass(slots=True, eq=False)
class Question:
    """Who a name may be: ids that are exactly or nearly it, and what was decided (an id, NEW, LEAVE or OPEN)."""

    name: str
    same: str = ""
    similar: tuple[str, ...] = ()
    choice: str = OPEN


@dataclass(slots=True, eq=False)
class Planned:
    """A line of the list with its two questions; organisation is None where the list names none."""

    listed: Listed
    person: Question
    organisation: Question | None
    role: str = USUAL_ROLE


@dataclass(slots=True)
class Plan:
    """What pasting a list into a meeting would do. Lines that name one organisation share one question about it."""

    meeting: str
    rows: list[Planned] = field(default_factory=list)
    present: frozenset[str] = frozenset()

    def states(self) -> list[State]:
        """What becomes of each line, in order, as decided so far."""
        found: list[State] = []
        known: set[str] = set()
        named: set[tuple[str, str]] = set()
        for row in self.rows:
            who, name = row.person.choice, (_named_so(row.listed.name), row.listed.email.casefold())
            if who in self.present:
                state = State.ALREADY
            elif who == LEAVE:
                state = State.LEFT_OUT
            elif who in known or (who in (NEW, OPEN) and name in named):
                state = State.TWICE
            elif who == OPEN or (row.organisation is not None and row.organisation.choice == OPEN):
                state = State.OPEN
            else:
                state = State.NEW if who == NEW else State.KNOWN
            found.append(state)
            if who in (NEW, OPEN):
                named.add(name)
            elif who != LEAVE:
                known.add(who)
        return found

    def state(self, row: Planned) -> State:
        """What becomes of one line."""
        return next(state for one, state in zip(self.rows, self.states(), strict=True) if one is row)

    def open_rows(self) -> list[Planned]:
        """The lines that wait for a decision, in order."""
        return [row for row, state in zip(self.rows, self.states(), strict=True) if state is State.OPEN]


class Matcher:
    """Looks people and organisations up in one view of the register."""

    def __init__(self, view: RecordView) -> None:
        self.view = view
        self._people = list(view.all(Person))
        self._organisations = list(view.all(Organisation))
        self._asked: dict[str, Question] = {}
        self._by_beginning: dict[str, list[Person]] = {}
        self._by_mail: dict[str, list[Person]] = {}
        for person in self._people:
            for beginning in {begin for name in _names(person) for begin in _beginnings(name)}:
                self._by_beginning.setdefault(beginning, []).append(person)
            if person.email:
                self._by_mail.setdefault(person.email.casefold(), []).append(person)

    def plan(self, people: Sequence[Listed], meeting: str) -> Plan:
        """What a list would do to a meeting, with everything decided that needs no person."""
        present = {part.person for part in self.view.all(Participation, meeting=meeting) if part.person}
        found = Plan(meeting, present=frozenset(present))
        for listed in people:
            organisation = self.organisation(listed.organisation) if listed.organisation else None
            row = Planned(listed, self.person(listed, organisation), organisation, listed.role or USUAL_ROLE)
            found.rows.append(row)
        return found

    def person(self, listed: Listed, organisation: Question | None = None) -> Question:
        """Who of the register somebody listed may be."""
        wanted = _named_so(listed.name)
        mail = listed.email.casefold()
        near = {person.id: person for begin in _beginnings(listed.name) for person in self._by_beginning.get(begin, ())}
        same = [person for person in near.values() if wanted in map(_named_so, _names(person))]
        by_mail = {person.id: person for person in self._by_mail.get(mail, ())} if mail else {}
        similar = {person.id for person in near.values() if any(alike(listed.name, name) for name in _names(person))}
        found = sorted(similar | set(by_mail) | {person.id for person in same})
        found.sort(key=lambda id_: (id_ not in by_mail, id_ not in {person.id for person in same}))
        if len(found) == 1 and len(same) == 1 and not self._contradicts(same[0], listed, organisation):
            return Question(listed.name, same[0].id, choice=same[0].id)
        return Question(listed.name, similar=tuple(found[:MOST]), choice=OPEN if found else NEW)

    def organisation(self, name: str) -> Question:
        """Which organisation of the register a name may mean; the same name is always the same question."""
        key = _named_so(name)
        if key not in self._asked:
            same = [one for one in self._organisations if key in map(_named_so, _titles(one))]
            if len(same) == 1:
                self._asked[key] = Question(name, same[0].id, choice=same[0].id)
            else:
                found = same or [one for one in self._organisations if _similar(name, one)]
                found.sort(key=lambda one: -max(shared(words_of(name), words_of(title)) for title in _titles(one)))
                ids = tuple(one.id for one in found[:MOST])
                self._asked[key] = Question(name, similar=ids, choice=OPEN if ids else NEW)
        return self._asked[key]

    def _contradicts(self, person: Person, listed: Listed, organisation: Question | None) -> bool:
        """Whether e-mail or organisation say that somebody of the same name may be somebody else."""
        if person.email and listed.email and person.email.casefold() != listed.email.casefold():
            return True
        theirs = person.organisation
        if not theirs or organisation is None or self.view.find(theirs) is None:
            return False
        return theirs != organisation.same and theirs not in organisation.similar


def _named_so(name: str) -> str:
    return " ".join(name.casefold().replace(".", ". ").split())


def _names(person: Person) -> list[str]:
    return [name for name in {person.name, person.latin, surname_first(person)} if name]


def _titles(organisation: Organisation) -> list[str]:
    return [text for text in (organisation.name, organisation.name_en, organisation.acronym) if text]


def _beginnings(name: str) -> Iterator[str]:
    """Under which beginnings of whole words a name is looked for."""
    return (word.sound[:2] for word in words_of(name) if not word.initial)


def _similar(name: str, organisation: Organisation) -> bool:
    said = words_of(name)
    for title in _titles(organisation):
        theirs = words_of(title)
        common = {word.sound for word in said if not word.initial} & {word.sound for word in theirs if not word.initial}
        telling = len(common) > 1 or any(len(sound) > 4 for sound in common)
        if telling and shared(said, theirs) >= _SIMILAR:
            return True
    short = organisation.acronym or ""
    if len(short) > 1 and _is_in(words_of(short), said):
        return True
    texts = (short, *(_initials(title) for title in _titles(organisation)))
    letters = {words_of(text) for text in texts if len(text) > 1}
    return bool({words_of(name), words_of(_initials(name))} & letters)


def _is_in(few: Sequence[Word], many: Sequence[Word]) -> bool:
    return bool(few) and all(word in many for word in few)


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper() or len(word) > 3)


# What is stored


def to_store(plan: Plan, view: RecordView, country: str, edition: str) -> list[Record]:
    """The records to store as one step: new organisations and people, people of the register whose blanks the list
    fills, and their parts in the meeting.

    Lines that are open, left out or there already make none. Consent stays blank.
    """
    made: dict[int, Organisation] = {}
    records: list[Record] = []
    for row, state in zip(plan.rows, plan.states(), strict=True):
        if state not in (State.KNOWN, State.NEW):
            continue
        organisation = _organisation(row.organisation, made, country, edition)
        if state is State.NEW:
            person, changed = _new_person(row.listed, country, edition), True
            person.organisation = organisation or None
        else:
            person, changed = _filled(row, view, organisation)
        if changed:
            records.append(person)
        records.append(
            Participation(
                id=new_id(), country=country, catalogue=edition, meeting=plan.meeting, person=person.id,
                organisation=organisation or person.organisation, role=row.role, mode="in_person",
            )
        )  # fmt: skip
    return [*made.values(), *records]


def _organisation(question: Question | None, made: dict[int, Organisation], country: str, edition: str) -> str:
    """The id of a decided organisation; one that is new is made once."""
    if question is None or question.choice in (LEAVE, OPEN):
        return ""
    if question.choice != NEW:
        return question.choice
    one = made.get(id(question))
    if one is None:
        one = Organisation(id=new_id(), country=country, catalogue=edition, name=question.name)
        made[id(question)] = one
    return one.id


def _new_person(listed: Listed, country: str, edition: str) -> Person:
    texts = {
        name: getattr(listed, name) or None
        for name in ("name", "surname", "given", "patronymic", "position", "email", "phone")
    }
    return Person(id=new_id(), country=country, catalogue=edition, **texts)  # type: ignore[arg-type]


def _filled(row: Planned, view: RecordView, organisation: str) -> tuple[Person, bool]:
    """A person of the register with what the list adds where that was blank, and whether it adds anything."""
    found = view.find(row.person.choice)
    assert isinstance(found, Person)
    person, changed = copy.deepcopy(found), False
    for name in _FILLED:
        said = getattr(row.listed, name)
        if said and not getattr(person, name):
            setattr(person, name, said)
            person.absent.pop(name, None)
            changed = True
    if organisation and not person.organisation:
        person.organisation, changed = organisation, True
    return person, changed
