"""Which backups are kept as they grow old: a pure function over times; deleting files is not its business."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

ALL_FOR = timedelta(days=2)
DAILY_FOR = timedelta(days=31)
WEEKLY_FOR = timedelta(days=366)

Span = tuple[int, ...]
"""A stretch of the calendar in UTC: (year, month), (year, month, week) or (year, month, week, day)."""


def kept(times: Iterable[datetime], now: datetime) -> set[datetime]:
    """The times whose backups stay: all of two days, then the last of each day, week and month.

    Weeks are those of a month (days 1 to 7, 8 to 14 …), so that each day lies in one week and each week in one month.
    Therefore thinning often leaves what thinning once, at the end, would have left. Times in the future stay: a clock
    that was set back deletes nothing.
    """
    all_times = set(times)
    last: dict[Span, datetime] = {}
    for time in sorted(all_times):
        for span in _spans(time):
            last[span] = time
    return {time for time in all_times if _stays(time, now - time, last)}


def _stays(time: datetime, age: timedelta, last: dict[Span, datetime]) -> bool:
    if age <= ALL_FOR:
        return True
    day, week, month = _spans(time)
    span = day if age <= DAILY_FOR else week if age <= WEEKLY_FOR else month
    return last[span] == time


def _spans(time: datetime) -> tuple[Span, Span, Span]:
    """The day, the week and the month in which a time lies."""
    utc = time.astimezone(UTC)
    month = (utc.year, utc.month)
    week = (*month, (utc.day - 1) // 7)
    return (*week, utc.day), week, month
