"""Who of a list is in the register: only the very same name by itself, similar ones by a person's decision."""

from __future__ import annotations

import pytest

from cami_desktop import catalogue
from cami_desktop.records import Record, new_id
from cami_desktop.records.kinds import Meeting, Organisation, Participation, Person
from cami_desktop.records.participants_match import LEAVE, NEW, OPEN, Matcher, Plan, State, to_store
from cami_desktop.records.participants_text import read_list
from cami_desktop.records.recordset import RecordSet


def record(cls: type[Record], **values: object) -> Record:
    """A stored record of Kyrgyzstan."""
    return cls(id=new_id(), country="KG", catalogue="cami-2014", **values)  # type: ignore[arg-type]


@pytest.fixture
def register() -> dict[str, Record]:
    """A small register with one meeting and one participant."""
    zoology = record(Organisation, name="Институт зоологии", name_en="Institute of Zoology")
    acbk = record(Organisation, name="Ассоциация сохранения биоразнообразия Казахстана", acronym="АСБК")
    isaev = record(Person, name="Исаев Айбек Муратович", organisation=zoology.id)
    anna = record(Person, name="Anna Lee", email="anna@wwf.org", position="officer")
    meeting = record(Meeting, title="Meeting")
    part = record(Participation, meeting=meeting.id, person=anna.id, role="chair")
    return {"zoology": zoology, "acbk": acbk, "isaev": isaev, "anna": anna, "meeting": meeting, "part": part}


def view(register: dict[str, Record]) -> RecordSet:
    """The register as a view."""
    return RecordSet(register.values(), catalogue.load("cami-2014"))


def planned(register: dict[str, Record], text: str) -> Plan:
    """What pasting a text into the meeting would do."""
    return Matcher(view(register)).plan(read_list(text).people, register["meeting"].id)


def test_the_same_name_is_known_a_participant_is_told_and_another_name_is_new(register: dict[str, Record]) -> None:
    plan = planned(register, "Исаев Айбек Муратович, Институт зоологии\nAnna Lee, WWF\nПетров Пётр, АСБК")
    known, already, new = plan.rows
    assert (plan.state(known), known.person.choice) == (State.KNOWN, register["isaev"].id)
    assert known.organisation is not None and known.organisation.choice == register["zoology"].id
    assert plan.state(already) is State.ALREADY
    assert plan.state(new) is State.NEW
    assert new.organisation is not None and new.organisation.choice == register["acbk"].id


@pytest.mark.parametrize(
    "text", ["Isaev Aibek", "А. Исаев", "Айбек Исаев", "Исаев Айбек Муратовыч", "исаев айбек <anna@wwf.org>"]
)
def test_a_similar_name_waits_for_a_decision(register: dict[str, Record], text: str) -> None:
    plan = planned(register, text)
    [row] = plan.rows
    assert plan.state(row) is State.OPEN
    assert row.person.choice == OPEN
    assert register["isaev"].id in row.person.similar
    assert to_store(plan, view(register), "KG", "cami-2014") == []


def test_the_same_name_with_another_address_or_organisation_may_be_somebody_else(register: dict[str, Record]) -> None:
    register["other"] = record(Organisation, name="Министерство обороны")
    plan = planned(register, "Исаев Айбек Муратович, Министерство обороны")
    assert plan.state(plan.rows[0]) is State.OPEN
    del register["part"]
    plan = planned(register, "Anna Lee <lee@other.org>")
    assert plan.state(plan.rows[0]) is State.OPEN
    assert plan.rows[0].person.similar == (register["anna"].id,)


def test_two_people_of_one_name_wait_for_a_decision(register: dict[str, Record]) -> None:
    register["twin"] = record(Person, name="Исаев Айбек Муратович")
    plan = planned(register, "Исаев Айбек Муратович")
    assert plan.state(plan.rows[0]) is State.OPEN
    assert set(plan.rows[0].person.similar) == {register["isaev"].id, register["twin"].id}


@pytest.mark.parametrize("name", ["Institute of Zoology, Academy", "институт зоологии НАН", "Zoology Institute"])
def test_a_similar_organisation_is_one_question_for_all_its_lines(register: dict[str, Record], name: str) -> None:
    plan = planned(register, f"Name\tOrganisation\nПетров Пётр\t{name}\nKim Alexei\t{name}")
    first, second = plan.rows
    assert first.organisation is second.organisation
    assert first.organisation is not None and first.organisation.similar == (register["zoology"].id,)
    assert len(plan.open_rows()) == 2
    first.organisation.choice = register["zoology"].id
    assert plan.open_rows() == []


def test_the_same_line_twice_is_taken_once(register: dict[str, Record]) -> None:
    plan = planned(register, "Петров Пётр, WWF\nПетров Пётр, WWF\nИсаев Айбек\nAibek Isaev")
    assert plan.state(plan.rows[1]) is State.TWICE
    for row in plan.rows[2:]:
        row.person.choice = register["isaev"].id
    assert [plan.state(row) for row in plan.rows[2:]] == [State.KNOWN, State.TWICE]


def test_what_is_stored_is_what_was_decided(register: dict[str, Record]) -> None:
    plan = planned(
        register,
        "Name\tOrganisation\tPosition\tE-mail\tRole\n"
        "Aibek Isaev\tInstitute of Zoology\thead\tai@zool.kg\tChair\n"
        "Петров Пётр\tНовая ассоциация\tэколог\tp@a.kg\t\n"
        "Ким Алексей\tНовая ассоциация\t\t\t\n"
        "Left Out\tНовая ассоциация\t\t\t\n",
    )
    plan.rows[0].person.choice = register["isaev"].id
    plan.rows[3].person.choice = LEAVE
    assert plan.open_rows() == []
    made = to_store(plan, view(register), "KG", "cami-2014")
    assert [one.kind for one in made] == [
        "organisation", "person", "participation", "person", "participation", "person", "participation",
    ]  # fmt: skip
    [organisation] = [one for one in made if isinstance(one, Organisation)]
    people = [one for one in made if isinstance(one, Person)]
    parts = [one for one in made if isinstance(one, Participation)]
    assert people[0].id == register["isaev"].id
    assert (people[0].name, people[0].position, people[0].email) == ("Исаев Айбек Муратович", "head", "ai@zool.kg")
    assert register["isaev"].values()["position"] is None, "what was given is not changed"
    assert [one.organisation for one in people[1:]] == [organisation.id] * 2
    assert [one.role for one in parts] == ["chair", "participant", "participant"]
    assert all(one.consent is None and one.meeting == register["meeting"].id for one in parts)
    assert parts[0].organisation == register["zoology"].id


def test_a_decision_for_somebody_new_keeps_both(register: dict[str, Record]) -> None:
    plan = planned(register, "Aibek Isaev")
    plan.rows[0].person.choice = NEW
    [person, part] = to_store(plan, view(register), "KG", "cami-2014")
    assert isinstance(person, Person) and person.id != register["isaev"].id
    assert isinstance(part, Participation) and part.person == person.id
