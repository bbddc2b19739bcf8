"""A page of a PDF as a picture: bytes in, pixels out, without a widget; nothing of the PDF is run or fetched."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from cami_desktop.errors import CamiError, DamagedInput, Refused
from cami_desktop.words import _, formats

MOST_BYTES = 64_000_000
"""Bytes of a PDF that are read to be shown."""

MOST_PAGES = 5_000
"""Pages that can be leafed through; what has more is a book, and read elsewhere."""

MOST_PIXELS = 16_000_000
"""Pixels of one picture (64 MB); a larger one is made smaller in both directions."""

LONGEST = 20.0
"""Seconds for one page. Drawings of maps with a million lines take longer than anybody waits."""

_LOOK_UP = 0.05
"""Seconds between two looks at whether the picture is still wanted."""

# The library may be used by one thread at a time, whatever the document.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """One page: its number from 1, how many there are, and width x height pixels of four bytes (R, G, B, unused)."""

    number: int
    count: int
    width: int
    height: int
    pixels: bytes


def draw_page(
    content: bytes, number: int, width: int, height: int, *, stop: Callable[[], bool] = lambda: False
) -> DrawnPage | None:
    """Draw page `number` (from 1; beyond the ends the nearest) on white, as large as fits width x height pixels.

    None when stop() said so, which is asked every 50 ms; it must not raise. Any thread may call it. Raises Refused for
    a PDF that asks for a password, is too large or takes too long, DamagedInput for one that cannot be read.
    """
    if len(content) > MOST_BYTES:
        raise _too_much(_("This PDF is larger than {most}.").format(most=formats.size(MOST_BYTES)))
    import pypdfium2

    with _ONE_AT_A_TIME:
        try:
            with closing(pypdfium2.PdfDocument(content)) as document:
                return _draw(document, number, width, height, stop)
        except pypdfium2.PdfiumError as error:
            raise _unreadable(error) from error


def _draw(document: Any, number: int, width: int, height: int, stop: Callable[[], bool]) -> DrawnPage | None:
    # Before all else: fields of a form are drawn with what was typed into them. Without a script engine, which this
    # build of the library does not have, no script of theirs runs.
    if document.get_formtype():
        document.init_forms()
    count = len(document)
    if not count:
        raise DamagedInput(_("This PDF has no page."), do=_read_outside())
    if count > MOST_PAGES:
        raise _too_much(_("This PDF has more than {most} pages.").format(most=formats.number(MOST_PAGES)))
    number = min(max(number, 1), count)
    page = document[number - 1]
    wide, high = fitting(page.get_size(), width, height)
    pixels = _pixels(page, wide, high, stop)
    return DrawnPage(number, count, wide, high, pixels) if pixels is not None else None


def fitting(page: tuple[float, float], width: int, height: int) -> tuple[int, int]:
    """The size in pixels of a page (its width and height in points) that fits the room and the limit of pixels."""
    across, down = (max(side, 0.01) for side in page)
    scale = min(max(width, 1) / across, max(height, 1) / down, (MOST_PIXELS / (across * down)) ** 0.5)
    return max(round(across * scale), 1), max(round(down * scale), 1)


def _pixels(page: Any, width: int, height: int, stop: Callable[[], bool]) -> bytes | None:
    """Draw in steps, looking up between them, since one page can take minutes."""
    import pypdfium2
    from pypdfium2 import raw

    began = looked = time.monotonic()
    unwanted = False

    def look_up(_pause: object) -> bool:
        nonlocal looked, unwanted
        now = time.monotonic()
        if now - looked >= _LOOK_UP:
            looked, unwanted = now, stop()
        return unwanted or now - began > LONGEST

    pause = raw.IFSDK_PAUSE(version=1)
    pause.NeedToPauseNow = type(pause.NeedToPauseNow)(look_up)
    flags = raw.FPDF_ANNOT | raw.FPDF_REVERSE_BYTE_ORDER | raw.FPDF_RENDER_LIMITEDIMAGECACHE
    with closing(pypdfium2.PdfBitmap.new_native(width, height, raw.FPDFBitmap_BGRx, rev_byteorder=True)) as bitmap:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
        where = (bitmap, page, 0, 0, width, height, 0, flags)
        state = raw.FPDF_RenderPageBitmap_Start(*where, pause)
        raw.FPDF_RenderPage_Close(page)
        if state == raw.FPDF_RENDER_TOBECONTINUED and unwanted:
            return None
        if state == raw.FPDF_RENDER_TOBECONTINUED:
            raise _too_much(_("This page takes too long to be drawn."))
        if state != raw.FPDF_RENDER_DONE:
            raise pypdfium2.PdfiumError("the page could not be drawn")
        if page.formenv:
            raw.FPDF_FFLDraw(page.formenv, *where)
        return bytes(bitmap.buffer)


def _unreadable(error: Any) -> CamiError:
    from pypdfium2 import raw

    if error.err_code == raw.FPDF_ERR_PASSWORD:
        return Refused(_("This PDF asks for a password and is not shown here."), do=_read_outside())
    if error.err_code == raw.FPDF_ERR_SECURITY:
        return Refused(_("This PDF is locked in a way that is not known here."), do=_read_outside())
    return DamagedInput(
        _("This PDF is damaged or not a PDF at all, and cannot be shown."),
        do=_("Ask for the file again, or open it outside: some programs mend what they can."),
        details=str(error),
    )


def _too_much(what: str) -> Refused:
    return Refused(what, do=_read_outside())


def _read_outside() -> str:
    return _("Open it outside to read it.")
