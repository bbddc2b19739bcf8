"""A PDF looked at page by page: each is drawn by a job as large as there is room; leafed through and zoomed by keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QSizePolicy, QWidget

from cami_desktop.desktop import pdf_drawing
from cami_desktop.desktop.jobs import Cancelled, Job, Jobs, Progress
from cami_desktop.desktop.widgets import Message, column, label, row, tool
from cami_desktop.errors import CamiError, DamagedInput
from cami_desktop.words import _, formats

STEPS = (0.0, 1.0, 1.5, 2.0, 3.0)
"""How many times wider than the room a page is drawn; 0 lets the whole page fit into it."""

WHOLE, WIDTH = 0, 1
"""The steps at which the whole page and its whole width are seen; the width is what can be read, so it comes first."""

_HIGHEST = 100_000
"""Pixels that a page may be high where it is scrolled."""

SETTLED = 150
"""Milliseconds without a change of size after which the page is drawn anew."""


@dataclass(frozen=True, slots=True)
class _Look:
    """What became of a wish to see a page: the PDF and its page, or why not; the wish says which one it was."""

    wish: int
    content: bytes = b""
    page: pdf_drawing.DrawnPage | None = None
    error: CamiError | None = None


LEAST_ROOM = 80
"""Pixels of height from which a page can be told from its neighbour."""


class PdfPages(QWidget):
    """Shows a PDF of which it is given the bytes or the path; knows no session and no record.

    Page up and down, Home and End leaf through, + and - zoom, 0 shows the whole page. What cannot be shown is told.
    """

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self.jobs = jobs
        self.number = 1
        self.count = 0
        self.name = ""
        self._source: bytes | Path | None = None
        self._step = WIDTH
        self._wish = 0
        self._job: Job | None = None
        self._make()
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLED)
        self._settled.timeout.connect(self._draw)

    def _make(self) -> None:
        self.message = Message()
        self.page = QLabel()
        self.page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.room = QScrollArea()
        self.room.setWidget(self.page)
        self.room.setWidgetResizable(True)
        self.room.setMinimumHeight(1)
        self.room.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.room.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.room.installEventFilter(self)
        self.where = label("", "small")
        self.back = tool(_("Page before (Page up)"), "back", lambda: self.go_to(self.number - 1))
        self.next = tool(_("Next page (Page down)"), "go", lambda: self.go_to(self.number + 1))
        self.less = tool(_("Smaller (-)"), "less", lambda: self.zoom(-1))
        self.more = tool(_("Larger (+)"), "add", lambda: self.zoom(1))
        self.bar = QWidget()
        self.bar.setLayout(row(self.back, self.where, self.next, None, self.less, self.more, space=4))
        column(self, self.message, self.bar, self.room, space=4).setStretch(2, 1)
        self._tell()

    # Outside

    def show_pdf(self, source: bytes | Path, name: str = "", *, page: int = 1) -> None:
        """Show a page of a PDF, the last one where it has fewer; a path is read by the job, whole.

        The name is told to those who listen.
        """
        self._source, self.name = source, name
        self.number, self.count = page, 0
        self.page.clear()
        self.message.say("")
        self._tell()
        self._draw()

    def clear(self) -> None:
        """Show nothing, and let go of the PDF."""
        self._stop()
        self._source, self.count = None, 0
        self.page.clear()
        self.message.say("")
        self._tell()

    def go_to(self, number: int) -> None:
        """Show a page by its number from 1; beyond the ends nothing happens."""
        if 1 <= number <= self.count and number != self.number:
            self.number = number
            self._tell()
            self._draw()

    def zoom(self, by: int) -> None:
        """Go some steps larger or smaller; 0 shows the whole page."""
        step = min(max(self._step + by, WHOLE), len(STEPS) - 1) if by else WHOLE
        if step != self._step:
            self._step = step
            self._tell()
            self._draw()

    @property
    def drawing(self) -> bool:
        """Whether a page is on its way."""
        return self._job is not None or self._settled.isActive()

    # Keys and sizes

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leaf through and zoom while the page has the keyboard."""
        if watched is self.room and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            act = self._acts().get(event.key())
            if act is not None and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                act()
                return True
        return super().eventFilter(watched, event)

    def _acts(self) -> dict[int, Callable[[], None]]:
        return {
            Qt.Key.Key_PageUp: lambda: self._leaf(-1),
            Qt.Key.Key_PageDown: lambda: self._leaf(1),
            Qt.Key.Key_Home: lambda: self.go_to(1),
            Qt.Key.Key_End: lambda: self.go_to(self.count),
            Qt.Key.Key_Plus: lambda: self.zoom(1),
            Qt.Key.Key_Equal: lambda: self.zoom(1),
            Qt.Key.Key_Minus: lambda: self.zoom(-1),
            Qt.Key.Key_0: lambda: self.zoom(0),
        }

    def _leaf(self, by: int) -> None:
        """Go on within a page that is higher than the room, and to the page beside it at its end."""
        bar = self.room.verticalScrollBar()
        end = bar.maximum() if by > 0 else bar.minimum()
        if bar.value() != end:
            bar.setValue(bar.value() + by * bar.pageStep())
        elif 1 <= self.number + by <= self.count:
            self.go_to(self.number + by)
            bar.setValue(bar.minimum() if by > 0 else bar.maximum())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw anew once the size has settled. Without room for a page the buttons go, too: they would be squeezed."""
        super().resizeEvent(event)
        self._show_bar()
        if self._source is not None:
            self._settled.start()

    # Drawing

    def _draw(self) -> None:
        self._stop()
        source = self._source
        if source is None:
            return
        self._wish += 1
        wish, number = self._wish, self.number
        room = self._room()

        def draw(progress: Progress) -> _Look:
            try:
                content = source if isinstance(source, bytes) else _read(source)
                page = pdf_drawing.draw_page(content, number, room.width(), room.height(), stop=_asker(progress))
            except CamiError as error:
                return _Look(wish, error=error)
            progress(0, 0)
            return _Look(wish, content, page)

        self._job = self.jobs.run_quietly(draw, self._drawn, self._failed)

    def _room(self) -> QSize:
        """The pixels that a page may take: higher than the room unless the whole of it is wanted."""
        room, times = self.room.maximumViewportSize(), STEPS[self._step]
        if times:
            wide = room.width() - self.room.verticalScrollBar().sizeHint().width()
            room = QSize(round(wide * times), _HIGHEST)
        return room * self.devicePixelRatioF()

    def _drawn(self, look: _Look) -> None:
        if look.wish != self._wish:
            return
        self._job = None
        if look.error is not None:
            self._failed(look.error)
        elif look.page is not None:
            page = look.page
            # The next page need not read the file again.
            self._source = look.content
            image = QImage(page.pixels, page.width, page.height, 4 * page.width, QImage.Format.Format_RGBX8888)
            picture = QPixmap.fromImage(image)
            picture.setDevicePixelRatio(self.devicePixelRatioF())
            self.page.setPixmap(picture)
            self.page.setMinimumSize(picture.deviceIndependentSize().toSize() if self._step != WHOLE else QSize(0, 0))
            self.message.say("")
            self.number, self.count = page.number, page.count
            self._tell()

    def _failed(self, error: CamiError) -> None:
        self._job = None
        self.page.clear()
        self.message.say(" ".join(filter(None, (error.what, error.do))), "warning")
        self._tell()

    def _stop(self) -> None:
        self._settled.stop()
        self._wish += 1
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _show_bar(self) -> None:
        room = self.height() >= LEAST_ROOM
        self.bar.setVisible(room and (bool(self.count) or self.message.isHidden()))

    def _tell(self) -> None:
        """Say where we are, and which way one can go from here."""
        words = _("Page {n} of {count}").format(n=formats.number(self.number), count=formats.number(self.count))
        self.where.setText(words if self.count else "")
        self.room.setAccessibleName(": ".join(filter(None, (self.name, self.where.text()))) or _("Pages of the PDF"))
        self.room.setVisible(self.message.isHidden())
        self._show_bar()
        self.back.setEnabled(self.number > 1)
        self.next.setEnabled(self.number < self.count)
        self.less.setEnabled(self._step > WHOLE)
        self.more.setEnabled(bool(self.count) and self._step < len(STEPS) - 1)


def _asker(progress: Progress) -> Callable[[], bool]:
    """Whether the job was cancelled, asked without raising, as the library that draws needs it."""

    def asked() -> bool:
        try:
            progress(0, 0)
        except Cancelled:
            return True
        return False

    return asked


def _read(path: Path) -> bytes:
    """The bytes of a file, one more than may be shown at most. Raises DamagedInput where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(pdf_drawing.MOST_BYTES + 1)
    except OSError as error:
        raise DamagedInput(
            _("The file {name} cannot be read.").format(name=path.name),
            do=_("Look whether it is still there."), details=repr(error),
        ) from error  # fmt: skip
