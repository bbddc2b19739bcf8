"""Shows a picture as large as there is room; its spots can be pointed at; it can be copied, and saved as SVG or PNG."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from cami_desktop.desktop import theme
from cami_desktop.desktop.charts import export
from cami_desktop.desktop.charts.paint import POINT, colours, paint
from cami_desktop.errors import CamiError
from cami_desktop.synthesis.picture import Picture, Spot
from cami_desktop.words import N_, _

Draw = Callable[[float, float], Picture]
"""draw(width, height) in points gives the picture for that room."""

EDGE = 8
"""Pixels around the picture."""

REACH = 14
"""A spot answers to the pointer within so many pixels."""


class ChartView(QWidget):
    """A chart that is laid out for the room it has.

    Signals: told(text, tone) with what was copied, saved or went wrong; pointed(words) with what is under the pointer
    or the keyboard's mark, empty for nothing; picked(id) when a spot is chosen by a click or by Enter.
    """

    told = Signal(str, str)
    pointed = Signal(str)
    picked = Signal(str)

    KEYS = (
        ("Right", N_("Next figure of the chart")),
        ("Left", N_("Previous figure of the chart")),
        ("Return", N_("Go to the row of the figure")),
        ("Ctrl+C", N_("Copy the chart as an image")),
        ("Ctrl+Shift+C", N_("Copy the chart as SVG")),
        ("Ctrl+E", N_("Save the chart as PNG or SVG")),
    )

    def __init__(self) -> None:
        super().__init__()
        self._draw: Draw | None = None
        self._kept: tuple[QSize, Picture] | None = None
        self._marked = ""
        self._at = ""
        self.file_name = _("Chart")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 160)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(_("Chart"))

    # What a place uses

    def show_picture(self, draw: Draw | None) -> None:
        """Show what a function draws; None shows nothing."""
        self._draw = draw
        self._kept = None
        picture = self.picture()
        self.setAccessibleName(picture.title if picture else _("Chart"))
        self.setAccessibleDescription(picture.description if picture else "")
        self.update()

    def mark(self, id_: str) -> None:
        """Ring the spot of a record: it is the current one of the table."""
        if id_ != self._marked:
            self._marked = id_
            self.update()

    def picture(self) -> Picture | None:
        """The picture for the size the widget has."""
        if self._draw is None:
            return None
        if self._kept is None or self._kept[0] != self.size():
            width, height = (self.width() - 2 * EDGE) / POINT, (self.height() - 2 * EDGE) / POINT
            self._kept = (self.size(), self._draw(max(width, 120), max(height, 90)))
        return self._kept[1]

    def place_of(self, spot: Spot) -> QPointF:
        """Where a spot stands in the widget, in pixels."""
        return QPointF(EDGE + spot.x * POINT, EDGE + spot.y * POINT)

    def save_to(self, path: Path) -> None:
        """Write the chart as it is shown, on light paper; what went wrong is told."""
        picture = self.picture()
        if picture is None:
            return
        try:
            export.save(picture, path)
        except CamiError as error:
            self.told.emit(str(error), "error")
        else:
            self.told.emit(_("Saved: {name}").format(name=path.name), "good")

    def copy_image(self) -> None:
        """Put the chart on the clipboard as an image, on light paper, finer than on the screen."""
        self._copy(export.copy_image)

    def copy_svg(self) -> None:
        """Put the chart on the clipboard as SVG."""
        self._copy(export.copy_svg)

    def ask_where(self) -> None:
        """Ask for a file, PNG or SVG, and save the chart there."""
        if self.picture() is None:
            return
        target = export.ask_where(self, _("Save the chart"), f"{self.file_name}.png")
        if target is not None:
            self.save_to(target)

    def menu(self) -> QMenu:
        """What can be done with the chart; it goes when it is closed."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(_("Chart"))
        # The keys are shown here and handled by the chart itself.
        for words, act, keys in (
            (_("Copy as image"), self.copy_image, "Ctrl+C"),
            (_("Copy as SVG"), self.copy_svg, "Ctrl+Shift+C"),
            (_("Save as PNG or SVG …"), self.ask_where, "Ctrl+E"),
        ):
            menu.addAction(words, act).setShortcut(keys)
        return menu

    # What Qt calls

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw on the paper of the theme, then the ring of the current row and what is pointed at."""
        painter = QPainter(self)
        palette = colours()
        painter.fillRect(self.rect(), QColor(palette["paper"]))
        picture = self.picture()
        if picture is not None:
            painter.save()
            painter.translate(EDGE, EDGE)
            painter.scale(POINT, POINT)
            paint(picture, painter, palette)
            painter.restore()
            self._paint_marks(painter, picture)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.colours().accent), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the figure under the pointer."""
        spot = self._near(event.position())
        self._point(spot)
        self.setCursor(Qt.CursorShape.PointingHandCursor if spot else Qt.CursorShape.ArrowCursor)

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        if not self.hasFocus():
            self._point(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the figure under the pointer."""
        spot = self._near(event.position())
        if spot is not None and event.button() == Qt.MouseButton.LeftButton:
            self._point(spot)
            self.picked.emit(spot.id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard begins at the figure of the current row."""
        spots = self._spots()
        if not self._at and event.reason() != Qt.FocusReason.MouseFocusReason:
            self._point(next((spot for spot in spots if spot.id == self._marked), spots[-1] if spots else None))
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Point at nothing."""
        self._point(None)
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk from figure to figure, choose one, copy and save."""
        keys = event.keyCombination().toCombined()
        control, shift = Qt.KeyboardModifier.ControlModifier.value, Qt.KeyboardModifier.ShiftModifier.value
        acts: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Right.value: lambda: self._walk(1),
            Qt.Key.Key_Left.value: lambda: self._walk(-1),
            Qt.Key.Key_Return.value: self._choose,
            Qt.Key.Key_Enter.value | Qt.KeyboardModifier.KeypadModifier.value: self._choose,
            Qt.Key.Key_C.value | control: self.copy_image,
            Qt.Key.Key_C.value | control | shift: self.copy_svg,
            Qt.Key.Key_E.value | control: self.ask_where,
        }
        act = acts.get(keys)
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy and save the chart."""
        self.menu().popup(event.globalPos())

    # Inside

    def _spots(self) -> tuple[Spot, ...]:
        picture = self.picture()
        return picture.spots if picture is not None else ()

    def _near(self, at: QPointF) -> Spot | None:
        def distance(spot: Spot) -> float:
            place = self.place_of(spot) - at
            return float((place.x() ** 2 + place.y() ** 2) ** 0.5)

        nearest = min(self._spots(), key=distance, default=None)
        return nearest if nearest is not None and distance(nearest) <= REACH else None

    def _point(self, spot: Spot | None) -> None:
        id_ = spot.id if spot is not None else ""
        if id_ == self._at:
            return
        self._at = id_
        words = spot.words if spot is not None else ""
        self.setToolTip(words)
        picture = self.picture()
        self.setAccessibleDescription(words or (picture.description if picture else ""))
        self.pointed.emit(words)
        self.update()

    def _walk(self, step: int) -> None:
        spots = self._spots()
        ids = [spot.id for spot in spots]
        if spots:
            now = ids.index(self._at) if self._at in ids else (-1 if step > 0 else len(spots))
            self._point(spots[min(max(now + step, 0), len(spots) - 1)])

    def _choose(self) -> None:
        if self._at:
            self.picked.emit(self._at)

    def _copy(self, act: Callable[[Picture], None]) -> None:
        picture = self.picture()
        if picture is not None:
            act(picture)
            self.told.emit(_("The chart was copied"), "muted")

    def _paint_marks(self, painter: QPainter, picture: Picture) -> None:
        accent = QColor(theme.colours().accent)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for spot in picture.spots:
            for id_, radius, width in ((self._marked, 8.0, 2.0), (self._at, 11.0, 1.5)):
                if id_ and spot.id == id_:
                    painter.setPen(QPen(accent, width))
                    place = self.place_of(spot)
                    painter.drawEllipse(QRectF(place.x() - radius, place.y() - radius, 2 * radius, 2 * radius))
