"""How a meeting keeps to its agenda: minutes planned and taken of each item, and how far the meeting is behind."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from cami_desktop.records.kinds import AgendaItem, Meeting
from cami_desktop.records.meeting_times import planned

MOMENT = "%Y-%m-%d %H:%M:%S"
"""How moments are kept: local time of the meeting."""


@dataclass(frozen=True, slots=True)
class ItemTime:
    """An agenda item with the minutes that it has taken so far; None where it was not begun, or its end is unknown."""

    item: AgendaItem
    taken: int | None
    current: bool

    @property
    def over(self) -> int:
        """Minutes beyond the plan; 0 within it, and where nothing was planned."""
        return max(0, (self.taken or 0) - self.item.minutes) if self.item.minutes else 0


def runs_on(meeting: Meeting, day: datetime.date) -> bool:
    """Whether a day is one of the meeting's: the clock runs only then, for notes are also written up afterwards.

    A meeting without a date runs whenever it is noted; of a vague date (2014, 2014-05) nobody knows the day.
    """
    first, today = meeting.starts_on, day.isoformat()
    if not first:
        return True
    last = meeting.ends_on or first
    return len(first) == len(today) and first <= today <= last


def times(items: Sequence[AgendaItem], current: str, now: str) -> list[ItemTime]:
    """The items of an agenda, in order, with what each has taken; now: the time on the wall, as MOMENT."""
    found = []
    for item in items:
        until = now if item.id == current else item.ended_at
        taken = minutes_between(item.began_at, until) if item.began_at and until else None
        found.append(ItemTime(item, taken, item.id == current))
    return found


def behind(items: Sequence[AgendaItem], current: str, now: str) -> int | None:
    """Minutes by which the meeting is behind its agenda (negative: ahead); None where that cannot be told.

    It is behind by as much as the current item began too late, and by what that has taken beyond its plan. When an item
    should begin is planned, else it is the first item's beginning and the minutes planned before it.
    """
    place = next((place for place, item in enumerate(items) if item.id == current), None)
    if place is None or items[place].began_at is None:
        return None
    began = moment(items[place].began_at)
    due = _due(items, place)
    if began is None or due is None:
        return None
    late = round((began - due).total_seconds() / 60)
    return late + times(items, current, now)[place].over


def stepped(items: Sequence[AgendaItem], before: str, to: str, at: str) -> list[AgendaItem]:
    """Copies of the items that change when the notes go from one item to another at a time; none where none does."""
    changed = []
    for item in items:
        if item.id == before != to and item.began_at is not None:
            left = copy.deepcopy(item)
            left.ended_at = at
            changed.append(left)
        if item.id == to and (item.began_at is None or item.ended_at is not None):
            come = copy.deepcopy(item)
            come.began_at = come.began_at or at
            come.ended_at = None
            changed.append(come)
    return changed


def minutes_between(first: str, last: str) -> int:
    """Whole minutes between two moments, 0 where the clock was set back or one cannot be read."""
    begin, end = moment(first), moment(last)
    return 0 if begin is None or end is None else max(0, int((end - begin).total_seconds() // 60))


def _due(items: Sequence[AgendaItem], place: int) -> datetime.datetime | None:
    """When an item should begin, on the day on which it began."""
    item = items[place]
    began = moment(item.began_at)
    plan = next((one.begins for one in planned(items) if one.item.id == item.id), None)
    if began is not None and plan is not None:
        return began.replace(hour=0, minute=0, second=0) + datetime.timedelta(minutes=plan)
    first = moment(items[0].began_at)
    before = [one.minutes for one in items[:place]]
    if first is None or began is None or first.date() != began.date() or None in before:
        return None
    return first + datetime.timedelta(minutes=sum(filter(None, before)))


def moment(text: str | None) -> datetime.datetime | None:
    """A moment as it is kept; None where it cannot be read."""
    for pattern in (MOMENT, "%Y-%m-%d %H:%M"):
        try:
            return datetime.datetime.strptime(text or "", pattern)
        except ValueError:
            continue
    return None
