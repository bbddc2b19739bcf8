"""A PDF inside the window: drawn page by page, leafed through by keys, and told of in words where it is not shown."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cami_desktop.desktop import pdf_drawing
from cami_desktop.desktop.jobs import Jobs
from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.pdf_drawing import DrawnPage, draw_page
from cami_desktop.desktop.pdf_pages import PdfPages
from cami_desktop.desktop.places.register.attachments import AttachmentsPage
from cami_desktop.desktop.places.register.place import Register
from cami_desktop.errors import DamagedInput, Refused
from tests.desktop.keys import CONTROL, press

INK = 60
"""Points from the top at which the word of a page stands."""


def made(pages: int, *, password: str = "", size: tuple[float, float] = (200, 300)) -> bytes:
    """A PDF with one black square on each page, further down from page to page."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    written = io.BytesIO()
    lock = StandardEncryption(password) if password else None
    canvas = Canvas(written, pagesize=size, encrypt=lock)
    for n in range(pages):
        canvas.rect(50, size[1] - INK * (n + 1), 40, 20, fill=1)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def first_ink(page: DrawnPage) -> int:
    """The first line of pixels that is not all white."""
    line = 4 * page.width
    rows = (page.pixels[n : n + line] for n in range(0, len(page.pixels), line))
    return next(n for n, row in enumerate(rows) if min(row) < 128)


def drawn(content: bytes, number: int, width: int = 200, height: int = 300) -> DrawnPage:
    page = draw_page(content, number, width, height)
    assert page is not None
    return page


@pytest.fixture
def shown(app: QApplication, qtbot: QtBot) -> PdfPages:
    """The widget alone, with a PDF of three pages in it and the keyboard on it."""
    widget = PdfPages(Jobs())
    widget.jobs.setParent(widget)
    qtbot.addWidget(widget)
    widget.resize(400, 500)
    widget.show()
    widget.activateWindow()
    widget.show_pdf(made(3), "survey.pdf")
    qtbot.waitUntil(lambda: widget.count == 3 and not widget.drawing)
    widget.room.setFocus()
    press(Qt.Key.Key_0)
    qtbot.waitUntil(lambda: not widget.drawing)
    return widget


