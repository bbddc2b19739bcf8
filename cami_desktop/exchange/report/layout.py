"""The page of a printed document: frame, running lines, headings, contents, page x of y; the words are not its own."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Flowable, Frame, PageTemplate, Paragraph, Spacer

from cami_desktop.exchange.report import fonts
from cami_desktop.exchange.report.contents import Contents, Entry
from cami_desktop.exchange.report.figure import Figure
from cami_desktop.exchange.report.runs import ACCENT, GRID, INK, MUTED
from cami_desktop.exchange.report.tables import Rows
from cami_desktop.words import _

PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN = 18 * mm
WIDTH = PAGE_WIDTH - 2 * MARGIN
"""Room for text across the page, in points."""

LONGEST_HEADING = 180
"""Characters of a heading; what is longer is cut, and stands whole among the fields of its record."""

_HEAD = 13 * mm
_FOOT = 12 * mm
_PASSES = 4
_MARK_LENGTH, _MARK_COLOUR = 640.0, "#eef1f4"

Progress = Callable[[int, int], None]
"""Told pages done and pages in all (0 while the first pass still counts them)."""


def _style(name: str, size: float, leading: float, **options: Any) -> ParagraphStyle:
    options = {"fontName": fonts.REGULAR, "textColor": HexColor(INK), "splitLongWords": 1, **options}
    return ParagraphStyle(name, fontSize=size, leading=leading, **options)


STYLES = {
    "body": _style("body", 9, 13, spaceAfter=5),
    "small": _style("small", 7.5, 10.5, textColor=HexColor(MUTED), spaceAfter=4),
    "command": _style(
        "command", 7.8, 11.5, backColor=HexColor("#f4f6f8"), borderPadding=(4, 6, 4, 6), leftIndent=6, rightIndent=6,
        spaceBefore=6, spaceAfter=9,
    ),
    "group": _style("group", 8.5, 12, fontName=fonts.BOLD, textColor=HexColor(MUTED), spaceBefore=6, spaceAfter=1),
    "cover_country": _style("cover_country", 30, 38, fontName=fonts.BOLD, spaceAfter=6),
    "cover_title": _style("cover_title", 17, 24, textColor=HexColor(ACCENT), spaceAfter=4),
    "cover_line": _style("cover_line", 11, 16, textColor=HexColor(MUTED), spaceAfter=3),
    "h0": _style("h0", 17, 22, fontName=fonts.BOLD, textColor=HexColor(ACCENT), spaceBefore=20, spaceAfter=6),
    "h1": _style("h1", 13, 18, fontName=fonts.BOLD, spaceBefore=14, spaceAfter=4),
    "h2": _style("h2", 10, 14, fontName=fonts.BOLD, textColor=HexColor(ACCENT), spaceBefore=9, spaceAfter=2),
}  # fmt: skip
"""The styles of running text; those of tables are in `runs.LOOKS`."""

# What must follow a heading on its page: a row of a table up to this height, or this much of running text.
_ROW_WITH_HEADING = 170.0
_TEXT_WITH_HEADING = 40.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """What all pages of a document share: running lines, and the facts that the file states about itself.

    mark stands large and pale behind the text of every page, such as that of a draft; blank for none. The first page is
    a cover without running lines, unless cover is false; landscape lays the pages on their long side.
    """

    title: str
    header_left: str
    header_right: str
    footer_left: str
    author: str
    subject: str
    language: str
    made_at: datetime.datetime
    mark: str = ""
    cover: bool = True
    landscape: bool = False

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of its pages in points."""
        return (PAGE_HEIGHT, PAGE_WIDTH) if self.landscape else (PAGE_WIDTH, PAGE_HEIGHT)


class Heading(Paragraph):
    """A heading that also stands in the outline and the contents."""

    def __init__(self, text: str, level: int, key: str) -> None:
        shown = fonts.printable(text[: 2 * LONGEST_HEADING].replace("\n", " "))
        shown = shown if len(shown) <= LONGEST_HEADING else shown[: LONGEST_HEADING - 1].rstrip() + "…"
        super().__init__(escape(shown), STYLES[f"h{level}"])
        self.entry = Entry(level, shown, key)

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """A heading is never divided."""
        return []


