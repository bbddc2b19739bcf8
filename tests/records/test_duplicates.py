"""Records that may be one: found in any spelling, kept apart when a person said so, joined without losing a link."""

from __future__ import annotations

from typing import Any

import pytest

from cami_desktop.catalogue import load
from cami_desktop.records import Record, new_id
from cami_desktop.records.attribution import NAMING_CONSENT, may_name_person
from cami_desktop.records.citation import source_numbers
from cami_desktop.records.duplicates import duplicates, joined, kept_apart, pointing_at, told_apart
from cami_desktop.records.kinds import (
    Attachment,
    Contribution,
    Meeting,
    Note,
    Organisation,
    Participation,
    Person,
    PowResponse,
    Site,
    Source,
)
from cami_desktop.records.people import surname_first
from cami_desktop.records.recordset import RecordSet
from cami_desktop.records.rules import check_record


def made(cls: type[Any], **values: Any) -> Any:
    return cls(id=new_id(), country=values.pop("country", "KZ"), **values)


def view(*records: Record) -> RecordSet:
    return RecordSet(records, load())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (made(Organisation, name="Институт зоологии"), made(Organisation, name="ИНСТИТУТ  ЗООЛОГИИ")),
        (made(Organisation, name="Қазақ ғылымы"), made(Organisation, name="казак гылымы")),
        (made(Organisation, name="Комитет", acronym="КЛХ"), made(Organisation, name="КЛХ")),
        (made(Person, name="Rustam Abdullaev"), made(Person, name="Abdullaev, Rustam")),
        (made(Person, name="А. Каримов", surname="Каримов", given="Али"), made(Person, name="Али Каримов")),
        (made(Source, citation="Singh, N. (2010). Saiga."), made(Source, citation="singh n 2010 saiga")),
        (made(Site, name="Betpak-Dala"), made(Site, name="Бетпакдала", name_en="betpak dala")),
    ],
)
def test_two_that_look_the_same_are_found(one: Record, other: Record) -> None:
    assert [(pair.first, pair.second) for pair in duplicates(view(other, one))] == [(one.id, other.id)]
    assert any(finding.rule == "possible-duplicate" for finding in check_record(one, view(one, other)))


def test_different_names_other_countries_and_removed_records_are_no_duplicates() -> None:
    one = made(Organisation, name="Институт зоологии")
    assert duplicates(view(one, made(Organisation, name="Институт ботаники"))) == []
    assert duplicates(view(one, made(Organisation, name="Институт зоологии", country="KG"))) == []
    assert duplicates(view(one, made(Organisation, name="Институт зоологии", deleted=True))) == []
    assert duplicates(view(one, made(Person, name="Институт зоологии"))) == []


def test_a_pair_that_a_person_kept_apart_is_not_asked_about_again_but_a_third_is() -> None:
    one, other = made(Person, name="Али Каримов"), made(Person, name="Каримов Али")
    apart = kept_apart(one, other, "Not the same as")
    assert told_apart(*apart)
    assert duplicates(view(*apart)) == []
    assert one.accepted == {}
    assert other.id in apart[0].accepted["possible-duplicate"]
    third = made(Person, name="али каримов")
    assert {pair.second for pair in duplicates(view(*apart, third))} == {third.id}


def test_a_hint_that_was_accepted_in_check_is_not_asked_about_again() -> None:
    one = made(Person, name="Али Каримов", accepted={"possible-duplicate": "Father and son"})
    assert duplicates(view(one, made(Person, name="Каримов Али"))) == []


def test_many_of_one_name_are_not_paired_each_with_each() -> None:
    many = [made(Site, name="Колодец") for _n in range(40)]
    assert len(duplicates(view(*many))) == 28 + 32


def test_joining_points_every_link_at_the_one_that_is_kept_and_fills_its_blanks() -> None:
    keep = made(Organisation, name="КЛХ", organisation_type="academia", absent={"web": "unknown"})
    other = made(Organisation, name="клх", web="example.org", organisation_type="ngo")
    person = made(Person, name="А", organisation=other.id)
    meeting = made(Meeting, title="M", host=other.id)
    response = made(PowResponse, pow_item="x", lead=keep.id, partners=[keep.id, other.id])
    paper = made(Attachment, record=other.id, file_name="a.pdf")
    untouched = made(Participation, meeting=meeting.id, organisation=keep.id)
    records = view(keep, other, person, meeting, response, paper, untouched)
    changed = {record.id: record for record in joined(keep, other, records)}
    assert set(changed) == {keep.id, other.id, person.id, meeting.id, response.id, paper.id}
    assert changed[other.id].deleted
    assert changed[person.id].values()["organisation"] == keep.id
    assert changed[meeting.id].values()["host"] == keep.id
    assert changed[response.id].values()["partners"] == [keep.id]
    assert changed[paper.id].values()["record"] == keep.id
    assert changed[keep.id].values() == {**keep.values(), "web": "example.org"}
    assert changed[keep.id].absent == {}
    assert (person.organisation, other.deleted) == (other.id, False)
    assert {record.id for record in pointing_at(keep, records)} == {response.id, untouched.id}