def test_a_file_is_read_once_for_all_its_pages(shown: PdfPages, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(made(2))
    shown.show_pdf(path)
    qtbot.waitUntil(lambda: shown.count == 2 and not shown.drawing)
    path.unlink()
    shown.go_to(2)
    qtbot.waitUntil(lambda: not shown.drawing)
    assert shown.message.isHidden() and shown.where.text() == "Page 2 of 2"


def test_a_page_is_drawn_as_large_as_fits_and_in_its_own_proportions() -> None:
    page = drawn(made(2), 2, 400, 3_000)
    assert (page.number, page.count, page.width, page.height) == (2, 2, 400, 600)
    assert len(page.pixels) == 4 * 400 * 600
    assert abs(first_ink(page) - 2 * (2 * INK - 20)) <= 2


def test_a_page_beyond_the_end_is_the_last_and_a_huge_one_stays_within_the_limit_of_pixels() -> None:
    assert drawn(made(2), 9).number == 2
    page = drawn(made(1, size=(14_000, 14_000)), 1, 90_000, 90_000)
    assert page.width * page.height <= pdf_drawing.MOST_PIXELS * 1.01


@pytest.mark.parametrize("content", [b"", b"no PDF", b"%PDF-1.7\n", made(1)[:400]])
def test_a_damaged_pdf_is_told_in_words(content: bytes) -> None:
    with pytest.raises(DamagedInput, match="damaged or not a PDF"):
        draw_page(content, 1, 100, 100)


def test_a_pdf_with_a_password_and_one_that_is_too_large_are_refused() -> None:
    with pytest.raises(Refused, match="asks for a password"):
        draw_page(made(1, password="steppe"), 1, 100, 100)
    with pytest.raises(Refused, match="larger than"):
        draw_page(bytes(pdf_drawing.MOST_BYTES + 1), 1, 100, 100)


def test_what_was_typed_into_a_form_is_seen() -> None:
    from reportlab.pdfgen.canvas import Canvas

    written = io.BytesIO()
    canvas = Canvas(written, pagesize=(200, 300))
    canvas.acroForm.textfield(name="herd", value="1200", x=20, y=100, width=100, height=30, borderWidth=0,
                              fillColor=None, borderColor=None)  # fmt: skip
    canvas.showPage()
    canvas.save()
    assert 160 <= first_ink(drawn(written.getvalue(), 1)) <= 200


def test_many_threads_may_ask_at_once() -> None:
    content, pages = made(4), []
    threads = [threading.Thread(target=lambda n=n: pages.append(drawn(content, n))) for n in (1, 2, 3, 4) * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(page.number for page in pages) == sorted((1, 2, 3, 4) * 3)
    assert len({(page.number, first_ink(page)) for page in pages}) == 4


def test_pages_are_leafed_through_by_keys_and_told(shown: PdfPages, qtbot: QtBot) -> None:
    assert shown.where.text() == "Page 1 of 3"
    assert shown.room.accessibleName() == "survey.pdf: Page 1 of 3"
    first = shown.page.pixmap().toImage()
    press(Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: not shown.drawing)
    assert shown.where.text() == "Page 2 of 3"
    assert shown.page.pixmap().toImage() != first
    press(Qt.Key.Key_End)
    qtbot.waitUntil(lambda: not shown.drawing)
    assert shown.number == 3
    assert not shown.next.isEnabled()
    press(Qt.Key.Key_PageDown)
    assert shown.number == 3
    press(Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: not shown.drawing)
    assert shown.page.pixmap().toImage() == first


def test_a_page_is_zoomed_and_leafed_through_in_pieces(shown: PdfPages, qtbot: QtBot) -> None:
    whole = shown.page.pixmap().height()
    for _step in range(2):
        press(Qt.Key.Key_Plus)
        qtbot.waitUntil(lambda: not shown.drawing)
    assert shown.page.pixmap().height() > 1.3 * whole
    QApplication.processEvents()
    press(Qt.Key.Key_PageDown)
    assert shown.number == 1
    assert shown.room.verticalScrollBar().value() > 0
    press(Qt.Key.Key_0)
    qtbot.waitUntil(lambda: not shown.drawing)
    assert shown.page.pixmap().height() == whole


def test_what_cannot_be_shown_is_told_instead_and_the_next_pdf_is_shown_again(
    shown: PdfPages, qtbot: QtBot, tmp_path: Path
) -> None:
    shown.show_pdf(made(1, password="steppe"))
    qtbot.waitUntil(lambda: "password" in shown.message.text)
    assert shown.room.isHidden()
    shown.show_pdf(tmp_path / "gone.pdf")
    qtbot.waitUntil(lambda: "gone.pdf" in shown.message.text)
    (tmp_path / "here.pdf").write_bytes(made(2))
    shown.show_pdf(tmp_path / "here.pdf")
    qtbot.waitUntil(lambda: shown.count == 2)
    assert shown.room.isVisible()
    assert not shown.message.text


def test_an_attached_pdf_is_shown_beside_the_table(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "survey.pdf").write_bytes(made(3))
    place = window.show_place("register")
    assert isinstance(place, Register)
    page = place.tabs.open("attachment")
    assert isinstance(page, AttachmentsPage)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "survey.pdf"))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, left, none))
    pdf = page.panel.pdf  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: pdf.count == 3)
    pdf.room.setFocus()
    pdf.zoom(0)
    # The form beside the table may come in late and take the focus; the room for the whole page comes a turn later.
    bar = pdf.room.verticalScrollBar()
    qtbot.waitUntil(lambda: not pdf.drawing and bar.maximum() == bar.minimum())
    pdf.room.setFocus()
    QTest.keyClick(pdf.room, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: pdf.where.text() == "Page 2 of 3")
    pdf.room.setFocus()
    press(Qt.Key.Key_End, CONTROL)
    assert pdf.number == 2