def heading(text: str, level: int, key: str) -> list[Flowable]:
    """A heading of level 0 to 2 that stays with what follows; key names it within the document."""
    return [CondPageBreak(0), Heading(text, level, key)]


def group_heading(text: str) -> list[Flowable]:
    """A small heading, not in the contents, that stays with what follows."""
    return [CondPageBreak(0), paragraph(text, "group")]


def _keep_headings_with_what_follows(story: Sequence[Flowable]) -> None:
    """Give every conditional page break the height of the headings and of the beginning of what stands after it.

    reportlab's keepWithNext lays out a whole table to know whether its heading fits; here its first row is enough.
    """
    need = 0.0
    for flowable in reversed(story):
        if isinstance(flowable, CondPageBreak):
            flowable.height = need
        elif isinstance(flowable, Rows):
            own = flowable.spaceBefore + flowable.heading_height() + min(flowable.first_height(), _ROW_WITH_HEADING)
            if flowable.together:
                own = flowable.spaceBefore + flowable.whole_height()
            need = own + need if flowable.leads else own
        elif isinstance(flowable, Figure):
            need = flowable.getSpaceBefore() + flowable.height
        elif isinstance(flowable, Paragraph):
            height = flowable.wrap(WIDTH, PAGE_HEIGHT)[1] + flowable.getSpaceBefore() + flowable.getSpaceAfter()
            is_heading = isinstance(flowable, Heading) or flowable.style.name == "group"
            need = height + need if is_heading else min(height, _TEXT_WITH_HEADING)
        else:
            need = 0.0


def paragraph(text: str, style: str = "body") -> Paragraph:
    """Running text; the text is shown as it is, line breaks included."""
    return Paragraph(escape(fonts.printable(text)).replace("\n", "<br/>"), STYLES[style])


def space(height: float) -> Spacer:
    """Empty room of a height in points."""
    return Spacer(1, height)


class _Paper(BaseDocTemplate):
    """One pass over the story: paints running lines, notes on which page each heading came to stand."""

    def __init__(self, sheet: Sheet, out: BinaryIO, total: int, progress: Progress | None) -> None:
        super().__init__(
            out,
            pagesize=sheet.size,
            title=sheet.title,
            author=sheet.author,
            subject=sheet.subject,
            creator=sheet.footer_left,
            producer=sheet.footer_left,
            lang=sheet.language,
            invariant=1,
            pageCompression=1,
            initialFontName=fonts.REGULAR,
            allowSplitting=1,
        )
        self.sheet = sheet
        self.total = total
        self.progress = progress
        self.found: dict[str, int] = {}
        self.level = -1
        width, height = sheet.size
        frame = Frame(
            MARGIN, MARGIN + _FOOT - 14, width - 2 * MARGIN, height - 2 * MARGIN - _HEAD - _FOOT + 28,
            leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0, id="text",
        )  # fmt: skip
        self.addPageTemplates([PageTemplate(id="page", frames=[frame], onPage=self._running_lines)])

    def beforeDocument(self) -> None:
        """State what the file says about itself, at the moment of the submission and not of the printing."""
        _state_time(self.canv, self.sheet.made_at)
        self.canv.setViewerPreference("DisplayDocTitle", "true")
        self.canv.showOutline()

    def afterFlowable(self, flowable: Flowable) -> None:
        """Note a heading that has just been painted."""
        if isinstance(flowable, Heading):
            entry = flowable.entry
            level = min(entry.level, self.level + 1)
            self.level = level
            self.found[entry.key] = self.page
            # Frame keeps where the next flowable goes under this name only.
            top = getattr(self.frame, "_y", PAGE_HEIGHT) + flowable.height + 6
            self.canv.bookmarkPage(entry.key, fit="XYZ", left=0, top=top)
            self.canv.addOutlineEntry(entry.text, entry.key, level, closed=level > 0)

    def _endBuild(self) -> None:
        """Name the places of headings and records in the file, so that report.pdf#ID opens at a record.

        reportlab keeps the names to itself; a dictionary of destinations is in ISO 32000-1, 12.3.2.3.
        """
        places: dict[str, Any] = getattr(self.canv, "_destinations")  # noqa: B009 - the stubs leave it out
        self.canv.setCatalogEntry("Dests", {name: places[name] for name in sorted(places)})
        super()._endBuild()  # type: ignore[misc]

    def _running_lines(self, canvas: Canvas, _document: BaseDocTemplate) -> None:
        if self.progress is not None:
            self.progress(self.page, self.total)
        if self.sheet.mark:
            _draw_mark(canvas, self.sheet)
        if self.page == 1 and self.sheet.cover:
            return
        canvas.saveState()
        canvas.setFont(fonts.REGULAR, 7.5)
        canvas.setFillColor(HexColor(MUTED))
        width, height = self.sheet.size
        top, foot = height - MARGIN + 4, MARGIN - 8
        canvas.drawString(MARGIN, top, fonts.printable(self.sheet.header_left))
        canvas.drawRightString(width - MARGIN, top, fonts.printable(self.sheet.header_right))
        canvas.drawString(MARGIN, foot, fonts.printable(self.sheet.footer_left))
        numbers = _("Page {page} of {total}").format(page=self.page, total=self.total or self.page)
        canvas.drawRightString(width - MARGIN, foot, fonts.printable(numbers))
        canvas.setStrokeColor(HexColor(GRID))
        canvas.setLineWidth(0.5)
        canvas.line(MARGIN, top - 5, width - MARGIN, top - 5)
        canvas.line(MARGIN, foot + 11, width - MARGIN, foot + 11)
        canvas.restoreState()


