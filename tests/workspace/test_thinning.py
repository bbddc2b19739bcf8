"""Thinning: what is near stays whole, what is old once a day, a week, a month; how often one thins does not matter."""

from __future__ import annotations

import datetime
from datetime import UTC, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from cami_desktop.workspace.thinning import ALL_FOR, DAILY_FOR, WEEKLY_FOR, kept

NOW = datetime.datetime(2014, 9, 18, 12, 0, tzinfo=UTC)
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=6))])
MOMENTS = st.datetimes(datetime.datetime(2011, 1, 1), datetime.datetime(2015, 1, 1), timezones=ZONES)
TIMES = st.sets(MOMENTS, max_size=60)


@given(TIMES, MOMENTS)
def test_nothing_is_invented_and_the_newest_always_stays(times: set[datetime.datetime], now: datetime.datetime) -> None:
    stay = kept(times, now)
    assert stay <= times
    assert not times or max(times) in stay


@given(TIMES, MOMENTS)
def test_all_of_two_days_and_of_a_future_that_was_no_future_stay(
    times: set[datetime.datetime], now: datetime.datetime
) -> None:
    assert {time for time in times if now - time <= ALL_FOR} <= kept(times, now)


@given(TIMES, MOMENTS)
def test_every_day_week_and_month_that_had_a_backup_keeps_its_last_while_its_turn_lasts(
    times: set[datetime.datetime], now: datetime.datetime
) -> None:
    stay = kept(times, now)
    for time in times:
        utc = time.astimezone(UTC)
        month = [
            other
            for other in times
            if (other.astimezone(UTC).year, other.astimezone(UTC).month) == (utc.year, utc.month)
        ]
        day = [other for other in month if other.astimezone(UTC).day == utc.day]
        assert max(month) in stay
        assert now - max(day) > DAILY_FOR or max(day) in stay


@given(TIMES, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=800)))
def test_thinning_in_between_changes_nothing_in_the_end(
    times: set[datetime.datetime], now: datetime.datetime, later: timedelta
) -> None:
    assert kept(kept(times, now), now + later) == kept(times, now + later)
    assert kept(kept(times, now), now) == kept(times, now)


def test_six_hundred_days_of_work_leave_a_handful() -> None:
    """A backup each half hour of eight, thinned after each one as the program does."""
    held: set[datetime.datetime] = set()
    for day in range(600):
        for half_hour in range(16):
            now = NOW + timedelta(days=day, minutes=30 * half_hour)
            held = kept(held | {now}, now)
    ages = sorted(now - time for time in held)
    assert sum(age <= ALL_FOR for age in ages) in (32, 33)
    assert sum(ALL_FOR < age <= DAILY_FOR for age in ages) == 29
    assert 50 <= sum(DAILY_FOR < age <= WEEKLY_FOR for age in ages) <= 56
    assert 7 <= sum(age > WEEKLY_FOR for age in ages) <= 9
