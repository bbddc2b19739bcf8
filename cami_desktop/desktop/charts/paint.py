"""Draws the primitives of a picture with QPainter, the same as on paper and in SVG."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from cami_desktop.desktop import theme
from cami_desktop.synthesis.picture import DARK, LIGHT, Circle, Line, Picture, Polyline, Primitive, Rect, Text

POINT = 96 / 72
"""Pixels of a point at the size at which forms are read."""


def colours() -> Mapping[str, str]:
    """The picture's colours by role, on the paper of the theme in force."""
    in_force = theme.colours()
    return {**(DARK if in_force.dark else LIGHT), "paper": in_force.base}


def paint(picture: Picture, painter: QPainter, palette: Mapping[str, str]) -> None:
    """Draw a picture in its own units from the painter's origin; the caller has scaled the painter."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = QFont(painter.font())
    for item in picture.primitives():
        _draw(item, painter, palette, font)


def _draw(item: Primitive, painter: QPainter, palette: Mapping[str, str], font: QFont) -> None:
    match item:
        case Text():
            _text(item, painter, palette, font)
        case Line():
            painter.setPen(_pen(palette, item.stroke, item.width, item.dash))
            painter.drawLine(QLineF(item.x1, item.y1, item.x2, item.y2))
        case Rect():
            _dress(painter, palette, item.fill, item.stroke, item.stroke_width)
            painter.drawRect(QRectF(item.x, item.y, item.width, item.height))
        case Circle():
            _dress(painter, palette, item.fill, item.stroke, item.stroke_width)
            painter.drawEllipse(QPointF(item.x, item.y), item.radius, item.radius)
        case Polyline():
            _dress(painter, palette, item.fill, item.stroke, item.width, item.dash)
            shape = QPolygonF([QPointF(x, y) for x, y in item.points])
            if item.closed:
                painter.drawPolygon(shape)
            else:
                painter.drawPolyline(shape)


def _text(item: Text, painter: QPainter, palette: Mapping[str, str], font: QFont) -> None:
    font.setPixelSize(max(1, round(item.size * 8)))
    font.setBold(item.bold)
    width = QFontMetricsF(font).horizontalAdvance(item.text) / 8
    shift = {"start": 0.0, "middle": width / 2, "end": width}[item.anchor]
    # Letters are set eight times larger and drawn smaller: whole pixel sizes would be too coarse for points.
    painter.save()
    painter.translate(item.x - shift, item.y)
    painter.scale(1 / 8, 1 / 8)
    painter.setFont(font)
    painter.setPen(QColor(palette[item.colour]))
    painter.drawText(QPointF(0, 0), item.text)
    painter.restore()


def _dress(
    painter: QPainter, palette: Mapping[str, str], fill: str, stroke: str, width: float, dash: tuple[float, ...] = ()
) -> None:
    painter.setBrush(QBrush(QColor(palette[fill])) if fill else Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(palette, stroke, width, dash) if stroke else Qt.PenStyle.NoPen)


def _pen(palette: Mapping[str, str], stroke: str, width: float, dash: tuple[float, ...] = ()) -> QPen:
    pen = QPen(QColor(palette[stroke]), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dash and width:
        pen.setDashPattern([length / width for length in dash])
    return pen