def _draw_mark(canvas: Canvas, sheet: Sheet) -> None:
    """Write the mark across the page, from the lower left, as large as fits."""
    shown = fonts.printable(sheet.mark)
    width, height = sheet.size
    size = min(120.0, _MARK_LENGTH / max(fonts.width_of(shown, fonts.BOLD, 1.0), 1.0))
    canvas.saveState()
    canvas.translate(width / 2, height / 2)
    canvas.rotate(38 if sheet.landscape else 52)
    canvas.setFont(fonts.BOLD, size)
    canvas.setFillColor(HexColor(_MARK_COLOUR))
    canvas.drawCentredString(0, -size / 3, shown)
    canvas.restoreState()


def _state_time(canvas: Canvas, moment: datetime.datetime) -> None:
    """Set the creation date: reportlab's invariant files would all claim the first day of 2000."""
    stamp = getattr(canvas, "_doc")._timeStamp  # noqa: B009 - the stubs leave the document out
    stamp.t = moment.timestamp()
    stamp.lt = tuple(moment.timetuple())
    stamp.YMDhms = stamp.lt[:6]
    stamp.dhh = stamp.dmm = 0


def print_document(story: Sequence[Flowable], sheet: Sheet, out: BinaryIO, progress: Progress | None = None) -> int:
    """Print the story as PDF and return the number of pages.

    The first pass finds the pages of the headings, the next prints them in the contents. The same story and sheet give
    the same bytes. The caller has chosen the language with `words.using`.
    """
    fonts.register()
    _keep_headings_with_what_follows(story)
    entries = [flowable.entry for flowable in story if isinstance(flowable, Heading)]
    contents = [flowable for flowable in story if isinstance(flowable, Contents)]
    pages: dict[str, int] = {}
    total = 0
    for _pass in range(_PASSES):
        for one in contents:
            one.fill(entries, pages)
        for flowable in story:
            # reportlab leaves this mark on what it once moved to the next page, and would refuse to move it again.
            vars(flowable).pop("_postponed", None)
        buffer = io.BytesIO()
        paper = _Paper(sheet, buffer, total, progress)
        paper.build(list(story))
        settled = paper.found == pages and paper.page == total
        pages, total = paper.found, paper.page
        if settled:
            break
    out.write(buffer.getvalue())
    return total
