"""Prints the agenda of a meeting to hand out: times, items with their aims, presenters as consent allows."""

from __future__ import annotations

import datetime
import io
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from cami_desktop.exchange.meeting import room
from cami_desktop.exchange.report.layout import WIDTH, paragraph, print_document
from cami_desktop.exchange.report.runs import MUTED
from cami_desktop.records.kinds import AgendaItem, Meeting
from cami_desktop.records.meanings import meaning
from cami_desktop.records.meeting_times import Planned, clock_of, planned
from cami_desktop.records.recordset import RecordView
from cami_desktop.synthesis.meeting_summary import meeting_of
from cami_desktop.synthesis.meeting_words import People, Words
from cami_desktop.words import _, formats, using

_TIME, _NUMBER, _WHO = 68.0, 30.0, 130.0


def print_agenda(view: RecordView, meeting_id: str, language: str, made_at: datetime.datetime) -> bytes:
    """The agenda of a meeting as PDF in a language of the program; records come redacted.

    Nothing that the file states about itself was typed by a person. The same input gives the same bytes. Raises
    WrongUse for an unknown language or meeting.
    """
    with using(language):
        meeting = meeting_of(view, meeting_id)
        out = io.BytesIO()
        sheet = room.sheet_of(meeting, _("Agenda"), language, made_at)
        print_document(_pages(view, meeting), sheet, out)
    return out.getvalue()


def _pages(view: RecordView, meeting: Meeting) -> list[Flowable]:
    found = room.head_of(view, meeting, _("Agenda"))
    if meeting.purpose:
        found.append(paragraph(meeting.purpose))
    items = planned(view.all(AgendaItem, meeting=meeting.id))
    days = sorted({one.day for one in items})
    for day in days:
        if len(days) > 1:
            found.append(paragraph(_day(meeting, day), "h2"))
        found.append(_table(view, [one for one in items if one.day == day]))
    if not items:
        found.append(paragraph(_("The agenda has no items yet.")))
    rule = meaning("attribution_rule", meeting.attribution)
    if rule:
        found += [paragraph(_("Attribution rule"), "group"), paragraph(rule)]
    return found


def _day(meeting: Meeting, day: int) -> str:
    """A day of the meeting with its date, where the first one is known to the day."""
    name = _("Day {n}").format(n=day)
    first = meeting.starts_on or ""
    if len(first) != len("2014-05-13"):
        return name
    date = datetime.date.fromisoformat(first) + datetime.timedelta(days=day - 1)
    return f"{name} · {formats.long_date(date.isoformat())}"


def _table(view: RecordView, items: list[Planned]) -> Flowable:
    words = Words(view, People(view, silent=False))
    rows: list[list[Any]] = []
    breaks: list[tuple[Any, ...]] = []
    presented = any(words.presenter(one.item.presenter) for one in items)
    for one in items:
        if one.pause:
            begins = None if one.begins is None else one.begins - one.pause
            breaks.append(("TEXTCOLOR", (0, len(rows) + 1), (-1, len(rows) + 1), HexColor(MUTED)))
            pause = [room.text(_span(begins, one.begins), room.QUIET), "", room.text(_("Break"), room.QUIET)]
            rows.append([*pause, ""] if presented else pause)
        what = [room.text(one.item.title or "", room.STRONG)]
        if one.item.aim:
            what.append(room.text(one.item.aim, room.QUIET))
        line = [room.text(_span(one.begins, one.ends)), room.text(one.item.number or ""), what]
        rows.append([*line, room.text(words.presenter(one.item.presenter))] if presented else line)
    heads = [_("Time"), _("No."), _("Item"), *([_("Presenter")] if presented else [])]
    who = _WHO if presented else 0.0
    widths = [_TIME, _NUMBER, WIDTH - _TIME - _NUMBER - who, *([who] if presented else [])]
    return room.table(heads, rows, widths, more=breaks)


def _span(begins: int | None, ends: int | None) -> str:
    return "–".join(filter(None, (clock_of(begins), clock_of(ends))))
