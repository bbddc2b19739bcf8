"""A picture of the synthesis room painted on a printed page as vectors."""

from __future__ import annotations

from collections.abc import Mapping

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from cami_desktop.exchange.report import fonts
from cami_desktop.synthesis.picture import LIGHT, Circle, Line, Picture, Polyline, Primitive, Rect, Text


class Figure(Flowable):
    """A picture as wide as it is; it is never split."""

    def __init__(self, picture: Picture, palette: Mapping[str, str] = LIGHT) -> None:
        super().__init__()
        self.picture = picture
        self.palette = palette
        self.width, self.height = picture.width, picture.height
        self.spaceBefore = 4
        self.spaceAfter = 10

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The size of the picture."""
        return self.width, self.height

    def draw(self) -> None:
        """Paint the picture; y of a picture grows downward, that of a page upward."""
        self.canv.saveState()
        self.canv.setLineJoin(1)
        for item in self.picture.primitives():
            self._paint(item)
        self.canv.restoreState()

    def _colours(self, fill: str, stroke: str, width: float, dash: tuple[float, ...] = ()) -> dict[str, int]:
        canvas: Canvas = self.canv
        if fill:
            canvas.setFillColor(HexColor(self.palette[fill]))
        if stroke:
            canvas.setStrokeColor(HexColor(self.palette[stroke]))
            canvas.setLineWidth(width)
        canvas.setDash(list(dash))
        return {"fill": int(bool(fill)), "stroke": int(bool(stroke))}

    def _paint(self, item: Primitive) -> None:
        canvas, height = self.canv, self.height
        if isinstance(item, Line):
            self._colours("", item.stroke, item.width, item.dash)
            canvas.line(item.x1, height - item.y1, item.x2, height - item.y2)
        elif isinstance(item, Rect):
            how = self._colours(item.fill, item.stroke, item.stroke_width)
            canvas.rect(item.x, height - item.y - item.height, item.width, item.height, **how)
        elif isinstance(item, Circle):
            how = self._colours(item.fill, item.stroke, item.stroke_width)
            canvas.circle(item.x, height - item.y, item.radius, **how)
        elif isinstance(item, Polyline):
            self._polyline(item)
        else:
            self._text(item)

    def _polyline(self, item: Polyline) -> None:
        how = self._colours(item.fill, item.stroke, item.width, item.dash)
        path = self.canv.beginPath()
        for n, (x, y) in enumerate(item.points):
            (path.lineTo if n else path.moveTo)(x, self.height - y)
        if item.closed:
            path.close()
        self.canv.drawPath(path, **how)

    def _text(self, item: Text) -> None:
        canvas = self.canv
        canvas.setFont(fonts.BOLD if item.bold else fonts.REGULAR, item.size)
        canvas.setFillColor(HexColor(self.palette[item.colour]))
        draw = {"start": canvas.drawString, "middle": canvas.drawCentredString, "end": canvas.drawRightString}
        draw[item.anchor](item.x, self.height - item.y, fonts.printable(item.text))
