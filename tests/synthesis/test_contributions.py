"""Contributions are counted by kind and item with their agreement; gaps stand by area; meetings name nobody."""

from __future__ import annotations

from typing import Any

from cami_desktop.records import new_id
from cami_desktop.records.kinds import Contribution, Gap, Meeting, Need, Organisation, Participation, Person
from cami_desktop.synthesis.contributions import consultation
from tests.synthesis.made import sample, view


def contribution(country: str, agreement: str, **more: Any) -> Contribution:
    values = {"input_kind": "need", "text": "Больше егерей", "pow_items": ["1.1.1"], **more}
    return Contribution(id=new_id(), country=country, agreement=agreement, **values)


def test_contributions_are_counted_by_kind_and_by_item_with_their_agreement() -> None:
    found = consultation(
        view(
            contribution("KZ", "agreed"),
            contribution("UZ", "minority_view", pow_items=["1.1.1", "1.2.4"]),
            contribution("UZ", "agreed", input_kind="gap", pow_items=[]),
        )
    )
    assert [(count.input_kind, count.total, dict(count.agreements)) for count in found.by_kind] == [
        ("gap", 1, {"agreed": 1}),
        ("need", 2, {"agreed": 1, "minority_view": 1}),
    ]
    assert [(count.pow_item, count.total, count.countries) for count in found.by_item] == [
        ("1.1.1", 2, {"KZ": 1, "UZ": 1}),
        ("1.2.4", 1, {"UZ": 1}),
    ]


def test_a_minority_view_is_kept_in_its_own_words() -> None:
    found = consultation(view(contribution("KZ", "agreed"), contribution("KZ", "one_voice", text="Против")))
    assert [item.text for item in found.statements if item.minority] == ["Против"]


def test_gaps_stand_by_area_and_taxon_with_the_needs_that_answer_them() -> None:
    saiga: dict[str, Any] = {"area": "knowledge", "taxa": ["saiga"]}
    first = Gap(id=new_id(), country="UZ", text="No count", priority="high", **saiga)
    second = Gap(id=new_id(), country="KZ", text="No winter count", priority="essential", **saiga)
    other = Gap(id=new_id(), country="KZ", area="funding", taxa=["kulan"], text="No money")
    need = Need(id=new_id(), country="UZ", gap=first.id, category="monitoring", text="Count in winter", cost=5.0)
    loose = Need(id=new_id(), country="UZ", category="staff", text="Rangers")
    found = consultation(view(first, second, other, need, loose))
    assert [area.area for area in found.gaps] == ["knowledge", "funding"]
    knowledge = found.gaps[0]
    assert [gap.text for gap in knowledge.gaps] == ["No winter count", "No count"]
    assert knowledge.countries == {"KZ": 1, "UZ": 1}
    assert [item.text for item in knowledge.gaps[1].needs] == ["Count in winter"]
    assert [item.text for item in found.loose_needs] == ["Rangers"]


def test_a_meeting_counts_participants_by_type_of_organisation_without_names() -> None:
    academy = Organisation(id=new_id(), country="KG", name="Академия", organisation_type="academia")
    person = Person(id=new_id(), country="KG", name="Айгүл Асанова", organisation=academy.id)
    meeting = Meeting(id=new_id(), country="KG", title="Bishkek", starts_on="2014-05-14")
    known = Participation(id=new_id(), country="KG", meeting=meeting.id, person=person.id, role="expert")
    unknown = Participation(id=new_id(), country="KG", meeting=meeting.id, role="observer")
    (row,) = consultation(view(academy, person, meeting, known, unknown)).meetings
    assert (row.participants, row.by_organisation) == (2, {"academia": 1, "": 1})
    assert "Асанова" not in repr(row)


def test_the_sample_brings_a_meeting_of_each_country_and_no_name_of_a_participant() -> None:
    found = consultation(sample())
    assert sorted(row.country for row in found.meetings) == ["KG", "KZ", "TJ", "TM", "UZ"]
    names = {person.name for person in sample().all(Person) if person.name}
    told = repr(found.meetings)
    assert names
    assert not [name for name in names if name in told]
