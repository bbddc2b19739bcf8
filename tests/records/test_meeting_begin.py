"""A meeting begun from a template or like another one; the times of an agenda; the meanings of the codes."""

from __future__ import annotations

import pytest

from cami_desktop import catalogue
from cami_desktop.records import Record, new_id
from cami_desktop.records.kinds import AgendaItem, Meeting, Participation
from cami_desktop.records.meanings import MEANINGS, meaning
from cami_desktop.records.meeting_begin import from_template, in_words, like, people_of, templates
from cami_desktop.records.meeting_times import clock_of, planned
from cami_desktop.records.recordset import RecordSet
from cami_desktop.words import using


@pytest.mark.parametrize("code", list(templates()))
@pytest.mark.parametrize(("language", "spoken"), [("en", "en"), ("ru", "ru"), ("kk", "ru")])
def test_a_template_makes_a_meeting_with_a_timed_agenda(code: str, language: str, spoken: str) -> None:
    template = templates()[code]
    with using(language):
        meeting, *items = from_template(Meeting(country="KZ", catalogue="cami-2014", starts_on="2014-05-13"), template)
    assert isinstance(meeting, Meeting)
    assert (meeting.title, meeting.meeting_kind) == (template.title[spoken], template.meeting_kind)
    assert (meeting.starts_on, meeting.status, meeting.attribution) == ("2014-05-13", "draft", template.attribution)
    assert len(items) == len(template.items)
    assert all(isinstance(item, AgendaItem) and item.meeting == meeting.id and item.country == "KZ" for item in items)
    times = planned(item for item in items if isinstance(item, AgendaItem))
    assert clock_of(times[0].begins) == template.starts_at
    assert [one.pause for one in times] == [one.pause for one in template.items]


def test_what_a_person_said_goes_before_the_template() -> None:
    given = Meeting(title="Own", attribution="internal", meeting_kind="working_group")
    made = from_template(given, templates()["national_stakeholder"])[0]
    assert isinstance(made, Meeting)
    assert (made.title, made.attribution, made.meeting_kind) == ("Own", "internal", "working_group")
    assert given.id == "" and given.purpose is None, "what was given is not changed"


def test_a_text_in_no_language_is_blank() -> None:
    assert in_words({}) == ""


@pytest.fixture
def held() -> RecordSet:
    """A meeting that was held and approved, with an item that really took place and its presenter."""
    meeting = Meeting(
        id=new_id(), country="KZ", title="Held", starts_on="2014-05-13", approved_on="2014-06-01", summary="S",
        host=new_id(), languages=["ru", "kk"], attribution="attributed", status="approved", place_name="Astana",
    )  # fmt: skip
    part = Participation(id=new_id(), meeting=meeting.id, person=new_id(), role="presenter", consent="oral", days="1")
    item = AgendaItem(
        id=new_id(), meeting=meeting.id, number="1", title="Saiga", starts_at="09:00", minutes=30, presenter=part.id,
        began_at="2014-05-13 09:05:00", ended_at="2014-05-13 09:50:00", aim="Figures",
    )  # fmt: skip
    return RecordSet([meeting, part, item], catalogue.load("cami-2014"))


def parts(records: list[Record]) -> tuple[Meeting, list[Participation], list[AgendaItem]]:
    """Meeting, participants and items of what was made."""
    [meeting] = [one for one in records if isinstance(one, Meeting)]
    people = [one for one in records if isinstance(one, Participation)]
    return meeting, people, [one for one in records if isinstance(one, AgendaItem)]


def test_a_meeting_like_another_is_whole_but_takes_nothing_that_only_happened_there(held: RecordSet) -> None:
    [last] = held.all(Meeting)
    meeting, [part], [item] = parts(like(last, held))
    assert (meeting.host, meeting.languages, meeting.attribution, meeting.place_name) == (
        last.host, ["ru", "kk"], "attributed", "Astana",
    )  # fmt: skip
    assert (meeting.status, meeting.starts_on, meeting.approved_on, meeting.summary) == ("draft", None, None, None)
    assert (part.meeting, part.role, part.consent, part.days) == (meeting.id, "presenter", None, None)
    assert (item.meeting, item.presenter, item.starts_at, item.aim) == (meeting.id, part.id, "09:00", "Figures")
    assert (item.began_at, item.ended_at) == (None, None)
    assert not {meeting.id, part.id, item.id} & {record.id for record in held}


def test_participants_come_only_where_they_are_wished(held: RecordSet) -> None:
    [last] = held.all(Meeting)
    _meeting, people, [item] = parts(like(last, held, people=False))
    assert people == [] and item.presenter is None
    [part] = people_of(last, held, "m").values()
    assert (part.meeting, part.consent) == ("m", None)


def test_times_follow_one_another_and_a_time_before_the_last_one_is_the_next_day() -> None:
    rows = [("1", "09:00", 30), ("2", None, 30), ("10", "09:00", 60), ("9", "11:00", None), ("11", None, 5)]
    items = [AgendaItem(id=n, number=n, starts_at=at, minutes=minutes) for n, at, minutes in rows]
    found = [(one.item.number, one.day, clock_of(one.begins), clock_of(one.ends), one.pause) for one in planned(items)]
    assert found == [
        ("1", 1, "09:00", "09:30", 0), ("2", 1, "09:30", "10:00", 0), ("9", 1, "11:00", "", 60),
        ("10", 2, "09:00", "10:00", 0), ("11", 2, "10:00", "10:05", 0),
    ]  # fmt: skip


@pytest.mark.parametrize("code_list", list(MEANINGS))
def test_every_code_that_is_chosen_in_a_meeting_is_explained(code_list: str) -> None:
    assert set(MEANINGS[code_list]) == set(catalogue.load(catalogue.DEFAULT_EDITION).codes(code_list))
    assert all(said.endswith(".") for said in MEANINGS[code_list].values())
    assert meaning(code_list, None) == ""
