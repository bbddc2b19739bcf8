"""What a meeting's summary says: nobody unnamed is named, nothing is lost or said twice, few are not outvoted."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from cami_desktop.errors import WrongUse
from cami_desktop.exchange.redaction import redact
from cami_desktop.records import Record, new_id
from cami_desktop.records.kinds import (
    AgendaItem,
    Contribution,
    Decision,
    Meeting,
    Organisation,
    Participation,
    Person,
)
from cami_desktop.synthesis.meeting_summary import GROUPINGS, MeetingSummary, meeting_summary, overdue
from tests.synthesis.made import view

NAMED, SILENT = "Aigerim Sarsenova", "Bolat Zhumabekov"


def meeting_records(**values: Any) -> list[Record]:
    """A meeting with a person who consents and one who does not, both of whom say and decide something."""
    meeting = Meeting(
        id=new_id(), country="KZ", cycle="cami-2014", meeting_kind="national_stakeholder", starts_on="2014-05-13",
        ends_on="2014-05-14", **{"title": "Ulttyq kenes", "attribution": "attributed", **values},
    )  # fmt: skip
    ministry = Organisation(id=new_id(), name="Ministry of Ecology", acronym="ME", organisation_type="ministry")
    union = Organisation(id=new_id(), name="Herders' union", organisation_type="ngo")
    people = [
        Person(id=new_id(), name=NAMED, consent="written", organisation=ministry.id),
        Person(id=new_id(), name=SILENT, consent="refused", organisation=union.id),
    ]
    meeting.chair = people[0].id
    parts = [
        Participation(id=new_id(), meeting=meeting.id, person=person.id, organisation=of.id, role=role)
        for person, of, role in zip(people, (ministry, union), ("chair", "participant"), strict=True)
    ]
    items = [
        AgendaItem(id=new_id(), meeting=meeting.id, number=number, title=f"Item {number}", presenter=parts[0].id)
        for number in ("10", "2")
    ]
    items[1].starts_at, items[1].minutes = "09:30", 45
    items[1].began_at, items[1].ended_at = "2014-05-13 09:41:10", "2014-05-13 10:20:00"
    said = [
        _said(meeting, parts[0], "Fences must open", pow_items=["1.1.1", "1.1.9"], supporters=12, opponents=0,
              agreement="agreed", agenda_item=items[0].id),
        _said(meeting, parts[1], "Herds cannot move", pow_items=["1.1.9"], agreement="one_voice",
              voices=[parts[0].id], agenda_item=items[1].id),
        _said(meeting, parts[1], "Nobody counted", input_kind="gap"),
    ]  # fmt: skip
    decisions = [
        Decision(id=new_id(), meeting=meeting.id, text="Count in April", decision_kind="next_step", due="2015-04",
                 person=people[0].id, contributions=[said[1].id], state="open"),
        Decision(id=new_id(), meeting=meeting.id, text="Open the fence", decision_kind="decision",
                 person=people[1].id, state="done"),
    ]  # fmt: skip
    return [meeting, ministry, union, *people, *parts, *items, *said, *decisions]


def _said(meeting: Meeting, part: Participation, text: str, **values: Any) -> Contribution:
    more = {"input_kind": "need", "organisation": part.organisation, **values}
    return Contribution(id=new_id(), meeting=meeting.id, participation=part.id, text=text, state="proposed", **more)


def summary(grouping: str = "input_kind", **values: Any) -> MeetingSummary:
    records = meeting_records(**values)
    return meeting_summary(redact(view(*records)), records[0].id, grouping)


def test_who_does_not_consent_is_counted_and_not_named() -> None:
    said = summary()
    assert [person.name for person in said.participants] == [NAMED]
    assert said.unnamed == "and 1 participant who is not named"
    assert SILENT not in repr(said)
    assert dict(said.facts)["Chair"] == NAMED


def test_who_said_it_stands_there_as_far_as_the_rule_allows() -> None:
    by_text = {item.text: item.who for group in summary().groups for item in group.said}
    assert by_text["Fences must open"] == f"{NAMED}, ME"
    assert by_text["Herds cannot move"] == f"Herders' union; {NAMED}, ME", "the organisation, and the other voice"
    only = {item.who for group in summary(attribution="organisation_only").groups for item in group.said}
    assert only == {"ME", "Herders' union"}
    assert {item.who for group in summary(attribution="country_only").groups for item in group.said} == {""}


@pytest.mark.parametrize("rule", ["chatham_house", None])
def test_under_the_chatham_house_rule_nobody_is_named_whoever_consents(rule: str | None) -> None:
    said = summary(attribution=rule)
    assert said.participants == ()
    assert said.unnamed == "2 participants, not named"
    assert NAMED not in repr(said) and SILENT not in repr(said)
    assert "Ministry" not in repr(said), "an organisation of one would tell who it was"
    assert not any(item.who for group in said.groups for item in group.said)


def test_a_responsible_person_is_named_only_where_what_is_said_is_attributed() -> None:
    def responsible(**values: Any) -> dict[str, str]:
        return {item.text: item.responsible for _kind, items in summary(**values).decisions for item in items}

    assert responsible() == {"Count in April": f"{NAMED}, Ministry of Ecology", "Open the fence": "Herders' union"}
    for rule in ("organisation_only", "country_only", "chatham_house", "internal"):
        assert NAMED not in repr(responsible(attribution=rule))


def test_what_stays_in_the_country_is_not_even_counted() -> None:
    said = summary(attribution="internal")
    assert said.groups == ()
    assert "Herds" not in repr(said)


@pytest.mark.parametrize("grouping", GROUPINGS)
def test_every_contribution_stands_once_and_is_numbered_as_it_is_read(grouping: str) -> None:
    found = [item for group in summary(grouping).groups for item in group.said]
    assert [item.number for item in found] == [1, 2, 3]
    assert {item.text for item in found} == {"Fences must open", "Herds cannot move", "Nobody counted"}


def test_a_contribution_of_several_items_is_referred_to_from_the_others() -> None:
    first, second, none = summary("pow_item").groups
    assert first.heading.startswith("1.1.1 ") and second.heading.startswith("1.1.9 ")
    assert [item.text for item in first.said] == ["Fences must open"]
    assert ([item.text for item in second.said], second.also) == (["Herds cannot move"], (1,))
    assert none.heading == "Without Programme of Work item"
    assert "1.1.1" not in repr(first.said[0].about), "the heading says it"
    assert "1.1.9" in repr(first.said[0].about)


def test_the_view_of_a_few_is_marked_and_votes_are_told() -> None:
    found = {item.text: item for group in summary().groups for item in group.said}
    assert (found["Fences must open"].minority, found["Fences must open"].counted) == (False, "12 for, 0 against")
    assert (found["Herds cannot move"].minority, found["Herds cannot move"].agreement) == (True, "One voice")
    assert found["Herds cannot move"].counted == "", "nobody counted is not zero"


def test_the_agenda_is_in_the_order_of_numbers_with_planned_and_real_times() -> None:
    two, ten = summary().agenda
    assert (two.number, ten.number) == ("2", "10")
    assert two.planned.replace("\u00a0", " ") == "09:30, 45 min"
    assert two.real == "13 May 2014, 09:41–10:20"
    assert (ten.planned, ten.real) == ("", "")


def test_decisions_stand_by_kind_and_say_what_they_follow_from() -> None:
    said = summary()
    assert [kind for kind, _items in said.decisions] == ["Decision", "Next step"]
    [step] = said.decisions[1][1]
    numbers = {item.text: item.number for group in said.groups for item in group.said}
    assert [number for number, _id in step.contributions] == [numbers["Herds cannot move"]]


def test_the_state_says_draft_final_or_approved_and_when() -> None:
    assert summary().draft and "Draft" in dict(summary().facts)["State of the record"]
    facts = dict(summary(status="approved", approved_on="2014-06-03").facts)
    assert facts["Approved on"] == "3 June 2014"
    assert not summary(status="final").draft


def test_the_name_of_the_paper_is_made_of_no_word_that_a_person_typed() -> None:
    said = summary(title=f"Meeting with {SILENT}", place_name=SILENT)
    assert said.name == "Kazakhstan · National stakeholder meeting · 13 May 2014"


def test_an_unknown_meeting_or_grouping_is_refused() -> None:
    records = meeting_records()
    with pytest.raises(WrongUse, match="no meeting"):
        meeting_summary(view(*records), records[1].id)
    with pytest.raises(WrongUse, match="grouped"):
        meeting_summary(view(*records), records[0].id, "moon")


@pytest.mark.parametrize(
    ("due", "state", "late"),
    [
        ("2014-05-30", "open", True), ("2014-06-01", "open", False), ("2014-05-31", None, True),
        ("2014-06", "open", False), ("2014-05", "open", True), ("2014", "open", False), ("2013", "open", True),
        ("2014-05-30", "done", False), ("2014-05-30", "dropped", False), (None, "open", False),
    ],
)  # fmt: skip
def test_a_decision_is_overdue_the_day_after_and_a_vague_date_with_its_end(
    due: str | None, state: str | None, late: bool
) -> None:
    assert overdue(Decision(due=due, state=state), datetime.date(2014, 6, 1)) is late