def test_a_person_stands_surname_first_where_the_surname_is_known() -> None:
    whole = made(Person, name="Рустам Каримов", surname="Каримов", given="Рустам", patronymic="Алиевич")
    assert surname_first(whole) == "Каримов Рустам Алиевич"
    assert surname_first(made(Person, name="Рустам Каримов")) == "Рустам Каримов"


def test_sources_are_numbered_in_the_order_of_their_citations() -> None:
    b, a = made(Source, citation="beta"), made(Source, citation="Alpha")
    assert source_numbers(view(b, a)) == {a.id: 1, b.id: 2}


def test_a_person_who_took_part_as_both_has_one_part_in_the_meeting_and_their_words_stay_theirs() -> None:
    one, other = made(Person, name="Али Каримов"), made(Person, name="Каримов Али")
    first = made(Participation, meeting="m", person=one.id, role="participant")
    second = made(Participation, meeting="m", person=other.id, role="chair", organisation="o")
    elsewhere = made(Participation, meeting="n", person=other.id, role="participant")
    note = made(Note, meeting="m", text="Сказал", speaker=second.id)
    changed: dict[str, Any] = {
        record.id: record for record in joined(one, other, view(one, other, first, second, elsewhere, note))
    }
    assert changed[other.id].deleted and changed[second.id].deleted and not changed[first.id].deleted
    assert (changed[first.id].role, changed[first.id].organisation) == ("participant", "o")
    assert changed[note.id].speaker == first.id
    assert changed[elsewhere.id].person == one.id and not changed[elsewhere.id].deleted


@pytest.mark.parametrize(
    ("mine", "theirs", "left"),
    [
        ("written", "refused", "refused"),
        ("written", "withdrawn", "withdrawn"),
        ("oral", None, "oral"),
        (None, "refused", "refused"),
        ("refused", "written", "refused"),
        ("withdrawn", "refused", "withdrawn"),
        ("written", "not_asked", "written"),
    ],
)
def test_whoever_refused_to_be_named_under_either_name_is_not_named(mine: str, theirs: str, left: str) -> None:
    one = made(Person, name="Али Каримов", consent=mine, consent_on="2013-04-01" if mine else None)
    other = made(Person, name="Каримов Али", consent=theirs, consent_on="2014-05-13" if theirs else None)
    kept: Any = joined(one, other, view(one, other))[0]
    assert (kept.id, kept.consent) == (one.id, left)
    assert kept.consent_on == ("2014-05-13" if left != mine else "2013-04-01")
    assert may_name_person(kept, view(kept)) == (left in NAMING_CONSENT)


def test_a_refusal_for_one_meeting_stays_when_two_participations_become_one() -> None:
    one, other = made(Person, name="Али Каримов"), made(Person, name="Каримов Али")
    first = made(Participation, meeting="m", person=one.id, role="participant", consent="written")
    second = made(Participation, meeting="m", person=other.id, role="participant", consent="refused")
    changed: dict[str, Any] = {record.id: record for record in joined(one, other, view(one, other, first, second))}
    assert changed[first.id].consent == "refused"


def test_nobody_becomes_another_voice_beside_themselves() -> None:
    one, other = made(Person, name="Али Каримов"), made(Person, name="Каримов Али")
    first = made(Participation, meeting="m", person=one.id, role="participant")
    second = made(Participation, meeting="m", person=other.id, role="participant")
    third = made(Participation, meeting="m", person="p3", role="participant")
    spoken = made(Contribution, meeting="m", text="Сказал", participation=first.id, voices=[second.id, third.id])
    echoed = made(Contribution, meeting="m", text="Повторил", participation=second.id, voices=[first.id])
    beside = made(Contribution, meeting="m", text="И они", participation=third.id, voices=[second.id, first.id])
    everything = (one, other, first, second, third, spoken, echoed, beside)
    changed: dict[str, Any] = {record.id: record for record in joined(one, other, view(*everything))}
    assert (changed[spoken.id].participation, changed[spoken.id].voices) == (first.id, [third.id])
    assert (changed[echoed.id].participation, changed[echoed.id].voices) == (first.id, [])
    assert (changed[beside.id].participation, changed[beside.id].voices) == (third.id, [first.id])
