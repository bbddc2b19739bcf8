"""The second window, for the wall: the agenda and what was agreed, in letters that can be read from eight metres.

It is handed what it shows (loop/projecting.py) and knows no session, so that no note can get onto the wall.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QFont, QGuiApplication, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from cami_desktop.desktop import theme
from cami_desktop.desktop.places.meetings.clock import TICK, now
from cami_desktop.desktop.widgets import clear
from cami_desktop.loop.projecting import Projected, projected
from cami_desktop.records.kinds import AgendaItem, Contribution, Meeting, Organisation, Participation, Person
from cami_desktop.words import N_, _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

SOON = 150
"""Milliseconds after a change until the wall shows it."""

SHOWN = frozenset(kind.kind for kind in (Meeting, AgendaItem, Contribution, Participation, Person, Organisation))
"""Kinds whose changes the wall shows."""

# Of the height of the picture. A capital of 1/30 of a picture 1.2 m high is 4 cm, which is read from eight metres.
TITLE, BODY, SMALL = 0.058, 0.048, 0.036


class Projector(QWidget):
    """The window. closed() tells that it went; F11 fills the display, Esc leaves that and then closes."""

    KEYS = (
        ("F11", N_("Fill the display, or not")),
        ("Esc", N_("Leave the full display; then close the view for the wall")),
        ("PgDown", N_("Further down in what was agreed")),
    )

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(_("For the wall"))
        self.setAccessibleName(_("For the wall"))
        self.setAutoFillBackground(True)
        self.shown: Projected | None = None
        self.item, self.time = _large(), _large()
        self.following, self.heading = _large(), _large(_("Agreed"))
        self.list = QWidget()
        self.lines = QVBoxLayout(self.list)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self.list)
        self._line = QFrame()
        self._line.setFixedHeight(2)
        box = QVBoxLayout(self)
        for part in (self.item, self.time, self.following, self._line, self.heading):
            box.addWidget(part)
        box.addWidget(self.area, 1)
        self.resize(1280, 720)

    def show_what(self, shown: Projected) -> None:
        """Show this, from the top where it is something else than before."""
        if shown != self.shown:
            self.shown = shown
            self._fill()

    def open(self) -> None:
        """Open on another display, filling it, where there is one; else as a window."""
        owner = self.parentWidget()
        others = [one for one in QGuiApplication.screens() if owner is not None and one is not owner.screen()]
        if others:
            self.setGeometry(others[0].geometry())
            self.showFullScreen()
        else:
            self.show()

    def text(self) -> str:
        """Everything that can be read."""
        return "\n".join(part.text() for part in self.findChildren(QLabel) if part.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Fill the display, scroll, close."""
        bar = self.area.verticalScrollBar()
        moves = {
            Qt.Key.Key_PageDown: bar.pageStep(), Qt.Key.Key_PageUp: -bar.pageStep(),
            Qt.Key.Key_Down: self.height() // 10, Qt.Key.Key_Up: -self.height() // 10,
        }  # fmt: skip
        key = Qt.Key(event.key())
        if key in moves:
            bar.setValue(bar.value() + moves[key])
        elif key == Qt.Key.Key_F11:
            self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        elif key == Qt.Key.Key_Escape and self.isFullScreen():
            self.showNormal()
        elif key == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The letters grow with the picture."""
        super().resizeEvent(event)
        self._measure()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that it goes."""
        super().closeEvent(event)
        self.closed.emit()

    # Inside

    def _fill(self) -> None:
        shown = self.shown
        assert shown is not None
        self.item.setText(shown.current or shown.title)
        self.time.setText(_time(shown))
        self.time.setVisible(bool(self.time.text()))
        self.following.setText(_("Next: {item}").format(item=shown.following) if shown.following else "")
        self.following.setVisible(bool(shown.following))
        clear(self.lines)
        for one in shown.agreed:
            self.lines.addWidget(_large(one.text))
            if one.who:
                who = _large(one.who)
                who.setObjectName("who")
                self.lines.addWidget(who)
        if not shown.agreed:
            empty = _large(_("Nothing is agreed yet. Here stand the contributions whose state is “Agreed”."))
            empty.setObjectName("who")
            self.lines.addWidget(empty)
        self.lines.addStretch(1)
        self._measure()
        self.area.verticalScrollBar().setValue(0)

    def _measure(self) -> None:
        """Letters, gaps and colours of the size and the theme that there are now."""
        colours, high = theme.colours(), self.height()
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(colours.base))
        self.setPalette(palette)
        self._line.setStyleSheet(f"background: {colours.accent};")
        over = self.shown is not None and self.shown.over
        _dress(self.item, high * TITLE, colours.text, bold=True)
        _dress(self.time, high * BODY, colours.warning if over else colours.text)
        _dress(self.following, high * SMALL, colours.muted)
        _dress(self.heading, high * SMALL, colours.accent_deep if not colours.dark else colours.accent, bold=True)
        for part in self.list.findChildren(QLabel):
            quiet = part.objectName() == "who"
            _dress(part, high * (SMALL if quiet else BODY), colours.muted if quiet else colours.text)
        edge = round(high * 0.05)
        box = self.layout()
        assert box is not None
        box.setContentsMargins(edge, edge, edge, edge // 2)
        box.setSpacing(round(high * 0.015))
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setSpacing(round(high * 0.012))


class Projecting(QObject):
    """Keeps the wall up to date with a session while its window is open; current() is the item that is noted."""

    def __init__(
        self, session: Session, owner: QWidget, meeting: Callable[[], str], current: Callable[[], str]
    ) -> None:
        super().__init__(owner)
        self._session, self._owner = session, owner
        self._meeting, self._current = meeting, current
        self.window: Projector | None = None
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(self.look)
        self._tick = QTimer(self, interval=TICK)
        self._tick.timeout.connect(self.look)
        session.changed.connect(self._changed)

    def open(self) -> None:
        """Open the window, or bring it up."""
        if self.window is None:
            # It goes with its owner, and so with the workspace.
            self.window = Projector(self._owner)
            self.window.closed.connect(self._closed)
            self.look()
            self.window.open()
            self._tick.start()
        self.window.raise_()
        self.window.activateWindow()

    def look(self) -> None:
        """Show what may be seen now."""
        if self.window is not None:
            session = self._session
            self.window.show_what(projected(session.records, self._meeting(), self._current(), now(session)))

    def soon(self) -> None:
        """Something that is shown may be another."""
        if self.window is not None:
            self._soon.start()

    def _changed(self, kind: str, _id: str) -> None:
        if not kind or kind in SHOWN:
            self.soon()

    def _closed(self) -> None:
        window, self.window = self.window, None
        self._tick.stop()
        if window is not None:
            window.deleteLater()


def _large(text: str = "") -> QLabel:
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    return made


def _dress(part: QLabel, pixels: float, colour: str, *, bold: bool = False) -> None:
    # The style sheet of the window sets a size of its own, which a font alone would not overrule.
    weight = int(QFont.Weight.Bold) if bold else int(QFont.Weight.Normal)
    part.setStyleSheet(f"font-size: {max(12, round(pixels))}px; font-weight: {weight}; color: {colour};")


def _time(shown: Projected) -> str:
    """The minutes of the current item; more than planned with a mark that is no colour."""
    if shown.taken is None:
        return ""
    if not shown.planned:
        return _("{taken} min").format(taken=shown.taken)
    words = _("{taken} of {planned} min").format(taken=shown.taken, planned=shown.planned)
    return f"▲ {words}" if shown.over else words
