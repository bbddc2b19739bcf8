"""What the papers for the room share: the head with the facts of the meeting, and the look of their tables."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph, Table, TableStyle

from cami_desktop.exchange.regional.sheet import PROGRAM
from cami_desktop.exchange.report import fonts
from cami_desktop.exchange.report.layout import STYLES, Sheet, paragraph, space
from cami_desktop.exchange.report.runs import ACCENT, BAND, GRID, INK
from cami_desktop.records.kinds import Meeting
from cami_desktop.records.recordset import RecordView
from cami_desktop.synthesis.meeting_summary import days_of
from cami_desktop.synthesis.meeting_words import People, Words
from cami_desktop.words import _, formats

TITLE = ParagraphStyle(
    "room_title", STYLES["cover_title"], fontName=fonts.BOLD, fontSize=15, leading=20, textColor=HexColor(ACCENT)
)
HEAD = ParagraphStyle("room_head", STYLES["body"], fontName=fonts.BOLD, fontSize=8, leading=10.5, spaceAfter=0)
CELL = ParagraphStyle("room_cell", STYLES["body"], fontSize=9, leading=11.5, spaceAfter=0)
STRONG = ParagraphStyle("room_strong", CELL, fontName=fonts.BOLD)
QUIET = ParagraphStyle("room_quiet", STYLES["small"], fontSize=8, leading=10.5, spaceAfter=0)


def sheet_of(
    meeting: Meeting, name: str, language: str, made_at: datetime.datetime, *, landscape: bool = False
) -> Sheet:
    """The pages of a paper of that name. What the file states about itself holds no title and no name of a person."""
    day = formats.date_text(meeting.starts_on)
    told = " · ".join(filter(None, (name, day)))
    return Sheet(
        title=told, header_left=name, header_right=day, footer_left=PROGRAM, author="", subject=name,
        language=language, made_at=made_at, cover=False, landscape=landscape,
    )  # fmt: skip


def head_of(view: RecordView, meeting: Meeting, name: str) -> list[Flowable]:
    """What paper this is, the meeting's title, when and where it is held and who invites."""
    words = Words(view, People(view, silent=True))
    where = ", ".join(filter(None, (meeting.place_name, meeting.venue)))
    facts = [days_of(meeting), where, words.organisation(meeting.host)]
    found: list[Flowable] = [paragraph(name, "cover_line"), text(meeting.title or _("Meeting"), TITLE)]
    return [*found, *(paragraph(fact) for fact in facts if fact), space(4)]


def text(said: str, style: ParagraphStyle = CELL) -> Paragraph:
    """A text in a cell."""
    return Paragraph(escape(fonts.printable(said)).replace("\n", "<br/>"), style)


def table(
    heads: Sequence[str],
    rows: Sequence[Sequence[Any]],
    widths: Sequence[float],
    *,
    height: float = 0.0,
    grid: bool = False,
    align: str = "TOP",
    more: Sequence[tuple[Any, ...]] = (),
) -> Table:
    """A table with its heading on every page; widths and the least height of its rows in points.

    grid: lines between the columns too; align: where the texts of a row stand; more: further commands of a TableStyle.
    """
    lines = ("GRID" if grid else "LINEBELOW", (0, 0), (-1, -1), 0.5, HexColor(GRID))
    made = Table(
        [[text(head, HEAD) for head in heads], *map(list, rows)], widths, repeatRows=1, hAlign="LEFT",
        rowHeights=[None, *(max(height, _needed(row, widths)) for row in rows)] if height else None,
    )  # fmt: skip
    style: list[tuple[Any, ...]] = [
        lines,
        ("FONTNAME", (0, 0), (-1, -1), fonts.REGULAR),
        ("BACKGROUND", (0, 0), (-1, 0), HexColor(BAND)),
        ("VALIGN", (0, 0), (-1, 0), "MIDDLE"),
        ("VALIGN", (0, 1), (-1, -1), align),
        ("LEFTPADDING", (0, 0), (-1, -1), _PAD),
        ("RIGHTPADDING", (0, 0), (-1, -1), _PAD),
        ("TEXTCOLOR", (0, 0), (-1, -1), HexColor(INK)),
    ]
    made.setStyle(TableStyle([*style, *more]))
    return made


_PAD = 4.0


def _needed(row: Sequence[Any], widths: Sequence[float]) -> float:
    """The height that the texts of a row need."""
    texts = ((cell, width) for cell, width in zip(row, widths, strict=True) if isinstance(cell, Paragraph))
    return max((cell.wrap(width - 2 * _PAD, 10_000)[1] for cell, width in texts), default=0.0) + 8
