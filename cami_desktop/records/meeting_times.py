"""When the items of an agenda are planned: their order, days, beginnings, ends and the breaks between them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from cami_desktop.records.kinds import AgendaItem


@dataclass(frozen=True, slots=True)
class Planned:
    """An item with its times in minutes of the day, None where unknown; day counts from 1; pause is before it."""

    item: AgendaItem
    day: int
    begins: int | None
    ends: int | None
    pause: int = 0


def planned(items: Iterable[AgendaItem]) -> list[Planned]:
    """The items in the order of their numbers. An item without a time begins when the one before it ends.

    Where a time lies before that of the item before it, the next day has begun.
    """
    found: list[Planned] = []
    day, clock = 1, None
    for item in sorted(items, key=lambda item: (in_order(item.number or ""), item.id)):
        begins, pause = minutes_of(item.starts_at), 0
        if begins is None:
            begins = clock
        elif begins < _last(found):
            day += 1
        elif clock is not None:
            pause = max(begins - clock, 0)
        clock = None if begins is None or item.minutes is None else begins + item.minutes
        found.append(Planned(item, day, begins, clock, pause))
    return found


def _last(found: list[Planned]) -> int:
    return next((one.begins for one in reversed(found) if one.begins is not None), 0)


def in_order(number: str) -> tuple[tuple[int, str], ...]:
    """A sort key by which 2 comes before 10 and 3.2 before 3.10."""
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in re.findall(r"\d+|[^\d.\s]+", number))


def item_label(item: AgendaItem | None) -> str:
    """Number and title of an item in one line; blank for none."""
    return f"{item.number or ''} {item.title or ''}".strip() if item is not None else ""


def minutes_of(clock: str | None) -> int | None:
    """A time of day such as 09:30 in minutes; None for none."""
    match = re.fullmatch(r"(\d{1,2}):(\d{2})", clock or "")
    return int(match[1]) * 60 + int(match[2]) if match else None


def clock_of(minutes: int | None) -> str:
    """Minutes of the day as 09:30; after midnight it begins anew; empty for None."""
    return "" if minutes is None else f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
