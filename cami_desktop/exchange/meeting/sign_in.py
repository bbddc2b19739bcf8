"""Prints the sign-in sheet of a meeting: who is expected, room to sign for each day, and a box for consent.

It names everyone: it is paper for the room and the country's own file, and travels nowhere with the records.
"""

from __future__ import annotations

import datetime
import io
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from cami_desktop.exchange.meeting import room
from cami_desktop.exchange.report import fonts
from cami_desktop.exchange.report.layout import PAGE_HEIGHT, PAGE_WIDTH, WIDTH, paragraph, print_document
from cami_desktop.exchange.report.runs import INK
from cami_desktop.records.kinds import Meeting
from cami_desktop.records.people import participants, surname_first
from cami_desktop.records.recordset import RecordView
from cami_desktop.synthesis.meeting_summary import meeting_of
from cami_desktop.synthesis.meeting_words import People, Words
from cami_desktop.words import N_, _, formats, using
from cami_desktop.words.searchkey import search_key

CONSENT = N_(
    "A mark in the box means: I agree that my name and organisation stand in the record of the meeting and in what "
    "this country reports to the Secretariat of the Convention. Without a mark my name does not leave the country. I "
    "can take my consent back at any time."
)
"""What a mark in the box means, in English, marked for translation."""

MOST_DAYS = 5
"""Days that have a column of their own; longer meetings sign once."""

SPARE = 8
"""Empty lines for guests whom nobody foresaw, at least."""

_ROW = 30.0
_NUMBER, _BOX = 26.0, 66.0


def print_sign_in(
    view: RecordView, meeting_id: str, language: str, made_at: datetime.datetime, *, spare: int = SPARE
) -> bytes:
    """The sign-in sheet of a meeting as PDF in a language of the program, with at least so many spare lines.

    Nothing that the file states about itself was typed by a person. The same input gives the same bytes. Raises
    WrongUse for an unknown language or meeting.
    """
    with using(language):
        meeting = meeting_of(view, meeting_id)
        days = days_of(meeting)
        sheet = room.sheet_of(meeting, _("Sign-in sheet"), language, made_at, landscape=len(days) > 1)
        out = io.BytesIO()
        print_document(_pages(view, meeting, days, spare), sheet, out)
    return out.getvalue()


def days_of(meeting: Meeting) -> list[datetime.date]:
    """The days of a meeting; none where its dates are vague, and only the first of a very long one."""
    try:
        first = datetime.date.fromisoformat(meeting.starts_on or "")
        last = datetime.date.fromisoformat(meeting.ends_on or meeting.starts_on or "")
    except ValueError:
        return []
    count = (last - first).days + 1
    return [first + datetime.timedelta(days=n) for n in range(count)] if 1 <= count <= MOST_DAYS else [first]


def _pages(view: RecordView, meeting: Meeting, days: list[datetime.date], spare: int) -> list[Flowable]:
    wide = len(days) > 1
    width = WIDTH + (PAGE_HEIGHT - PAGE_WIDTH if wide else 0)
    signs = [_day(day) for day in days] if wide else [_("Signature")]
    room_each = 82.0 if wide else 108.0
    texts = width - _NUMBER - _BOX - room_each * len(signs)
    widths = [_NUMBER, texts * 0.38, texts * 0.34, texts * 0.28, *([room_each] * len(signs)), _BOX]
    heads = [_("No."), _("Full name"), _("Organisation"), _("Position (job title)"), *signs, _("Consent")]
    rows = [_row(n, cells, len(signs)) for n, cells in enumerate(_expected(view, meeting), start=1)]
    rows += [_row(n, ("", "", ""), len(signs)) for n in range(len(rows) + 1, len(rows) + 1 + max(spare, 0))]
    found = [*room.head_of(view, meeting, _("Sign-in sheet")), paragraph(_(CONSENT))]
    return [*found, room.table(heads, rows, widths, height=_ROW, grid=True, align="MIDDLE")]


def _day(day: datetime.date) -> str:
    return f"{_('Signature')}\n{formats.date_text(day.isoformat())}"


def _row(number: int, cells: tuple[str, str, str], signs: int) -> list[Any]:
    name, organisation, position = cells
    texts = [room.text(str(number), room.QUIET), room.text(name, room.STRONG)]
    return [*texts, room.text(organisation, room.QUIET), room.text(position, room.QUIET), *([""] * signs), Box()]


def _expected(view: RecordView, meeting: Meeting) -> list[tuple[str, str, str]]:
    """Name, organisation and position of every participant, by name."""
    words = Words(view, People(view, silent=False))
    found = [
        (surname_first(person), words.organisation(part.organisation or person.organisation), person.position or "")
        for part, person in participants(meeting.id, view)
    ]
    return sorted(found, key=lambda cells: search_key(cells[0]))


class Box(Flowable):
    """An empty box to put a mark in, in the middle of its cell."""

    SIDE = 11.0

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As wide as the cell."""
        self.width = available_width
        return available_width, self.SIDE

    def draw(self) -> None:
        """Paint it."""
        fonts.register()
        self.canv.setStrokeColor(HexColor(INK))
        self.canv.setLineWidth(0.8)
        self.canv.rect((self.width - self.SIDE) / 2, 0, self.SIDE, self.SIDE)
