"""The agenda against the clock: what each item took, and how far behind the meeting is."""

from __future__ import annotations

import datetime

import pytest

from cami_desktop.records.agenda_time import behind, minutes_between, runs_on, stepped, times
from cami_desktop.records.kinds import AgendaItem, Meeting

DAY = "2014-05-20"


def item(number: int, minutes: int | None = None, **values: str | None) -> AgendaItem:
    return AgendaItem(id=f"i{number}", number=str(number), title=f"Item {number}", minutes=minutes, **values)  # type: ignore[arg-type]


def at(clock: str) -> str:
    return f"{DAY} {clock}:00"


def test_the_clock_runs_on_the_days_of_the_meeting_only() -> None:
    day = datetime.date(2014, 5, 20)
    assert runs_on(Meeting(starts_on=DAY), day)
    assert runs_on(Meeting(starts_on="2014-05-19", ends_on="2014-05-21"), day)
    assert runs_on(Meeting(), day)
    assert not runs_on(Meeting(starts_on="2014-05-21"), day)
    assert not runs_on(Meeting(starts_on="2014-05"), day)


def test_stepping_begins_the_next_item_and_ends_the_one_before_and_coming_back_goes_on() -> None:
    items = [item(1), item(2)]
    [begun] = stepped(items, "", "i1", at("09:00"))
    assert (begun.began_at, begun.ended_at) == (at("09:00"), None)
    assert items[0].began_at is None, "what is shown is not touched"
    items = [begun, items[1]]
    left, come = stepped(items, "i1", "i2", at("09:25"))
    assert (left.id, left.ended_at, come.id, come.began_at) == ("i1", at("09:25"), "i2", at("09:25"))
    back = stepped([left, come], "i2", "i1", at("09:40"))
    assert [(one.id, one.began_at, one.ended_at) for one in back] == [
        ("i1", at("09:00"), None), ("i2", at("09:25"), at("09:40")),
    ]  # fmt: skip
    assert stepped([begun], "i1", "i1", at("09:50")) == []


def test_what_an_item_took_counts_until_now_only_for_the_current_one() -> None:
    items = [item(1, 20, began_at=at("09:00"), ended_at=at("09:25")), item(2, 30, began_at=at("09:25")), item(3, 10)]
    first, second, third = times(items, "i2", at("09:37"))
    assert (first.taken, first.over, second.taken, second.over, third.taken, third.over) == (25, 5, 12, 0, None, 0)
    assert [one.current for one in (first, second, third)] == [False, True, False]


@pytest.mark.parametrize(
    ("now", "late"),
    [("09:30", 5), ("09:55", 5), ("10:10", 20)],
)
def test_a_meeting_is_behind_by_its_late_begin_and_by_what_the_item_takes_too_long(now: str, late: int) -> None:
    items = [item(1, 20, began_at=at("09:00"), ended_at=at("09:25")), item(2, 30, began_at=at("09:25"))]
    assert behind(items, "i2", at(now)) == late
    planned = [items[0], item(2, 30, starts_at="09:35", began_at=at("09:25"))]
    assert behind(planned, "i2", at(now)) == late - 15


def test_without_a_plan_nobody_is_behind() -> None:
    assert behind([item(1)], "i1", at("09:00")) is None
    assert behind([item(1, began_at=at("09:00")), item(2, began_at=at("10:00"))], "i2", at("10:00")) is None
    assert behind([], "i1", at("09:00")) is None
    assert minutes_between(at("10:00"), at("09:00")) == 0
