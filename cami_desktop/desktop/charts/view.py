"""Shows a picture as large as there is room, drawn anew for every size; it can be copied as an image or as SVG."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QSize, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QGuiApplication, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from cami_desktop.desktop.charts.paint import colours, paint
from cami_desktop.synthesis.picture import LIGHT, Picture
from cami_desktop.words import _

Draw = Callable[[float, float], Picture]
"""draw(width, height) in points gives the picture for that room."""

POINT = 96 / 72
"""Pixels of a point at the size at which forms are read."""


class ChartView(QWidget):
    """A chart that is laid out for the room it has."""

    def __init__(self) -> None:
        super().__init__()
        self._draw: Draw | None = None
        self._kept: tuple[QSize, Picture] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 160)
        self.setAccessibleName(_("Chart"))

    def show_picture(self, draw: Draw | None) -> None:
        """Show what a function draws; None shows nothing."""
        self._draw = draw
        self._kept = None
        picture = self.picture()
        self.setAccessibleName(picture.title if picture else _("Chart"))
        self.setAccessibleDescription(picture.description if picture else "")
        self.update()

    def picture(self) -> Picture | None:
        """The picture for the size the widget has."""
        if self._draw is None:
            return None
        if self._kept is None or self._kept[0] != self.size():
            width, height = (self.width() - 16) / POINT, (self.height() - 16) / POINT
            self._kept = (self.size(), self._draw(max(width, 120), max(height, 90)))
        return self._kept[1]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw on the paper of the theme."""
        painter = QPainter(self)
        palette = colours()
        painter.fillRect(self.rect(), QColor(palette["paper"]))
        picture = self.picture()
        if picture is not None:
            painter.translate(8, 8)
            painter.scale(POINT, POINT)
            paint(picture, painter, palette)
        painter.end()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy the chart."""
        menu = QMenu(self)
        menu.addAction(_("Copy as image"), self.copy_image)
        menu.addAction(_("Copy as SVG"), self.copy_svg)
        menu.popup(event.globalPos())

    def copy_image(self) -> None:
        """Put the chart on the clipboard as an image, on light paper, three times as fine as on the screen."""
        picture = self.picture()
        if picture is None:
            return
        scale = 3 * POINT
        image = QImage(round(picture.width * scale), round(picture.height * scale), QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.scale(scale, scale)
        paint(picture, painter, LIGHT)
        painter.end()
        QGuiApplication.clipboard().setImage(image)

    def copy_svg(self) -> None:
        """Put the chart on the clipboard as SVG."""
        from cami_desktop.synthesis.svg import picture_to_svg

        picture = self.picture()
        if picture is not None:
            text = picture_to_svg(picture)
            data = QMimeData()
            data.setText(text)
            data.setData("image/svg+xml", text.encode())
            QGuiApplication.clipboard().setMimeData(data)
